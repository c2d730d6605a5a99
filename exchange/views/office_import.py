"""/panitia/impor/: a workbook is sent in, its plan looked at, what is asked answered, and the rest written."""

from functools import wraps
from secrets import token_hex

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from exchange import imports, marking, preview, template
from exchange.archives import FileRefused
from exchange.fields import FIELDS
from exchange.mending import clean
from exchange.models import Import, ImportPhoto, KnownHeading
from exchange.resolve import CHANGED, FAULT, NEW, QUESTION
from exchange.shown import Words
from exchange.views.import_pages import State, own, page, photos_of, ready, too_late
from exchange.views.office_import_photos import MOST_ZIP, PICTURES, assign, pictures, receive, thumbnail
from exchange.work import carry_on, may_import, scope_of, start
from expo.once import FIELD, new_key, only_once
from regions.models import regions_of

LINES, QUESTIONS, COLUMNS, SHOWN = 50, 30, 100, 20  # on a page
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
    context = {"title": row.name, "row": row, "faults": faults, "photos": photos_of(row), "most_zip": MOST_ZIP}
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
    words = Words()
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
        "look_at_columns": bool(preview.to_check(plan) or posted or "kolom" in request.GET),
        "all_columns": bool(posted or "kolom" in request.GET),
        "questions": preview.asked(plan)[:QUESTIONS],
        "questions_more": max(0, len(plan.questions) - QUESTIONS),
        "planned": preview.planned(plan),
        "faulty": plan.counts().get(FAULT, 0) + plan.counts().get(QUESTION, 0),
        "nothing": not plan.records,
    }


def _columns(request, row):
    """What the organiser says of the columns before her; the workbook is read again with it, and her office remembers it."""
    plan, chosen, remembered, faults = ready(row), row.chosen, {}, []
    if plan is None:
        return too_late(request, row)
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
        return too_late(request, row)
    KnownHeading.remember(scope_of(request.user), remembered)
    return redirect("admin:import", row.pk)


def _answers(request, row):
    """Answers to what was asked; the plan is made again with them."""
    plan, said = ready(row), {}
    if plan is None:
        return too_late(request, row)
    for key, question in plan.questions.items():
        answer = request.POST.get(f"jawab-{key}", "")
        if answer in {option for option, _label in question.options}:
            said[key] = answer
    if not said:
        return _shown(request, row, status=422, faults=[_("Pilih dulu jawabannya.")])
    if not set(plan.scope) <= scope_of(request.user):  # what is in a region that she has lost is hers to see no more
        return redirect("admin:import", row.pk) if start(row, State.READING, answers=plan.answers | said) else too_late(request, row)
    plan = imports.decide(plan, said)
    if not row.go(State.READY, answers=plan.answers, plan_json=plan.to_json(), sentence=""):
        return too_late(request, row)
    messages.success(request, _("Jawaban Anda dicatat."))
    return redirect("admin:import", row.pk)


def _ask_again(request, row):
    """Forget all answers, and read it again as things stand now."""
    if row.state not in (State.READY, State.REFUSED) or not start(row, State.READING, answers={}):
        return too_late(request, row)
    return redirect("admin:import", row.pk)


def _write(request, row):
    """Confirm what is to be written; the worker writes it."""
    plan = ready(row)
    if plan is None:
        return too_late(request, row)
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
        return too_late(request, row)
    return redirect("admin:import", row.pk)


def _discard(request, row):
    """Throw the upload away; what was written stays."""
    with transaction.atomic():
        if row.is_busy or not row.discard():
            return too_late(request, row)
    messages.success(request, _("“%s” dihapus dari daftar impor.") % row.name)
    return redirect("admin:imports")


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
