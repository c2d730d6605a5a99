"""Product and booth cards as HTML, rendered once per content version and language: 24 of them are most of a list page's cost."""

from functools import partial

from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from exhibitors.models import PUBLIC_STATUSES, Exhibitor
from expo.cloth import face
from expo.pagecache import kept_many
from expo.templatetags.ui import rupiah
from expo.text import path_to, translated
from products.index import badges_on
from products.models import Product, ProductPhoto
from regions.models import District, Village

EAGER = 2  # cards whose picture is on a phone's first screen
COVER_FIELDS = ("key", "width", "height", "has_avif")


def product_cards(pks, saver=False):
    """The cards of these public products as safe HTML, in this order; at most one query. saver: rows without pictures."""
    template = "products/_row.html" if saver else "products/_card.html"
    places = [(pk, number < EAGER) for number, pk in enumerate(pks)]
    return kept_many(_key(template), places, partial(_render, template))


def cards_of(products):
    """The cards of product objects that were fetched with_booth(); no query."""
    by_pk = {product.pk: product for product in products}
    template = "products/_card.html"
    return kept_many(_key(template), [(pk, False) for pk in by_pk], lambda missing: _rendered(template, missing, by_pk))


def cards_for_owner(products):
    """The same, kept by nobody, of products that need not be public: a draft leads to where its owner goes on with it."""
    template, today = get_template("products/_card.html"), timezone.localdate()
    return [
        template.render(
            {
                "card": {
                    **card(product, today),
                    "url": product.get_absolute_url() if product.is_public else reverse("products:owner_product", args=[product.pk]),
                }
            }
        )
        for product in products
    ]


def booth_cards(pks, saver=False):
    """The cards of these public booths as safe HTML, in this order; at most one query. saver: rows without pictures."""
    template = "exhibitors/_row.html" if saver else "exhibitors/_card.html"
    places = [(pk, number < EAGER) for number, pk in enumerate(pks)]
    return kept_many(_key(template), places, partial(_render_booths, template))


def price_text(product):
    """'Rp15.000', 'Rp10.000–Rp35.000' or '' when the price is asked for."""
    if product.price_kind == Product.PriceKind.RANGE:
        return f"{rupiah(product.price)}–{rupiah(product.price_max)}"
    return rupiah(product.price)


def badge_keys(held, proofs):
    """At most two badges for a card. held: the set from badges_on(); the permit is named as what it is."""
    permit = "bpom" if any(proof["kind"] == "bpom" for proof in proofs) else "pirt"
    names = {"pirt": permit, "halal": "halal", "export": "export", "retail": "retail"}
    return [names[key] for key in ("export", "retail", "pirt", "halal") if key in held]


def _key(template):
    return template, get_language(), timezone.localdate()  # the day: badges expire


def _render_booths(template, places):
    template = get_template(template)
    booths = _booths_with_products({pk for pk, _eager in places})
    return {(pk, eager): template.render({"card": {**booths[pk], "eager": eager}}) for pk, eager in places if pk in booths}


def _booths_with_products(pks):
    """pk → what exhibitors/_card.html shows. One query: a LEFT JOIN gives the booths and their products' covers."""
    today = timezone.localdate()
    rows = (
        Exhibitor.objects.public()
        .with_stall_number()
        .filter(pk__in=pks)
        .order_by("pk", "products__position", "products__pk")
        .values(
            *(
                "pk",
                "slug",
                "name",
                "tagline",
                "tagline_en",
                "stall_number",
                "proofs",
                "permit_until",
                "halal_until",
            ),
            *("village__name", "village__kind", "village__district__name"),
            *("village__district__region__slug", "village__district__region__short_name"),
            *("products__export_until", "products__retail_until"),
            *("products__name", "products__status"),
            *(f"products__cover__{name}" for name in COVER_FIELDS),
        )
    )
    booths = {}
    for row in rows:
        booth = booths.get(row["pk"]) or booths.setdefault(row["pk"], _booth(row, today))
        if row["products__status"] in PUBLIC_STATUSES:
            booth["product_count"] += 1
            booth["held"] |= badges_on(today, None, None, row["products__export_until"], row["products__retail_until"])
            if len(booth["photos"]) < 3:
                cover = {name: row[f"products__cover__{name}"] for name in COVER_FIELDS}
                photo = ProductPhoto(**cover) if cover["key"] else None
                booth["photos"].append({"photo": photo, **face(row["products__name"])})
    for booth in booths.values():
        booth["badges"] = badge_keys(booth["held"], booth["proofs"])[:2]
    return booths


def _booth(row, today):
    village = Village(name=row["village__name"], kind=row["village__kind"], district=District(name=row["village__district__name"]))
    return {
        "url": path_to("exhibitors:detail", row["slug"]),
        "number": row["stall_number"] or "",
        "name": row["name"],
        "tagline": (row["tagline_en"] if get_language() == "en" else "") or row["tagline"],
        "place": village.place,
        "region_slug": row["village__district__region__slug"],
        "region_name": row["village__district__region__short_name"],
        "held": badges_on(today, row["permit_until"], row["halal_until"]),
        "proofs": row["proofs"],
        "photos": [],
        "product_count": 0,
        **face(row["name"]),
    }


def _render(template, places):
    return _rendered(template, places, Product.objects.public().with_booth().in_bulk({pk for pk, _eager in places}))


def _rendered(template, places, products):
    template = get_template(template)
    today = timezone.localdate()
    return {(pk, eager): template.render({"card": card(products[pk], today, eager)}) for pk, eager in places if pk in products}


def card(product, today, eager=False):
    """What products/_card.html shows on a day."""
    booth = product.exhibitor
    region = booth.village.district.region
    held = badges_on(today, product.permit_until, product.halal_until, product.export_until, product.retail_until)
    return {
        "url": path_to("products:detail", product.slug),
        "name": translated(product, "name"),
        "price": price_text(product),
        "unit": translated(product, "unit"),
        "booth": booth.name,
        "region_slug": region.slug,
        "region_name": region.short_name,
        "photo": product.cover,
        **face(product.name),
        "badges": badge_keys(held, product.proofs)[:2],
        "out_of_stock": product.stock == Product.Stock.OUT,
        "eager": eager,
    }
