"""Fair exposure: an order that changes every hour, mixes the regions and keeps equal looks apart. Nobody pays to be first."""

import random
import time
from itertools import islice

AHEAD, BACK = 100, 1000  # rows that are looked at for one that fits, and places for one that does not
LOOK_APART = 4  # a card differs from the four before it: also from the one above it in a grid of four


def current_hour():
    """The number of the hour since 1970: the same for every worker, and the seed of the order."""
    return int(time.time() // 3600)


def in_fair_order(rows, hour):
    """`rows` (each with .pk, .region, .exhibitor, .look) in an order that is the same for everybody within the hour.

    Each region's rows are shuffled and spread evenly over the whole list; then rows are moved so that neither the same
    booth nor the same look stands within LOOK_APART places, as far as the rows allow.
    """
    lots = random.Random(hour)  # noqa: S311 - an order, not a secret
    by_region = {}
    for row in sorted(rows, key=lambda row: row.pk):
        by_region.setdefault(row.region, []).append(row)
    placed = []
    for region in sorted(by_region):
        group = by_region[region]
        lots.shuffle(group)
        start = lots.random()
        placed += [((i + start) / len(group), region, row) for i, row in enumerate(group)]
    placed.sort(key=lambda entry: entry[:2])
    return keep_apart([row for *_, row in placed])


def keep_apart(rows):
    """The rows, each in turn replaced by the next one that fits when it looks like its neighbours or is of their booth.

    Looks ahead AHEAD rows; where none of them fits, another look counts for more than another booth. A row that is left
    over among its likes goes back to the nearest place where it stands apart, or is at least nobody's neighbour.
    """
    coming, ordered = iter(rows), []
    waiting = list(islice(coming, AHEAD))
    while waiting:
        recent = ordered[-LOOK_APART:]
        looks = {row.look for row in recent if row.look}
        booths = {row.exhibitor for row in recent}
        free = (i for i, row in enumerate(waiting) if row.look not in looks and row.exhibitor not in booths)
        other_look = (i for i, row in enumerate(waiting) if row.look not in looks)
        chosen = next(free, next(other_look, None))
        row = waiting.pop(chosen or 0)
        is_left_over = chosen is None and len(waiting) < AHEAD - 1
        ordered.insert(_place_apart(row, ordered) if is_left_over else len(ordered), row)
        waiting += islice(coming, 1)
    return ordered


def _place_apart(row, ordered):
    """Where to put a row in; at the end if it has its like everywhere."""
    for apart in (LOOK_APART, 1):
        for place in range(len(ordered) - 1, max(-1, len(ordered) - BACK), -1):
            if all(other.look != row.look for other in ordered[max(0, place - apart) : place + apart]):
                return place
    return len(ordered)
