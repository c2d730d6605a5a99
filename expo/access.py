"""Closed unless opened: a view is for who has signed in, but for those that say public_page, public_form or login_not_required."""

from functools import wraps
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe


def public_page(view):
    """A page for everybody: open without signing in, GET and HEAD only. Whatever else is sent is refused as such, not for want of a token."""
    return csrf_exempt(login_not_required(require_safe(view)))


def way_back(request):
    """Where whoever is stopped here goes on later: to this page, or, since nothing is sent twice by itself, to the page with the form."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    form = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(form, allowed_hosts={request.get_host()}):
        return ""
    return urlsplit(form)._replace(scheme="", netloc="", fragment="").geturl()


def public_form(view):
    """A form for everybody: GET is a page that any cache may keep, so there is no token; POST has to come from a page of ours (docs/adr/0028).

    For views that look at nobody's account: a token guards what somebody may do, and here everybody may do the same.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        response = view(request, *args, **kwargs) if _is_sent_from_here(request) else render(request, "403_csrf.html", status=403)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return csrf_exempt(login_not_required(require_http_methods(["GET", "HEAD", "POST"])(wrapped)))


def _is_sent_from_here(request):
    """What the browser says of the page that sent it. A program says what it likes, or nothing, and gains nothing by that."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")  # none: the person herself, say by loading a page again
    origin = request.headers.get("Origin")  # older browsers, and any browser where there is no https
    return origin is None or origin.partition("://")[2] == request.get_host()


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Django's own asks who the visitor is before it looks whether that matters, and so makes every page depend on the cookie.

    What is for who has signed in is kept by nobody, on a shared phone neither.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        request.is_closed = getattr(view_func, "login_required", True)
        if request.is_closed:
            return super().process_view(request, view_func, view_args, view_kwargs)
        return None

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            messages.warning(request, _("Anda sudah keluar. Yang baru saja Anda kirim belum disimpan: masuk, lalu kirim lagi."))
        return redirect_to_login(way_back(request))  # to settings.LOGIN_URL, whatever the view says: there is one door

    def process_response(self, request, response):
        if getattr(request, "is_closed", False):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
