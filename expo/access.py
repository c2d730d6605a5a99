"""Closed unless opened: a view is for who has signed in, but for those that say public_page or login_not_required."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


def public_page(view):
    """A page for everybody: open without signing in, GET and HEAD only. Whatever else is sent is refused as such, not for want of a token."""
    return csrf_exempt(login_not_required(require_safe(view)))


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Django's own asks who the visitor is before it looks whether that matters, and so makes every page depend on the cookie.

    What is for who has signed in is kept by nobody, on a shared phone neither.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        request.is_closed = getattr(view_func, "login_required", True)
        if request.is_closed:
            return super().process_view(request, view_func, view_args, view_kwargs)
        return None

    def process_response(self, request, response):
        if getattr(request, "is_closed", False):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
