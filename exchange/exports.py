"""The lists of the back office as tables that leave: which columns each has, and its rows one by one.

What stands in the columns of exchange/fields.py comes in again as it went out, so an export can be mended in Excel and imported.
"""

import csv
from typing import NamedTuple

from django.db.models import Count, F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curation.models import Entry
from curation.results import described
from exchange.fields import BOOTH, FIELDS, PAPERS, PAPERS_OF_A_PRODUCT, PRODUCT, UNTIL
from exchange.mending import dialled
from exchange.workbook_out import DATE_WORDS, FORMULA, Column, Sheet, written
from exhibitors.models import Exhibitor, Participation
from inquiries.models import ContactClick
from products.models import Product

CHUNK = 200  # rows that are in memory at once
PERSONAL = frozenset(["contact_name", "whatsapp", "nib"])  # of a booth: says who stands behind it
WIDE = {"name": 28, "product_name": 28, "story": 50, "description": 50, "links": 36, "whatsapp": 18, "contact_name": 22}
TEXT = frozenset(["whatsapp", "barcode", "hs_code", *PAPERS])
BOOTH_KEYS = [key for key, field in FIELDS.items() if field.of == BOOTH and key != "address"]
BOOTH_OF_A_PRODUCT = ["stall_number", "name", "whatsapp", "village", "district", "region"]
PRODUCT_KEYS = [*(key for key, field in FIELDS.items() if field.of == PRODUCT), *(kind for kind in PAPERS if kind in PAPERS_OF_A_PRODUCT)]


class Table(NamedTuple):
    """`rows`: to be gone through once, without keeping any."""

    name: str
    columns: list
    rows: object


def may_have_personal_data(user):
    """Those who fill in booths. Curators and auditors get the lists without what says who the person is (docs/adr/0024)."""
    return user.has_perm("exhibitors.change_exhibitor")


def booths(queryset, *, personal):
    keys = [key for key in BOOTH_KEYS if personal or key not in PERSONAL]
    rows = _with_number(queryset, "pk").select_related("category", "village__district__region").prefetch_related("documents")
    columns = [*map(_column, keys), Column(_("Keadaan"))]
    return Table(_("Stan"), columns, ([*(_of_booth(row, key, row) for key in keys), _label(row, "status")] for row in _each(rows)))


def products(queryset, *, personal):
    first = [key for key in BOOTH_OF_A_PRODUCT if personal or key not in PERSONAL]
    rows = _with_number(queryset, "exhibitor").select_related("category", "exhibitor__village__district__region")
    rows = rows.prefetch_related("documents")
    columns = [*map(_column, first + PRODUCT_KEYS), Column(_("Keadaan"))]
    return Table(_("Produk"), columns, (_product(row, first) for row in _each(rows)))


def _product(row, first):
    booth = [_of_booth(row.exhibitor, key, row) for key in first]
    return [*booth, *(_of_product(row, key) for key in PRODUCT_KEYS), _label(row, "status")]


def applications(queryset, *, personal):
    keys = ["name", "contact_name", "whatsapp", "village", "district", "region", "category"]
    keys = [key for key in keys if personal or key not in PERSONAL]
    rows = queryset.select_related("edition", "exhibitor__category", "exhibitor__village__district__region")
    columns = [_column("stall_number"), *map(_column, keys), Column(_("Edisi"), 28), Column(_("Keikutsertaan")), Column(_("Petak luring"))]
    return Table(_("Keikutsertaan"), columns, (_application(row, keys) for row in _each(rows)))


def _application(row, keys):
    booth = [_of_booth(row.exhibitor, key, row) for key in keys]
    return [row.stall_number, *booth, row.edition.name, _label(row, "status"), row.venue_spot]


def clicks(queryset, *, personal):
    """One row for each booth and edition: how often WhatsApp was tapped."""
    place = "exhibitor__village__district__region"
    counted = queryset.order_by().values_list("exhibitor__name", f"{place}__name", "edition__name", "exhibitor").annotate(taps=Count("pk"))
    rows = counted.order_by("-taps", "exhibitor__name", "exhibitor", "edition__name")
    columns = [_column("name"), _column("region"), Column(_("Edisi"), 28), Column(_("Ketukan WhatsApp"))]
    each = ([name, region, edition, taps] for name, region, edition, _pk, taps in rows.iterator(chunk_size=CHUNK))
    return Table(_("Ketukan WhatsApp"), columns, each)


def outcomes(numbers, round):
    """What the curators of a round found and what was decided; `numbers`: of its entries, in their order."""
    criteria = list(round.criteria.all())
    columns = [_column("product_name"), _column("name"), _column("region"), *(Column(criterion.name) for criterion in criteria)]
    columns += [Column(_("Jumlah nilai")), Column(_("Penilai")), Column(_("Legalitas")), Column(_("Keputusan")), Column(_("Keadaan"))]
    return Table(_("Hasil kurasi"), columns, _outcomes(numbers, criteria, round.edition.ends_on))


