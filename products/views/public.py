from django.db.models import F
from django.db.models.functions import Mod
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exhibitors.facts import shown_proofs
from exhibitors.models import Category
from exhibitors.reference import reference
from expo.access import public_page
from expo.cloth import face
from expo.fair import current_hour
from expo.pagecache import CONTEXT_WEIGHT, remember
from expo.share import photo_preview, region_preview
from expo.structured import breadcrumb_data, product_data
from expo.text import translated
from products.cards import badge_keys, cards_of, price_text
from products.catalogue import PRODUCTS, browse
from products.facts import product_facts
from products.index import badges_on
from products.models import Product

RELATED = 5
LOTS = 1009  # a prime: products take turns as hours and pages change


@public_page
def product_list(request):
    context = browse(PRODUCTS, request.GET, reverse("products:list"))
    heading = _("Hasil pencarian “%s”") % context["searched"] if context["searched"] else _("Katalog produk")
    section = "export" if request.GET.getlist("lencana") == ["ekspor"] else "catalogue"
    return render(request, "products/list.html", {"section": section, "heading": heading, **context})


@public_page
def category(request, slug):
    """The catalogue of one kind, under an address of its own."""
    term = reference().categories.get(slug) or get_object_or_404(Category, slug=slug)
    context = browse(PRODUCTS, {**dict(request.GET), "kategori": [slug]}, reverse("products:list"))
    return render(request, "products/list.html", {"section": "catalogue", "heading": term.name, "category_slug": slug, **context})


@public_page
def product(request, slug):
    context = remember(("product", get_language(), current_hour(), slug), lambda: _context(slug), CONTEXT_WEIGHT)
    response = render(request, "products/detail.html", context)
    response.counts_for = context["booth"].pk
    return response


def _context(slug):
    """All that the product's page shows, kept as long as nothing published changes: building its three queries costs more than the rest."""
    shown = get_object_or_404(Product.objects.public().with_booth().with_stall_number(), slug=slug)
    booth, today, path = shown.exhibitor, timezone.localdate(), shown.get_absolute_url()
    photos = list(shown.photos.accepted())
    name, description = translated(shown, "name"), translated(shown, "description")
    region = booth.village.district.region
    held = badges_on(today, shown.permit_until, shown.halal_until, shown.export_until, shown.retail_until)
    crumbs = [
        (_("Katalog"), reverse("products:list")),
        (translated(shown.category, "name"), shown.category.get_absolute_url()),
        (name, path),
    ]
    return {
        "section": "catalogue",
        "product": shown,
        "booth": booth,
        "booth_url": booth.get_absolute_url(),
        "region": region,
        "place": booth.village.place,
        "stall_number": shown.stall_number,
        "name": name,
        "description": description,
        "price": price_text(shown),
        "unit": translated(shown, "unit"),
        "photos": photos,
        **face(shown.name),
        "badges": badge_keys(held, shown.proofs),
        "facts": product_facts(shown),
        "proofs": shown_proofs(shown.proofs, today),
        "inquiry_url": reverse("inquiries:ask_product", args=[slug]),
        "whatsapp_url": reverse("inquiries:whatsapp_product", args=[slug]) if booth.reachable_by_whatsapp else "",
        "related": cards_of(_related(shown)),
        "breadcrumbs": crumbs,
        "share": photo_preview(photos[0], name) if photos else region_preview(region),
        "jsonld": [product_data(shown, path, booth.get_absolute_url(), photos), breadcrumb_data(crumbs)],
    }


def _related(shown):
    """Others of the same kind from other booths, in lots that change with the hour."""
    lot = Mod(F("pk") * (current_hour() % LOTS + 2) + shown.pk, LOTS)
    return (
        Product.objects.public()
        .with_booth()
        .filter(category=shown.category_id)
        .exclude(exhibitor=shown.exhibitor_id)
        .order_by(lot, "pk")[:RELATED]
    )
