"""Words under which products are found. Call a refresh in the transaction of every change of a product's or booth's words."""

from difflib import get_close_matches
from typing import NamedTuple

from django.db.models import Count

import exhibitors.search
from expo import search
from expo.spelling import fold
from expo.text import STOP_WORDS, index_text, query_words, tokens
from products.models import Product, ProductSearch

FIELDS = ("description", "description_en", "material", "material_en", "category__name_en", "exhibitor__name")
AS_WRITTEN = ("category__name", *(f"exhibitor__{field}" for field in exhibitors.search.PLACE))
MAX_SUGGESTIONS = 4


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


class Suggestion(NamedTuple):
    words: str
    count: int


def suggest(query, vocabulary, within=None):
    """At most four searches like this one that find something: misspelled words put right, then each word alone.

    vocabulary: as vocabulary() gives it. within: the products that count (default: all public ones). One query.
    """
    typed = list(dict.fromkeys(query_words(query)))[:MAX_SUGGESTIONS]
    near = [_near(word, vocabulary) or [word] for word in typed]
    nearest = [words[0] for words in near]
    candidates = {}
    for words in (" ".join(nearest), *nearest, *typed, *(word for like in near for word in like)):
        candidates.setdefault(_spelling(words), words)
    candidates.pop(_spelling(" ".join(typed)), None)
    if not candidates:
        return []
    counts = {f"n{i}": Count("pk", filter=matching(words)) for i, words in enumerate(candidates.values())}
    counted = (Product.objects.public() if within is None else within).order_by().aggregate(**counts)
    suggestions = [Suggestion(words, count) for words, count in zip(candidates.values(), counted.values(), strict=True) if count]
    return suggestions[:MAX_SUGGESTIONS]


def vocabulary():
    """Indexed spelling → spelling in use, of the words in the names of public products. One query; keep it per content version."""
    names = Product.objects.public().order_by("pk").values_list("name", "name_en").iterator()
    words = dict.fromkeys(word for pair in names for name in pair for word in tokens(name))
    return {fold(word): word for word in reversed(words) if len(word) > 2 and word.isalpha() and word not in STOP_WORDS}


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
    fields = rows.values_list("pk", "name", "name_en", *AS_WRITTEN, *FIELDS).iterator()
    cut = len(AS_WRITTEN)
    search.write(ProductSearch, ((pk, index_text([name, name_en], rest[cut:], rest[:cut])) for pk, name, name_en, *rest in fields))


def _spelling(words):
    return " ".join(map(fold, words.split()))


def _near(word, vocabulary):
    """Words in use that are this one, look like it or begin so, the nearest first."""
    spelling = fold(word)
    if spelling in vocabulary:
        return [vocabulary[spelling]]
    like = get_close_matches(spelling, [known for known in vocabulary if abs(len(known) - len(spelling)) <= 2], n=2, cutoff=0.7)
    longer = [known for known in vocabulary if known.startswith(spelling)][:1]
    return [vocabulary[known] for known in dict.fromkeys(like + longer)]
