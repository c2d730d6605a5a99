"""One-time links for those who run booths; an account is made where there is none yet.

A link lets somebody in as that account, with all the booths that it runs, so who makes one has to be responsible for all
of them (docs/adr/0027).
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Deed, OneTimeLink, Record, User
from exhibitors.models import Exhibitor, Membership
from regions.models import codes_of


class NoOwner(Exception):
    """Carries the sentence that says why this booth gets no link."""


@dataclass
class Invitation:
    """A link as it is shown this once, or why there is none."""

    booth: Exhibitor
    owner: User | None = None
    link: OneTimeLink | None = None
    url: str = ""
    text: str = ""
    whatsapp_url: str = ""
    refusal: str = ""


def may_invite(user):
    return user.has_perm("accounts.add_onetimelink")


def invite(booth, *, by):
    """Make a link for the booth's owner, on record; links made before stop working. `by` is an organiser, or None for the system.

    Raises PermissionDenied for whoever makes no links, or not for this booth's region.
    """
    return invite_all([booth], by=by)[0]


def invite_all(booths, *, by):
    """An Invitation for each booth. One person gets one link, however many of the booths are hers.

    Each has a short transaction of its own: nobody waits for 200 links, and two such lists at once do not block each other.
    """
    if (by and not may_invite(by)) or _in_scope_of(by).filter(pk__in=[booth.pk for booth in booths]).count() < len(booths):
        raise PermissionDenied
    _find_owners(booths, by)  # all of them first: a booth that joins an account ends the links into it
    first = {}  # who has her link: the name of the booth
    return [_invite(booth, by, first) for booth in booths]


def _find_owners(booths, by):
    owned = set(Membership.objects.filter(exhibitor__in=booths, role=Membership.Role.OWNER).values_list("exhibitor", flat=True))
    for booth in booths:
        if booth.pk not in owned:
            with suppress(NoOwner), transaction.atomic():
                owner_of(booth, by=by)


def _in_scope_of(by):
    return Exhibitor.objects.in_scope_of(by) if by else Exhibitor.objects.all()


def _invite(booth, by, first):
    try:
        with transaction.atomic():
            owner = owner_of(booth, by=by)
            if owner.pk in first:
                return Invitation(booth, owner, refusal=_("Pemiliknya sama dengan %s: cukup tautan yang itu.") % first[owner.pk])
            again = OneTimeLink.objects.filter(user=owner).exists()
            link, token = OneTimeLink.make(owner, by)
            Record.write(booth, Deed.INVITE, by=by, changes=[{"field": _("untuk"), "old": "", "new": owner}])
    except NoOwner as refusal:
        return Invitation(booth, refusal=str(refusal))
    first[owner.pk] = booth.name
    with translation.override("id"):  # owners read Indonesian, whatever the organiser reads
        url = settings.SITE_URL + reverse("accounts:one_time_link", args=[token])
        text = _words(booth, owner, url, link, again)
    number = (owner.phone or "").removeprefix("+")
    return Invitation(booth, owner, link, url, text, f"https://wa.me/{number}?text={quote(text, safe='')}")


def owner_of(booth, *, by):
    """The person who runs the booth; found by its WhatsApp number, or made, when there is nobody yet.

    Raises NoOwner where `by` may not let anybody in as that person. To be called in the transaction in which the link is made.
    """
    Exhibitor.objects.select_for_update().get(pk=booth.pk)  # of two organisers at once the second finds the first one's account
    membership = booth.memberships.filter(role=Membership.Role.OWNER).first()
    known = bool(membership) or (bool(booth.whatsapp) and User.objects.filter(phone=booth.whatsapp).exists())
    user = membership.user_id if membership else account_for(booth.whatsapp, booth.contact_name or booth.name).pk
    owner = User.objects.select_for_update().get(pk=user)  # nor does it get a booth elsewhere meanwhile
    if owner.is_staff or owner.is_superuser:
        raise NoOwner(_("Akun ini milik panitia. Panitia masuk dengan sandi, bukan tautan."))
    if not owner.is_active:
        raise NoOwner(_("Akun pemiliknya sedang tidak aktif."))
    if known and not _responsible_for(owner, by):
        if membership:
            raise NoOwner(_("Pemilik ini juga mengelola stan di wilayah lain. Minta Bank Indonesia membuat tautannya."))
        raise NoOwner(_("Nomor WhatsApp stan ini milik akun yang sudah ada. Minta Bank Indonesia membuat tautannya."))
    if not membership:
        join(booth, owner)
        if known:
            owner.end_sessions()  # whoever is in was let in where fewer booths were asked about
    return owner


def _responsible_for(owner, by):
    """Whether all that the account opens lies in the regions of `by`. One that opens nothing yet is nobody's there."""
    if not by or codes_of(by) is None:
        return True
    runs = set(Exhibitor.objects.owned_by(owner).values_list("pk", flat=True))
    return bool(runs) and _in_scope_of(by).filter(pk__in=runs).count() == len(runs)


def join(booth, owner):
    """Make somebody the owner of a booth. Links into the account end: whoever holds one answers for fewer booths than it opens now."""
    now = timezone.now()
    OneTimeLink.objects.filter(user=owner).usable(now).update(revoked_at=now)
    return Membership.objects.get_or_create(exhibitor=booth, user=owner)


def account_for(phone, name):
    """The account with this phone number, made without a password if there is none. '' makes one without a number."""
    fresh = {"username": f"pemilik-{secrets.token_hex(5)}", "name": name, "called": name[:40], "password": make_password(None)}
    return User.objects.get_or_create(phone=phone, defaults=fresh)[0] if phone else User.objects.create(phone=None, **fresh)


def links_of(booth):
    return OneTimeLink.objects.filter(user__memberships__exhibitor=booth).select_related("user", "created_by")[:20]


def _words(booth, owner, url, link, again):
    until = timezone.localtime(link.expires_at)
    words = {
        "name": owner.get_short_name(),
        "booth": booth.name,
        "url": url,
        "until": date_format(until, "l, j F, \\p\\u\\k\\u\\l H.i"),
    }
    if again:
        return (
            _(
                'Halo %(name)s, ini tautan baru untuk masuk ke stan "%(booth)s" di UMKM Virtual Expo. Tautan yang lama tidak berlaku lagi.'
                "\n\n%(url)s\n\nBerlaku sampai %(until)s WIB dan hanya sekali. Jangan diteruskan ke orang lain."
            )
            % words
        )
    return (
        _(
            'Halo %(name)s, ini tautan untuk masuk ke stan "%(booth)s" di UMKM Virtual Expo:\n\n%(url)s\n\n'
            "Berlaku sampai %(until)s WIB dan hanya sekali. Jangan diteruskan ke orang lain."
        )
        % words
    )
