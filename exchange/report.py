"""The figures of an edition, as an official signs them: each with what it counts and when it was counted.

As data here, as PDF in exchange/report_pdf.py, as a workbook in exchange/report_xlsx.py. All figures of one report come from the same few rows, so sums agree.
"""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from curation.models import Outcome
from exhibitors.models import PUBLIC_STATUSES, Category, Participation, Status
from expo.pagecache import content
from expo.text import translated


@dataclass(frozen=True)
class Figure:
    """`means`: what it counts."""

    name: str
    value: int
    means: str


@dataclass(frozen=True)
class Section:
    """A table of words and whole numbers. `means`: what it counts; `total`: its last row, where the rows add up."""

    title: str
    means: str
    columns: tuple
    rows: tuple
    total: tuple = ()


@dataclass(frozen=True)
class Report:
    """`scope`: the regions that it is about."""

    edition: str
    scope: str
    taken_at: datetime.datetime
    demo: bool
    language: str
    figures: tuple
    sections: tuple


def make_report(*, participations, products, clicks, entries, regions, edition, now, language="id"):
    """The Report on those of the given rows that belong to the edition and to `regions`, all of which have their row. Five queries.

    entries: products in rounds of curation (curation.models.Entry).
    """
    with override(language):
        source = _Source(participations, products, clicks, entries, list(regions), edition)
        return Report(
            edition=translated(edition, "name"),
            scope=", ".join(region.name for region in source.regions),
            taken_at=timezone.localtime(now),
            demo=content().demo,
            language=language,
            figures=_figures(source),
            sections=tuple(section(source) for section in SECTIONS),
        )


class _Booth(NamedTuple):
    taking_part: str
    number: str | None
    pk: int
    name: str
    status: str
    category: int
    region: str


class _Product(NamedTuple):
    booth: int
    status: str
    category: int


class _Taps(NamedTuple):
    booth: int
    name: str
    region: str
    all: int
    during: int


class _Judged(NamedTuple):
    opens_on: datetime.date
    round: int
    name: str
    region: str
    outcome: str  # "" while it is not decided
    count: int


class _Source:
    """The rows from which everything is counted."""

    def __init__(self, participations, products, clicks, entries, regions, edition):
        self.regions, self.edition = regions, edition
        self.categories = list(Category.objects.all())
        slugs = {region.slug for region in regions}
        booth = ("exhibitor", "exhibitor__name", "exhibitor__status", "exhibitor__category", "exhibitor__village__district__region__slug")
        rows = participations.filter(edition=edition).order_by().values_list("status", "stall_number", *booth)
        self.asked = [row for row in (_Booth(*row) for row in rows) if row.region in slugs]
        self.booths = {row.pk: row for row in self.asked if row.taking_part == Participation.Status.ACCEPTED}
        rows = products.filter(exhibitor__in=participations.accepted().filter(edition=edition).values("exhibitor"))
        rows = rows.order_by().values_list("exhibitor", "status", "category")
        self.products = [row for row in (_Product(*row) for row in rows) if row.booth in self.booths]
        rows = (
            clicks.filter(edition=edition)
            .order_by()
            .values_list("exhibitor", "exhibitor__name", "exhibitor__village__district__region__slug")
        )
        rows = rows.annotate(all=Count("pk"), during=Count("pk", filter=_during(edition)))
        self.taps = [row for row in (_Taps(*row) for row in rows) if row.region in slugs]
        of_entry = ("round__opens_on", "round", "round__name", "product__exhibitor__village__district__region__slug", "outcome")
        rows = entries.filter(round__edition=edition).order_by().values_list(*of_entry).annotate(count=Count("pk"))
        self.judged = [row for row in (_Judged(*row) for row in rows) if row.region in slugs]

    @property
    def shown_booths(self):
        return [booth for booth in self.booths.values() if booth.status in PUBLIC_STATUSES]

    @property
    def shown_products(self):
        return [row for row in self.products if row.status in PUBLIC_STATUSES and self.booths[row.booth].status in PUBLIC_STATUSES]

    def region_of(self, product):
        return self.booths[product.booth].region


def _during(edition):
    first, last = (timezone.make_aware(datetime.datetime.combine(day, datetime.time())) for day in (edition.starts_on, edition.ends_on))
    return Q(created_at__gte=first, created_at__lt=last + datetime.timedelta(days=1))


def _figures(source):
    return (
        Figure(_("Stan peserta"), len(source.booths), _("usaha yang diterima di edisi ini")),
        Figure(_("Stan tampil"), len(source.shown_booths), _("stan peserta yang bisa dilihat pengunjung situs")),
        Figure(_("Produk tampil"), len(source.shown_products), _("produk stan peserta yang bisa dilihat pengunjung situs")),
        Figure(_("Ketukan WhatsApp"), sum(row.all for row in source.taps), _("kali tombol WhatsApp ditekan; bukan orang, bukan pesanan")),
    )


def by_region(source):
    booths, shown, products = (
        Counter(regions)
        for regions in (
            (booth.region for booth in source.booths.values()),
            (booth.region for booth in source.shown_booths),
            map(source.region_of, source.shown_products),
        )
    )
    return _summed(
        _("Stan dan produk menurut daerah"),
        _("Daerah adalah letak usahanya. Stan peserta: diterima di edisi ini. Tampil: bisa dilihat pengunjung situs pada saat dihitung."),
        (_("Daerah"), _("Stan peserta"), _("Stan tampil"), _("Produk tampil")),
        [(region.name, booths[region.slug], shown[region.slug], products[region.slug]) for region in source.regions],
    )


