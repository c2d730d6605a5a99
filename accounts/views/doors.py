"""Coming in and going out. None of these pages is kept by anybody or found by a search engine."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import change_password, enter, enter_by_link, who_is
from accounts.forms import PasswordForm, SignInForm
from accounts.gate import BACK_OFFICE
from accounts.models import OneTimeLink

kept_by_nobody = cache_control(private=True, no_store=True)
ask_and_act = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@kept_by_nobody
@sensitive_post_parameters("password")
@ask_and_act
def sign_in(request):
    next_url = _next_of(request)
    if request.user.is_authenticated:
        return redirect(next_url or get_adapter(request).get_login_redirect_url(request))
    office = next_url.startswith(BACK_OFFICE)
    form, status = SignInForm(request.POST if request.method == "POST" else None, office=office), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                if user := who_is(request, **form.cleaned_data):
                    return enter(request, user, method="password", next_url=next_url)
                form.add_error(None, _("Nomor atau sandinya tidak cocok. Periksa lagi, atau minta tautan masuk kepada panitia."))
            except ValidationError as too_many:
                form.add_error(None, too_many)
                status = 429
    return render(request, "accounts/sign_in.html", {"form": form, "next": next_url, "office": office}, status=status)


@login_not_required
@kept_by_nobody
def back_office(request):
    """/panitia/login/, where the back office sends whom it does not let in. There is one door for all, and it is not here."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied
    next_url = _next_of(request) or reverse("admin:index")
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': next_url})}")


@login_not_required
@kept_by_nobody
@ask_and_act
def one_time_link(request, token):
    """GET greets and shows one button, also to the previews of chat apps; only POST spends the link."""
    link = OneTimeLink.objects.by_token(token).select_related("user").first()
    state = link.state() if link and link.user.is_active else None
    if state == OneTimeLink.State.MADE and request.method == "POST":
        if link.spend():
            return enter_by_link(request, link)
        link.refresh_from_db()
        state = link.state()
    if state == OneTimeLink.State.USED and request.user == link.user:
        return redirect(get_adapter(request).get_login_redirect_url(request))
    known = state == OneTimeLink.State.MADE
    response = render(
        request, "accounts/one_time_link.html", {"link": link if known else None, "state": state}, status=200 if known else 410
    )
    response["Referrer-Policy"], response["X-Robots-Tag"] = (
        "same-origin",
        "noindex, nofollow",
    )  # no-referrer would send "Origin: null", which CSRF refuses
    return response


@login_not_required
@require_POST
def sign_out(request):
    logout(request)
    return redirect("accounts:sign_in")


@sensitive_post_parameters("old", "new")
@ask_and_act
def password(request):
    form = PasswordForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        try:
            change_password(request, old=form.cleaned_data.get("old"), new=form.cleaned_data["new"])
            messages.success(request, _("Sandi disimpan."))
            return redirect("accounts:my_data")
        except ValidationError as refused:
            form.add_error("old", refused)
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)


def _next_of(request):
    """The page that was asked for, or "" when that is none of ours."""
    url = request.POST.get("next", request.GET.get("next", ""))
    return url if get_adapter(request).is_safe_url(url) else ""
