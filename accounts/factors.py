"""The second step of organisers: what a session has shown, who may set one up, how it is taken away (docs/adr/0021)."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import OneTimeLink


def has_shown_factor(request):
    """Whether this session was entered with a second factor that the account still has."""
    shown = _shown(request)
    return bool(shown) and Authenticator.objects.filter(user=request.user, pk__in=shown).exists()


def may_set_up(request):
    """Whether an organiser who has no second factor may set one up in this session.

    Whoever was given a link has to come by the newest one, so that a password that somebody knows does not profit from a lost phone.
    A session that has shown a factor before goes on: she changes phones.
    """
    link = request.user.one_time_links.order_by("-created_at", "-pk").first()
    if link is None or _shown(request):
        return True
    return link.revoked_at is None and any(record.get("link") == link.pk for record in _records(request))


def turn_off(user, *, by):
    """Take all second factors from the account and end its sessions. Gives the token of the link with which an organiser begins anew; others need none."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        user.end_sessions()
        return OneTimeLink.make(user, by)[1] if user.is_staff else None


def _shown(request):
    return [record.get("id") for record in _records(request) if record.get("method") == "mfa"]


def _records(request):
    return get_authentication_records(request, request.user)
