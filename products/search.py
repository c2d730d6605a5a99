"""Words under which products are found. Call a refresh in the transaction of every change of a product's or booth's words."""

import exhibitors.search
from expo import search
from expo.text import index_text
from products.models import Product, ProductSearch

BOOTH = ("exhibitor__name", *(f"exhibitor__{field}" for field in exhibitors.search.PLACE))
FIELDS = ("description", "description_en", "material", "material_en", "category__name", "category__name_en", *BOOTH)


def matching(query):
    """Q for Product rows that have all words of the query, in any order; None when it holds no word: then do not filter.

    `Product.objects.public().filter(matching("kripik tempe"))`
    """
    return search.matching(ProductSearch, query)


def name_first(query):
    """For order_by: products that have all words in their name come first."""
    return search.name_first(ProductSearch, query)


def found(query):
    """pk → whether all words are in the name, of every product that has them somewhere; None when the query holds no word."""
    return search.found(ProductSearch, query)


def refresh(products=None):
    """Bring the words of these products (ids or a queryset; None: all) and of their booths up to date."""
    rows = Product.objects.order_by()
    if products is not None:
        rows = rows.filter(pk__in=products)
    _write(rows)
    exhibitors.search.refresh(None if products is None else rows.values("exhibitor"))


def refresh_booths(booths=None):
    """The same for these booths (ids or a queryset; None: all) and all their products."""
    rows = Product.objects.order_by()
    _write(rows if booths is None else rows.filter(exhibitor__in=booths))
    exhibitors.search.refresh(booths)


def _write(rows):
    named = rows.values_list("pk", "name", "name_en", *FIELDS)
    search.write(ProductSearch, ((pk, index_text([name, name_en], words)) for pk, name, name_en, *words in named.iterator()))
