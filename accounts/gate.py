"""What stands between the door and the pages behind it."""

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.consents import agreed
from accounts.factors import has_shown_factor, may_set_up
from expo.access import way_back

PULSE = "pulse"  # when this staff session last asked for a page
PULSE_SECONDS = 60  # a session is written that seldom, not with every page
BACK_OFFICE = ("/panitia/", "/gaya/")
SECOND_STEP = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
SET_UP = {"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}


class StaffMiddleware:
    """Staff see no closed page, whosever it is, unless their session is awake and was entered with a second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.is_closed:
            return None
        if not request.user.is_staff:
            if request.path_info.startswith(BACK_OFFICE):
                raise PermissionDenied
            return None
        if not _is_awake(request.session):
            logout(request)
            return _stopped(request, reverse("accounts:sign_in"), _why_out())
        if request.resolver_match.view_name == "admin:logout" or has_shown_factor(request):
            return None
        return _to_second_step(request)


def _is_awake(session):
    now = time.time()
    quiet = now - session.get(PULSE, 0)
    if quiet >= settings.STAFF_IDLE_SECONDS:
        return False
    if quiet >= PULSE_SECONDS:
        session[PULSE] = now
    return True


def _why_out():
    return _("Anda keluar karena %(minutes)d menit tidak ada kegiatan.") % {"minutes": settings.STAFF_IDLE_SECONDS // 60}


def _to_second_step(request):
    page = request.resolver_match.view_name
    steps = [way for way in get_adapter(request).get_reauthentication_methods(request.user) if way["id"].startswith("mfa")]
    if steps:
        return None if page in SECOND_STEP else _stopped(request, steps[0]["url"])
    if not may_set_up(request):
        return render(request, "accounts/needs_link.html", status=403)
    return None if page in SET_UP else _stopped(request, reverse("mfa_activate_totp"))


def _stopped(request, url, *why):
    """On to `url` and from there back to where she was; what was sent meanwhile was not carried out, and that is said."""
    if request.method == "POST":
        why = [*why, _("Yang baru saja Anda kirim belum disimpan. Kirim lagi setelah ini.")]
    if why:
        messages.warning(request, " ".join(why))
    return redirect(f"{url}?{urlencode({'next': way_back(request)})}")


class ConsentMiddleware:
    """Whoever runs a booth answers three questions before the portal opens; her own data and the way out stay open."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.path_info.startswith(("/kelola/", "/en/kelola/")) or request.resolver_match.namespace == "accounts":
            return None
        user = request.user
        if not user.is_authenticated or agreed(user) or (user.is_staff and not user.memberships.exists()):
            return None
        back = request.get_full_path() if request.method == "GET" else reverse("exhibitors:owner_home")
        return redirect(f"{reverse('accounts:consents')}?{urlencode({'next': back})}")
