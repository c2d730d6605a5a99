"""What the expo has already, of the regions that an organiser works in: read in a fixed number of queries, whatever the workbook holds."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from exchange.alike import Reach, name_key, near_key
from exchange.mending import clean
from exhibitors.models import Exhibitor, LegalityDocument, Participation, Status
from products.models import Product

WRITABLE = frozenset({Status.DRAFT, Status.SUBMITTED, Status.NEEDS_WORK})  # what a workbook may change
CLOSED = frozenset({Status.SUSPENDED, Status.WITHDRAWN})  # what gets no new products either
BOOTH_FIELDS = [
    *("name", "contact_name", "whatsapp", "sells", "tagline", "tagline_en", "story", "story_en", "founded_year", "employees"),
    *("legal_form", "size", "export_experience", "answer_hours", "links"),
]
PRODUCT_FIELDS = [
    *("name", "name_en", "unit", "unit_en", "min_order", "net_weight", "material", "material_en", "shelf_life_days", "description"),
    *("description_en", "stock", "barcode", "hs_code", "capacity_per_month", "lead_time_days", "export_moq", "packing", "packing_en"),
]
PRICE = ["price_kind", "price", "price_max"]
_PRODUCT_KEYS = [f"product_{name}" if name in ("name", "name_en") else name for name in PRODUCT_FIELDS]  # as a record calls them


@dataclass(eq=False)
class Known:
    """A booth or a product as it is, with `values` under the names that a record has for them."""

    pk: int
    status: str
    name: str
    values: dict
    papers: dict = field(default_factory=dict)  # of a booth: (kind, number) → [pk, last day, status]
    products: list = field(default_factory=list)  # of a booth
    linked: set = field(default_factory=set)  # of a product: pks of its papers

    @property
    def keys(self):
        """Its name as it is, and as a workbook would be read that has it."""
        return {name_key(self.name), name_key(clean(self.name))}


class State:
    """`booths`: pk → Known, in scope. `numbers`: stall number → pk of the booth that has it in the latest edition, wherever that is.
    `elsewhere`: telephone numbers of booths in other regions. `digest`: equal for the same state."""

    def __init__(self, *, scope, phones):
        booths, products, papers, links, numbers, elsewhere = rows = _rows(scope, phones)
        self.digest = _digest(rows)
        self.booths, self.by_phone, self.by_name, self.near = {}, defaultdict(list), defaultdict(list), defaultdict(Reach)
        for row in booths:
            self._add_booth(*row)
        items = {}
        for pk, booth, status, category, *rest in products:
            values = dict(zip(_PRODUCT_KEYS, rest[3:], strict=True)) | {"price": rest[:3], "product_category": category}
            items[pk] = Known(pk, status, values["product_name"], values)
            self.booths[booth].products.append(items[pk])
        for pk, booth, kind, number, until, status in papers:
            self.booths[booth].papers[kind, number] = [pk, until and until.isoformat(), status]
        for product, paper in links:
            items[product].linked.add(paper)
        self.numbers, self.elsewhere = dict(numbers), {phone for (phone,) in elsewhere}

    def _add_booth(self, pk, status, village, category, *rest):
        values = dict(zip(BOOTH_FIELDS, rest, strict=True)) | {"village": village, "category": category}
        booth = self.booths[pk] = Known(pk, status, values["name"], values)
        for key in booth.keys:
            self.by_name[key].append(booth)
        self.near[village].add(near_key(booth.name), booth)
        if values["whatsapp"]:
            self.by_phone[values["whatsapp"]].append(booth)


def digest(*, scope, phones):
    """That of a State now, without the work of building one."""
    return _digest(_rows(scope, phones))


def _digest(rows):
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _rows(scope, phones):
    """Six queries: booths, their products, their papers, which of these are for which, stall numbers, telephones elsewhere."""
    inside = {"exhibitor__village__district__region__in": scope}
    booths = Exhibitor.objects.filter(village__district__region__in=scope).order_by("pk")
    products = Product.objects.filter(**inside).order_by("position", "pk")
    links = Product.documents.through.objects.filter(product__exhibitor__village__district__region__in=scope).order_by("pk")
    papers = LegalityDocument.objects.filter(**inside).order_by("pk")
    numbers = Participation.objects.accepted().exclude(stall_number=None).order_by("edition__starts_on", "pk")
    others = Exhibitor.objects.filter(whatsapp__in=phones).exclude(village__district__region__in=scope).order_by("whatsapp")
    return [
        [list(row) for row in rows]
        for rows in (
            booths.values_list("pk", "status", "village_id", "category__slug", *BOOTH_FIELDS),
            products.values_list("pk", "exhibitor_id", "status", "category__slug", *PRICE, *PRODUCT_FIELDS),
            papers.values_list("pk", "exhibitor_id", "kind", "number", "valid_until", "status"),
            links.values_list("product_id", "legalitydocument_id"),
            numbers.values_list("stall_number", "exhibitor_id"),
            others.values_list("whatsapp").distinct(),
        )
    ]
