import pytest

import exhibitors.search
import products.search
from exhibitors.models import Exhibitor
from products.models import Product
from tests.factories import make_exhibitor, make_product

pytestmark = pytest.mark.django_db


def found(query):
    return list(Product.objects.public().filter(products.search.matching(query)).order_by("pk").values_list("name", flat=True))


def stock(*names, **fields):
    for name in names:
        make_product(name=name, **fields)
    products.search.refresh()


@pytest.mark.parametrize("query", ["kripik", "keripik tempe", "tempe keripik", "kerip", "krip", "TEMPE", "keripik-tempe!"])
def test_keripik_tempe_is_found(query):
    stock("Keripik Tempe", "Batik Tulis")

    assert found(query) == ["Keripik Tempe"]
