import pytest
from django.core.management import call_command
from django.db import connection

import products.search
from exhibitors.models import Exhibitor, ExhibitorSearch
from products.models import Product, ProductSearch
from tests.exhibitors.test_search import booth_hits
from tests.factories import make_exhibitor, make_product
from tests.products.test_search import hits, stock

pytestmark = pytest.mark.django_db


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
