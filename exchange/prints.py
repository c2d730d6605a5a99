"""Catalogues that organisers ask for, made by the worker and kept as files (docs/adr/0030).

ask() → make_next(), in the worker → publish(), take_down(). What is left to do stands on the rows; a worker that was killed in the middle has
left one that says "running" and gives no sign any more, and the next to look takes it.
"""

import datetime
import hashlib
import json
import logging
import time

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Deed, Record
from exchange.models import OPEN, PrintedCatalogue, version_now
from exchange.offers import all_offers
from exhibitors.models import private_storage
from exhibitors.states import Refused
from expo.background import SOON, task
from expo.models import SiteState
from products.models import Product

LOST = datetime.timedelta(minutes=1)  # without a sign: its worker was killed
TRIES = 3  # one that kills its worker shall not do so for ever
SIGN_SECONDS = 1.0
KEPT = datetime.timedelta(days=60)  # what nobody has published

logger = logging.getLogger(__name__)
State = PrintedCatalogue.State


class Lost(Exception):
    """Another worker has taken the row, or it is gone."""


# Asking


def ask(*, by, edition, language, variant, region=None, category=None, chosen=(), title=""):
    """The row of what was chosen, as it stands today: ready, on its way, or new and handed to the worker.

    chosen: numbers of products, () for all. Raises Refused when nothing would be in it.
    """
    from exchange.catalogue import products_of  # here: it brings the PDF library

    choice = {"edition": edition, "region": region, "category": category, "chosen": sorted(chosen), "title": title}
    choice |= {"language": str(language), "variant": str(variant)}
    if not products_of(_products(choice["chosen"]), edition=edition, region=region, category=category).exists():
        raise Refused(_("Belum ada produk tampil dari stan peserta untuk pilihan ini. Katalog hanya memuat yang bisa dilihat pengunjung."))
    what = _digest(choice)
    with transaction.atomic():
        same = PrintedCatalogue.objects.filter(what=what)
        if ready := same.ready().filter(version=version_now(), day=timezone.localdate()).order_by("-made_at").first():
            return ready
        same.filter(state=State.FAILED).delete()  # those have no file
        row, is_new = same.get_or_create(what=what, state__in=OPEN, defaults=choice | {"asked_by": by, "address": _address(**choice)})
        if is_new:
            make_catalogues.enqueue()
    return row


def ask_again(row, *, by):
    """The same from today's data, or after it failed."""
    names = ("edition", "region", "category", "chosen", "title", "language", "variant")
    return ask(by=by, **{name: getattr(row, name) for name in names})


def _products(chosen):
    return Product.objects.filter(pk__in=chosen) if chosen else Product.objects.all()


def _digest(choice):
    said = [getattr(value, "pk", value) for _name, value in sorted(choice.items())]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=16).hexdigest()


def _address(*, edition, region, category, chosen, variant, **_more):
    parts = ["katalog", edition.slug, region and region.slug, category and category.slug, chosen and "pilihan"]
    return "-".join(filter(None, [*parts, variant == PrintedCatalogue.Variant.PRINT and "cetak"]))


# Making


@task(priority=SOON)
def make_catalogues():
    make_next()


def make_next():
    """Make the one that has waited longest, and leave the others, and those whose worker may be dead, to the next task."""
    if row := _take():
        _make(row)
    _remove(PrintedCatalogue.objects.closed().filter(published_at=None, asked_at__lt=timezone.now() - KEPT))
    if PrintedCatalogue.objects.filter(state=State.WAITING).exists():
        make_catalogues.enqueue()
    elif PrintedCatalogue.objects.open().exists():
        make_catalogues.using(run_after=timezone.now() + LOST).enqueue()


def _take():
    """The next row, which is this worker's from now on; None if there is none."""
    now = timezone.now()
    left = PrintedCatalogue.objects.filter(Q(state=State.WAITING) | Q(state=State.RUNNING, seen_at__lt=now - LOST))
    for row in left.with_names().order_by("asked_at", "pk"):
        seen = PrintedCatalogue.objects.filter(pk=row.pk, state=row.state, tries=row.tries)
        given_up = row.tries >= TRIES
        if not seen.update(state=State.FAILED if given_up else State.RUNNING, tries=F("tries") + 1, seen_at=now, done=0, total=0):
            continue  # somebody else's
        private_storage().delete(_file_of(row))  # what the one before may have left
        row.tries += 1
        if not given_up:
            return row
        logger.error("Catalogue %s was begun %d times and never finished", row.pk, TRIES)
    return None


