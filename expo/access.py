from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_safe


def public_page(view):
    """A page for everybody: open without signing in, GET and HEAD only. All other views are closed (LoginRequiredMiddleware)."""
    return login_not_required(require_safe(view))
