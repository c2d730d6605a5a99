"""How often the pages of a booth and its products were opened, per day: openings, not people, and nothing about the visitor.

Pages come from the page cache without touching a view, so the count stands outside of it, in the process, and a thread of
its own writes it down once a minute: a page never waits for it. Whoever is signed in is not counted, so no owner counts
herself. A process that is killed loses its last minute.
"""

import atexit
import logging
import threading
from collections import Counter

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from exhibitors.models import BoothDay, Exhibitor
from expo.people import is_person

SECONDS = 60
WRITE = f"""
    INSERT INTO {BoothDay._meta.db_table} (exhibitor_id, day, openings) VALUES (%s, %s, %s)
    ON CONFLICT (exhibitor_id, day) DO UPDATE SET openings = {BoothDay._meta.db_table}.openings + excluded.openings
"""  # noqa: S608 - a table's name; one statement adds or begins, on both databases

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_counted = Counter()  # booth's pk → openings not yet written
_timer = None


class CountOpeningsMiddleware:
    """Stands outside of the page cache and counts the answers that a view marked with `counts_for` (a booth's pk)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        booth = getattr(response, "counts_for", None)
        if booth and is_person(request) and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            count(booth)
        return response


def count(booth):
    global _timer
    with _lock:
        _counted[booth] += 1
        if _timer is None:
            _timer = threading.Timer(SECONDS, _flush_in_thread)
            _timer.daemon = True
            _timer.start()


def flush():
    """Write down what was counted. What cannot be written now is kept for the next time. Returns how many openings were written."""
    global _timer
    with _lock:
        counted, _timer = dict(_counted), None
        _counted.clear()
    if not counted:
        return 0
    try:
        return _write(counted, timezone.localdate())
    except DatabaseError:
        logger.exception("Openings were not written down; they wait for the next time")
        with _lock:
            _counted.update(counted)
        return 0


def _write(counted, day):
    with transaction.atomic(), connection.cursor() as cursor:
        known = Exhibitor.objects.filter(pk__in=counted).order_by("pk").values_list("pk", flat=True)  # one may be gone by now
        rows = [(booth, day, counted[booth]) for booth in known]  # in order, so that two processes never wait for each other
        cursor.executemany(WRITE, rows)
    return sum(openings for _booth, _day, openings in rows)


def _flush_in_thread():
    try:
        flush()
    finally:
        connection.close()


atexit.register(_flush_in_thread)  # the process ends in peace: nothing is lost
