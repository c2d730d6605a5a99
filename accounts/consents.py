"""What an owner agrees to, each on its own tick: the words she saw, with their date, and what follows from her answer."""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent
from exhibitors.agreement import follow

Purpose = Consent.Purpose


class Text(NamedTuple):
    dated: date  # the version: a new date asks everybody again
    title: str
    body: str
    without: str

    @property
    def version(self):
        return self.dated.isoformat()


TEXTS = {
    Purpose.TERMS: Text(
        date(2026, 11, 22),
        _("Ketentuan pemakaian"),
        _(
            "Saya mengelola usaha ini, dan yang saya tulis benar. Pembeli memesan dan membayar langsung kepada saya; penyelenggara tidak ikut "
            "dalam jual beli. Penyelenggara menyimpan data saya hanya untuk mengurus stan dan pameran ini."
        ),
        _("Ini perlu supaya Anda bisa mengurus stan di sini."),
    ),
    Purpose.PUBLISH: Text(
        date(2026, 11, 22),
        _("Menampilkan stan dan foto"),
        _("Nama usaha, cerita, desa, produk, harga, dan foto yang saya isi boleh dilihat siapa saja di situs ini dan di katalog pameran."),
        _("Tanpa ini stan Anda tidak terlihat oleh pengunjung. Anda tetap bisa mengisinya."),
    ),
    Purpose.CONTACT: Text(
        date(2026, 11, 22),
        _("Menampilkan nomor WhatsApp"),
        _("Nomor WhatsApp stan saya boleh dibuka pengunjung lewat tombol Chat WhatsApp."),
        _("Tanpa ini tombol Chat WhatsApp tidak ada di stan Anda. Pembeli bertanya lewat formulir, dan pesannya Anda baca di sini."),
    ),
}


def agreed(user):
    """Whether the account agreed to the terms as they read today."""
    return user.consents.filter(purpose=Purpose.TERMS, withdrawn_at=None, text_version=TEXTS[Purpose.TERMS].version).exists()


def given(user):
    """{purpose: the open Consent}"""
    return {consent.purpose: consent for consent in user.consents.filter(withdrawn_at=None)}


def answer(user, ticked, now=None):
    """Keep the answer to all three questions. A tick that stands already stays as it is; one that is gone is withdrawn."""
    now = now or timezone.now()
    with transaction.atomic():
        before = given(user)
        for purpose, text in TEXTS.items():
            still_open = user.consents.filter(purpose=purpose, withdrawn_at=None)
            if purpose not in ticked:
                still_open.update(withdrawn_at=now)
                continue
            still_open.exclude(text_version=text.version).update(withdrawn_at=now)
            Consent.objects.get_or_create(user=user, purpose=purpose, withdrawn_at=None, defaults={"text_version": text.version})
        back = Purpose.PUBLISH in ticked and Purpose.PUBLISH not in before and Purpose.TERMS in before
        follow(user, publish_again=back)
