"""/panitia/cetak/: catalogues, made by the worker; signs, lists and the report, made on the spot."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Deed, Record
from curation.models import Entry
from exchange import offers, prints
from exchange.models import PrintedCatalogue
from exchange.print_forms import AttendanceForm, CatalogueForm, ReportForm, SignsForm, StallsForm
from exchange.workbook_out import XLSX
from exhibitors.models import Exhibitor, Participation
from exhibitors.states import Refused
from expo.pagecache import content
from inquiries.models import ContactClick
from products.models import Product
from regions.models import regions_of

LISTED = 50
NAMED = 20  # products in one note
FORMS = {"katalog": CatalogueForm, "papan": SignsForm, "stan": StallsForm, "hadir": AttendanceForm, "laporan": ReportForm}


def may_look(user):
    return user.has_perm("exchange.view_printedcatalogue")


def may_print(user):
    """Ask for catalogues, show them to visitors and take them down."""
    return user.has_perm("exchange.add_printedcatalogue")


def may_print_people(user):
    return user.has_perm("exchange.print_attendance")


def own_catalogue(request, pk, *, may=may_look):
    if not may(request.user):
        raise PermissionDenied
    return get_object_or_404(PrintedCatalogue.objects.in_scope_of(request.user).with_names(), pk=pk)


def page(request, name, *, status=200, **context):
    context |= admin.site.each_context(request) | {"may_print": may_print(request.user), "is_nav_sidebar_enabled": False}
    return TemplateResponse(request, f"exchange/office/{name}.html", context, status=status)


# Catalogues


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request):
    """All that can be printed. POST asks for a catalogue."""
    if not (may_print if request.method == "POST" else may_look)(request.user):
        raise PermissionDenied
    form = _form(request, "katalog", request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect("admin:prints_catalogue", prints.ask(by=request.user, **form.choice()).pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return page(
        request,
        "prints",
        status=422 if form.is_bound else 200,
        title=_("Cetak"),
        form=form,
        signs=_form(request, "papan"),
        stalls=_form(request, "stan"),
        attendance=_form(request, "hadir") if may_print_people(request.user) else None,
        report=_form(request, "laporan"),
        version=content().version,
        rows=PrintedCatalogue.objects.in_scope_of(request.user).with_names().select_related("asked_by")[:LISTED],
    )


def _form(request, name, data=None):
    return FORMS[name](data, user=request.user, auto_id=f"{name}_%s")


@require_safe
def catalogue(request, pk):
    """How far it is; when it is ready, the file, what is missing in it, and whether visitors find it."""
    row = own_catalogue(request, pk)
    return page(
        request,
        "catalogue",
        title=str(row),
        row=row,
        stale=row.is_stale(),
        notes=_notes(row, request.user),
        public_url=offers.address_of(row),
        where=_where(row),
    )


def _where(row):
    """Where visitors find it."""
    if row.region and row.category:
        return _("Bagikan alamat ini; halaman lain tidak menautkannya.")
    if row.region:
        return _("Tautannya ada di halaman pavilionnya.")
    return _("Tautannya ada di daftar produk jenis itu.") if row.category else _("Tautannya ada di kaki setiap halaman.")


def _notes(row, user):
    """[(what is amiss, how many products, some of them)]"""
    words = {
        "without_photo": _("Belum punya foto, tercetak dengan kain batik"),
        "broken_photo": _("Fotonya tidak terbaca, tercetak dengan kain batik"),
        "lost_letters": _("Namanya memuat huruf yang tidak bisa dicetak; huruf itu dihilangkan"),
    }
    found = Product.objects.in_scope_of(user).in_bulk([pk for name in words for pk in row.notes.get(name, [])[:NAMED]])
    return [(words[name], len(pks), [found[pk] for pk in pks if pk in found]) for name in words if (pks := row.notes.get(name))]


@require_POST
def again(request, pk):
    """The same from today's data, or after it failed."""
    row = own_catalogue(request, pk, may=may_print)
    try:
        return redirect("admin:prints_catalogue", prints.ask_again(row, by=request.user).pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:prints_catalogue", pk)


@require_POST
def publish(request, pk):
    """Offer it to visitors; with `turun`, no longer."""
    row = own_catalogue(request, pk, may=may_print)
    try:
        if "turun" in request.POST:
            prints.take_down(row, by=request.user)
            messages.success(request, _("Katalog ini tidak lagi ditawarkan di situs."))
        else:
            prints.publish(row, by=request.user)
            messages.success(request, _("Pengunjung sekarang bisa mengunduh katalog ini."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    found = PrintedCatalogue.objects.filter(pk=pk).exists()  # taken down, an older one goes
    return redirect("admin:prints_catalogue", pk) if found else redirect("admin:prints")


@require_safe
def file(request, pk):
    row = own_catalogue(request, pk)
    if not row.is_ready:
        raise Http404
    try:
        return FileResponse(row.file.open(), as_attachment=True, filename=row.file_name, content_type="application/pdf")
    except FileNotFoundError as error:
        raise Http404 from error


# Made on the spot


@require_safe
def signs(request):
    """The signs of a region's booths, one a page."""
    form = _chosen(request, "papan")
    from exchange.signs_of_region import make_signs  # here, as below: it brings the PDF library

    edition, region, kind = (form.cleaned_data[name] for name in ("edisi", "wilayah", "jenis"))
    if not _participations(form).exists():
        return _nobody(request)
    booths = Exhibitor.objects.in_scope_of(request.user)
    made = make_signs(
        booths=booths, edition=edition, today=timezone.localdate(), kind=kind, language=form.cleaned_data["bahasa"], region=region
    )
    return _pdf(made.pdf, f"{kind}-{region.slug}")


@require_safe
def stalls(request):
    """The booths by number. No person is named."""
    form = _chosen(request, "stan")
    from exchange.lists import stall_list

    if not (participations := _participations(form)).exists():
        return _nobody(request)
    pdf = stall_list(participations=participations, edition=form.cleaned_data["edisi"], today=timezone.localdate())
    return _pdf(pdf, f"daftar-stan{_of(form)}")


@require_POST
def attendance(request):
    """Who speaks for each booth, to be signed. It names people, so whoever takes it along is on record."""
    if not may_print_people(request.user):
        raise PermissionDenied
    form = _chosen(request, "hadir", request.POST)
    from exchange.lists import attendance_list

    edition, phones = form.cleaned_data["edisi"], form.cleaned_data["nomor"]
    participations = _participations(form)
    if not (count := participations.count()):
        return _nobody(request)
    pdf = attendance_list(
        participations=participations, edition=edition, today=timezone.localdate(), occasion=form.cleaned_data["acara"], phones=phones
    )
    _keep_record(request.user, form, count, phones)
    return _pdf(pdf, f"daftar-hadir{_of(form)}")


def _keep_record(user, form, count, phones):
    region = form.cleaned_data["wilayah"]
    said = [region.name if region else _("semua wilayah"), ngettext("%d stan", "%d stan", count) % count]
    said.append(_("dengan nomor WhatsApp") if phones else _("tanpa nomor WhatsApp"))
    with transaction.atomic():
        changes = [{"field": _("daftar hadir"), "old": "", "new": ", ".join(said)}]
        Record.of(form.cleaned_data["edisi"], Deed.EXPORT, by=user, changes=changes, region=region.pk if region else "").save()


@require_safe
def report(request):
    """The figures for officials. No person is named."""
    form = _chosen(request, "laporan")
    from exchange.report import make_report
    from exchange.report_pdf import report_pdf
    from exchange.report_xlsx import report_workbook

    region = form.cleaned_data["wilayah"]
    made = make_report(
        participations=form.rows(Participation.objects.all()),
        products=form.rows(Product.objects.all()),
        clicks=form.rows(ContactClick.objects.all()),
        entries=form.rows(Entry.objects.all()),
        regions=[region] if region else regions_of(request.user),
        edition=form.cleaned_data["edisi"],
        now=timezone.now(),
    )
    if request.GET.get("berkas") == "xlsx":
        return _download(report_workbook(made), XLSX, f"laporan{_of(form)}.xlsx")
    return _pdf(report_pdf(made), f"laporan{_of(form)}")


def _chosen(request, name, data=None):
    """The form, filled in; what no form of ours offers is not there."""
    if not may_look(request.user):
        raise PermissionDenied
    form = _form(request, name, request.GET if data is None else data)
    if not form.is_valid():
        raise Http404
    return form


def _participations(form):
    return form.rows(Participation.objects.accepted()).filter(edition=form.cleaned_data["edisi"])


def _nobody(request):
    messages.warning(request, _("Belum ada stan yang ikut."))
    return redirect("admin:prints")


def _of(form):
    return f"-{form.cleaned_data['wilayah'].slug}" if form.cleaned_data["wilayah"] else ""


def _pdf(pdf, name):
    return _download(pdf, "application/pdf", f"{name}.pdf")


def _download(content, kind, name):
    return HttpResponse(content, kind, headers={"Content-Disposition": content_disposition_header(True, name)})
