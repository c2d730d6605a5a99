"""The printed catalogue: the products of an edition as a PDF, small enough for WhatsApp or fine enough for a printer.

What is in it is decided here; exchange/catalogue_pages.py and exchange/catalogue_cards.py say where it stands.
"""

import enum
import unicodedata
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from exchange import catalogue_cards, catalogue_pages
from exhibitors.models import Participation
from exhibitors.signs import SITE
from expo import images
from expo.cloth import face, initials
from expo.pagecache import content
from expo.paper import printable
from expo.paper_pdf import as_pdf
from expo.text import translated
from products.cards import badge_keys, price_text
from products.index import badges_on


class Variant(enum.Enum):
    """Which stored picture is taken (its nominal width), and the most bytes that one may have, and all of them together."""

    SMALL = (320, 14_000, 3_300_000)
    PRINT = (640, 90_000, 60_000_000)

    @property
    def width(self):
        return self.value[0]

    def budget(self, pictures):
        """Bytes for each of so many pictures."""
        _width, most, together = self.value
        return min(most, together // max(1, pictures))


class Item(NamedTuple):
    """A product as its card shows it. `picture`: the key of its cover, or ""."""

    pk: int
    name: str
    price: str
    unit: str
    number: str
    booth: str
    booth_pk: int
    place: str
    district: str
    category: str
    category_position: int
    badges: tuple
    url: str
    picture: str
    initials: str
    cloth_scale: int
    cloth_variant: int


class Part(NamedTuple):
    """A region and its items, in the order of the pages; `first` is the page on which it begins."""

    slug: str
    name: str
    short_name: str
    known_for: str
    about: str
    url: str
    items: tuple
    first: int

    @property
    def booths(self):
        return len({item.booth_pk for item in self.items})

    @property
    def categories(self):
        """{name: (page of its first item, number of items)}, in their order."""
        found = {}
        for number, item in enumerate(self.items):
            page, count = found.get(item.category, (self.page_of(number), 0))
            found[item.category] = page, count + 1
        return found

    def page_of(self, number):
        """The page of the item of that number, from 0."""
        return self.first + 1 + number // catalogue_cards.PER_PAGE


class Book(NamedTuple):
    """`region`: the slug of the one that all of it is about, or ""; `stalls`: the page on which the list of the booths begins."""

    title: str
    region: str
    edition: object
    edition_name: str
    day: object
    demo: bool
    parts: tuple
    stalls: int

    @property
    def items(self):
        return [item for part in self.parts for item in part.items]

    @property
    def booths(self):
        return sum(part.booths for part in self.parts)


class Catalogue(NamedTuple):
    """The PDF, and the keys of products that whoever ordered it should know of: without a photo, with one that could not be
    read, with letters in the name that could not be printed."""

    pdf: bytes
    title: str
    pages: int
    products: int
    without_photo: tuple
    broken_photo: tuple
    lost_letters: tuple


def products_of(products, *, edition, region=None, category=None):
    """Those of `products` that visitors may see and whose booth takes part in the edition."""
    booths = Participation.objects.accepted().filter(edition=edition).values("exhibitor")
    products = products.public().filter(exhibitor__in=booths)
    if region:
        products = products.filter(exhibitor__village__district__region=region)
    return products.filter(category=category) if category else products


def make_catalogue(*, products, edition, today, language="id", variant=Variant.SMALL, region=None, category=None, title="", progress=None):
    """The Catalogue of what products_of() leaves of `products`, with the badges of `today`. The same data make the same bytes.

    progress(done, total) counts products, from 0; the database is not touched after its first call. What it raises ends the work.
    """
    with override(language):
        rows = _ordered(products_of(products, edition=edition, region=region, category=category), edition)
        book = _book(rows, edition, today, printable(title) or _title(region, category), region)
        gallery = _Gallery(book.items, variant, progress)
        pdf = as_pdf(
            catalogue_pages.sheets(book, gallery.jpeg_of),
            title=f"{book.title}, {book.edition_name}",
            subject=catalogue_pages.counted(book),
            author=SITE,
            language=language,
            day=today,
        )
        return Catalogue(
            pdf=pdf,
            title=book.title,
            pages=catalogue_pages.last_page(book),
            products=len(rows),
            without_photo=tuple(row.pk for row in rows if not row.cover),
            broken_photo=tuple(gallery.broken),
            lost_letters=tuple(row.pk for row in rows if _loses_letters(translated(row, "name"))),
        )


def _loses_letters(name):
    return printable(name) != " ".join(unicodedata.normalize("NFC", name).split())


def _title(region, category):
    name = category and translated(category, "name")
    if region and category:
        return _("Katalog %(category)s, %(region)s") % {"category": name, "region": region.name}
    if region:
        return _("Katalog Pavilion %s") % region.name
    return _("Katalog %s") % name if category else _("Katalog produk")


def _ordered(products, edition):
    """By region, kind, stall number: whoever walks through the hall finds them in this order."""
    own = Participation.objects.accepted().filter(edition=edition, exhibitor=OuterRef("exhibitor"))
    return sorted(products.with_booth().annotate(number=Subquery(own.values("stall_number")[:1])), key=_place_in_order)


def _place_in_order(product):
    region = product.exhibitor.village.district.region
    number = product.number or "~"  # behind all numbers
    return region.position, region.code, product.category.position, number, product.exhibitor_id, product.position, product.pk


def _book(rows, edition, today, title, chosen):
    parts, first = [], catalogue_pages.FIRST_PART
    for region, group in groupby(rows, key=lambda row: row.exhibitor.village.district.region):
        part = Part(
            slug=region.slug,
            name=region.name,
            short_name=region.short_name,
            known_for=printable(translated(region, "known_for")),
            about=printable(translated(region, "about")),
            url=settings.SITE_URL + region.get_absolute_url(),
            items=tuple(_item(row, today) for row in group),
            first=first,
        )
        parts.append(part)
        first = part.page_of(len(part.items) - 1) + 1
    only = chosen.slug if chosen else parts[0].slug if len(parts) == 1 else ""
    return Book(title, only, edition, printable(translated(edition, "name")), today, content().demo, tuple(parts), first)


def _item(product, today):
    booth = product.exhibitor
    held = badges_on(today, product.permit_until, product.halal_until, product.export_until, product.retail_until)
    category = printable(translated(product.category, "name"))
    name = next(filter(None, map(printable, (translated(product, "name"), product.name, product.name_en, category))))
    look = face(product.name)
    return Item(
        pk=product.pk,
        name=name,
        price=price_text(product),
        unit=printable(translated(product, "unit")),
        number=product.number or "",
        booth=printable(booth.name) or booth.slug,
        booth_pk=booth.pk,
        place=printable(booth.village.place),
        district=booth.village.district_id,
        category=category,
        category_position=product.category.position,
        badges=tuple(badge_keys(held, product.proofs)),
        url=settings.SITE_URL + product.get_absolute_url(),
        picture=product.cover.key if product.cover else "",
        initials=printable(look["initials"]) or initials(name),
        cloth_scale=look["cloth_scale"],
        cloth_variant=look["cloth_variant"],
    )


class _Gallery:
    """The pictures as JPEG, one at a time."""

    def __init__(self, items, variant, progress):
        self.width, self.budget = variant.width, variant.budget(sum(bool(item.picture) for item in items))
        self.progress, self.done, self.total = progress, 0, len(items)
        self.broken = []
        self._say(0)

    def jpeg_of(self, item):
        """None if there is no picture, or none that can be read."""
        try:
            if item.picture:
                with default_storage.open(f"{item.picture}-{self.width}.webp") as file:
                    return images.printed(file, self.budget)
        except (OSError, images.PictureRefused):
            self.broken.append(item.pk)
        finally:
            self._say(1)
        return None

    def _say(self, more):
        self.done += more
        if self.progress:
            self.progress(self.done, self.total)
