"""/panitia/impor/…/foto/: the photos of an import, sent in parts, looked at, and assigned by a click."""

import shutil
from secrets import token_hex

from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange import photo_zip, preview
from exchange.archives import FileRefused
from exchange.mending import clean
from exchange.models import Import
from exchange.resolve import FAULT, LEFT_OUT
from exchange.views.import_pages import State, own, own_without_plan, page, photos_of, ready, too_late
from exchange.work import carry_on, start
from expo import images

TAKES_PHOTOS = (State.READY, State.READING)
LINES, PICTURES = 50, 48  # on a page
MOST_ZIP = 2_000_000_000  # bytes
FREE = 1_000_000_000  # bytes that stay free on the disk


@require_GET
def pictures(request, pk):
    """All of the ZIP; first those that nobody could place."""
    row = own(request, pk)
    rows = row.pictures.all()
    tab = request.GET.get("lihat", "")
    if tab != "semua":
        rows = rows.filter(record="", by_hand=False)
    shown = Paginator(rows, PICTURES).get_page(request.GET.get("p"))
    names = {record.id: record.name for record in plan.records} if (plan := row.plan) else {}
    return page(
        request,
        "import_photos",
        title=_("Foto: %s") % (row.photos_name or row.name),
        row=row,
        photos=photos_of(row),
        tab=tab,
        shown=shown,
        found=[(photo, names.get(photo.record, "")) for photo in shown],
    )


@require_POST
def receive(request, pk):
    """A ZIP, or a part of it that continues what is there (from `mulai` on): a line that drops loses one part and no more.

    Answers with how much has arrived, as JSON to the script, else with the page.
    """
    row, part = own_without_plan(request, pk), request.FILES.get("foto")
    total, offset = (_whole_number(request.POST.get(name)) for name in ("besar", "mulai"))
    if row.state not in TAKES_PHOTOS:
        return _received(request, row, row.sentence or _("Impor ini sudah dijalankan, jadi fotonya tidak bisa ditambah."), status=409)
    if part is None:
        return _received(request, row, _("Pilih berkas ZIP-nya dulu."), status=422)
    total, offset = (part.size, 0) if total is None else (total, offset or 0)
    if total > MOST_ZIP:
        return _received(request, row, _("ZIP paling besar %d MB. Pecah menjadi beberapa.") % (MOST_ZIP // 1_000_000), status=422)
    if shutil.disk_usage(row.workbook.storage.location).free < total + FREE:
        return _received(request, row, _("Tempat di server tidak cukup untuk foto sebanyak itu. Hubungi pengelola situs."), status=507)
    if fault := _take(row, part, clean(request.POST.get("nama") or part.name)[-200:], total, offset):
        return _received(request, row, fault, status=409)
    return _received(request, row)


def _take(row, part, name, total, offset):
    """Put a part behind what is there, if that is where it belongs; with the last one the workbook is read again. Why it was not taken, or ''.

    A whole ZIP takes the place of what is there. It is on the disk before the transaction begins.
    """
    storage, fresh = row.workbook.storage, ""
    if part.size == total:
        fresh = storage.save(f"impor/{token_hex(16)}", part)
    try:
        with transaction.atomic():  # of two parts at once one waits, and finds its place taken
            row = Import.objects.select_for_update().defer("plan_json").filter(pk=row.pk, state__in=TAKES_PHOTOS).first()
            if row is None:
                return _("Impor ini sudah dijalankan, jadi fotonya tidak bisa ditambah.")
            if fault := _put(row, part, name, total, offset, fresh):
                return fault
            if row.photos_there() == total:
                start(row, State.READING)
    finally:
        if fresh and not Import.objects.filter(photos=fresh).exists():
            storage.delete(fresh)
    return ""


def _put(row, part, name, total, offset, fresh):
    there, is_another = row.photos_there(), (row.photos_name, row.photos_bytes) != (name, total)
    if offset and is_another:
        return _("ZIP lain sudah dikirim dari jendela lain. Muat ulang halaman ini.")
    if fresh or (not offset and (is_another or there == total)):
        _begin_photos(row, fresh or row.workbook.storage.save(f"impor/{token_hex(16)}", ContentFile(b"")), name, total)
        there = 0
    if not fresh and offset == there and there + part.size <= total:
        with open(row.photos.path, "ab") as file:
            file.writelines(part.chunks())
    return ""


def _begin_photos(row, path, name, total):
    """Another ZIP: what was matched in the one before, or is being read of it, is no more."""
    before = Import(photos=row.photos.name)
    row.pictures.all().delete()
    row.go(row.state, photos=path, photos_name=name, photos_bytes=total, photos_left_out=[], sentence="")
    if row.is_busy:
        carry_on.enqueue(row.pk)
    transaction.on_commit(before.delete_files)


def _received(request, row, fault="", status=200):
    if request.headers.get("Accept") == "application/json":
        row = own_without_plan(request, row.pk)
        return JsonResponse({"there": row.photos_there(), "fault": fault}, status=status)
    if fault:
        messages.error(request, fault)
    return redirect("admin:import", row.pk)


def _whole_number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


def _may_have_photos(plan, record):
    """What is wrong or left out is not imported; unless it is there already, its photo would hang nowhere."""
    outcome = plan.outcomes[record.id]
    return outcome.pk or outcome.state not in (FAULT, LEFT_OUT)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request, pk, number):
    """One photo, and what it may show; a click assigns it and leads to the next that nobody has placed."""
    row = own(request, pk)
    photo = get_object_or_404(row.pictures, number=number)
    plan = ready(row)
    if plan is None:
        return too_late(request, row)
    if request.method == "POST":
        record = request.POST.get("catatan", "")
        if record and record not in {known.id for known in plan.records if _may_have_photos(plan, known)}:
            raise Http404
        row.pictures.filter(pk=photo.pk).update(record=record, by_hand=True, how="")
        following = (
            row.pictures.filter(record="", by_hand=False, number__gt=number).first()
            or row.pictures.filter(record="", by_hand=False).first()
        )
        return redirect("admin:import_photo", pk, following.number) if following else redirect("admin:import_photos", pk)
    query = clean(request.GET.get("q", ""))[:80]
    taken = set(row.pictures.exclude(record="").values_list("record", flat=True))
    offered = [
        record for record in plan.records if record.name and _may_have_photos(plan, record) and query.casefold() in record.name.casefold()
    ]
    offered.sort(key=lambda record: (not preview.is_named_in(record, photo.name), record.id in taken))  # whom its name may mean first
    booths = {record.id: record.name for record in plan.records}
    shown = Paginator(offered, LINES).get_page(request.GET.get("p"))
    return page(
        request,
        "import_photo",
        title=photo.name,
        row=row,
        photo=photo,
        query=query,
        shown=shown,
        offered=[(record, str(preview.KINDS[record.of]), booths.get(record.booth, ""), record.id in taken) for record in shown],
    )


@require_GET
def thumbnail(request, pk, number):
    """Small, and kept by the browser only: its address says of which state of the import it is."""
    row = own_without_plan(request, pk)
    get_object_or_404(row.pictures, number=number)
    try:
        with row.photos.open("rb") as file:
            content = images.thumbnail(photo_zip.PhotoZip(file).read(number))
    except (FileRefused, images.PictureRefused, FileNotFoundError):
        raise Http404 from None
    return HttpResponse(content, headers={"Content-Type": "image/webp", "Cache-Control": "private, max-age=86400"})
