"""Photos of a ZIP onto the booths and products that they were matched to: only where a workbook may write, each by itself, each on record.

A second time nothing is hung twice, so whoever was interrupted starts again from the beginning.
"""

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Deed, Record
from curation.propose import locked
from exchange.fields import BOOTH
from exchange.state import WRITABLE
from exhibitors.models import Exhibitor, ExhibitorPhoto, Status
from expo import images
from expo.images import PictureRefused
from products import photos
from products.models import Product


class Hung(NamedTuple):
    """What became of a photo: `why` not, or '' when it hangs there; `is_new` unless it did before."""

    why: str = ""
    is_new: bool = False


def targets(matches, plan, pks=None):
    """[(photo's id, Exhibitor or Product, pk)] of those that are matched, in the order in which they are to be hung. pk is None where nothing was imported.

    pks: Applied.pks. A plan that was carried out by another process knows them after imports.decide(plan, {}).
    """
    records = {record.id: record for record in plan.records}
    chosen = []
    for photo, match in matches.items():
        if record := records.get(match.record):
            pk = (pks or {}).get(record.id) or plan.outcomes[record.id].pk
            chosen.append((photo, Exhibitor if record.of == BOOTH else Product, pk))
    return chosen


def hang_all(archive, chosen, *, scope, by=None):
    """Hang the photos of a PhotoZip, one after the other, as targets() has them: yields (photo's id, Hung) after each.

    Half a second each, and outside of transactions: the caller may stop, and say how far it is, in between.
    """
    names = {photo.id: photo.name for photo in archive.photos}
    for photo, model, pk in chosen:
        try:
            hung = hang(archive.read(photo), model, pk, scope=scope, by=by, name=names[photo])
        except PictureRefused as refusal:
            hung = Hung(str(refusal))
        yield photo, hung


def hang(data, model, pk, *, scope, by=None, name=""):
    """Hang a photo (bytes) at an Exhibitor or Product: `Hung`. Slow: outside of transactions.

    scope: codes of the regions that the organiser (`by`) may write to. name: of its file, for the record.
    """
    fresh = []

    def on_record(row):
        _check(row, scope)  # it may have been published while the photo was decoded
        fresh.append(row)
        Record.write(row, Deed.CHANGE, by=by, changes=[{"field": _("foto"), "old": "", "new": name}])

    try:
        row = model.objects.filter(pk=pk).first()
        _check(row, scope)
        picture = images.normalise(data, photos.MAX_BYTES)
        if _hangs_there(row, picture):
            return Hung()
        if model is Product:
            photos.hang(row, picture, then=on_record)
        else:
            _hang_at_booth(row, picture, on_record)
    except model.DoesNotExist:
        return Hung(_gone())
    except PictureRefused as refusal:
        return Hung(str(refusal))
    return Hung(is_new=bool(fresh))


def _check(row, scope):
    """Raises PictureRefused for what the organiser may not change by a workbook."""
    if row is None or row.region_code not in scope:
        raise PictureRefused(_gone())
    if row.status == Status.PUBLISHED:
        raise PictureRefused(_("Sudah tampil: tambahkan fotonya di halaman stan atau produknya."))
    if row.status not in WRITABLE:
        raise PictureRefused(_("Statusnya “%s”, jadi fotonya tidak diubah.") % Status(row.status).label)


def _gone():
    return _("Stan atau produknya belum diimpor, atau bukan di wilayah Anda.")


def _hangs_there(row, picture):
    """Whether this very photo does. A booth shows one photo, and keeps the one that it has: raises PictureRefused for another."""
    hanging = row.photos.all() if isinstance(row, Product) else ExhibitorPhoto.objects.filter(exhibitor=row)
    there = hanging.filter(fingerprint=picture.fingerprint).exists()
    if not there and isinstance(row, Exhibitor) and hanging.exists():
        raise PictureRefused(_("Stan ini sudah punya foto. Kalau mau diganti, ganti di halaman stannya."))
    return there


def _hang_at_booth(booth, picture, then):
    key, is_new = images.store(picture), False
    try:
        with transaction.atomic():
            row = locked(booth)
            if is_new := not _hangs_there(row, picture):
                row.set_photo(key, picture)
                then(row)
    except BaseException:
        ExhibitorPhoto(key=key).delete_files()
        raise
    if not is_new:
        ExhibitorPhoto(key=key).delete_files()
