"""Stall sign and table card to print, for those who run the booth and for organisers who may see the booth. Nothing is kept: a sheet takes 30 ms."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exhibitors.models import Exhibitor


@require_safe
def choices(request, pk):
    booth, signs = _booth(request, pk), _signs()
    sign = signs.sign_of(booth)
    sheets = {kind: signs.sheet_of(sign, kind) for kind in signs.KINDS}
    context = {
        "booth": booth if booth.memberships.filter(user=request.user).exists() else None,  # whose pages the navigation leads to
        "printed": booth,
        "sign": sign,
        "symbols": signs.as_symbols(sheets.values()),
        "choices": [
            {"kind": kind, "name": signs.KINDS[kind], "picture": signs.as_svg(sheet, label=signs.title_of(sign, kind))}
            for kind, sheet in sheets.items()
        ],
    }
    return render(request, "exhibitors/owner/print.html", context)


@require_safe
def sheet(request, pk, kind):
    booth, signs = _booth(request, pk), _signs(kind)
    sign = signs.sign_of(booth)
    drawn = signs.sheet_of(sign, kind)
    title = signs.title_of(sign, kind)
    context = {"printed": booth, "kind": kind, "name": signs.KINDS[kind], "title": title}
    context |= {"symbols": signs.as_symbols([drawn]), "picture": signs.as_svg(drawn, label=title)}
    return render(request, "exhibitors/owner/print_sheet.html", context)


@require_safe
def file(request, pk, kind):
    booth, signs = _booth(request, pk), _signs(kind)
    name, pdf = signs.pdf_of(signs.sign_of(booth), kind)
    return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": content_disposition_header(True, name)})


def _booth(request, pk):
    sees_all = request.user.is_staff and request.user.has_perm("exhibitors.view_exhibitor")
    booths = Exhibitor.objects.in_scope_of(request.user) if sees_all else Exhibitor.objects.owned_by(request.user)
    return get_object_or_404(booths.with_place().with_stall_number(), pk=pk)


def _signs(kind=None):
    """exhibitors.signs, once somebody prints: its PDF library weighs 18 MB in every worker."""
    from exhibitors import signs

    if kind not in (None, *signs.KINDS):
        raise Http404
    return signs
