from datetime import UTC

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from icalendar import Calendar, Event

from events.programme import agenda, current_edition, edition_context, public_editions
from expo.access import public_page
from expo.structured import event_data
from expo.text import translated


@public_page
def agenda_page(request):
    context = edition_context()
    edition = context["edition"]
    return render(
        request,
        "events/agenda.html",
        {
            **context,
            "section": "agenda",
            "days_list": agenda(edition) if edition else [],
            "past": [other for other in public_editions() if other != edition],
            "jsonld": event_data(edition) if edition else None,
        },
    )


@public_page
def calendar(request):
    """The agenda as iCalendar, for the visitor's own calendar."""
    edition = current_edition()
    feed = Calendar()
    feed.add("prodid", "-//UMKM Virtual Expo//agenda//ID")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", translated(edition, "name") if edition else "UMKM Virtual Expo")
    for session in edition.sessions.all() if edition else ():
        event = Event()
        event.add("uid", f"session-{session.pk}@{settings.SITE_URL.split('://')[1]}")
        event.add("dtstamp", session.starts_at.astimezone(UTC))
        event.add("dtstart", session.starts_at)
        event.add("dtend", session.ends_at)
        event.add("summary", translated(session, "title"))
        event.add("location", translated(session, "place"))
        if text := translated(session, "description"):
            event.add("description", text)
        feed.add_component(event)
    return HttpResponse(
        feed.to_ical(), content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'inline; filename="agenda.ics"'}
    )