def _make(row):
    name = _file_of(row)
    try:
        made, facts = _made(row)
        private_storage().delete(name)  # there may be one from before the database was put back: it would be saved beside it
        private_storage().save(name, ContentFile(made.pdf))
        with transaction.atomic():
            if not _mine(row).update(state=State.READY, file=name, **facts):
                raise Lost
            _remove_old(row.what)
    except Lost:
        private_storage().delete(name)
    except Exception:
        private_storage().delete(name)
        logger.exception("Catalogue %s could not be made", row.pk)
        _mine(row).update(state=State.FAILED)


def _made(row):
    """The Catalogue, and what the row says about it. The version is read first: what changes meanwhile makes it old, not wrong."""
    from exchange import catalogue

    version, today = version_now(), timezone.localdate()
    made = catalogue.make_catalogue(
        products=_products(row.chosen),
        edition=row.edition,
        region=row.region,
        category=row.category,
        title=row.title or (_chosen_title(row.language) if row.chosen else ""),
        language=row.language,
        variant=catalogue.Variant[PrintedCatalogue.Variant(row.variant).name],
        today=today,
        progress=_Progress(row),
    )
    facts = {"version": version, "day": today, "made_at": timezone.now(), "digest": hashlib.sha256(made.pdf).hexdigest()}
    facts |= {"size": len(made.pdf), "pages": made.pages, "products": made.products, "done": made.products, "total": made.products}
    return made, facts | {"notes": {name: getattr(made, name) for name in ("without_photo", "broken_photo", "lost_letters")}}


def _chosen_title(language):
    with override(language):
        return _("Produk pilihan")


class _Progress:
    """Tells how far it is, once a second: each time a short write of its own."""

    def __init__(self, row):
        self.row, self.said = row, None

    def __call__(self, done, total):
        now = time.monotonic()
        if self.said is not None and now - self.said < SIGN_SECONDS:
            return
        self.said = now
        if not _mine(self.row).update(done=done, total=total, seen_at=timezone.now()):
            raise Lost


def _mine(row):
    """The row, as long as no other worker has taken it."""
    return PrintedCatalogue.objects.filter(pk=row.pk, state=State.RUNNING, tries=row.tries)


def _file_of(row):
    """By number and try, so that whoever takes a row knows what the one before may have left."""
    return f"katalog/{row.pk}-{row.tries}.pdf"


# Showing


def publish(row, *, by):
    """Offer it to visitors instead of the one before of the same choice. Raises Refused."""
    with transaction.atomic():
        same = {one.pk: one for one in PrintedCatalogue.objects.filter(what=row.what).select_for_update()}
        now = same.get(row.pk)
        if now is None or not now.may_be_published:
            raise Refused(_("Katalog ini tidak bisa ditampilkan."))
        if not row.edition.is_public:
            raise Refused(_("Tampilkan dulu pamerannya di situs, lalu katalognya."))
        if now.is_published:
            return
        PrintedCatalogue.objects.filter(pk__in=same).update(published_at=None, published_by=None)
        PrintedCatalogue.objects.filter(pk=row.pk).update(published_at=timezone.now(), published_by=by)
        Record.write(row, Deed.PUBLISH, by=by)
        _remove_old(row.what)
        _move_on()


def take_down(row, *, by):
    """Visitors do not find it any more."""
    with transaction.atomic():
        if PrintedCatalogue.objects.filter(pk=row.pk, published_at__isnull=False).update(published_at=None, published_by=None):
            Record.write(row, Deed.WITHDRAW, by=by)
            _remove_old(row.what)
            _move_on()


def _move_on():
    """Visitors' pages offer something else, but nothing that a catalogue shows has changed: what was up to date stays so."""
    SiteState.move_on(catalogues=all_offers())
    version = version_now()
    PrintedCatalogue.objects.filter(version=version - 1).update(version=version)


def _remove_old(what):
    """Of one choice the newest is kept, and the one that visitors see."""
    same = PrintedCatalogue.objects.filter(what=what)
    newest = same.ready().order_by("-made_at", "-pk").values_list("pk", flat=True).first()
    _remove(same.closed().filter(published_at=None).exclude(pk=newest))


def _remove(rows):
    """Rows with their files. Locked, so that none is published in between."""
    with transaction.atomic():
        found = list(rows.select_for_update().values_list("pk", "file"))
        PrintedCatalogue.objects.filter(pk__in=[pk for pk, _file in found]).delete()
        transaction.on_commit(lambda: [private_storage().delete(file) for _pk, file in found if file], robust=True)
