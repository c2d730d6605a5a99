"""What 'Siap Ritel' and 'Siap Ekspor' ask of a product, and how far a booth has come on all five steps.

The table goes on from exhibitors/readiness.py; docs/naik-kelas.md says where each rule comes from. The public badges come from
the same rules (products/badges.py). They are the expo's own judgement: no chain and no authority has agreed to anything.
"""

from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import exhibitors.readiness
from exhibitors.badges import FOREVER, PERMITS
from exhibitors.readiness import HALAL, NIB, STEPS, Case, Rule, Step, holds, is_herbal, is_public, judge, needs_permit
from products.models import Product, check_barcode

RETAIL, EXPORT = "ritel", "ekspor"
SHELF_DAYS = 90
GROWN = "pertanian-perikanan"  # a live fish or a fruit is not made of anything


def _is_food(case):
    return case.product.category.is_food


def _is_permit_needed(case):
    return needs_permit(case.product) or is_herbal(case.product)


def _is_consumed(case):
    return case.product.category.is_food or is_herbal(case.product)


def _has_barcode(product):
    try:
        check_barcode(product.barcode)
    except ValidationError:
        return False
    return True


def _both(step, key, **words):
    """A rule that both steps share, under a key of its own in each."""
    return Rule(key=f"{step}-{key}", step=step, **words)


def _nib(step):
    return _both(
        step,
        "nib",
        asks=_("NIB sudah dicocokkan"),
        missing=_("Isi NIB beserta buktinya. Tanpa NIB, toko modern dan pabean tidak bisa mencatat usaha Anda."),
        button=_("Isi NIB"),
        place="exhibitors:owner_legality",
        anchor="nib",
        until=lambda case: case.proven(NIB),
        waits=lambda case: case.handed_in(NIB),
    )


def _permit(step, must=True):
    return _both(
        step,
        "izin",
        asks=_("P-IRT atau BPOM yang berlaku untuk produk ini"),
        missing=_("Isi nomor P-IRT atau BPOM beserta buktinya, lalu centang produk ini di sana."),
        button=_("Isi P-IRT atau BPOM"),
        place="exhibitors:owner_legality",
        anchor="pirt",
        until=lambda case: case.proven_for_product(PERMITS),
        applies=_is_permit_needed,
        waits=lambda case: case.handed_in_for_product(PERMITS),
        must=must,
    )


def _material(step):
    return _both(
        step,
        "bahan",
        asks=_("Bahan atau komposisi"),
        missing=_("Tulis bahan atau komposisinya, seperti di label."),
        button=_("Isi bahan"),
        place="products:owner_product_details",
        anchor="id_material",
        until=lambda case: holds(case.product.material),
        applies=lambda case: case.product.category.slug != GROWN,
    )


def _packing(step):
    return _both(
        step,
        "kemasan",
        asks=_("Isi karton tetap"),
        missing=_("Tulis kemasan kirimnya, misalnya karton isi 24."),
        button=_("Isi kemasan kirim"),
        place="products:owner_product_details",
        anchor="id_packing",
        until=lambda case: holds(case.product.packing),
    )


def _capacity(step):
    return _both(
        step,
        "kemampuan",
        asks=_("Kemampuan per bulan"),
        missing=_("Tulis sanggup membuat berapa sebulan, terus-menerus. Lebih baik sedikit tetapi pasti."),
        button=_("Isi kemampuan"),
        place="products:owner_product_details",
        anchor="id_capacity_per_month",
        until=lambda case: holds(case.product.capacity_per_month),
    )


