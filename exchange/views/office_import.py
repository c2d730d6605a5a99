"""/panitia/impor/: a workbook is sent in, its plan looked at, what is asked answered, and the rest written."""

import shutil
from functools import wraps
from secrets import token_hex

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange import imports, marking, photo_zip, preview, template
from exchange.archives import FileRefused
from exchange.fields import FIELDS
from exchange.mending import clean
from exchange.models import Import, ImportPhoto, KnownHeading
from exchange.resolve import CHANGED, FAULT, LEFT_OUT, NEW, QUESTION
from exchange.work import carry_on, may_import, scope_of, start
from expo import images
from expo.once import FIELD, new_key, only_once
from regions.models import regions_of

State = Import.State
TAKES_PHOTOS = (State.READY, State.READING)
LINES, QUESTIONS, PICTURES, COLUMNS, SHOWN = 50, 30, 48, 100, 20  # on a page
MOST_ZIP = 2_000_000_000  # bytes
FREE = 1_000_000_000  # bytes that stay free on the disk
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def import_urls(site):
    """Under panitia/, each behind the admin's door."""
    return [
        path(f"impor/{route}", site.admin_view(for_importers(view), cacheable=view is thumbnail), name=name)
        for route, view, name in (
            ("", begin, "imports"),
            ("templat.xlsx", template_file, "import_template"),
            ("<int:pk>/", look, "import"),
            ("<int:pk>/hasil/", marked, "import_marked"),
            ("<int:pk>/foto/", pictures, "import_photos"),
            ("<int:pk>/foto/kirim/", receive, "import_photos_receive"),
            ("<int:pk>/foto/<int:number>/", assign, "import_photo"),
            ("<int:pk>/foto/<int:number>/kecil/", thumbnail, "import_thumbnail"),
        )
    ]


