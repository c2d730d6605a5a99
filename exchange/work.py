"""What the worker does for an import, step by step: read it, write it, hang its photos a few at a time.

Killed anywhere, the row still says what is left to do, and the sweep finds it: a plan is made anew, rows are written whole or not at all,
and a photo that hangs already is not hung twice.
"""

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange import imports, photo_hang, photo_match, photo_zip
from exchange.archives import FileRefused
from exchange.fields import BOOTH
from exchange.models import Import, ImportPhoto, KnownHeading, PrintedCatalogue
from exchange.resolve import WRITTEN
from exhibitors.models import Exhibitor, private_storage
from expo.background import SOON, task
from expo.images import PictureRefused
from products.models import Product
from regions.models import Region

MOST_LEFT_OUT = 50  # entries of a ZIP that are named
LOST = timedelta(minutes=1)  # without a sign: its worker was killed
STRAY = timedelta(days=1)  # no upload and no catalogue is on its way for as long
BATCH_SECONDS = 3  # other tasks get their turn between two batches of photos
State = Import.State

logger = logging.getLogger(__name__)


@task(priority=SOON)
def carry_on(pk):
    """The next step of an import; nothing where there is none for the worker."""
    row = Import.objects.select_related("by").filter(pk=pk).first()
    if row is None or not row.is_busy:
        return
    if row.tries >= Import.TRIES:
        logger.error("Import %s ended %s workers at “%s”.", row.pk, row.tries, row.state)
        if not _left_one_out(row):
            _give_up(row)
            return
    try:
        {State.READING: read, State.WRITING: write, State.HANGING: hang_some}[row.state](row)
    except Exception:
        logger.exception("Import %s stopped at “%s”.", row.pk, row.state)
        _give_up(row)


def _give_up(row):
    sentence = _("Ada kesalahan di pihak kami, dan tidak ada yang hilang. Coba sekali lagi; kalau terulang, kabari pengelola situs.")
    row.go(State.READY if row.plan_json else State.REFUSED, sentence=sentence)


@task
def sweep_imports():
    Import.objects.busy().filter(changed_at__lt=timezone.now() - LOST).update(tries=F("tries") + 1)
    for pk in Import.objects.busy().values_list("pk", flat=True):
        carry_on.enqueue(pk)
    for row in Import.objects.past().defer("plan_json"):
        with transaction.atomic():
            row.discard()
    _remove_strays("impor", lambda: Import.objects.values_list("workbook", "photos"))
    _remove_strays("katalog", lambda: PrintedCatalogue.objects.values_list("file"))


def _remove_strays(folder, known):
    """Files that no row knows of: whoever kept one was killed before its row was there, or the row went with its organiser."""
    storage, before = private_storage(), timezone.now() - STRAY
    try:
        paths = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except FileNotFoundError:
        return
    named = {name for names in known() for name in names}  # asked after the folder: what is new there has its row, or is young
    for path in set(paths) - named:
        try:
            if storage.get_modified_time(path) < before:
                storage.delete(path)
        except FileNotFoundError:
            continue


def scope_of(user):
    """Codes of the regions that somebody may import into now."""
    if not may_import(user):
        return set()
    return set(Region.objects.in_scope_of(user).values_list("code", flat=True))


def may_import(user):
    return user.is_active and user.is_staff and user.has_perms(["exhibitors.add_exhibitor", "products.add_product"])


def start(row, state, **changes):
    """Hand a row to the worker; whether it still was as it was read. In one transaction, so that no task is lost or made for nothing."""
    with transaction.atomic():
        if not row.go(state, sentence="", **changes):
            return False
        carry_on.enqueue(row.pk)
    return True


# Read


def read(row, said=""):
    """Make the plan of the workbook, and find out which photo shows what. said: what the organiser is told beside it."""
    scope = scope_of(row.by)
    try:
        with row.workbook.open("rb") as file:
            plan = imports.plan(file, row.name, scope=scope, chosen=row.chosen, remembered=KnownHeading.of(scope), answers=row.answers)
    except FileRefused as refusal:
        row.go(State.REFUSED, sentence=str(refusal))
        return
    except FileNotFoundError:
        row.go(State.REFUSED, sentence=_("Berkas ini tidak ada lagi di server. Kirim sekali lagi."))
        return
    archive, sentence = _photos(row)
    photos = archive.photos if archive else []
    left_out = [[photo.name, str(photo.why)] for photo in archive.left_out[:MOST_LEFT_OUT]] if archive else []
    matches = photo_match.match(photos, plan)
    with transaction.atomic():
        if row.go(State.READY, plan_json=plan.to_json(), sentence=" ".join(filter(None, [said, sentence])), photos_left_out=left_out):
            _keep_photos(row, plan, photos, matches)


