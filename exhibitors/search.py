"""Words under which booths are found. Call refresh() in the transaction of every change of a booth's words."""

from collections import defaultdict

from exhibitors.models import PUBLIC_STATUSES, Exhibitor, ExhibitorSearch
from expo import search
from expo.text import index_text

PLACE = ("village__name", "village__district__name", "village__district__region__name")
FIELDS = ("tagline", "tagline_en", "story", "story_en", "category__name_en")
AS_WRITTEN = ("category__name", *PLACE)


def matching(query):
    """Q for Exhibitor rows that have all words of the query, in any order; None when it holds no word: then do not filter.

    `Exhibitor.objects.public().filter(matching("jimbe sentul"))`
    """
    return search.matching(ExhibitorSearch, query)


def name_first(query):
    """For order_by: booths that have all words in their own or their products' names come first."""
    return search.name_first(ExhibitorSearch, query)


def found(query):
    """pk → whether all words are in its own or its products' names, of every booth that has them somewhere; None when the query holds no word."""
    return search.found(ExhibitorSearch, query)


def refresh(booths=None):
    """Bring the words of these booths (ids or a queryset; None: all) up to date, with their stall numbers and public products' names."""
    rows = Exhibitor.objects.order_by()
    if booths is not None:
        rows = rows.filter(pk__in=booths)
    offered = defaultdict(list)  # by the reverse relation: products may import exhibitors, never the other way round
    for pk, *names in rows.filter(products__status__in=PUBLIC_STATUSES).values_list("pk", "products__name", "products__name_en"):
        offered[pk] += names
    fields = rows.with_stall_number().values_list("pk", "name", "stall_number", *AS_WRITTEN, *FIELDS).iterator()
    cut = 1 + len(AS_WRITTEN)
    search.write(
        ExhibitorSearch,
        ((pk, index_text([name, *offered[pk]], rest[cut:], [rest[0] or "", *rest[1:cut]])) for pk, name, *rest in fields),
    )