RULES = (
    _nib(RETAIL),
    _permit(RETAIL),
    Rule(
        key="ritel-halal",
        step=RETAIL,
        asks=_("Sertifikat halal yang berlaku untuk produk ini"),
        missing=_("Isi nomor sertifikat halal beserta buktinya, lalu centang produk ini di sana. Hampir semua toko modern memintanya."),
        button=_("Isi sertifikat halal"),
        place="exhibitors:owner_legality",
        anchor="halal",
        until=lambda case: case.proven_for_product(HALAL),
        applies=_is_food,
        waits=lambda case: case.handed_in_for_product(HALAL),
    ),
    _material(RETAIL),
    Rule(
        key="ritel-berat",
        step=RETAIL,
        asks=_("Berat bersih"),
        missing=_("Tulis berat bersihnya, seperti di label."),
        button=_("Isi berat bersih"),
        place="products:owner_product_details",
        anchor="id_net_weight",
        until=lambda case: holds(case.product.net_weight),
        applies=_is_consumed,
    ),
    Rule(
        key="ritel-tahan",
        step=RETAIL,
        asks=_("Tahan sedikitnya 3 bulan"),
        missing=_("Isi tahan berapa hari. Toko modern biasanya meminta sedikitnya 3 bulan (90 hari) sejak dibuat."),
        button=_("Isi masa simpan"),
        place="products:owner_product_details",
        anchor="id_shelf_life_days",
        until=lambda case: holds((case.product.shelf_life_days or 0) >= SHELF_DAYS),
        applies=_is_food,
    ),
    Rule(
        key="ritel-barcode",
        step=RETAIL,
        asks=_("Barcode di kemasan"),
        missing=_("Isi 13 angka barcode produk ini. Belum punya? Barcode didaftarkan di GS1 Indonesia, pendamping bisa membantu."),
        button=_("Isi barcode"),
        place="products:owner_product_details",
        anchor="id_barcode",
        until=lambda case: holds(_has_barcode(case.product)),
    ),
    _packing(RETAIL),
    _capacity(RETAIL),
    _nib(EXPORT),
    Rule(
        key="ekspor-nama",
        step=EXPORT,
        asks=_("Nama dalam bahasa Inggris"),
        missing=_("Isi nama produk dalam bahasa Inggris. Pendamping bisa membantu menerjemahkan."),
        button=_("Isi nama Inggris"),
        place="products:owner_product_price",
        anchor="id_name_en",
        until=lambda case: holds(case.product.name_en),
    ),
    Rule(
        key="ekspor-keterangan",
        step=EXPORT,
        asks=_("Keterangan dalam bahasa Inggris"),
        missing=_("Ceritakan produk ini dalam bahasa Inggris. Pendamping bisa membantu menerjemahkan."),
        button=_("Isi keterangan Inggris"),
        place="products:owner_product_details",
        anchor="id_description_en",
        until=lambda case: holds(case.product.description_en),
    ),
    _material(EXPORT),
    Rule(
        key="ekspor-hs",
        step=EXPORT,
        asks=_("Usulan kode HS"),
        missing=_("Isi usulan kode HS, misalnya 9206.00 untuk kendang. Pendamping bisa membantu mencarinya."),
        button=_("Isi kode HS"),
        place="products:owner_product_details",
        anchor="id_hs_code",
        until=lambda case: holds(case.product.hs_code),
    ),
    Rule(
        key="ekspor-pesanan",
        step=EXPORT,
        asks=_("Pesanan paling sedikit untuk ekspor"),
        missing=_("Tulis paling sedikit berapa untuk satu pesanan ekspor."),
        button=_("Isi pesanan ekspor"),
        place="products:owner_product_details",
        anchor="id_export_moq",
        until=lambda case: holds(case.product.export_moq),
    ),
    _capacity(EXPORT),
    Rule(
        key="ekspor-waktu",
        step=EXPORT,
        asks=_("Waktu pengerjaan"),
        missing=_("Tulis berapa hari dari pesanan sampai siap kirim."),
        button=_("Isi waktu pengerjaan"),
        place="products:owner_product_details",
        anchor="id_lead_time_days",
        until=lambda case: holds(case.product.lead_time_days),
    ),
    _packing(EXPORT),
    _permit(EXPORT, must=False),
)
TABLE = (*exhibitors.readiness.RULES, *RULES)


def ready_until(step, case):
    """The last day on which the product has all that the step asks for; None if something is missing. case.product is asked."""
    days = [rule.until(case) for rule in RULES if rule.must and rule.step == step and rule.applies(case)]
    return None if None in days else min(days, default=FOREVER)


@dataclass
class Candidate:
    """A product on one of the last two steps."""

    product: Product
    conditions: list

    @property
    def ready(self):
        return not self.lacks

    @property
    def lacks(self):
        return _lacks(self.conditions)

    @property
    def shown_and_ready(self):
        return self.ready and is_public(self.product)


