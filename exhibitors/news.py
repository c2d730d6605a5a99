"""What the organisers decided about a booth and its products, as its owner reads it: straight from the record."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Deed, Record
from exhibitors.states import DECISIONS

WORDS = {  # as an owner reads a decision
    Deed.APPROVE: _("Disetujui. Sebentar lagi tampil."),
    Deed.SEND_BACK: _("Perlu diperbaiki dulu."),
    Deed.REJECT: _("Belum bisa ikut."),
    Deed.PUBLISH: _("Sudah tampil."),
    Deed.SUSPEND: _("Untuk sementara tidak tampil."),
    Deed.RESUME: _("Tampil lagi."),
    Deed.TAKE: _("Perubahan Anda sudah diterima."),
    Deed.TAKE_PART: _("Sebagian perubahan Anda sudah diterima. Yang lain perlu diperbaiki dulu."),
    Deed.RETURN: _("Perubahan Anda perlu diperbaiki dulu. Pembeli masih melihat yang lama."),
    Deed.CURATE: _("Ada hasil kurasi."),
}
PROPOSED = (Deed.TAKE, Deed.TAKE_PART, Deed.RETURN)  # about what she wanted to change


def news_of(booth, deeds=tuple(WORDS)):
    """Records of decisions about it, its products and what was proposed for them, the newest first."""
    products = [str(pk) for pk in booth.products.values_list("pk", flat=True)]
    about = Q(model="exhibitors.exhibitor", object_id=str(booth.pk)) | Q(model="products.product", object_id__in=products)
    return Record.objects.filter(about, deed__in=deeds).select_related("entry__round")


def words_of(record):
    """What an owner reads: what became of it in a round, or what was decided without one."""
    entry = getattr(record, "entry", None)
    return entry.words if entry else WORDS[record.deed]


def reasons(booth):
    """{row's model label and number: the reason of the last decision about it}, of the booth and its products."""
    return {(record.model, int(record.object_id)): record.reason for record in reversed(news_of(booth, DECISIONS)[:200])}
