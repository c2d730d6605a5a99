"""The figures of the organisers' first page: each with the address of the list that it counts. Eight queries, however much there is."""

from typing import NamedTuple

from django.db.models import Count, F
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Deed, Record
from curation.attention import BOOTHS, PRODUCTS, WAITING, counts
from curation.decide import may_decide, may_do
from exhibitors.invite import may_invite
from exhibitors.models import Exhibitor
from exhibitors.states import Status, Waiting
from products.models import Product
from regions.models import Region, codes_of

LISTS = {Exhibitor: "admin:exhibitors_exhibitor_changelist", Product: "admin:products_product_changelist"}
RECORDS_SHOWN = 10
QUEUES = ("admin:curation_queue", "admin:queue")  # a curator's own, where this installation has it
SHOWN_TOGETHER = (  # the parts of a bar, from the left
    ("open", (Status.DRAFT, Status.NEEDS_WORK)),
    ("submitted", (Status.SUBMITTED,)),
    ("approved", (Status.APPROVED,)),
    ("published", (Status.PUBLISHED,)),
    ("out", (Status.REJECTED, Status.SUSPENDED, Status.WITHDRAWN)),
)


class Figure(NamedTuple):
    label: str
    count: int
    url: str


class Row(NamedTuple):
    label: str
    figures: list  # of Figure, one per column
    total: Figure
    parts: list  # of (name of a part of SHOWN_TOGETHER, number)


class Table(NamedTuple):
    title: str
    columns: list  # of words
    rows: list
    sums: list
    total: Figure
    most: int  # the largest total of a row


class Entry(NamedTuple):
    record: Record
    url: str


def overview(user, today):
    """Context for the first page: what concerns the role, in the regions of `user`."""
    sees = user.has_perm("exhibitors.view_exhibitor")
    context = {"sees": sees, "may_decide": may_decide(user), "may_invite": may_invite(user), "queue": _queue()}
    if not sees:
        return context | {"records": _records(user)}
    booths, products = Exhibitor.objects.in_scope_of(user), Product.objects.in_scope_of(user)
    regions = list(Region.objects.in_scope_of(user).values_list("code", "slug", "short_name"))
    tables = [_table(_("Stan"), booths, regions), _table(_("Produk"), products, regions)]
    of_booths, of_products = counts(booths, BOOTHS | WAITING), counts(products, PRODUCTS | WAITING)
    return context | {
        "empty": not tables[0].total.count,
        "waiting": [_waiting(_("Stan"), Exhibitor, of_booths), _waiting(_("Produk"), Product, of_products)],
        "attention": _attention(Exhibitor, BOOTHS, of_booths, skip={"buka"}) + _attention(Product, PRODUCTS, of_products, skip={"buka"}),
        "drafts": [
            Figure(_("Stan"), of_booths["buka"], address(Exhibitor, perhatian="buka")),
            Figure(_("Produk"), of_products["buka"], address(Product, perhatian="buka")),
        ],
        "fills_in": may_do(user, Deed.SUBMIT) and not may_decide(user),
        "tables": tables,
        "records": _records(user),
    }


def address(model, **filters):
    return f"{reverse(LISTS[model])}?{urlencode(filters)}" if filters else reverse(LISTS[model])


def _waiting(label, model, found):
    figures = [Figure(str(label), found[key], address(model, perhatian=key)) for key, label in Waiting.choices]
    return Row(label, figures, Figure(label, sum(figure.count for figure in figures), address(model, status__exact=Status.SUBMITTED)), [])


def _attention(model, questions, found, skip):
    of = {Exhibitor: _("Stan: %s"), Product: _("Produk: %s")}[model]
    return [
        Figure(of % question.label, found[key], address(model, perhatian=key)) for key, question in questions.items() if key not in skip
    ]


def _table(title, rows, regions):
    """How many rows stand where, by region: a line per region in scope, a column per status that occurs."""
    model = rows.model
    counted = rows.order_by().values("status", region=F(rows.region_path)).annotate(number=Count("pk"))
    found = {(row["region"], row["status"]): row["number"] for row in counted}
    statuses = [status for status in Status if any(status == one for _region, one in found)]
    lines = []
    for code, slug, name in regions:
        numbers = {status: found.get((code, status), 0) for status in Status}
        lines.append(
            Row(
                name,
                [Figure(str(status.label), numbers[status], address(model, status__exact=status, wilayah=slug)) for status in statuses],
                Figure(name, sum(numbers.values()), address(model, wilayah=slug)),
                [(part, sum(numbers[status] for status in together)) for part, together in SHOWN_TOGETHER],
            )
        )
    sums = [
        Figure(str(status.label), sum(line.figures[place].count for line in lines), address(model, status__exact=status))
        for place, status in enumerate(statuses)
    ]
    total = Figure(title, sum(line.total.count for line in lines), address(model))
    most = max((line.total.count for line in lines), default=0)
    return Table(title, [str(status.label) for status in statuses], lines, sums, total, most)


def _records(user):
    if not user.has_perm("accounts.view_record"):
        return []
    codes = codes_of(user)
    records = Record.objects.select_related("actor")
    if codes is not None:
        records = records.filter(region__in=codes)
    return [Entry(record, _page_of(record)) for record in records[:RECORDS_SHOWN]]


def _page_of(record):
    """The page of the row that a record is about; none when it was deleted then, is a whole list, or is of a kind that has no page."""
    if record.deed in (Deed.DELETE, Deed.EXPORT):
        return ""
    model = next((model for model in LISTS if model._meta.label_lower == record.model), None)
    return reverse(f"admin:{record.model.replace('.', '_')}_history", args=[record.object_id]) if model else ""


def _queue():
    for name in QUEUES:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