def _photos(row):
    """(the PhotoZip, if it has arrived whole, why it cannot be read)"""
    if not row.photos or row.photos_there() < row.photos_bytes:
        return None, ""
    try:
        with row.photos.open("rb") as file:
            return photo_zip.PhotoZip(file), ""
    except FileRefused as refusal:
        return None, f"{row.photos_name}: {refusal}"
    except FileNotFoundError:  # another has just taken its place, and will be read
        return None, ""


def _keep_photos(row, plan, photos, matches):
    """A row for each; what was assigned by hand stays, as long as its record is there."""
    known = {record.id for record in plan.records} | {""}
    by_hand = {(photo.number, photo.name): photo.record for photo in row.pictures.filter(by_hand=True) if photo.record in known}
    row.pictures.all().delete()
    fresh = []
    for photo in photos:
        match, kept = matches[photo.id], by_hand.get((photo.id, photo.name))
        said = {"record": match.record, "how": str(match.how)[:200]} if kept is None else {"record": kept, "by_hand": True}
        fresh.append(ImportPhoto(of=row, number=photo.id, name=photo.name, order=match.order, **said))
    ImportPhoto.objects.bulk_create(fresh)


# Write


def write(row):
    """Write what was confirmed, and keep the answer in the same transaction: so that it is told once, and truly."""
    plan = row.plan
    if plan is None:
        start(row, State.READING)
        return
    only = {key for key, outcome in plan.outcomes.items() if outcome.state in row.wanted.get("states", WRITTEN)}

    def keep(done):
        result = {"booths": done.new_booths, "products": done.new_products, "changed": done.changed, "pks": done.pks}
        if not start(row, State.HANGING, result=result):
            raise Overtaken

    try:
        imports.apply(plan, scope=scope_of(row.by), by=row.by, only=only, strict=row.wanted.get("strict", False), then=keep)
    except imports.NotApplied as refusal:
        _look_again(row, plan, str(refusal))
    except Overtaken:
        return


class Overtaken(Exception):
    """Another worker was faster."""


def _look_again(row, plan, sentence):
    """Back to the organiser, with the plan as things stand now; of regions that she has lost it says nothing any more."""
    if set(plan.scope) <= scope_of(row.by):
        row.go(State.READY, plan_json=imports.decide(plan, {}).to_json(), sentence=sentence)
    else:
        read(row, said=sentence)


# Photos


def _waiting(row):
    return row.pictures.filter(state=ImportPhoto.State.WAITING).exclude(record="").order_by("record", "order", "number")


def _left_one_out(row):
    """Whether there is a photo at which its workers ended: it is left out, so that the others come."""
    first = _waiting(row).first() if row.state == State.HANGING else None
    if first is None:
        return False
    ImportPhoto.objects.filter(pk=first.pk).update(
        state=ImportPhoto.State.LEFT, sentence=_("Ada kesalahan di pihak kami, jadi foto ini tidak dipasang.")
    )
    Import.objects.filter(pk=row.pk).update(tries=0)
    return True


def hang_some(row, seconds=BATCH_SECONDS):
    """Hang photos for a few seconds, then hand on what is left; without any left the import is done."""
    waiting, until = _waiting(row), time.monotonic() + seconds
    if not waiting.exists():
        row.go(State.DONE)
        return
    targets, scope = _targets(row), scope_of(row.by)
    try:
        with row.photos.open("rb") as file:
            archive = photo_zip.PhotoZip(file)
            for photo in waiting:
                _hang(row, archive, photo, targets.get(photo.record), scope)
                if time.monotonic() > until:
                    break
    except (FileRefused, FileNotFoundError):
        waiting.update(state=ImportPhoto.State.LEFT, sentence=_("Berkas ZIP-nya tidak bisa dibuka lagi."))
    Import.objects.filter(pk=row.pk).update(tries=0, changed_at=timezone.now())
    carry_on.enqueue(row.pk)


def _targets(row):
    """{record: (model, pk)} of all that is there, written by this import or before."""
    written, plan = row.result["pks"], row.plan
    if plan is None:
        return {}
    pks = {record.id: written.get(record.id) or plan.outcomes[record.id].pk for record in plan.records}
    return {record.id: (Exhibitor if record.of == BOOTH else Product, pks[record.id]) for record in plan.records if pks[record.id]}


def _hang(row, archive, photo, target, scope):
    """One photo that cannot be hung never loses the others."""
    try:
        if target:
            why = photo_hang.hang(archive.read(photo.number), *target, scope=scope, by=row.by, name=photo.name).why
        else:
            why = _("Barisnya tidak diimpor.")
    except PictureRefused as refusal:
        why = str(refusal)
    except Exception:
        logger.exception("Photo %s of import %s could not be hung.", photo.number, row.pk)
        why = _("Ada kesalahan di pihak kami, jadi foto ini tidak dipasang.")
    state = ImportPhoto.State.LEFT if why else ImportPhoto.State.HUNG
    ImportPhoto.objects.filter(pk=photo.pk).update(state=state, sentence=why[:300])
