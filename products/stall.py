"""What owners do with the products of their booths. Each act is one short transaction that also brings up to date what visitors see.

A product begins as a draft, also at a booth that visitors see: an organiser publishes it in the back office. Of what its owner
changes afterwards some is out at once, the rest waits (curation/propose.py).
"""

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

import products.badges
import products.search
from accounts.models import Deed
from curation import propose
from exhibitors.models import Exhibitor
from exhibitors.states import Refused, Status
from expo.models import SiteState
from expo.text import unique_slug
from products.models import Product

MOST_PRODUCTS = 40  # of one booth
MOST_ROWS = 200  # with those that were taken out
SLUG_LENGTH = Product._meta.get_field("slug").max_length
COPIED = [
    *("category", "name", "name_en", "description", "description_en", "price_kind", "price", "price_max", "unit", "unit_en"),
    *("min_order", "net_weight", "material", "material_en", "shelf_life_days", "stock"),
    *("hs_code", "export_moq", "capacity_per_month", "lead_time_days", "packing", "packing_en"),
]


class StallFull(Exception):
    """Carries the sentence for the owner."""


def start(booth, **fields):
    """A new draft at the end of a booth. Without a name it is not finished and says so to its owner. Raises StallFull."""
    fields = {"category": booth.category, "price_kind": Product.PriceKind.ASK, **fields}
    with transaction.atomic():
        kept = _with_room(booth)
        last = kept.aggregate(last=Max("position"))["last"]
        product = Product(exhibitor=booth, position=0 if last is None else last + 1, status=Status.DRAFT, **fields)
        _save_with_slug(product)
        products.search.refresh([product.pk])
    return product


def copy(product):
    """A draft like it (as its owner wants it: curation.propose.hers), without photos and papers, which belong to the one they were made for. Raises StallFull."""
    name = _("%(name)s (salinan)") % {"name": product.name[:85]} if product.name else ""
    return start(product.exhibitor, **{field: getattr(product, field) for field in COPIED} | {"name": name, "name_en": ""})


def keep(product, form, *, by):
    """Keep what its owner changed in a form: live, or as a proposal. Returns whether something of it waits for the organisers."""
    return propose.keep(product, form, by=by, save=save)


def save(product, fields):
    """Write these fields of a product; visitors see them. Its address follows its name until it was published once."""
    with transaction.atomic():
        if "name" in fields and product.published_at is None:
            _save_with_slug(product, [*fields, "slug"])
        else:
            product.save(update_fields=fields)
        _refresh(product)


def set_stock(product, stock):
    with transaction.atomic():
        Product.objects.filter(pk=product.pk).update(stock=stock)
        _refresh(product)


def take_out(product, *, by):
    """Remove a product so that it can be put back. A second time changes nothing."""
    _moved(product, Deed.WITHDRAW, by)


def put_back(product, *, by):
    """Undo take_out(). A second time changes nothing. Raises StallFull."""
    with transaction.atomic():
        _with_room(product.exhibitor)
        _moved(product, Deed.PUT_BACK, by)


def move(product, to):
    """Stand a product at a place of its booth, counted from 0; the others make room."""
    order = [pk for pk in product.exhibitor.products.kept().values_list("pk", flat=True) if pk != product.pk]
    arrange(product.exhibitor, [*order[: max(0, to)], product.pk, *order[max(0, to) :]])


def arrange(booth, order):
    """Stand a booth's products in the order of these ids. Others' ids count for nothing; products that are not named keep theirs behind."""
    place = {pk: number for number, pk in enumerate(order)}
    with transaction.atomic():
        rows = sorted(booth.products.kept().only("position"), key=lambda product: place.get(product.pk, len(place)))
        _write_positions(Product, rows)
        if booth.is_public:
            SiteState.move_on()


def _moved(product, act, by):
    """Make a move of hers that is done already when it is sent twice."""
    with suppress(Refused), transaction.atomic():
        product.move(act, by=by)
        _refresh(product)


def _with_room(booth):
    """The kept products of a booth that has room for one more. Raises StallFull."""
    Exhibitor.objects.select_for_update().get(pk=booth.pk)  # of two at once the second waits, then counts both
    kept = booth.products.kept()
    if kept.count() >= MOST_PRODUCTS or booth.products.count() >= MOST_ROWS:
        raise StallFull(_("Satu stan memuat paling banyak %(most)s produk. Hapus dulu yang sudah tidak dijual.") % {"most": MOST_PRODUCTS})
    return kept


def _write_positions(model, rows):
    moved = [row for number, row in enumerate(rows) if row.position != number]
    for number, row in enumerate(rows):
        row.position = number
    model.objects.bulk_update(moved, ["position"])


def _save_with_slug(product, fields=None):
    """Under an address that follows the name. Somebody else may take it between the look and the save: then the next one."""
    text = product.name or f"produk {product.exhibitor.name}"
    for _attempt in range(5):
        others = Product.objects.exclude(pk=product.pk).values_list("slug", flat=True)
        product.slug = unique_slug(text, lambda slug: others.filter(slug=slug).exists(), SLUG_LENGTH)  # noqa: B023 used at once
        try:
            with transaction.atomic():
                return product.save(update_fields=fields)
        except IntegrityError:
            if not others.filter(slug=product.slug).exists():
                raise
    raise IntegrityError(f"no free address for product {product.pk}")


def _refresh(product):
    """Words, badges and, if visitors see its booth, their pages."""
    products.badges.refresh([product.pk])
    products.search.refresh([product.pk])
    if product.exhibitor.is_public:
        SiteState.move_on()
