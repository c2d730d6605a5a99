from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from expo.fair import LOOK_APART, in_fair_order, keep_apart
from products.index import index
from tests.factories import make_exhibitor, make_exhibitor_photo, make_product, make_product_photo


class Row(NamedTuple):
    pk: int
    region: str
    exhibitor: int
    look: str = ""


ROWS = [Row(pk, "abcde"[pk % 5 if pk % 2 else 0], exhibitor=pk // 2, look=f"look {pk % 40}") for pk in range(1, 121)]


def test_the_order_is_the_same_for_everybody_within_the_hour():
    assert in_fair_order(ROWS, 7) == in_fair_order(list(reversed(ROWS)), 7)


def test_the_order_changes_every_hour():
    assert in_fair_order(ROWS, 7) != in_fair_order(ROWS, 8)


def test_nobody_is_lost_and_nobody_doubled():
    assert sorted(in_fair_order(ROWS, 7)) == ROWS


def test_every_region_has_its_share_of_the_first_page():
    share = Counter(row.region for row in ROWS)
    front = Counter(row.region for row in in_fair_order(ROWS, 7)[:24])
    for region, count in share.items():
        assert abs(front[region] - 24 * count / len(ROWS)) <= 2


def test_everybody_comes_first_some_time():
    firsts = {in_fair_order(ROWS, hour)[0].pk for hour in range(3000)}
    assert len(firsts) > len(ROWS) * 0.9


def test_equal_looks_and_one_booths_rows_stand_apart():
    for hour in range(20):
        order = in_fair_order(ROWS, hour)[: len(ROWS) - 2 * LOOK_APART]  # the last few are of whom was left over
        for place, row in enumerate(order):
            near = order[max(0, place - LOOK_APART) : place]
            assert row.look not in {other.look for other in near}
            assert row.exhibitor not in {other.exhibitor for other in near}


def test_a_booth_looks_like_the_picture_that_its_card_shows_largest(db):
    booth = make_exhibitor()
    make_exhibitor_photo(exhibitor=booth, fingerprint="workshop")
    for position, look in ((2, "second"), (1, "first"), (3, "third")):
        make_product_photo(product=make_product(exhibitor=booth, position=position), fingerprint=look)

    assert [row.look for row in index().booths.values()] == ["first"]


def test_what_is_left_over_is_never_its_likes_neighbour():
    rows = [Row(pk, "a", pk, f"look {max(0, pk - 8)}") for pk in range(1, 31)]  # eight of thirty are alike
    for hour in range(50):
        looks = [row.look for row in in_fair_order(rows, hour)]
        assert [place for place, pair in enumerate(pairwise(looks)) if pair[0] == pair[1]] == []


def test_rows_that_are_all_alike_are_still_shown():
    alike = [Row(pk, "a", 1, "same") for pk in range(10)]
    assert sorted(keep_apart(alike)) == alike
