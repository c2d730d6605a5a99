"""What a visitor's list page shows: the catalogue and the booth list, from the address's parameters to the context.

Everything but the page's own cards is kept per content version, language, hour and parameters.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import exhibitors.search
import products.search
from exhibitors.forms import BoothFilter
from exhibitors.models import Exhibitor
from exhibitors.reference import reference
from expo.fair import current_hour, in_fair_order
from expo.listing import Listing, error_sentences, page_number, sort_links
from expo.pagecache import KNOWN_PARAMETERS, remember
from expo.text import path_to
from products.cards import booth_cards, product_cards
from products.forms import CatalogueFilter
from products.index import index
from products.models import Product

KEPT_WEIGHT = 40
BEST = "cocok"


@dataclass(frozen=True)
class Shelf:
    """One kind of list: its filter, the rows it may show, its cards."""

    name: str
    filter: type
    queryset: callable
    rows: callable
    cards: callable
    name_first: callable
    page_size: int


PRODUCTS = Shelf(
    "products", CatalogueFilter, Product.objects.public, lambda: index().products, product_cards, products.search.name_first, 16
)
BOOTHS = Shelf("booths", BoothFilter, Exhibitor.objects.public, lambda: index().booths, booth_cards, exhibitors.search.name_first, 12)


def browse(shelf, query, path):
    """The template's context for `query` (a QueryDict or dict of lists) on the list at `path`."""
    parameters = {
        name: [text.replace("\x00", "")[:100] for text in values if text][:80]
        for name, values in sorted(dict(query).items())
        if name in KNOWN_PARAMETERS
    }
    parameters = {name: values for name, values in parameters.items() if values}
    page = page_number((parameters.pop("halaman", None) or ["1"])[-1])
    key = (shelf.name, get_language(), current_hour(), path, tuple((name, tuple(values)) for name, values in parameters.items()))
    listing, context = remember(key, lambda: _prepare(shelf, parameters, path), KEPT_WEIGHT)
    shown = listing.page(page)
    return {**context, "page": shown, "cards": shelf.cards([row.pk for row in shown["rows"]], context["filters"]["saver"])}


def _prepare(shelf, parameters, path):
    data = {
        name: values if name in ("wilayah", "kecamatan", "kategori", "lencana", "tersedia") else values[-1]
        for name, values in parameters.items()
    }
    narrowed = shelf.filter(data, queryset=shelf.queryset().order_by())
    narrowed.is_valid()
    cleaned = narrowed.form.cleaned_data
    chosen = {name: set(cleaned.get(name) or ()) for name in ("wilayah", "kecamatan", "kategori", "lencana", "tersedia")}
    rows = shelf.rows()
    words = cleaned.get("q") or ""
    found = _found(shelf, narrowed, words, rows)
    listing = Listing([rows[pk] for pk in found if pk in rows], narrowed.groups(chosen), chosen, parameters, path, shelf.page_size)
    sorts = ([(BEST, _("Paling cocok"))] if words else []) + shelf.filter.SORTS
    sort = next((value for value, _label in sorts if [value] == parameters.get("urut", [])[-1:]), sorts[0][0])
    listing.rows = _ordered(listing.rows, sort, found)
    context = {
        "total": len(listing.rows),
        "filters": _filters(listing, narrowed, parameters, sort_links(listing, sorts, sort), words),
        "searched": words,
    }
    if words and shelf is PRODUCTS:
        context |= _booth_hits(words)
    if not listing.rows:
        context["suggestions"] = _suggestions(shelf, listing, words)
    return listing, context


def _found(shelf, narrowed, words, rows):
    """pk → 0 for rows with all words in their name, 1 for the others that words and price let through; one query or none."""
    if not any(narrowed.form.cleaned_data.get(name) not in (None, "") for name in ("q", "harga_min", "harga_max")):
        return dict.fromkeys(rows, 0)
    return dict(narrowed.qs.annotate(place=shelf.name_first(words)).values_list("pk", "place"))


