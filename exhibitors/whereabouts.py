"""Where a booth is found: its spot in the hall, and the stall number that leads to it."""

from django.utils import timezone

from events.models import Edition
from events.programme import current_edition
from exhibitors.models import Participation
from expo.text import translated


def venue_of(participations, today):
    """Where the booth stands in the mall during the running or coming edition; None when it does not."""
    for participation in participations:
        edition = participation.edition
        if edition.venue and participation.venue_spot and edition.state(today) != Edition.State.OVER:
            return {
                "name": translated(edition, "venue"),
                "address": edition.venue_address,
                "hours": edition.venue_hours,
                "starts_on": edition.starts_on,
                "ends_on": edition.ends_on,
                "spot": participation.venue_spot,
            }
    return None


def holder_of(holders, today=None):
    """Whom a stall number means, for numbers are given anew in every edition: the booth of the current one, else of the latest.

    `holders`: (edition's key, whoever had the number there), oldest first; at least one.
    """
    current = current_edition(today)
    by_edition = dict(holders)
    return by_edition.get(current.pk if current else None) or list(by_edition.values())[-1]


def lasting_numbers(participations, today=None):
    """{booth's key: the stall number whose short address leads to it}, of accepted `participations` with their editions. At most two queries.

    A number that somebody else has by now must not go on a sign: it would send the visitors there.
    """
    today = today or timezone.localdate()
    current = current_edition(today)
    own = [part for part in participations if part.stall_number and part.edition.is_public]
    own.sort(key=lambda part: (part.edition == current, part.edition.starts_on), reverse=True)
    numbers = {part.stall_number for part in own}
    everybody = Participation.objects.accepted().filter(stall_number__in=numbers, edition__is_public=True)
    rows = everybody.order_by("edition__starts_on").values_list("stall_number", "edition_id", "exhibitor_id") if own else []
    holders = {}  # number → [(edition's key, booth's key)], oldest first
    for number, *holder in rows:
        holders.setdefault(number, []).append(holder)
    found = {}
    for part in own:
        if part.exhibitor_id not in found and holder_of(holders[part.stall_number], today) == part.exhibitor_id:
            found[part.exhibitor_id] = part.stall_number
    return found
