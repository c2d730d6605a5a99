"""'Naik kelas': five steps, and what the first three ask of a booth. docs/naik-kelas.md says where each rule comes from.

What the last two ask of a product stands in products/readiness.py, which also loads what the rules look at. A rule answers
with the last day on which it holds, so that whatever rests on a dated proof ends with it and nobody has to be there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from exhibitors.badges import FOREVER, PERMITS, latest
from exhibitors.models import PUBLIC_STATUSES, Exhibitor, LegalityDocument, Status

Kind = LegalityDocument.Kind
HALAL = frozenset({Kind.HALAL})
NIB = frozenset({Kind.NIB})
HANDED_IN = frozenset({LegalityDocument.Status.CLAIMED, LegalityDocument.Status.CHECKED})
ENOUGH = 4  # products that are complete; a booth with fewer has all of them complete
FRESH_DAYS = 7  # food that keeps for less is sold fresh and needs no P-IRT
HERBS_AND_BEAUTY = "kecantikan-herbal"  # eaten, drunk or put on the skin, though no food

OF_PRODUCT = frozenset(f"products:owner_product_{page}" for page in ("photos", "price", "details"))  # pages that are one product's
MY_DATA = "accounts:my_data"  # where consents are changed


class Step(NamedTuple):
    key: str
    name: str
    done: str  # what the owner reads once it is reached


STEPS = (
    Step("tampil", _("Tampil"), _("Stan, kalimat pendek, dan nomor WhatsApp sudah bisa dilihat pembeli.")),
    Step("rapi", _("Rapi"), _("Foto, harga, ukuran, dan cerita sudah lengkap.")),
    Step("resmi", _("Resmi"), _("Nomor usaha dan izin yang diperlukan sudah dicocokkan.")),
    Step("ritel", _("Siap Ritel"), _("Ada produk dengan kelengkapan yang biasa diminta toko modern.")),
    Step("ekspor", _("Siap Ekspor"), _("Ada produk yang siap ditawarkan ke pembeli luar negeri.")),
)


@dataclass
class Case:
    """What the rules look at: a booth with its products and documents, for a product's rules also the product."""

    booth: Exhibitor
    products: list  # those that visitors see; while there are none, all that the owner has
    documents: list  # of the booth, in whatever state
    product: object = None
    linked: frozenset = frozenset()  # ids of the documents that stand for this product
    hers: "Case | None" = None  # the same as its owner wants it to be; what holds there only waits for the organisers

    def proven(self, kinds):
        """The last day of the booth's best verified document of these kinds, or None."""
        return latest(self._verified(), kinds)

    def proven_for_product(self, kinds):
        return latest([document for document in self._verified() if document.pk in self.linked], kinds)

    def handed_in(self, kinds):
        """Whether a document of these kinds lies with the organisers."""
        return any(document.kind in kinds and document.status in HANDED_IN for document in self.documents)

    def handed_in_for_product(self, kinds):
        return any(document.kind in kinds and document.status in HANDED_IN and document.pk in self.linked for document in self.documents)

    def _verified(self):
        return [document for document in self.documents if document.status == LegalityDocument.Status.VERIFIED]


@dataclass(frozen=True)
class Rule:
    key: str  # under this name docs/naik-kelas.md explains it
    step: str
    asks: str  # what must be there, in a few words
    missing: str  # what is missing and what to do, in a sentence or two
    button: str
    place: str  # the name of the owner's page where that is done
    anchor: str = ""  # where on that page
    until: Callable | None = None  # case → the last day on which it holds, FOREVER, or None if it does not
    each: Callable | None = None  # instead, for a booth: product → whether it is complete; see enough()
    applies: Callable = lambda case: True
    waits: Callable = lambda case: False  # whether the owner has done her part and the organisers come next
    must: bool = True  # else a piece of advice, which holds no step up


