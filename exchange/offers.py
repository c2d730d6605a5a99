"""Catalogues that visitors may download: which one a page offers.

Every page of the site ends with the question, so the answer lies in the one row that every page has read already (SiteState).
"""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import get_language, override

from exchange.models import PrintedCatalogue, version_now
from expo.pagecache import content


class Offer(NamedTuple):
    """`region`, `category`: slugs or ""; `starts_on`: the first day of its edition; `size`: bytes."""

    region: str
    category: str
    starts_on: str
    language: str
    variant: str
    url: str
    size: int


def all_offers():
    """What SiteState.catalogues has to hold."""
    names = ("region__slug", "category__slug", "edition__starts_on", "language", "variant", "address", "size")
    rows = PrintedCatalogue.objects.published().order_by("pk").values_list(*names, named=True)
    return [Offer(row[0] or "", row[1] or "", row[2].isoformat(), row.language, row.variant, address_of(row), row.size) for row in rows]


def offered(region="", category=""):
    """The Offer about all of the expo, a region or a kind; None if there is none.

    Of the newest edition, in the reader's language if there is one, the small one if there is one.
    """
    found = [offer for offer in map(Offer._make, content().catalogues) if (offer.region, offer.category) == (region, category)]
    return max(found, key=_worth, default=None)


def stale_offers(user):
    """How many of those that visitors are offered, in the regions of an organiser, were made before something changed."""
    if not content().catalogues or not user.has_perm("exchange.add_printedcatalogue"):
        return 0
    return PrintedCatalogue.objects.in_scope_of(user).published().exclude(version=version_now()).count()


def _worth(offer):
    return offer.starts_on, offer.language == get_language(), offer.variant == PrintedCatalogue.Variant.SMALL


def address_of(row):
    """The path of a catalogue's file, for visitors."""
    with override(row.language):
        return reverse("exchange:catalogue", args=[row.address])