def _ordered(rows, sort, found):
    match sort:
        case "terbaru":
            return sorted(rows, key=lambda row: (-row.published, row.pk))
        case "nama":
            return sorted(rows, key=lambda row: (row.name.casefold(), row.pk))
        case "termurah":
            return sorted(rows, key=lambda row: (row.price is None, row.price, row.pk))
        case "termahal":
            return sorted(rows, key=lambda row: (row.price is None, -(row.price or 0), row.pk))
        case "cocok":
            named, others = ([row for row in rows if found[row.pk] == place] for place in (0, 1))
            return in_fair_order(named, current_hour()) + in_fair_order(others, current_hour())
    return in_fair_order(rows, current_hour())


def _filters(listing, narrowed, parameters, sorts, words):
    groups = {group["name"]: group for group in listing.group_context}
    available = groups.pop("tersedia", None)
    typed = {name: parameters.get(name, [""])[-1] for name in ("harga_min", "harga_max")}
    chips = list(listing.chips)
    for name, label in (("harga_min", _("mulai Rp%s")), ("harga_max", _("sampai Rp%s"))):
        if typed[name] and narrowed.form.cleaned_data.get(name) is not None:
            chips.append(
                {
                    "label": label % f"{narrowed.form.cleaned_data[name]:,}".replace(",", "." if get_language() == "id" else ","),
                    "url": listing.url(**{name: None}),
                }
            )
    saver = parameters.get("hemat") == ["1"]
    has_price = "harga_min" in narrowed.filters
    return {
        "action": listing.path,
        "groups": list(groups.values()),
        "price_min": typed["harga_min"] if has_price else None,
        "price_max": typed["harga_max"] if has_price else None,
        "available": available["options"][0]["checked"] if available else None,
        "available_count": available["options"][0]["count"] if available else None,
        "q": words,
        "chips": chips,
        "active_count": len(chips),
        "clear_url": listing.path + ("?hemat=1" if saver else ""),
        "sorts": sorts,
        "sort": next(sort["value"] for sort in sorts if sort["current"]),
        "hidden": [(name, value) for name, values in parameters.items() if name != "q" for value in values],
        "errors": error_sentences(narrowed.form),
        "saver": saver,
        "saver_url": listing.url(hemat=None if saver else "1"),
    }


def _booth_hits(words):
    found = exhibitors.search.matching(words)
    if found is None:
        return {}
    booths, regions, districts = index().booths, reference().regions, reference().districts
    hits = [booths[pk] for pk in Exhibitor.objects.public().filter(found).order_by("name").values_list("pk", flat=True) if pk in booths]
    return {
        "booth_total": len(hits),
        "booth_url": f"{reverse('exhibitors:list')}?{urlencode({'q': words})}",
        "booth_hits": [
            {
                "url": path_to("exhibitors:detail", row.slug),
                "name": row.name,
                "place": _("Kec. %s") % districts[row.district].name,
                "region_slug": row.region,
                "region_name": regions[row.region].extra,
            }
            for row in hits[:4]
        ],
    }


def _suggestions(shelf, listing, words):
    """A way on from an empty result: words that do find something, the same words without filters, near matches."""
    near = products.search.suggest(words, remember(("vocabulary",), products.search.vocabulary, 200)) if words else []
    rows = list(shelf.rows().values())
    if near and shelf is PRODUCTS:
        rows = [
            index().products[pk]
            for pk in Product.objects.public().filter(products.search.matching(near[0][0])).values_list("pk", flat=True)[:200]
            if pk in index().products
        ] or rows
    return {
        "words": [{"word": word, "count": count, "url": f"{listing.path}?{urlencode({'q': word})}"} for word, count in near],
        "wider_url": f"{listing.path}?{urlencode({'q': words})}" if words and len(listing.parameters) > 1 else None,
        "cards": shelf.cards([row.pk for row in in_fair_order(rows, current_hour())[:4]], listing.parameters.get("hemat") == ["1"]),
    }