def by_category(source):
    booths = Counter(booth.category for booth in source.shown_booths)
    products = Counter(product.category for product in source.shown_products)
    return _summed(
        _("Stan dan produk menurut jenis"),
        _("Stan dihitung menurut jenis utamanya, produk menurut jenisnya sendiri: satu stan bisa punya produk dari beberapa jenis."),
        (_("Jenis"), _("Stan tampil"), _("Produk tampil")),
        [(translated(category, "name"), booths[category.pk], products[category.pk]) for category in source.categories],
    )


def taking_part(source):
    return _by_state(
        source,
        _("Keikutsertaan"),
        _("Semua usaha yang tercatat untuk edisi ini, menurut jawabannya. Diterima berarti stan peserta."),
        Participation.Status,
        Counter((booth.taking_part, booth.region) for booth in source.asked),
    )


def states_of_booths(source):
    return _by_state(
        source,
        _("Keadaan stan peserta"),
        _("Keadaan stan pada saat dihitung. Hanya yang tampil bisa dilihat pengunjung."),
        Status,
        Counter((booth.status, booth.region) for booth in source.booths.values()),
    )


def states_of_products(source):
    return _by_state(
        source,
        _("Keadaan produk stan peserta"),
        _(
            "Keadaan produk pada saat dihitung. Produk yang tampil di stan yang belum tampil tidak terlihat, jadi jumlahnya bisa lebih dari produk tampil."
        ),
        Status,
        Counter((product.status, source.region_of(product)) for product in source.products),
    )


def curation(source):
    counts = Counter()
    for row in source.judged:
        counts[row.round, row.region, row.outcome] += row.count
    outcomes = [*Outcome.values, ""]
    rows = []
    for _opens_on, round, name in sorted({row[:3] for row in source.judged}):
        for region in source.regions:
            numbers = [counts[round, region.slug, outcome] for outcome in outcomes]
            rows.append((name, region.short_name, sum(numbers), *numbers))
    sums = [sum(row[place] for row in rows) for place in range(2, len(outcomes) + 3)]
    return Section(
        _("Hasil kurasi menurut putaran dan daerah"),
        _(
            "Produk yang masuk putaran kurasi edisi ini, menurut keputusan terakhirnya pada saat dihitung. Calon ekspor lolos juga, dan dihitung hanya di kolomnya sendiri. Yang diperbaiki lalu diajukan lagi tetap perlu diperbaiki sampai diputuskan lagi. Produk yang masuk dua putaran dihitung di keduanya."
        ),
        (_("Putaran"), _("Daerah"), _("Masuk"), *(str(label) for label in Outcome.labels), _("Belum diputuskan")),
        tuple(rows),
        (_("Jumlah"), "", *sums),
    )


def taps_by_region(source):
    during, everything, booths = Counter(), Counter(), Counter()
    for row in source.taps:
        during[row.region] += row.during
        everything[row.region] += row.all
        booths[row.region] += 1
    return _summed(
        _("Ketukan WhatsApp menurut daerah"),
        _(
            "Berapa kali tombol WhatsApp di situs ditekan dalam edisi ini. Satu ketukan bukan satu orang dan bukan satu pesanan; yang terjadi sesudahnya tidak tercatat. Hari pameran: dari awal hari pertama sampai akhir hari terakhir."
        ),
        (_("Daerah"), _("Pada hari pameran"), _("Seluruhnya"), _("Stan yang diketuk")),
        [(region.name, during[region.slug], everything[region.slug], booths[region.slug]) for region in source.regions],
    )


def taps_by_booth(source):
    names = {region.slug: region.short_name for region in source.regions}
    numbers = {booth.pk: booth.number or "–" for booth in source.asked}
    taps = sorted(source.taps, key=lambda row: (-row.all, numbers.get(row.booth, "–"), row.booth))
    silent = len(source.booths.keys() - {row.booth for row in taps})
    rows = [(numbers.get(row.booth, "–"), row.name, names[row.region], row.during, row.all) for row in taps]
    total = ("", _("Jumlah"), "", sum(row.during for row in taps), sum(row.all for row in taps))
    return Section(
        _("Ketukan WhatsApp menurut stan"),
        _("Dari yang paling banyak diketuk. Stan peserta yang belum diketuk: %d.") % silent,
        (_("Nomor"), _("Nama stan"), _("Daerah"), _("Pada hari pameran"), _("Seluruhnya")),
        tuple(rows),
        total,
    )


# What a report holds, in this order. One more is one more function: _Source in, Section out.
SECTIONS = (by_region, by_category, taking_part, states_of_booths, states_of_products, curation, taps_by_region, taps_by_booth)


def _by_state(source, title, means, states, counts):
    """Rows are states, columns regions."""
    rows = []
    for state in states:
        numbers = [counts[state.value, region.slug] for region in source.regions]
        rows.append((str(state.label), *numbers, sum(numbers)))
    return _summed(title, means, (_("Keadaan"), *(region.short_name for region in source.regions), _("Jumlah")), rows)


def _summed(title, means, columns, rows):
    sums = [sum(row[place] for row in rows) for place in range(1, len(columns))]
    return Section(title, means, columns, tuple(rows), (_("Jumlah"), *sums))
