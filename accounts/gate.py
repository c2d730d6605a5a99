"""What stands between the door and the pages behind it."""

import time

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.consents import agreed

PULSE = "pulse"  # when the session last asked for a page of the back office
PULSE_SECONDS = 10 * 60  # a session is written that seldom, not with every page


class StaffSessionMiddleware:
    """In the back office a session ends after twelve hours without a page; elsewhere it lasts a phone's month."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (
            request.path_info.startswith("/panitia/")
            and request.user.is_staff
            and time.time() - request.session.get(PULSE, 0) > PULSE_SECONDS
        ):
            request.session[PULSE] = int(time.time())
            request.session.set_expiry(settings.STAFF_SESSION_AGE)
        return response


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
