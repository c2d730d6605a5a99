"""What organisers decide about a booth or a product: each decision once, with its reason, on record, and told to its owner.

The owner reads it in her portal, straight from the record: one decision is one record is one message.
"""

from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

import exhibitors.badges
import products.badges
import products.search
from accounts.models import Consent, Deed
from curation.compare import fold
from curation.said import digest
from exhibitors.agreement import refusals
from exhibitors.models import Exhibitor
from exhibitors.states import OFFICE, Refused, Status
from expo.models import SiteState
from products.models import Product

SHOWS = frozenset({Deed.PUBLISH, Deed.RESUME})


def may_decide(user):
    return user.has_perm("exhibitors.decide_exhibitor")


def may_do(user, act):
    """Mentors hand in what they typed for an owner; the rest is for who decides."""
    return may_decide(user) or (act == Deed.SUBMIT and user.has_perm("exhibitors.change_exhibitor"))


def decide(row, act, *, by, reason="", also=(), seen=None):
    """Carry out a deed of exhibitors.states.OFFICE on an Exhibitor or a Product that lies in the scope of `by`.

    also: what else its record says that was changed, as in Record.changes. seen: the row's mark (curation.said) on the page that
    asked; if the row stands elsewhere or says something else by now, nothing happens. Without it this object is what was seen.

    Of two at once exactly one is carried out. Returns the Record. Raises Refused, with the sentence for who decides, and
    PermissionDenied for whoever may not decide at all.
    """
    act = Deed(act)
    if act not in OFFICE or not may_do(by, act):
        raise PermissionDenied
    if not type(row).objects.in_scope_of(by).filter(pk=row.pk).exists():
        raise PermissionDenied
    booth = booth_of(row)
    if act != Deed.SUBMIT:
        refuse_own(booth, by)
    if seen is not None:
        row.status = seen.partition(".")[0]
    with transaction.atomic():
        if act in SHOWS and Consent.Purpose.PUBLISH in refusals(booth):
            raise Refused(_("Pemiliknya belum mengizinkan stan ini tampil. Ia bisa mengizinkannya di Data Saya."))
        record = row.move(act, by=by, reason=reason, also=also)  # whoever writes to the row waits from here on
        if seen is not None:
            refuse_unseen(row, seen)
        if not row.is_accepted:
            fold(row)
        follow(row)
    return record


def refuse_own(booth, user):
    """Nobody decides about a booth that he runs. Raises Refused."""
    if booth.memberships.filter(user=user).exists():
        raise Refused(_("Anda mengelola stan ini. Keputusan tentangnya dibuat oleh orang lain."))


def refuse_unseen(row, seen):
    """Nobody decides about words or photos that he has not seen. Call it with the row locked. Raises Refused.

    seen: the mark of the row as it was seen.
    """
    now = type(row)._base_manager.get(pk=row.pk)
    if digest(now) != seen.partition(".")[2]:
        raise Refused(_("Isinya berubah sejak Anda membukanya. Lihat sekali lagi, lalu putuskan."))


def follow(row):
    """What visitors see follows a row that moved. Call it in the transaction of the move."""
    if isinstance(row, Product):
        products.badges.refresh([row.pk])
        products.search.refresh([row.pk])
    else:
        exhibitors.badges.refresh([row.pk])
        products.badges.refresh(row.products.values("pk"))
        products.search.refresh_booths([row.pk])
    SiteState.move_on()


def booth_of(row):
    return row if isinstance(row, Exhibitor) else row.exhibitor


def message(row, record):
    """The words for the owner about a decision, ready for WhatsApp: (text, address that opens WhatsApp with it)."""
    booth = booth_of(row)
    with translation.override("id"):  # owners read Indonesian, whatever the organiser reads
        lines = [
            _('Kabar dari panitia UMKM Virtual Expo untuk stan "%(booth)s".') % {"booth": booth.name},
            _sentence(record) % {"name": row.name},
            *([_("Alasannya: %s") % record.reason] if record.reason else []),
            _("Lihat di sini: %s") % (settings.SITE_URL + reverse("exhibitors:owner_booth", args=[booth.pk])),
        ]
    text = "\n\n".join(lines)
    return text, f"https://wa.me/{booth.whatsapp.removeprefix('+')}?text={quote(text, safe='')}" if booth.whatsapp else ""


def _sentence(record):
    """A round's outcome says more than the move that went with it."""
    entry = getattr(record, "entry", None)
    return "“%(name)s”: " + str(entry.words) if entry else SENTENCES[record.deed]()


SENTENCES = {
    Deed.APPROVE: lambda: _("“%(name)s” sudah disetujui. Sebentar lagi tampil."),
    Deed.SEND_BACK: lambda: _("“%(name)s” perlu diperbaiki dulu. Ubah, lalu ajukan lagi."),
    Deed.REJECT: lambda: _("“%(name)s” belum bisa ikut."),
    Deed.PUBLISH: lambda: _("“%(name)s” sudah tampil di pameran."),
    Deed.SUSPEND: lambda: _("“%(name)s” untuk sementara tidak tampil."),
    Deed.RESUME: lambda: _("“%(name)s” tampil lagi di pameran."),
    Deed.TAKE: lambda: _("Perubahan Anda pada “%(name)s” sudah diterima."),
    Deed.TAKE_PART: lambda: _("Sebagian perubahan Anda pada “%(name)s” sudah diterima. Yang lain perlu diperbaiki dulu."),
    Deed.RETURN: lambda: _("Perubahan Anda pada “%(name)s” perlu diperbaiki dulu. Sampai itu selesai, pembeli masih melihat yang lama."),
    Deed.CURATE: lambda: _("Ada hasil kurasi untuk “%(name)s”."),
}


def approved_products(booth):
    """The products that wait to be shown with their booth."""
    return booth.products.filter(status=Status.APPROVED)
