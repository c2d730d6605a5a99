"""A visitor asks a booth in writing: kept once, however often it was sent. The form has no key of its own (docs/adr/0028)."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.programme import current_edition
from inquiries.models import Inquiry
from inquiries.record import LETTERS, new_code

CONSENT_DATED = date(2026, 11, 26)  # a new date for every change of the words below
CONSENT = _(
    "Saya setuju nama, nomor atau e-mail, dan pesan saya disimpan paling lama dua tahun, dan dibaca pemilik stan ini dan panitia supaya saya dijawab."
)


def sent_before(about, words, *, day):
    """The Inquiry that says the same about the same booth or product, today or yesterday: the answer to it was lost, or a finger tapped again."""
    prints = [_fingerprint(about, words, on) for on in (day, day - timedelta(days=1))]
    return Inquiry.objects.filter(fingerprint__in=prints).first()


def ask(booth, product, words, *, day, stall_number=""):
    """The stored Inquiry; of two at once the second gets the first one's. words: name, whatsapp, email, message."""
    fields = {"exhibitor": booth, "product": product, "edition": current_edition(), "language": get_language(), **words}
    fields |= {"fingerprint": _fingerprint(product or booth, words, day), "consent_version": CONSENT_DATED.isoformat()}
    for _attempt in range(5):
        code = new_code(booth, stall_number, LETTERS + 1)  # so that it is never that of a tap
        try:
            with transaction.atomic():
                return Inquiry.objects.create(code=code, **fields)
        except IntegrityError:
            if before := sent_before(product or booth, words, day=day):
                return before
    raise IntegrityError(f"no free code for an inquiry at booth {booth.pk}")


def _fingerprint(about, words, day):
    parts = [about._meta.label, str(about.pk), day.isoformat(), *words.values()]
    return salted_hmac("inquiries.ask", "\x1f".join(parts), algorithm="sha256").hexdigest()