@dataclass
class Rung:
    """One step as it stands for a booth today."""

    step: Step
    conditions: list  # of the booth; on the last two steps those of the nearest product
    done: bool = False
    nearest: Product | None = None
    candidates: list = field(default_factory=list)  # the nearest first
    state: str = "open"  # done, now (the first that is not done) or open

    @property
    def next(self):
        """What the owner can mend first, or None: done, or with the organisers."""
        return next((condition for condition in self.lacks if not condition.waiting), None)

    @property
    def advice(self):
        """What would be good and is no must."""
        return [condition for condition in self.conditions if not condition.rule.must and not condition.met]

    @property
    def lacks(self):
        return _lacks(self.conditions)

    @property
    def musts(self):
        return [condition for condition in self.conditions if condition.rule.must]

    @property
    def met(self):
        return sum(condition.met for condition in self.musts)

    @property
    def ready(self):
        return [candidate.product for candidate in self.candidates if candidate.shown_and_ready]

    @property
    def others(self):
        return [candidate for candidate in self.candidates if candidate.product is not self.nearest and not candidate.ready]


def ladder(booth, today=None, *, products=None, documents=None, hers=()):
    """The five rungs of a booth, as it stands on a day (Jakarta; default: today). Three queries for any number of products.

    Whoever has its kept products with their kinds and its documents at hand gives them, and saves two. hers: booth and products
    as their owner wants them (curation.propose.hers_of), for what is with the organisers already.
    """
    today = today or timezone.localdate()
    products = list(booth.products.kept().select_related("category")) if products is None else products
    documents = list(booth.documents.all()) if documents is None else documents
    links = _links(Product.documents.through.objects.filter(product__exhibitor=booth))
    shown = [product for product in products if is_public(product)] or products
    wanted = {product.pk: product for product in hers[1:]}
    if hers:
        hers = Case(hers[0], [wanted.get(product.pk, product) for product in shown], documents)
    case = Case(booth, shown, documents, hers=hers or None)
    rungs = []
    for step in STEPS:
        rules = [rule for rule in TABLE if rule.step == step.key]
        if step.key in (RETAIL, EXPORT):
            rungs.append(_product_rung(step, rules, case, links, today))
        else:
            conditions = judge(rules, case, today)
            rungs.append(Rung(step, conditions, done=not _lacks(conditions)))
    now = next((rung for rung in rungs if not rung.done), None)
    for rung in rungs:
        rung.state = "done" if rung.done else "now" if rung is now else "open"
    return rungs


def missing_lines(product):
    """'Siap Ritel: kurang Berat bersih, Barcode di kemasan', a line per step; for the organisers. Three queries."""
    documents = list(product.exhibitor.documents.all())
    case = Case(product.exhibitor, [product], documents, product, frozenset(product.documents.values_list("pk", flat=True)))
    lacks = [condition.rule for condition in judge(RULES, case, timezone.localdate()) if condition.lacking]
    lines = []
    for step in STEPS:
        if step.key in (RETAIL, EXPORT):
            what = ", ".join(str(rule.asks) for rule in lacks if rule.step == step.key)
            lines.append(_("%(step)s: kurang %(what)s") % {"step": step.name, "what": what} if what else _("%s: lengkap") % step.name)
    return lines


def _product_rung(step, rules, case, links, today):
    candidates = [Candidate(product, judge(rules, _of_product(case, product, links), today)) for product in case.products]
    candidates.sort(key=lambda candidate: len(candidate.lacks))
    done = is_public(case.booth) and any(candidate.shown_and_ready for candidate in candidates)
    nearest = candidates[0] if candidates else None
    return Rung(step, nearest.conditions if nearest else [], done, nearest and nearest.product, candidates)


def _of_product(case, product, links):
    """The case of one of its products."""
    hers = case.hers and next(wanted for wanted in case.hers.products if wanted.pk == product.pk)
    return replace(case, product=product, linked=links.get(product.pk, frozenset()), hers=hers and _of_product(case.hers, hers, links))


def _links(rows):
    """{product id: {document id}}"""
    found = {}
    for product, document in rows.values_list("product_id", "legalitydocument_id"):
        found.setdefault(product, set()).add(document)
    return found


def _lacks(conditions):
    return [condition for condition in conditions if condition.lacking]
