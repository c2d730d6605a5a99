"""How much one request may carry. Django bounds what it keeps in memory, not the files beside it."""

import time

from django.conf import settings
from django.shortcuts import render

DRAIN_SECONDS = 20
CHUNK = 256 * 1024


class RefuseTooLargeMiddleware:
    """Answers a request that says it is larger than UPLOAD_MAX_BYTES before anything of it is kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _is_too_large(request):
            return self.get_response(request)
        _drain(request.META["wsgi.input"])
        return render(request, "413.html", {"most": settings.UPLOAD_MAX_BYTES // 1024 // 1024}, status=413)


def _is_too_large(request):
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > settings.UPLOAD_MAX_BYTES
    except ValueError:
        return False


def _drain(stream):
    """Let the browser send for a while: one that is still sending when the line closes shows its own error, not our page."""
    until = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < until and stream.read(CHUNK):
        pass
