"""Where the expo stands just now: the current edition, its state, its opening, its agenda."""

from itertools import groupby

from django.utils import timezone

from events.models import Edition
from expo.pagecache import CLOCK_STEP, remember
from expo.text import translated


def public_editions():
    """All editions that visitors may see, newest first; kept per content version."""
    return remember(("editions",), lambda: list(Edition.objects.public().order_by("-starts_on")))


def current_edition(today=None):
    """The edition that visitors are in: running, else the next, else the last; None if there is none."""
    today = today or timezone.localdate()
    editions = public_editions()
    ahead = [edition for edition in editions if edition.ends_on >= today]
    return ahead[-1] if ahead else next(iter(editions), None)


def edition_context(now=None):
    """`edition`, `state`, `day`, `days`, `days_left` and `opening` for templates; `edition` is None when there is none yet."""
    now = timezone.localtime(now)
    edition = current_edition(now.date())
    if edition is None:
        return {"edition": None, "state": "", "opening": None}
    return {
        "edition": edition,
        "state": str(edition.state(now.date())),
        "day": edition.day_number(now.date()),
        "days": edition.day_count,
        "days_left": (edition.starts_on - now.date()).days,
        "opening": _opening(edition, now),
    }


def agenda(edition, now=None):
    """The edition's sessions by day: [{'date', 'sessions': [{'title', 'starts_at', …, 'state': past|now|next}]}]."""
    now = timezone.localtime(now)
    step = int(now.timestamp() // CLOCK_STEP)
    sessions = remember(("sessions", edition.pk, step), lambda: list(edition.sessions.all()))
    shown = [
        {
            "starts_at": timezone.localtime(session.starts_at),
            "ends_at": timezone.localtime(session.ends_at),
            **{name: translated(session, name) for name in ("title", "place", "description")},
            "state": _state(session.starts_at, session.ends_at, now),
        }
        for session in sessions
    ]
    return [{"date": day, "sessions": list(of_day)} for day, of_day in groupby(shown, key=lambda session: session["starts_at"].date())]


def day_shown(days, today):
    """The day of the agenda for the lobby: today's, else the next, else the last; None without an agenda."""
    return next((day for day in days if day["date"] >= today), days[-1] if days else None)


def _opening(edition, now):
    if not edition.opening_starts_at:
        return None
    ends_at = edition.opening_ends_at or edition.opening_starts_at
    return {
        "title": translated(edition, "opening_title"),
        "place": translated(edition, "opening_place"),
        "opened_by": translated(edition, "opened_by"),
        "text": translated(edition, "opening_text"),
        "starts_at": timezone.localtime(edition.opening_starts_at),
        "ends_at": timezone.localtime(ends_at),
        "live_url": edition.live_url,
        "state": {"past": "over", "now": "live", "next": "before"}[_state(edition.opening_starts_at, ends_at, now)],
    }


def _state(starts_at, ends_at, now):
    return "past" if ends_at <= now else "now" if starts_at <= now else "next"
