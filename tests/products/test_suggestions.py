import pytest

import products.search
from exhibitors.models import Status
from products.models import Product
from products.search import Suggestion
from tests.factories import make_exhibitor
from tests.products.test_search import hits, stock

pytestmark = pytest.mark.django_db


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
