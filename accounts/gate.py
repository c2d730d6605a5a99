"""What stands between the door and the pages behind it."""

import time

from django.conf import settings

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
