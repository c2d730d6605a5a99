import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase as HypothesisCase

import exhibitors.search
import products.search
from exhibitors.models import Exhibitor, ExhibitorSearch, Status
from products.models import Product, ProductSearch
from products.search import Suggestion
from tests.expo.test_text import hostile_text
from tests.factories import make_exhibitor, make_product

pytestmark = pytest.mark.django_db


def hits(query):
    return list(Product.objects.public().filter(products.search.matching(query)).order_by("pk").values_list("name", flat=True))


def booth_hits(query):
    return list(Exhibitor.objects.public().filter(exhibitors.search.matching(query)).order_by("pk").values_list("name", flat=True))


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


def test_refresh_of_one_leaves_the_others():
    stock("Keripik", "Wajik")
    Product.objects.filter(name="Keripik").update(name="Jenang")
    Product.objects.filter(name="Wajik").update(name="Dodol")

    products.search.refresh(Product.objects.filter(name="Jenang"))

    assert (hits("jenang"), hits("keripik")) == (["Jenang"], [])
    assert (hits("dodol"), hits("wajik")) == ([], ["Dodol"])
    assert len(booth_hits("jenang")) == 1


def test_refresh_of_a_booth_takes_its_products_along():
    product = make_product(name="Keripik", exhibitor=make_exhibitor(name="Mawar"))
    other = make_product(name="Kerupuk", exhibitor=make_exhibitor(name="Kenanga"))
    products.search.refresh()
    Exhibitor.objects.update(name="Melati")

    products.search.refresh_booths([product.exhibitor_id])

    assert hits("melati") == ["Keripik"]
    assert hits("kenanga") == ["Kerupuk"]
    assert booth_hits("melati") == ["Melati"]
    assert ProductSearch.objects.filter(pk=other.pk).exists()


def test_deleted_rows_leave_the_index():
    stock("Keripik Tempe", "Keripik Pisang")
    Product.objects.get(name="Keripik Tempe").delete()
    Exhibitor.objects.filter(products=None).delete()
    products.search.refresh()

    assert products.search.found("keripik") == {Product.objects.get().pk: True}
    assert products.search.found("tempe") == {}
    assert ExhibitorSearch.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_refresh_needs_few_queries(count, django_assert_num_queries):
    stock(*["Keripik"] * count)

    with django_assert_num_queries(5):  # three to read, two to write
        products.search.refresh(Product.objects.all())


@pytest.mark.parametrize("query", ["keripik", "sambal pecel keripik tempe dan lain lain lagi"])
def test_a_search_is_one_query(query, django_assert_num_queries):
    stock("Keripik Tempe")

    with django_assert_num_queries(1):
        products.search.found(query)
    with django_assert_num_queries(1):
        list(Product.objects.public().filter(products.search.matching(query)).order_by(products.search.name_first(query)))


def test_suggestions_for_a_misspelled_word(django_assert_num_queries):
    stock("Keripik Tempe", "Keripik Pisang", "Batik Tulis")
    stock("Keripik Draf", status=Status.DRAFT)
    with django_assert_num_queries(1):
        vocabulary = products.search.vocabulary()

    with django_assert_num_queries(1):
        suggestions = products.search.suggest("kerpik", vocabulary)

    assert suggestions == [Suggestion("keripik", 2)]
    assert hits("kerpik") == []


def test_suggestions_for_words_that_do_not_meet():
    stock("Keripik Tempe", "Keripik Pisang", "Batik Tulis")

    assert products.search.suggest("batik keripik rambutan", products.search.vocabulary()) == [
        Suggestion("batik", 1),
        Suggestion("keripik", 2),
    ]


def test_suggestions_put_misspelled_words_right_together():
    stock("Keripik Tempe", "Keripik Pisang")

    assert products.search.suggest("kerpik tmpe", products.search.vocabulary()) == [
        Suggestion("keripik tempe", 1),
        Suggestion("keripik", 2),
        Suggestion("tempe", 1),
    ]


def test_a_suggestion_is_not_another_spelling_of_what_was_typed():
    stock("Keripik Tempe")

    assert products.search.suggest("kripik", products.search.vocabulary()) == []
    assert products.search.suggest("kripik zzz", products.search.vocabulary()) == [Suggestion("keripik", 1)]


def test_suggestions_are_four_at_most():
    stock("Batik", "Keripik", "Tempe", "Sambal", "Kopi")

    assert len(products.search.suggest("batik keripik tempe sambal kopi", products.search.vocabulary())) == 4


def test_suggestions_stay_within_what_is_chosen():
    stock("Keripik Tempe", exhibitor=make_exhibitor(region="nganjuk"))
    stock("Keripik Pisang")
    chosen = Product.objects.public().filter(exhibitor__village__district__region__slug="nganjuk")

    assert products.search.suggest("kerpik", products.search.vocabulary(), chosen) == [Suggestion("keripik", 1)]


def test_reindex_mends_an_index_that_is_out_of_step(capsys):
    stock("Keripik Tempe")
    ProductSearch.objects.update(text="rusak")
    ExhibitorSearch.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO products_productsearch_fts (products_productsearch_fts) VALUES ('delete-all')")

    call_command("reindex")

    assert hits("keripik") == ["Keripik Tempe"]
    assert len(booth_hits("keripik")) == 1
    assert "1 products and 1 booths" in capsys.readouterr().out


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
