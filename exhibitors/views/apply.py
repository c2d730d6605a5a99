from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from exhibitors.apply import apply
from exhibitors.apply_form import ApplicationForm
from expo.access import public_page

SEARCH = "cari"  # the button that only looks for the village


@login_not_required
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def application(request):
    looking = SEARCH in request.POST
    sent = request.method == "POST" and not looking
    form, status = ApplicationForm(request.POST if sent else None, initial=request.POST.dict() if looking else None), 200
    if sent and form.is_valid():
        asked = form.cleaned_data
        if asked.pop("website"):
            return redirect("exhibitors:applied")
        del asked["place"]
        if ratelimit.consume(request, action="apply", key=asked["phone"]):
            apply(**asked, by=request.user)
            return redirect("exhibitors:applied")
        form.add_error(
            None, _("Terlalu banyak pendaftaran dari sini. Tunggu satu jam, lalu kirim lagi. Isian Anda masih ada di layar ini.")
        )
        status = 429
    elif sent:
        status = 422
    return render(request, "exhibitors/apply.html", {"form": form, "looking": looking}, status=status)


@public_page
def thanks(request):
    return render(request, "exhibitors/applied.html")
