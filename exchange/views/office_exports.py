"""A list of the back office as a file: the rows that its page shows with this search and these filters, and no others."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import Deed, Record
from curation.results import Filter, entries_of
from curation.rounds import may_see_scores
from curation.views.organiser import own_round
from exchange.exports import LISTS, as_csv, as_xlsx, file_name, may_have_personal_data, outcomes
from exchange.workbook_out import XLSX
from regions.models import regions_of

FORMATS = {"xlsx": "Excel", "csv": "CSV"}


def export_urls(site):
    return [path("unduh/", site.admin_view(download), name="download")]


@require_POST
def download(request):
    """The address asks for what the list's own would; the form says which list, and as what. It is on record before it leaves."""
    listed, ending = LISTS.get(request.POST.get("daftar")), request.POST.get("sebagai")
    if listed is None or ending not in FORMATS:
        raise Http404
    if request.POST["daftar"] == "kurasi":
        table, count, words = _of_round(request)
    else:
        page = admin.site._registry[listed.model]
        if not page.has_view_permission(request):
            raise PermissionDenied
        try:
            shown = page.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(f"admin:{listed.model._meta.app_label}_{listed.model._meta.model_name}_changelist")
        table = listed.table(shown.queryset, personal=may_have_personal_data(request.user))
        count, words = shown.result_count, _filter_words(request, shown)
    _put_on_record(request.user, listed, ending, count, words)
    return _answer(table, listed, ending)


def _of_round(request):
    number = request.POST.get("putaran", "")
    round = own_round(request, int(number) if number.isdecimal() and len(number) < 10 else 0, may=may_see_scores)
    picked = Filter(request.GET, regions=regions_of(request.user), criteria=list(round.criteria.all()))
    numbers = picked.apply(entries_of(round, request.user))
    asked = [
        f"{field.label}: {dict(field.field.choices)[value]}"
        for field in picked.visible_fields()
        if (value := picked.cleaned_data.get(field.name))
    ]
    return outcomes(numbers, round), len(numbers), [_("Putaran: %s") % round, *asked]


def _filter_words(request, shown):
    """What the list was narrowed by, without what somebody typed: that may be a person's name or number."""
    words = []
    for one in shown.filter_specs:
        first, *others = one.choices(shown)
        words += [f"{one.title}: {choice['display']}" for choice in others if choice["selected"] and not first["selected"]]
    if shown.date_hierarchy and (days := [value for name, value in request.GET.items() if name.startswith(f"{shown.date_hierarchy}__")]):
        words.append(_("Waktu: %s") % "-".join(days))
    return [*words, *([_("dengan kata cari")] if shown.query else [])]


def _put_on_record(user, listed, ending, count, words):
    regions = regions_of(user)
    said = ngettext("%(count)d baris, %(format)s.", "%(count)d baris, %(format)s.", count) % {"count": count, "format": FORMATS[ending]}
    Record.objects.create(
        actor=user,
        model=listed.model._meta.label_lower,
        object_id="",
        object_name=str(listed.title),
        region=regions[0].pk if len(regions) == 1 else "",
        deed=Deed.EXPORT,
        reason=" ".join([said, *([_("Saringan: %s.") % "; ".join(words)] if words else [])]),
    )


def _answer(table, listed, ending):
    name = file_name(listed, ending)
    if ending == "xlsx":
        return FileResponse(as_xlsx(table), as_attachment=True, filename=name, content_type=XLSX)
    answer = StreamingHttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
