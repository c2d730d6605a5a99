import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase as HypothesisCase

import exhibitors.search
import products.search
from exhibitors.models import Exhibitor
from products.models import Product
from tests.expo.test_text import hostile_text
from tests.factories import make_exhibitor, make_product

pytestmark = pytest.mark.django_db


def hits(query):
    return list(Product.objects.public().filter(products.search.matching(query)).order_by("pk").values_list("name", flat=True))


def stock(*names, **fields):
    for name in names:
        make_product(name=name, **fields)
    products.search.refresh()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Keripik Tempe", "keripik tempe"),
        ("Keripik Tempe", "tempe keripik"),
        ("Keripik Tempe", "TEMPE"),
        ("Keripik Tempe", "kripik"),
        ("Keripik Tempe", "kerip"),
        ("Keripik Tempe", "krip"),
        ("Kripik Tempe", "keripik"),
        ("Sambal Pecel", "sambel"),
        ("Sambal Pecel", "pecel sambe"),
        ("Sambel Pecel", "sambal"),
        ("Masakan Rumah", "memasak"),
        ("Bumbu untuk Memasak", "masakan"),
        ("Karya Perajin Bambu", "kerajinan"),
        ("Karya Perajin Bambu", "pengrajin bambu"),
        ("Olahan Belimbing", "blimbing"),
        ("Kendang Jimbe", "djembe"),
        ("Kendang Jimbe", "djem"),
        ("Kendang Jimbe", "gendang"),
        ("Batik Cengkih", "cengkeh"),
        ("Getuk", "gethuk"),
        ("Kopi Bubuk 200g", "200 g"),
        ("Kopi Bubuk 200 gram", "kopi 200g"),
        ("Café", "cafe"),
        ("Cafe", "CAFÉ"),
        ("Jum'at Berkah", "jumat"),
        ("Coconut Shell Bowls", "shell bowl"),
        ("Coconut Shell Bowl", "bowls shell"),
        ("Batik Tulis", "batik-tulis!"),
    ],
)
def test_found(name, query):
    stock(name, "Wajik Kletik")

    assert hits(query) == [name]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Keripik Tempe", "keripik pisang"),  # every word must be there
        ("Keripik Tempe", "rip"),  # not the inside of a word
        ("Keripik Tempe", "kerip temp"),  # only the last word may be unfinished
        ("Keripik Tempe", "ke"),  # two letters begin too many words
        ("Kopi 200 gram", "20"),
        ("Batik Merak", "merek"),
        ("Udeng Batik", "udang"),
        ("Sari Temulawak", "n0sari"),
    ],
)
def test_not_found(name, query):
    stock(name)

    assert hits(query) == []


def test_a_finished_word_goes_on_in_names_only():
    stock("Tahun Baru Kue", "Tahu Kuning")
    stock("Keripik", description="Berdiri sejak tahun 1990.")

    assert hits("tahu") == ["Tahun Baru Kue", "Tahu Kuning"]


def test_an_unfinished_word_goes_on_in_every_text():
    stock("Camilan", description="Dari belimbing Karangsari.")

    assert hits("blimb") == hits("karangs") == ["Camilan"]


@pytest.mark.parametrize("query", ["", " ", "?!", "\0", "🥁", "\ud800", '"', "*", "()"])
def test_nothing_to_search_for(query):
    assert products.search.matching(query) is None
    assert exhibitors.search.matching(query) is None
    assert products.search.found(query) is None
    assert products.search.suggest(query, {"keripik": "keripik"}) == []


@pytest.mark.parametrize(
    "query", ["turi", "Sukorejo", "kota blitar", "sari rasa", "kemplang", "crackers", "bawang", "garlic", "makanan olahan", "food"]
)
def test_products_are_found_by_all_their_words(query):
    booth = make_exhibitor(name="Sari Rasa", village_id="35.72.02.1004")
    make_product(
        exhibitor=booth,
        name="Kemplang",
        name_en="Crackers",
        description="Gurih.",
        description_en="Savoury.",
        material="Ikan, bawang",
        material_en="Fish, garlic",
    )
    products.search.refresh()

    assert hits(query) == ["Kemplang"]


def test_places_and_kinds_are_found_as_they_are_written():
    stock("Wajik", exhibitor=make_exhibitor(village_id="35.72.01.1005", category="pertanian-perikanan"))
    village = Exhibitor.objects.get().village.name

    assert hits(f"Desa {village}") == hits("perikanan") == ["Wajik"]
    assert hits("ikan") == hits("tani") == []


def test_names_come_first():
    stock("Bumbu", description="Untuk keripik tempe.")
    stock("Keripik Tempe Sagu", "Kripik Tempe")
    found = Product.objects.filter(products.search.matching("tempe keripik"))

    assert [product.name for product in found.order_by(products.search.name_first("tempe keripik"), "-pk")] == [
        "Kripik Tempe",
        "Keripik Tempe Sagu",
        "Bumbu",
    ]
    assert [product.name for product in found.order_by(products.search.name_first("?"), "-pk")] == [
        "Kripik Tempe",
        "Keripik Tempe Sagu",
        "Bumbu",
    ]
    assert list(products.search.found("tempe").values()) == [False, True, True]
    assert list(exhibitors.search.found("tempe").values()) == [True, True]


def test_an_unfinished_name_comes_first_too():
    stock("Bumbu", description="Untuk keripik.")
    stock("Keripik")

    assert list(products.search.found("krip").values()) == [False, True]


class AnyQuery(HypothesisCase):
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(hostile_text)
    def test_is_safe(self, query):
        matching = products.search.matching(query)
        if matching is not None:
            list(Product.objects.filter(matching).order_by(products.search.name_first(query)))
            list(Exhibitor.objects.filter(exhibitors.search.matching(query)))
            products.search.suggest(query, {"keripik": "keripik", "sambal": "sambel"})

    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(hostile_text)
    def test_finds_what_is_named_so(self, name):
        name = name.replace("\0", "")[:100].encode(errors="ignore").decode()  # what a form lets through
        product = make_product(name=name)
        products.search.refresh([product.pk])
        found = products.search.found(name)

        assert found is None or found[product.pk]


@pytest.mark.parametrize("query", ["keripik " * 1250, "x" * 10_000, "\0" * 10_000, '"' * 10_000, "🥁" * 10_000, "ﷺ" * 10_000])
def test_ten_thousand_characters_are_safe(query):
    stock("Keripik")

    assert products.search.found(query) in (None, {}, {Product.objects.get().pk: True})