@dataclass(frozen=True)
class Condition:
    """A rule as it stands for one case today."""

    rule: Rule
    met: bool
    waiting: bool
    ended: date | None  # the day on which it held last, if that is past
    booth: Exhibitor
    product: object  # the one that is concerned, or None

    @property
    def lacking(self):
        return self.rule.must and not self.met

    @property
    def first_product(self):
        """Where to begin, if a booth's rule looks at several products."""
        return self.product if self.rule.each else None

    @property
    def address(self):
        """Where the owner mends it; her booth's own page while that page is not there."""
        place, anchor = self.rule.place, self.rule.anchor
        if place in OF_PRODUCT and self.product is None:
            place, anchor = "products:owner_product_new", ""
        arguments = [self.product.pk] if place in OF_PRODUCT else [] if place == MY_DATA else [self.booth.pk]
        try:
            return reverse(place, args=arguments) + (f"#{anchor}" if anchor else "")
        except NoReverseMatch:
            return reverse("exhibitors:owner_booth", args=[self.booth.pk])


def judge(rules, case, today):
    """The conditions of those rules that apply."""
    return [_condition(rule, case, today) for rule in rules if rule.applies(case)]


def holds(true):
    """For rules without a date."""
    return FOREVER if true else None


def is_public(row):
    return row.status in PUBLIC_STATUSES


def needs_permit(product):
    """Packaged food and drink; what is sold fresh and kept for less than a week needs none."""
    return product.category.is_food and not (product.shelf_life_days and product.shelf_life_days < FRESH_DAYS)


def is_herbal(product):
    return product.category.slug == HERBS_AND_BEAUTY


def enough(products, complete):
    """All products, or four of them: a new one that is not finished yet must not throw a large booth back."""
    good = sum(bool(complete(product)) for product in products)
    return holds(good and good >= min(len(products), ENOUGH))


def _condition(rule, case, today):
    until = _until(rule, case)
    met = until is not None and until >= today
    product = case.product
    if rule.each and not met:
        product = next((product for product in case.products if not rule.each(product)), None)
    waiting = not met and (rule.waits(case) or bool(case.hers and (_until(rule, case.hers) or date.min) >= today))
    return Condition(rule, met, waiting, ended=None if met else until, booth=case.booth, product=product)


def _until(rule, case):
    return enough(case.products, rule.each) if rule.each else rule.until(case)


def _sells(case, kind):
    return any(kind(product) for product in case.products)


