"""Who stands where, what is new, which picture hangs on what: the same for every load, from the seed.

Every decision has its own lots, named for what it decides, so that a new booth in the files does not change the rest.
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from expo.demo.content import masters

SEED = "umkm-virtual-expo"
REGIONS = ("35.72", "35.05", "35.18", "35.04", "35.03")  # in the order of the expo
WITHOUT_PHOTO = 70  # of 440 products
# How much a twin costs at that distance in a list: beside it, below it in a grid of two or four.
APART = ((1, 1000), (2, 6), (3, 2), (4, 4))
ONE_BOOTH = 8  # times as much: a booth's card shows its first products as one picture


class Look(NamedTuple):
    """One way to show a master. Mirrored or close up it is another picture, though still of the same thing."""

    master: str
    close: bool = False
    mirrored: bool = False

    def likeness(self, other):
        """How much two looks are alike, from 0 to 1."""
        if self.master != other.master:
            return 0
        return {0: 1, 1: 0.2, 2: 0.05}[(self.close != other.close) + (self.mirrored != other.mirrored)]


def lots(*what):
    return random.Random(":".join((SEED, *map(str, what))))  # noqa: S311 - lots for demo data, not secrets


@dataclass
class Plan:
    booths: list  # in the order of their stall numbers, region by region
    numbers: dict  # Booth → 17
    newest: list  # items, newest first
    covers: dict  # Item → Look, or None
    scenes: dict = field(default_factory=dict)  # Booth → name of a master

    @property
    def items(self):
        return [item for booth in self.booths for item in booth.items]


def make(booths):
    ordered, numbers = [], {}
    for region in REGIONS:
        row = _stalls([booth for booth in booths if booth.region == region], region)
        numbers |= {booth: number for number, booth in enumerate(row, start=1)}
        ordered += row
    plan = Plan(ordered, numbers, newest=[], covers={})
    plan.newest = _newest(plan.items)
    plan.covers = _covers(plan)
    plan.scenes = _scenes(ordered)
    return plan


def _stalls(booths, region):
    """Booths in the order of their stalls: neighbours make different things, pinned numbers are kept."""
    pinned = {booth.number: booth for booth in booths if booth.number}
    waiting = [booth for booth in booths if not booth.number]
    lots("stalls", region).shuffle(waiting)
    row = []
    for number in range(1, len(booths) + 1):
        if number in pinned:
            row.append(pinned[number])
            continue
        left = Counter(booth.speciality for booth in waiting)
        near = {booth.speciality for booth in row[-2:]} | {pinned[n].speciality for n in (number + 1, number + 2) if n in pinned}
        best = max(waiting, key=lambda booth: (booth.speciality not in near, left[booth.speciality]))
        waiting.remove(best)
        row.append(best)
    return row


def _newest(items):
    """An order for publication in which every list of it (all, a region, a category) changes its speciality at every step."""
    waiting = list(items)
    lots("newest").shuffle(waiting)
    left = Counter(item.speciality for item in waiting)
    total = dict(left)
    ends, ordered = defaultdict(list), []
    while waiting:
        best = min(
            waiting,
            key=lambda item: (
                10 * (item.speciality in ends[item.category][-1:]) + 10 * (item.speciality in ends[item.booth.region][-1:])
                + 4 * (item.speciality in ends[""][-4:]) + 2 * (item.speciality in ends[item.booth.region][-3:]),
                -left[item.speciality] / total[item.speciality],
            ),
        )  # fmt: skip
        waiting.remove(best)
        left[best.speciality] -= 1
        ordered.append(best)
        for name in ("", best.category, best.booth.region):
            ends[name].append(best.speciality)
    return ordered


def lists(plan):
    """Every list in which two equal pictures must not stand side by side, as lists of items."""
    place = {item: i for i, item in enumerate(plan.items)}
    priced = [item for item in plan.items if item.price]
    orders = [
        plan.newest,
        sorted(priced, key=lambda item: (item.price, place[item])),
        sorted(priced, key=lambda item: (-item.price, place[item])),
    ]
    for order in orders:
        yield order
        for chosen in (lambda item: item.booth.region, lambda item: item.category):
            for value in sorted({chosen(item) for item in order}):
                yield [item for item in order if chosen(item) == value]
    for booth in plan.booths:
        yield booth.items


def _covers(plan):
    """A look for every item that has a picture, so that neighbours in `lists()` look different, best by another master."""
    near = _neighbours(plan)
    options = {
        item: [
            Look(f"{item.speciality}-{number}", close, mirrored)
            for close in (False, True)
            for mirrored in (False, True)
            for number in item.covers
        ]
        for item in plan.items
    }
    covers = {item: looks[0] if looks else None for item, looks in options.items()}

    def cost(item, look):
        twins = sum(weight * look.likeness(covers[other]) for other, weight in near[item] if covers[other])
        return (twins, look.close, look.mirrored)

    def settle():
        for _round in range(8):
            for item in covers:
                if covers[item]:
                    covers[item] = min(options[item], key=lambda look: cost(item, look))

    settle()
    while sum(look is None for look in covers.values()) < WITHOUT_PHOTO:
        pictured = (item for item in covers if covers[item] and len(item.booth.items) > 1)
        covers[max(pictured, key=lambda item: cost(item, covers[item]))] = None
        settle()
    return covers


def _neighbours(plan):
    """Item → [(other item of the same speciality, what it costs if both show the same)]."""
    costs = defaultdict(Counter)
    for row in lists(plan):
        times = ONE_BOOTH if row == row[0].booth.items else 1
        for distance, weight in APART:
            for one, other in zip(row, row[distance:], strict=False):
                if one.speciality == other.speciality:
                    costs[one][other] += weight * times
                    costs[other][one] += weight * times
    return {item: list(costs[item].items()) for item in plan.items}


def _scenes(booths):
    """A workshop picture for some booths that one fits: never the same for neighbours by stall number or by name."""
    by_number = {booth: i for i, booth in enumerate(booths)}
    by_name = {booth: i for i, booth in enumerate(sorted(booths, key=lambda booth: booth.name.casefold()))}
    hung = defaultdict(list)
    candidates = [booth for booth in booths if booth.scene]
    lots("scenes").shuffle(candidates)
    for booth in sorted(candidates, key=lambda booth: not booth.number):
        twins = hung[booth.scene]
        if len(twins) < 4 and all(abs(rank[booth] - rank[twin]) > 3 for rank in (by_number, by_name) for twin in twins):
            twins.append(booth)
    return {booth: scene for scene, hanging in hung.items() for booth in hanging}


def gallery(plan, item):
    """The looks of an item's photos: its cover, then what else shows it. Empty without a cover."""
    cover = plan.covers[item]
    if not cover:
        return []
    more = [Look(f"{item.speciality}-{number}") for number in item.details] + [Look(cover.master, close=not cover.close)]
    wanted = lots("gallery", item.booth.name, item.name).choices((0, 1, 2), (45, 35, 20))[0]
    return [cover, *more[:wanted]]


def check(plan):
    """All masters that the plan hangs exist."""
    for master in [*(look.master for look in filter(None, plan.covers.values())), *plan.scenes.values()]:
        masters()[master]
