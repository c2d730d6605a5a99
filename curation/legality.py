"""The gate of legality: what a product must have on paper before it passes, and until when. From what was verified, nothing else.

Sources of the rules: docs/naik-kelas.md. No query: the proofs are kept on the rows (exhibitors/badges.py).
"""

from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitors.badges import FOREVER
from exhibitors.models import LegalityDocument
from exhibitors.readiness import is_herbal, needs_permit

Kind = LegalityDocument.Kind
LEGAL_WARNING = gettext_lazy(
    "Makanan dan minuman usaha mikro dan kecil wajib bersertifikat halal sejak 17 Oktober 2026. Belum ada yang terverifikasi."
)


class Need(NamedTuple):
    """A paper that a product needs."""

    what: str
    until: date | None  # the last day on which a verified one holds; None: there is none

    def lack(self, day):
        """Why it is not enough until `day`, in a sentence; '' if it is."""
        if self.until is None:
            return _("%s belum terverifikasi.") % self.what
        if self.until < timezone.localdate():
            return _("%(what)s sudah habis %(when)s.") % {"what": self.what, "when": date_format(self.until, "j F Y")}
        if self.until < day:
            return _("%(what)s habis %(when)s, sebelum pameran selesai.") % {"what": self.what, "when": date_format(self.until, "j F Y")}
        return ""


def needs(product):
    """What the gate asks of a product."""
    asked = [Need("NIB", _proven(product.exhibitor.proofs, {Kind.NIB}))]
    if needs_permit(product):
        asked.append(Need(_("P-IRT atau BPOM"), product.permit_until))
    return asked


def lacks(product, day):
    """The sentences that keep the gate shut for an expo that ends on `day`."""
    return [lack for need in needs(product) if (lack := need.lack(day))]


def warnings(product, day):
    """What whoever judges should know, though it shuts no gate."""
    found = []
    if product.category.is_food:
        halal = Need(_("Sertifikat halal"), product.halal_until)
        found += [LEGAL_WARNING] if halal.until is None else [halal.lack(day)]
    if is_herbal(product) and product.permit_until is None:
        found.append(_("Jamu dan kosmetik biasanya perlu izin BPOM atau P-IRT. Belum ada yang terverifikasi."))
    if not product.cover_id:
        found.append(_("Belum ada foto."))
    return [str(sentence) for sentence in found if sentence]


def _proven(proofs, kinds):
    days = [date.fromisoformat(proof["valid_until"]) if proof["valid_until"] else FOREVER for proof in proofs if proof["kind"] in kinds]
    return max(days, default=None)
