"""A booth shows what its owners agreed to show. An owner who has not answered yet decides nothing: what the organisers entered stands."""

from accounts.models import Consent, Deed
from exhibitors.models import Exhibitor, Membership
from exhibitors.states import Refused
from expo.models import SiteState

Purpose = Consent.Purpose


def follow(user, *, publish_again=False):
    """Bring the booths that `user` owns in line with all their owners' answers. Call it in the transaction of an answer.

    publish_again: she had taken her booths off herself and has just agreed to show them again.
    """
    changed = 0
    for booth in Exhibitor.objects.filter(memberships__user=user, memberships__role=Membership.Role.OWNER):
        refused = refusals(booth)
        here = Exhibitor.objects.filter(pk=booth.pk)
        shows_whatsapp = Purpose.CONTACT not in refused
        changed += here.exclude(shows_whatsapp=shows_whatsapp).update(shows_whatsapp=shows_whatsapp)
        if Purpose.PUBLISH in refused:
            changed += booth.is_public and _moved(booth, Deed.WITHDRAW, user)
        elif publish_again:
            changed += _moved(booth, Deed.PUT_BACK, user)
    if changed:
        SiteState.move_on()


def _moved(booth, act, by):
    """Whether it was moved now; organisers may have been faster."""
    try:
        return bool(booth.move(act, by=by))
    except Refused:
        return False


def refusals(booth):
    """The purposes to which one of its owners did not agree."""
    owners = booth.memberships.filter(role=Membership.Role.OWNER).values("user")
    given = set(Consent.objects.filter(user__in=owners, withdrawn_at=None).values_list("user", "purpose"))
    answered = {user for user, purpose in given if purpose == Purpose.TERMS}
    return {purpose for purpose in (Purpose.PUBLISH, Purpose.CONTACT) for user in answered if (user, purpose) not in given}
