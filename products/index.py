"""What visitors may see, as small rows: one query, kept per content version. Counts, facets and the fair order come from it."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from exhibitors.models import PUBLIC_STATUSES, Exhibitor
from expo.pagecache import remember
from products.models import Product


class ProductRow(NamedTuple):
    pk: int
    exhibitor: int
    region: str
    category: str
    badges: frozenset
    in_stock: bool
    price: int | None  # the lower end of a range
    published: float  # Unix time
    look: str


@dataclass
class BoothRow:
    pk: int
    region: str
    district: str
    category: str
    badges: frozenset
    slug: str
    name: str
    published: float  # Unix time
    look: str = ""
    products: list = field(default_factory=list)

    @property
    def exhibitor(self):
        return self.pk


@dataclass
class Index:
    booths: dict  # pk → BoothRow
    products: dict  # pk → ProductRow


BOOTH_FIELDS = (
    "pk",
    "village__district__region__slug",
    "village__district_id",
    "category__slug",
    "permit_until",
    "halal_until",
    "slug",
    "name",
    "created_at",
)
PRODUCT_FIELDS = (
    "pk",
    "position",
    "status",
    "category__slug",
    "permit_until",
    "halal_until",
    "export_until",
    "retail_until",
    "stock",
    "price",
    "published_at",
    "cover__fingerprint",
)


def index():
    today = timezone.localdate()
    return remember(("index", today), lambda: _load(today))


def badges_on(today, permit_until, halal_until, export_until=None, retail_until=None):
    """The badges that hold on a day, as a set of keys: whoever's proof has ended loses its badge without anybody's doing."""
    ends = {"pirt": permit_until, "halal": halal_until, "export": export_until, "retail": retail_until}
    return frozenset(name for name, until in ends.items() if until is not None and until >= today)


def handed_on(badges):
    """Those of a product's badges that its booth has too: a booth is ready for shops or export when one of its products is."""
    return badges & {"export", "retail"}


def _load(today: date):
    booths, products, first = {}, {}, {}
    rows = Exhibitor.objects.public().order_by().values_list(*BOOTH_FIELDS, *(f"products__{name}" for name in PRODUCT_FIELDS))
    for row in rows:
        booth, product = row[: len(BOOTH_FIELDS)], row[len(BOOTH_FIELDS) :]
        pk, region, district, category, *proofs, slug, name, created = booth
        shown = booths.get(pk)
        if shown is None:
            shown = booths[pk] = BoothRow(pk, region, district, category, badges_on(today, *proofs), slug, name, created.timestamp())
        product_pk, position, status, product_category, *product_proofs, stock, price, published, product_look = product
        if status in PUBLIC_STATUSES:
            badges = badges_on(today, *product_proofs)
            shown.products.append(product_pk)
            shown.badges |= handed_on(badges)
            products[product_pk] = ProductRow(
                product_pk,
                pk,
                region,
                product_category,
                badges,
                stock != Product.Stock.OUT,
                price,
                published.timestamp() if published else 0.0,
                product_look or "",
            )
            first[pk] = min((position, product_pk), first.get(pk, (position, product_pk)))
    for pk, (_position, product_pk) in first.items():
        booths[pk].look = products[product_pk].look  # what its card shows largest
    return Index(booths, products)
