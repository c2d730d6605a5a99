from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from exhibitors.reference import reference
from expo.access import public_page
from expo.fair import current_hour, in_fair_order
from expo.figures import category_counts, pavilions
from expo.share import region_preview
from products.cards import booth_cards, product_cards
from products.index import index
from regions.find import full_name, villages_like
from regions.models import Region

BOOTHS, PRODUCTS = 4, 8
VILLAGES_SECONDS = 24 * 3600  # the official list changes once in years


@public_page
def region_list(request):
    return render(request, "regions/index.html", {"section": "pavilions", "pavilions": pavilions()})


@public_page
def villages(request):
    """Full names for what somebody is typing (static/js/suggest.js). Kept by browsers, not by the page cache: anybody may type anything."""
    found = [full_name(village) for village in villages_like(request.GET.get("q", "")[:80])]
    return JsonResponse({"found": found}, headers={"Cache-Control": f"public, max-age={VILLAGES_SECONDS}"})


@public_page
def pavilion(request, slug):
    region = get_object_or_404(Region, slug=slug)
    booths = [row for row in index().booths.values() if row.region == slug]
    products = [row for row in index().products.values() if row.region == slug]
    booths_url, products_url = (f"{reverse(name)}?wilayah={slug}" for name in ("exhibitors:list", "products:list"))
    districts = [
        {"name": term.name, "count": count, "url": f"{booths_url}&kecamatan={term.key}"}
        for term in reference().districts.values()
        if term.extra == slug and (count := sum(row.district == term.key for row in booths))
    ]
    context = {
        "section": "pavilions",
        "region": region,
        "booth_count": len(booths),
        "product_count": len(products),
        "districts": districts,
        "share": region_preview(region),
        "booths": booth_cards([row.pk for row in in_fair_order(booths, current_hour())[:BOOTHS]]),
        "products": product_cards([row.pk for row in in_fair_order(products, current_hour())[:PRODUCTS]]),
        "booths_url": booths_url,
        "products_url": products_url,
        "categories": [
            {**category, "url": f"{products_url}&kategori={category['slug']}"}
            for category in category_counts(products)
            if category["count"]
        ],
    }
    return render(request, "regions/pavilion.html", context)
