"""A one-time link for whoever runs a booth; the account is made when there is none yet."""

import secrets
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import OneTimeLink, User
from exhibitors.models import Exhibitor, Membership


class NoOwner(Exception):
    """Carries the sentence that says why this booth gets no link."""


@dataclass
class Invitation:
    """A link as it is shown this once, or why there is none."""

    booth: Exhibitor
    owner: User | None = None
    url: str = ""
    text: str = ""
    whatsapp_url: str = ""
    refusal: str = ""


def invite(booth, *, by):
    """Make a link for the booth's owner; links made before stop working."""
    try:
        with transaction.atomic():
            owner = owner_of(booth)
            link, token = OneTimeLink.make(owner, by)
    except NoOwner as refusal:
        return Invitation(booth, refusal=str(refusal))
    with translation.override("id"):  # owners read Indonesian, whatever the organiser reads
        url = settings.SITE_URL + reverse("accounts:one_time_link", args=[token])
        text = _words(booth, owner, url, link)
    number = (owner.phone or "").removeprefix("+")
    return Invitation(booth, owner, url, text, f"https://wa.me/{number}?text={quote(text, safe='')}")


def owner_of(booth):
    """The person who runs the booth; made from its WhatsApp number and name when there is nobody yet. Raises NoOwner."""
    with transaction.atomic():
        Exhibitor.objects.select_for_update().get(pk=booth.pk)  # of two organisers at once the second finds the first one's account
        membership = booth.memberships.filter(role=Membership.Role.OWNER).select_related("user").first()
        owner = membership.user if membership else account_for(booth.whatsapp, booth.contact_name or booth.name)
        if owner.is_staff:
            raise NoOwner(_("Akun ini milik panitia. Panitia masuk dengan sandi, bukan tautan."))
        if not owner.is_active:
            raise NoOwner(_("Akun pemiliknya sedang tidak aktif."))
        if not membership:
            Membership.objects.get_or_create(exhibitor=booth, user=owner)
    return owner


def account_for(phone, name):
    """The account with this phone number, made without a password if there is none. '' makes one without a number."""
    fresh = {"username": f"pemilik-{secrets.token_hex(5)}", "name": name, "called": name[:40], "password": make_password(None)}
    return User.objects.get_or_create(phone=phone, defaults=fresh)[0] if phone else User.objects.create(phone=None, **fresh)


def links_of(booth):
    return OneTimeLink.objects.filter(user__memberships__exhibitor=booth).select_related("user", "created_by")[:20]


def _words(booth, owner, url, link):
    until = timezone.localtime(link.expires_at)
    return _(
        'Halo %(name)s, ini tautan untuk masuk ke stan "%(booth)s" di UMKM Virtual Expo:\n\n%(url)s\n\n'
        "Berlaku sampai %(until)s WIB dan hanya sekali. Jangan diteruskan ke orang lain."
    ) % {"name": owner.get_short_name(), "booth": booth.name, "url": url, "until": date_format(until, "l, j F, \\p\\u\\k\\u\\l H.i")}
