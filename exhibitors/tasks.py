"""The one thing that an owner should do next. RULES is the order: the first that applies is shown, the others wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent
from curation import propose
from curation.models import ProposedChange
from exhibitors.legality import GUIDES
from exhibitors.models import EXPIRES_SOON, Exhibitor, LegalityDocument, Status
from exhibitors.news import reasons
from exhibitors.states import OPEN_STATUSES
from products.models import Product
from products.readiness import ladder

Kind = LegalityDocument.Kind
ALMOST = 3  # conditions that a product may lack for Siap Ritel or Siap Ekspor to be proposed


class Task(NamedTuple):
    title: str
    text: str
    button: str
    icon: str
    url: str


@dataclass(frozen=True)
class Standing:
    """All that the rules look at, in five queries: booth and products as their owner wants them, so that nobody nags for what waits."""

    booth: Exhibitor  # with .proposal, as the products
    products: list  # kept ones, in their order, with category
    documents: list
    consented: bool  # somebody who runs the booth lets it be shown
    unread: int  # messages from buyers
    today: date

    @classmethod
    def of(cls, booth, today, *, unread):
        booth, *products = propose.hers_of(booth, [booth, *booth.products.exclude(status=Status.WITHDRAWN).select_related("category")])
        return cls(
            booth=booth,
            products=products,
            documents=list(booth.documents.all()),
            consented=Consent.objects.filter(
                user__memberships__exhibitor=booth, purpose=Consent.Purpose.PUBLISH, withdrawn_at=None
            ).exists(),
            unread=unread,
            today=today,
        )

    @property
    def can_be_submitted(self):
        """Whether something here is finished and waits for nothing but her word."""
        named = [product for product in self.products if product.name]
        if self.booth.status in OPEN_STATUSES:
            return bool(named)
        return self.booth.status not in (Status.WITHDRAWN, Status.REJECTED) and any(product.status in OPEN_STATUSES for product in named)

    @cached_property
    def reasons(self):
        return reasons(self.booth)

    @property
    def returned(self):
        """The first of her proposals that were sent back."""
        proposals = (row.proposal for row in (self.booth, *self.products) if row.proposal)
        return next((proposal for proposal in proposals if not proposal.is_waiting), None)

    def first_product(self, fits):
        return next((product for product in self.products if fits(product)), None)

    def has_document(self, *kinds):
        """Whether the owner stated one of these that nobody turned down, checked or not."""
        return any(document.kind in kinds and document.status != document.Status.REJECTED for document in self.documents)

    @property
    def sells_food(self):
        return self.booth.category.is_food or any(product.category.is_food for product in self.products)


class Rule(NamedTuple):
    applies: Callable  # Standing → what it is about (a product, a document, True), or something falsy
    title: str  # %(name)s is the product's name or the document's kind
    text: str
    button: str
    icon: str
    address: Callable  # (Standing, what it is about) → name of the view and its arguments


def _booth_page(view):
    return lambda standing, _about: (view, standing.booth.pk)


def _product_page(_standing, product):
    return "products:owner_product", product.pk


def _document_page(standing, document):
    return "exhibitors:owner_document", standing.booth.pk, document.pk


def _proposal_page(standing, proposal):
    return ("products:owner_product", proposal.product_id) if proposal.product_id else ("exhibitors:owner_edit", standing.booth.pk)


def _about_to_expire(standing):
    """A permit that ends soon or has ended, unless a later one of its kind is there."""
    for document in standing.documents:
        until = document.valid_until
        if until and until <= standing.today + EXPIRES_SOON:
            others = [other for other in standing.documents if other.kind == document.kind and other.pk != document.pk]
            if not any(other.valid_until is None or other.valid_until > until for other in others):
                return document
    return None


RULES = [
    Rule(
        lambda s: not s.consented,
        _("Beri izin menampilkan stan"),
        _("Tanpa izin Anda, stan dan foto tidak boleh dilihat pembeli. Izin bisa dicabut kapan saja."),
        _("Baca dan beri izin"),
        "shield-check",
        lambda _s, _about: ("accounts:consents",),
    ),
    Rule(
        lambda s: s.booth.entered_by_id and not s.booth.confirmed_by_id,
        _("Periksa isian stan Anda"),
        _("Pendamping sudah mengisikan stan ini untuk Anda. Baca, lalu katakan apakah sudah benar."),
        _("Baca isiannya"),
        "check",
        _booth_page("exhibitors:owner_confirm"),
    ),
    Rule(
        lambda s: s.booth.status == Status.NEEDS_WORK,
        _("Stan perlu diperbaiki"),
        _("Kata panitia: “%(reason)s” Ubah isinya, lalu ajukan lagi."),
        _("Ubah isi stan"),
        "edit",
        _booth_page("exhibitors:owner_edit"),
    ),
    Rule(
        lambda s: s.unread,
        _("Ada pesan dari pembeli"),
        _("Pembeli menunggu jawaban Anda."),
        _("Baca pesan"),
        "envelope",
        _booth_page("inquiries:owner_inbox"),
    ),
    Rule(
        lambda s: not s.booth.whatsapp,
        _("Isi nomor WhatsApp"),
        _("Lewat nomor itulah pembeli bertanya dan memesan."),
        _("Isi nomor"),
        "whatsapp-chat",
        _booth_page("exhibitors:owner_edit"),
    ),
    Rule(
        lambda s: not s.booth.tagline,
        _("Tulis satu kalimat tentang stan"),
        _("Kalimat pendek ini dibaca orang sebelum membuka stan. Sebut apa yang Anda buat dan apa bedanya."),
        _("Tulis kalimat"),
        "edit",
        _booth_page("exhibitors:owner_edit"),
    ),
    Rule(
        lambda s: not s.products,
        _("Tambah produk pertama"),
        _("Cukup satu foto, nama, dan harga. Yang lain bisa menyusul."),
        _("Tambah produk"),
        "camera",
        _booth_page("products:owner_product_new"),
    ),
    Rule(
        lambda s: s.first_product(lambda product: product.status == Status.NEEDS_WORK),
        _("“%(name)s” perlu diperbaiki"),
        _("Kata panitia: “%(reason)s” Ubah, lalu ajukan lagi."),
        _("Perbaiki produk"),
        "edit",
        _product_page,
    ),
    Rule(
        lambda s: s.returned,
        _("Perubahan pada “%(name)s” perlu diperbaiki"),
        _("Kata panitia: “%(reason)s” Ubah, lalu simpan. Sampai itu selesai, pembeli masih melihat yang lama."),
        _("Perbaiki"),
        "edit",
        _proposal_page,
    ),
    Rule(
        lambda s: s.first_product(lambda product: not product.name),
        _("Lanjutkan produk yang baru dimulai"),
        _("Fotonya sudah tersimpan. Tinggal nama dan harganya."),
        _("Lanjutkan"),
        "edit",
        _product_page,
    ),
    Rule(
        lambda s: s.can_be_submitted and not s.first_product(lambda product: product.status in OPEN_STATUSES and product.cover_id is None),
        _("Ajukan ke panitia"),
        _("Isinya sudah cukup. Panitia memeriksanya dulu sebelum tampil, biasanya dalam beberapa hari."),
        _("Lihat dan ajukan"),
        "check-circle",
        _booth_page("exhibitors:owner_submit"),
    ),
    Rule(
        lambda s: s.first_product(lambda product: product.cover_id is None),
        _("“%(name)s” belum ada fotonya"),
        _("Foto di dekat jendela, pagi atau sore, dengan alas polos. Foto dari HP sudah cukup."),
        _("Tambah foto"),
        "camera",
        _product_page,
    ),
    Rule(
        lambda s: next((document for document in s.documents if document.status == document.Status.REJECTED), None),
        _("%(name)s belum bisa diterima"),
        _("Cocokkan nomor dan foto suratnya, lalu simpan lagi. Panitia akan memeriksanya sekali lagi."),
        _("Perbaiki"),
        "edit",
        _document_page,
    ),
    Rule(
        _about_to_expire,
        _("Masa berlaku %(name)s hampir atau sudah habis"),
        _("Bila sudah diperpanjang, ubah tanggalnya dan sertakan foto surat yang baru."),
        _("Perbarui"),
        "clock",
        _document_page,
    ),
    Rule(
        lambda s: s.sells_food and not s.has_document(Kind.PIRT, Kind.BPOM),
        _("Catat P-IRT atau BPOM"),
        _("Makanan dan minuman kemasan perlu salah satunya. Belum punya? Pendamping bisa membantu mengurusnya."),
        _("Catat izin"),
        "home-permit",
        _booth_page("exhibitors:owner_legality"),
    ),
    Rule(
        lambda s: s.sells_food and not s.has_document(Kind.HALAL),
        _("Catat sertifikat halal"),
        _("Sejak 17 Oktober 2026 makanan dan minuman usaha mikro dan kecil wajib bersertifikat halal."),
        _("Catat sertifikat"),
        "halal-check",
        _booth_page("exhibitors:owner_legality"),
    ),
    Rule(
        lambda s: not s.has_document(Kind.NIB),
        _("Catat NIB"),
        _("Nomor induk berusaha itu gratis dan membuka jalan ke izin lain. Sudah punya? Catat nomornya."),
        _("Catat NIB"),
        "shield-check",
        _booth_page("exhibitors:owner_legality"),
    ),
    Rule(
        lambda s: not s.booth.story,
        _("Ceritakan usaha Anda"),
        _("Tiga kalimat sudah cukup: siapa yang membuat, sejak kapan, dan apa yang Anda jaga."),
        _("Tulis cerita"),
        "edit",
        _booth_page("exhibitors:owner_edit"),
    ),
]


def first_task(standing):
    """The Task of the first rule that applies, or None: nothing is waiting."""
    for rule in RULES:
        if about := rule.applies(standing):
            try:
                view, *arguments = rule.address(standing, about)
                url = reverse(view, args=arguments)
            except NoReverseMatch:  # a page that this installation does not have
                continue
            words = {"name": _name(about), "reason": _reason(standing, about)}
            return Task(capfirst(rule.title % words), _filled(rule.text, words), str(rule.button), rule.icon, url)
    return _next_step(standing)


def _next_step(standing):
    """When nothing presses: the next condition of the step of naik kelas that is nearest, if it is near enough to be worth the walk."""
    rungs = ladder(standing.booth, standing.today, products=standing.products, documents=standing.documents)
    near = [rung for rung in rungs if rung.next and (not rung.nearest or len(rung.lacks) <= ALMOST)]
    if not near:
        return None
    rung = min(near, key=lambda rung: (rung.nearest is not None, len(rung.lacks)))
    condition = rung.next
    title = f"{rung.step.name}: {condition.rule.asks}"
    text = f"{condition.product.name}. {condition.rule.missing}" if condition.product else str(condition.rule.missing)
    return Task(title, text, str(condition.rule.button), "leaf", condition.address)


def _filled(text, words):
    return text % words if "%(reason)s" in str(text) else str(text)


def _reason(standing, about):
    """What the organisers wrote about a product, or else about the booth; looked up only when something needs work."""
    if isinstance(about, ProposedChange):
        return about.reason
    row = about if isinstance(about, Product) else standing.booth
    if row.status != Status.NEEDS_WORK:
        return ""
    return standing.reasons.get((row._meta.label_lower, row.pk)) or gettext("Tanyakan kepada panitia apa yang kurang.")


def _name(about):
    if isinstance(about, LegalityDocument):
        return GUIDES[about.kind].name
    return getattr(about, "name", "") or gettext("Produk baru")