def for_importers(view):
    """Closed to who may not fill in booths and products; the views see only imports of their own."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not may_import(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


def own(request, pk):
    """Without the plan, which may have megabytes and is read where it is asked for."""
    return get_object_or_404(Import.objects.of(request.user).select_related("by").defer("plan_json"), pk=pk)


def page(request, name, *, status=200, **context):
    context |= admin.site.each_context(request) | {"is_nav_sidebar_enabled": False}
    return TemplateResponse(request, f"exchange/{name}.html", context, status=status)


# Send in


@read_or_send
def begin(request):
    """What was sent in so far, and the form for one more."""
    faults = []
    if request.method == "POST":
        upload = request.FILES.get("berkas")
        if upload:
            return redirect(_kept(request, upload))
        faults = [_("Pilih berkas Excel-nya dulu.")]
    return page(
        request,
        "imports",
        status=422 if faults else 200,
        title=_("Impor dari Excel"),
        faults=faults,
        rows=Import.objects.of(request.user).defer("plan_json", "result")[:SHOWN],
        key=request.POST.get(FIELD) or new_key(),
        regions=regions_of(request.user),
        kept=Import.KEPT.days,
    )


def _kept(request, upload):
    """Keep what was sent in and let it be read; sent twice it is kept once. The address of its page."""
    row = Import(by=request.user, name=clean(upload.name)[-200:])
    row.workbook.save(token_hex(16), upload, save=False)
    if photos := request.FILES.get("foto"):
        row.photos_name, row.photos_bytes = clean(photos.name)[-200:], photos.size
        row.photos.save(token_hex(16), photos, save=False)

    def deed():
        row.save()
        carry_on.enqueue(row.pk)
        return reverse("admin:import", args=[row.pk])

    location = ""
    try:
        location = only_once(request.user, request.POST.get(FIELD, ""), deed)
    finally:
        if not (row.pk and location == reverse("admin:import", args=[row.pk])):  # the same was there already, or nothing came of it
            row.delete_files()
    return location


@require_GET
def template_file(request):
    content = template.template(sorted(scope_of(request.user)), today=timezone.localdate())
    return HttpResponse(
        content, headers={"Content-Type": marking.XLSX, "Content-Disposition": 'attachment; filename="templat-stan-dan-produk.xlsx"'}
    )


# The plan


@read_or_send
def look(request, pk):
    """Where an import stands; POST goes on with it."""
    row = own(request, pk)
    if request.method == "POST":
        step = STEPS.get(request.POST.get("langkah"))
        if step is None:
            raise Http404
        return step(request, row)
    return _shown(request, row)


def _shown(request, row, *, status=200, faults=(), posted=None):
    context = {"title": row.name, "row": row, "faults": faults, "photos": _photos_of(row), "most_zip": MOST_ZIP}
    if row.state in (State.READY, State.DONE):
        context |= _plan_of(request, row, plan, posted or {}) if (plan := row.plan) else {"unreadable": True}
    if row.state == State.DONE:
        context["left"] = row.pictures.filter(state=ImportPhoto.State.LEFT)[:PICTURES]
    return page(request, "import", status=status, **context)


def _plan_of(request, row, plan, posted):
    tabs = preview.tabs(plan)
    tab = next((tab.key for tab in tabs if tab.key == request.GET.get("lihat")), tabs[0].key if tabs else "")
    found = plan.skipped if tab == preview.SKIPPED else [record for record in plan.records if plan.outcomes[record.id].state == tab]
    shown = Paginator(found, LINES).get_page(request.GET.get("p"))
    words = preview.Words()
    columns = Paginator(preview.columns(plan), COLUMNS).get_page(request.GET.get("kolom"))
    return {
        "tabs": tabs,
        "tab": tab,
        "shown": shown,
        "is_skipped": tab == preview.SKIPPED,
        "lines": [] if tab == preview.SKIPPED else [preview.line(plan, record, words) for record in shown],
        "columns": columns,
        "sheets": preview.sheets(plan, columns, posted),
        "fields": preview.fields_to_choose(),
        "look_at_columns": preview.wants_a_look(plan) or bool(posted) or "kolom" in request.GET,
        "questions": list(plan.questions.values())[:QUESTIONS],
        "questions_more": max(0, len(plan.questions) - QUESTIONS),
        "planned": preview.planned(plan),
        "faulty": plan.counts().get(FAULT, 0) + plan.counts().get(QUESTION, 0),
        "nothing": not plan.records,
    }


def _photos_of(row):
    found = list(row.pictures.values_list("record", "state", "by_hand"))
    state = ImportPhoto.State
    return {
        "count": len(found),
        "matched": sum(bool(record) for record, _state, _hand in found),
        "open": sum(not record and not by_hand for record, _state, by_hand in found),
        "hung": sum(one == state.HUNG for _record, one, _hand in found),
        "done": sum(one != state.WAITING for record, one, _hand in found if record),
        "left": sum(one == state.LEFT for _record, one, _hand in found),
        "there": row.photos_there() if row.photos_bytes else 0,
        "incomplete": bool(row.photos_bytes) and row.photos_there() < row.photos_bytes,
    }


def _ready(row):
    """The plan that something can be said about; None where there is none now."""
    return row.plan if row.state == State.READY else None


def _columns(request, row):
    """What the organiser says of the columns before her; the workbook is read again with it, and her office remembers it."""
    plan, chosen, remembered, faults = _ready(row), row.chosen, {}, []
    if plan is None:
        return _too_late(request, row)
    for place, layout in enumerate(plan.layouts):
        mine = {}
        for column in layout.columns:
            name = preview.box(place, column)
            said = request.POST.get(name, column.key)
            if said not in FIELDS and said != "":
                raise Http404
            if name in request.POST and (said != column.key or column.why not in (imports.headings.KNOWN, imports.headings.TAKEN)):
                chosen.setdefault(layout.sheet, {})[column.letter] = said
                remembered |= {imports.headings.same(column.heading): said} if column.heading else {}
            mine.setdefault(said, []).append(column.letter)
        faults += [
            _("%(sheet)s: kolom %(columns)s sama-sama dibaca sebagai %(field)s. Pilih satu.")
            % {"sheet": layout.sheet, "columns": ", ".join(sorted(letters)), "field": FIELDS[key].label}
            for key, letters in mine.items()
            if key and len(letters) > 1 and not FIELDS[key].many
        ]
    if faults:
        return _shown(request, row, status=422, faults=faults, posted=request.POST)
    if not start(row, State.READING, chosen=chosen):
        return _too_late(request, row)
    KnownHeading.remember(scope_of(request.user), remembered)
    return redirect("admin:import", row.pk)


def _answers(request, row):
    """Answers to what was asked; the plan is made again with them."""
    plan, said = _ready(row), {}
    if plan is None:
        return _too_late(request, row)
    for key, question in plan.questions.items():
        answer = request.POST.get(f"jawab-{key}", "")
        if answer in {option for option, _label in question.options}:
            said[key] = answer
    if not said:
        return _shown(request, row, status=422, faults=[_("Pilih dulu jawabannya.")])
    if not set(plan.scope) <= scope_of(request.user):  # what is in a region that she has lost is hers to see no more
        return redirect("admin:import", row.pk) if start(row, State.READING, answers=plan.answers | said) else _too_late(request, row)
    plan = imports.decide(plan, said)
    if not row.go(State.READY, answers=plan.answers, plan_json=plan.to_json(), sentence=""):
        return _too_late(request, row)
    messages.success(request, _("Jawaban Anda dicatat."))
    return redirect("admin:import", row.pk)


def _ask_again(request, row):
    """Forget all answers, and read it again as things stand now."""
    if row.state not in (State.READY, State.REFUSED) or not start(row, State.READING, answers={}):
        return _too_late(request, row)
    return redirect("admin:import", row.pk)


def _write(request, row):
    """Confirm what is to be written; the worker writes it."""
    plan = _ready(row)
    if plan is None:
        return _too_late(request, row)
    if request.POST.get("versi") != str(row.version):
        messages.error(request, _("Rencana ini baru saja berubah. Periksa sekali lagi, lalu tekan Impor."))
        return redirect("admin:import", row.pk)
    states = [state for state in (NEW, CHANGED) if state in request.POST.getlist("tulis")]
    strict = "ketat" in request.POST
    if strict and any(outcome.state in (FAULT, QUESTION) for outcome in plan.outcomes.values()):
        return _shown(request, row, status=422, faults=[_("Masih ada yang salah atau belum dijawab. Betulkan dulu semuanya.")])
    if not states and not row.pictures.exclude(record="").exists():
        return _shown(request, row, status=422, faults=[_("Centang dulu apa yang diimpor.")])
    if not start(row, State.WRITING, wanted={"states": states, "strict": strict}):
        return _too_late(request, row)
    return redirect("admin:import", row.pk)


def _discard(request, row):
    """Throw the upload away; what was written stays."""
    with transaction.atomic():
        if row.is_busy or not row.discard():
            return _too_late(request, row)
    messages.success(request, _("“%s” dihapus dari daftar impor.") % row.name)
    return redirect("admin:imports")


def _too_late(request, row):
    """A second click, or another window: where it stands is shown, nothing is done twice."""
    messages.info(request, _("Langkah itu sudah dijalankan. Beginilah keadaannya sekarang."))
    return redirect("admin:import", row.pk)


STEPS = {"kolom": _columns, "jawab": _answers, "ulang": _ask_again, "tulis": _write, "hapus": _discard}


@require_GET
def marked(request, pk):
    """Her own workbook with what became of each row."""
    row = own(request, pk)
    plan = row.plan
    if plan is None:
        raise Http404
    try:
        with row.workbook.open("rb") as file:
            done = marking.mark(file, row.name, plan)
    except (FileRefused, FileNotFoundError) as refusal:
        fault = str(refusal) if isinstance(refusal, FileRefused) else _("Berkas ini tidak ada lagi di server. Kirim sekali lagi.")
        messages.error(request, fault)
        return redirect("admin:import", row.pk)
    return FileResponse(done.file, as_attachment=True, filename=done.name, content_type=done.content_type)


# Photos


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
        photos=_photos_of(row),
        tab=tab,
        shown=shown,
        found=[(photo, names.get(photo.record, "")) for photo in shown],
    )


@require_POST
def receive(request, pk):
    """A ZIP, or a part of it that continues what is there (from `mulai` on): a line that drops loses one part and no more.

    Answers with how much has arrived, as JSON to the script, else with the page.
    """
    row, part = own(request, pk), request.FILES.get("foto")
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
        row = own(request, row.pk)
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


@read_or_send
def assign(request, pk, number):
    """One photo, and what it may show; a click assigns it and leads to the next that nobody has placed."""
    row = own(request, pk)
    photo = get_object_or_404(row.pictures, number=number)
    plan = _ready(row)
    if plan is None:
        return _too_late(request, row)
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
    offered.sort(key=lambda record: record.id in taken)  # those without a photo first
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
    row = own(request, pk)
    get_object_or_404(row.pictures, number=number)
    try:
        with row.photos.open("rb") as file:
            content = images.thumbnail(photo_zip.PhotoZip(file).read(number))
    except (FileRefused, images.PictureRefused, FileNotFoundError):
        raise Http404 from None
    return HttpResponse(content, headers={"Content-Type": "image/webp", "Cache-Control": "private, max-age=86400"})