def _outcomes(numbers, criteria, day):
    numbers = list(numbers)  # a round's entries by number only
    for first in range(0, len(numbers), CHUNK):
        for entry in described(numbers[first : first + CHUNK], criteria, day):
            booth = entry.product.exhibitor
            means = [None if mean is None else round(mean, 2) for mean in [*entry.means, entry.total]]
            legality = _("belum lengkap") if entry.lacks else _("lengkap")
            decided = entry.get_outcome_display() or _("belum diputuskan")
            region = booth.village.district.region.name
            yield [entry.product.name, booth.name, region, *means, len(entry.found), legality, decided, _label(entry.product, "status")]


class List(NamedTuple):
    """A list of the back office that can leave."""

    model: type
    stem: str  # of the file's name
    title: str
    table: object


LISTS = {
    "stan": List(Exhibitor, "stan", gettext_lazy("Daftar stan"), booths),
    "produk": List(Product, "produk", gettext_lazy("Daftar produk"), products),
    "keikutsertaan": List(Participation, "keikutsertaan", gettext_lazy("Daftar keikutsertaan"), applications),
    "ketukan": List(ContactClick, "ketukan", gettext_lazy("Ketukan WhatsApp menurut stan"), clicks),
    "kurasi": List(Entry, "hasil-kurasi", gettext_lazy("Hasil kurasi"), outcomes),
}


# Rows and cells


def _each(rows):
    return rows.iterator(chunk_size=CHUNK)


def _with_number(rows, booth):
    """`own_number`: the stall number by which an import finds this booth, and no other that has it in a later edition."""
    latest = Participation.objects.accepted().exclude(stall_number=None).order_by("-edition__starts_on", "-pk")
    number = latest.filter(exhibitor=OuterRef(booth)).values("stall_number")[:1]
    holder = latest.filter(stall_number=OuterRef("last_number")).values("exhibitor")[:1]
    return rows.annotate(last_number=Subquery(number), number_of=Subquery(holder), booth_number=F(booth))


def _column(key):
    return Column(str(FIELDS[key].names[0]), WIDE.get(key, 16), text=key in TEXT)


def _of_booth(booth, key, row):
    village = booth.village
    if key == "stall_number":
        return row.last_number if row.number_of == row.booth_number else None
    if key == "village":
        return f"{village.short_kind} {village.name}"
    if key == "district":
        return village.district.name
    if key == "region":
        return village.district.region.name
    if key == "whatsapp":
        return dialled(booth.whatsapp) if booth.whatsapp else None
    if key in PAPERS or key in UNTIL:
        return _paper(booth, key)
    return _shown(booth, key)


def _of_product(product, key):
    if key == "price":
        return _("tanya") if product.price_kind == Product.PriceKind.ASK else product.price
    if key in PAPERS:
        return _paper(product, key)
    return _shown(product, key.removeprefix("product_"))


def _paper(owner, key):
    """The numbers of a kind; or the day until which they hold, where it is the same for all."""
    papers = [paper for paper in owner.documents.all() if paper.kind == UNTIL.get(key, key) and paper.number]
    if key not in UNTIL:
        return ", ".join(paper.number for paper in papers)
    days = {paper.valid_until for paper in papers}
    return days.pop() if len(days) == 1 else None


def _shown(row, name):
    value = getattr(row, name)
    if name == "category":
        return value.name
    if isinstance(value, list):
        return "\n".join(value)
    return _label(row, name) if row._meta.get_field(name).choices else value


def _label(row, name):
    """What a choice is called, without what explains it: "Mikro (penjualan sampai …)"."""
    return str(getattr(row, f"get_{name}_display")()).partition(" (")[0]


# Files


def as_xlsx(table):
    """An open temporary file."""
    return written([Sheet(table.name, table.columns, table.rows)])


def as_csv(table):
    """Pieces of a text file as Excel opens it here: semicolons, UTF-8 with its mark, days as day/month/year.

    Where Excel would work a text out, an apostrophe stands before it; our own reader takes it away again.
    """
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow([_as_text(column.heading) for column in table.columns])
    for row in table.rows:
        yield writer.writerow([_as_text(value) for value in row])


class _Echo:
    def write(self, text):
        return text


def _as_text(value):
    if isinstance(value, str):
        return f"'{value}" if FORMULA.match(value) else value
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return DATE_WORDS.format(value) if hasattr(value, "year") else "" if value is None else str(value)


def file_name(listed, ending):
    return f"{listed.stem}-{timezone.localdate():%Y-%m-%d}.{ending}"
