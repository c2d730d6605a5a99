import pytest

import exhibitors.search
import products.search
from exhibitors.models import Exhibitor, Status
from tests.factories import make_exhibitor, make_product

pytestmark = pytest.mark.django_db


def booth_hits(query):
    return list(Exhibitor.objects.public().filter(exhibitors.search.matching(query)).order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize(
    "query",
    ["sari rasa", "gurih", "savoury", "1990", "since", "turi", "kota blitar", "makanan", "packaged", "kemplang", "crackers", "KB-017"],
)
def test_booths_are_found_by_all_their_words(query):
    booth = make_exhibitor(
        name="Sari Rasa",
        tagline="Gurih",
        tagline_en="Savoury",
        story="Sejak 1990.",
        story_en="Since then.",
        village_id="35.72.02.1004",
        stall_number="KB-017",
    )
    make_product(exhibitor=booth, name="Kemplang", name_en="Crackers")
    products.search.refresh_booths()

    assert booth_hits(query) == ["Sari Rasa"]


def test_a_booth_is_not_found_by_products_that_nobody_may_see():
    booth = make_exhibitor()
    make_product(exhibitor=booth, name="Kemplang", status=Status.DRAFT)
    products.search.refresh()

    assert booth_hits("kemplang") == []
