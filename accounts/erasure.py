"""Deleting an account on request: she asks, a person confirms, `manage.py hapus_data` carries it out, all within 3 x 24 hours."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.models import DeletionRequest, Erasure
from exhibitors.erase import erase, forget
from exhibitors.models import Exhibitor, Membership
from expo.models import SiteState


def ask(user):
    """Her request; the one that stands if she asked before."""
    return DeletionRequest.objects.get_or_create(user=user)[0]


def cancel(user):
    """Whether there was a request to take back."""
    return DeletionRequest.objects.filter(user=user).delete()[0] > 0


def confirm(request, by, now=None):
    """Whether this call was the one that confirmed it."""
    waiting = DeletionRequest.objects.filter(pk=request.pk, confirmed_at=None)
    return waiting.update(confirmed_by=by, confirmed_at=now or timezone.now()) == 1


def carry_out(request, now=None):
    """Delete the account and the booths that nobody else runs. Returns the Erasure; None if the request was taken back meanwhile."""
    now = now or timezone.now()
    with transaction.atomic():
        if not DeletionRequest.objects.select_for_update().filter(pk=request.pk).exclude(confirmed_at=None).exists():
            return None
        user, kept, products, booths = request.user, 0, 0, 0
        for booth in Exhibitor.objects.filter(memberships__user=user, memberships__role=Membership.Role.OWNER):
            if booth.memberships.exclude(user=user).exists():
                _leave(booth, user)
                kept += 1
            else:
                products += erase(booth)
                booths += 1
        forget([user])
        _end_sessions(user)
        user.delete()
        return Erasure.objects.create(
            asked_at=request.asked_at, confirmed_at=request.confirmed_at, done_at=now, booths=booths, booths_kept=kept, products=products
        )


def _leave(booth, user):
    """Somebody else goes on with the booth, without her number and name; the one who helped becomes its owner."""
    fields = {}
    if booth.whatsapp == user.phone:
        fields["whatsapp"] = ""
    if booth.contact_name in (user.name, user.called):
        fields["contact_name"] = ""
    Exhibitor.objects.filter(pk=booth.pk).update(**fields) if fields else None
    others = booth.memberships.exclude(user=user)
    if not others.filter(role=Membership.Role.OWNER).exists():
        Membership.objects.filter(pk=others.first().pk).update(role=Membership.Role.OWNER)
    SiteState.move_on()


def _end_sessions(user):
    """Their rows hold how she signed in; Django keeps them until they run out."""
    mine = [session.pk for session in Session.objects.iterator() if session.get_decoded().get("_auth_user_id") == str(user.pk)]
    Session.objects.filter(pk__in=mine).delete()