RULES = (
    Rule(
        key="kalimat",
        step="tampil",
        asks=_("Kalimat pendek tentang stan"),
        missing=_("Tulis satu kalimat: Anda membuat apa. Kalimat itu yang pertama dibaca pembeli."),
        button=_("Tulis kalimat pendek"),
        place="exhibitors:owner_edit",
        anchor="id_tagline",
        until=lambda case: holds(case.booth.tagline),
    ),
    Rule(
        key="whatsapp",
        step="tampil",
        asks=_("Nomor WhatsApp"),
        missing=_("Isi nomor WhatsApp yang dipakai untuk menjawab pembeli."),
        button=_("Isi nomor WhatsApp"),
        place="exhibitors:owner_edit",
        anchor="id_whatsapp",
        until=lambda case: holds(case.booth.whatsapp),
    ),
    Rule(
        key="produk",
        step="tampil",
        asks=_("Sedikitnya satu produk tampil"),
        missing=_("Tambahkan satu produk dulu. Foto dan harga sudah cukup untuk mulai."),
        button=_("Tambah produk"),
        place="products:owner_product_new",
        until=lambda case: holds(any(map(is_public, case.products))),
        waits=lambda case: any(product.name for product in case.products),
    ),
    Rule(
        key="terbit",
        step="tampil",
        asks=_("Stan tampil untuk pengunjung"),
        missing=_("Stan belum tampil. Lihat keadaannya di halaman stan."),
        button=_("Lihat keadaan stan"),
        place="exhibitors:owner_booth",
        until=lambda case: holds(is_public(case.booth)),
        waits=lambda case: case.booth.status in (Status.SUBMITTED, Status.APPROVED),
    ),
    Rule(
        key="whatsapp-terlihat",
        step="tampil",
        asks=_("Nomor WhatsApp terlihat pembeli"),
        missing=_("Nomor Anda disembunyikan, jadi pembeli belum bisa menekan tombol WhatsApp. Boleh begitu, dan boleh diubah."),
        button=_("Ubah persetujuan"),
        place=MY_DATA,
        until=lambda case: holds(case.booth.shows_whatsapp),
        applies=lambda case: bool(case.booth.whatsapp),
        must=False,
    ),
    Rule(
        key="foto",
        step="rapi",
        asks=_("Foto di setiap produk"),
        missing=_("Ada produk yang belum berfoto. Foto di dekat jendela dengan latar polos sudah bagus."),
        button=_("Tambah foto"),
        place="products:owner_product_photos",
        each=lambda product: product.cover_id is not None,
    ),
    Rule(
        key="harga",
        step="rapi",
        asks=_("Harga di setiap produk"),
        missing=_("Ada produk tanpa harga. Barang yang dibuat setelah dipesan boleh lewat penawaran, yang lain sebaiknya berharga."),
        button=_("Isi harga"),
        place="products:owner_product_price",
        each=lambda product: product.price or product.stock == product.Stock.TO_ORDER,
    ),
    Rule(
        key="ukuran",
        step="rapi",
        asks=_("Satuan di setiap produk, berat bersih untuk makanan dan minuman"),
        missing=_("Ada produk yang satuan atau berat bersihnya belum diisi. Pembeli perlu tahu dapat berapa."),
        button=_("Isi berat bersih"),
        place="products:owner_product_details",
        anchor="id_net_weight",
        each=lambda product: product.unit and (product.net_weight or not product.category.is_food),
    ),
    Rule(
        key="cerita",
        step="rapi",
        asks=_("Cerita stan"),
        missing=_("Ceritakan sedikit: sejak kapan, dibuat dari apa, oleh siapa. Tiga kalimat cukup."),
        button=_("Tulis cerita"),
        place="exhibitors:owner_edit",
        anchor="id_story",
        until=lambda case: holds(case.booth.story.strip()),
    ),
    Rule(
        key="nib",
        step="resmi",
        asks=_("NIB sudah dicocokkan"),
        missing=_("Isi NIB beserta buktinya. Belum punya? Mengurusnya gratis di oss.go.id, pendamping bisa membantu."),
        button=_("Isi NIB"),
        place="exhibitors:owner_legality",
        anchor="nib",
        until=lambda case: case.proven(NIB),
        waits=lambda case: case.handed_in(NIB),
    ),
    Rule(
        key="izin-pangan",
        step="resmi",
        asks=_("P-IRT atau BPOM untuk makanan dan minuman kemasan"),
        missing=_("Isi nomor P-IRT atau BPOM beserta buktinya. Makanan beku dan minuman yang disterilkan perlu BPOM."),
        button=_("Isi P-IRT atau BPOM"),
        place="exhibitors:owner_legality",
        anchor="pirt",
        until=lambda case: case.proven(PERMITS),
        applies=lambda case: _sells(case, needs_permit),
        waits=lambda case: case.handed_in(PERMITS),
    ),
    Rule(
        key="halal",
        step="resmi",
        asks=_("Sertifikat halal untuk makanan dan minuman"),
        missing=_("Sejak 17 Oktober 2026 makanan dan minuman dari usaha mikro dan kecil wajib bersertifikat halal. Mulailah mengurusnya."),
        button=_("Isi sertifikat halal"),
        place="exhibitors:owner_legality",
        anchor="halal",
        until=lambda case: case.proven(HALAL),
        applies=lambda case: _sells(case, lambda product: product.category.is_food),
        waits=lambda case: case.handed_in(HALAL),
        must=False,
    ),
    Rule(
        key="izin-herbal",
        step="resmi",
        asks=_("Izin untuk jamu atau kosmetik"),
        missing=_("Jamu, minuman herbal, dan kosmetik biasanya perlu izin BPOM atau P-IRT. Tanyakan kepada pendamping mana yang berlaku."),
        button=_("Isi izin"),
        place="exhibitors:owner_legality",
        anchor="bpom",
        until=lambda case: case.proven(PERMITS),
        applies=lambda case: _sells(case, is_herbal),
        waits=lambda case: case.handed_in(PERMITS),
        must=False,
    ),
)
