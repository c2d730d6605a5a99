from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exhibitors.facts import booth_facts, shown_proofs
from exhibitors.models import Exhibitor, Participation
from exhibitors.whereabouts import holder_of, venue_of
from expo.access import public_page
from expo.cloth import face
from expo.fair import current_hour
from expo.links import HOSTS, host_of
from expo.pagecache import CONTEXT_WEIGHT, remember
from expo.share import photo_preview, region_preview
from expo.structured import booth_data, breadcrumb_data
from expo.text import translated
from products.cards import badge_keys, cards_of
from products.catalogue import BOOTHS, browse
from products.index import badges_on


@public_page
def booth_list(request):
    context = browse(BOOTHS, request.GET, reverse("exhibitors:list"))
    return render(request, "exhibitors/list.html", {"section": "pavilions", "heading": _("Semua stan"), **context})


@public_page
def booth(request, slug):
    context = remember(("booth", get_language(), current_hour(), slug), lambda: _context(slug), CONTEXT_WEIGHT)
    response = render(request, "exhibitors/detail.html", context)
    response.counts_for = context["booth"].pk
    return response


def _context(slug):
    """All that the booth's page shows, kept as long as nothing published changes."""
    exhibitor = get_object_or_404(Exhibitor.objects.public().with_place().with_stall_number(), slug=slug)
    return booth_page(exhibitor, list(exhibitor.products.public().select_related("cover", "category")), cards_of)


def booth_page(exhibitor, products, cards):
    """The page of a booth that was fetched with its place and stall number, its products with cover and kind. cards: what makes HTML of them."""
    for product in products:
        product.exhibitor = exhibitor  # with its place, for the cards
    participations = list(exhibitor.participations.accepted().filter(edition__is_public=True).select_related("edition"))
    photo = getattr(exhibitor, "photo", None)
    region, today, path = exhibitor.village.district.region, timezone.localdate(), exhibitor.get_absolute_url()
    preview = photo or next((product.cover for product in products if product.cover), None)
    held = badges_on(today, exhibitor.permit_until, exhibitor.halal_until).union(
        *(badges_on(today, None, None, product.export_until, product.retail_until) for product in products)
    )
    crumbs = [(_("Beranda"), reverse("home")), (region.name, region.get_absolute_url()), (exhibitor.name, path)]
    return {
        "section": "pavilions",
        "booth": exhibitor,
        "region": region,
        "place": exhibitor.village.place,
        "stall_number": exhibitor.stall_number,
        **{name: translated(exhibitor, name) for name in ("name", "tagline", "story")},
        "photo": photo,
        **face(exhibitor.name),
        "cards": cards(products),
        "badges": badge_keys(held, exhibitor.proofs),
        "facts": booth_facts(exhibitor),
        "proofs": shown_proofs(exhibitor.proofs, today),
        "participations": participations,
        "venue": venue_of(participations, today),
        "links": [{"label": HOSTS[host_of(link)], "url": link} for link in exhibitor.links if host_of(link)],
        "inquiry_url": reverse("inquiries:ask_booth", args=[exhibitor.slug]),
        "whatsapp_url": reverse("inquiries:whatsapp_booth", args=[exhibitor.slug]) if exhibitor.reachable_by_whatsapp else "",
        "breadcrumbs": crumbs,
        "share": photo_preview(preview, exhibitor.name) if preview else region_preview(region),
        "jsonld": [booth_data(exhibitor, path, region, photo), breadcrumb_data(crumbs)],
    }


@public_page
def by_stall_number(request, number):
    """The short address of signs and QR codes: /KB-017, also /kb017. The current edition's booth first, then the latest."""
    number = f"{number[:2]}-{number[-3:]}".upper()
    found = Participation.objects.accepted().filter(stall_number=number, exhibitor__in=Exhibitor.objects.public(), edition__is_public=True)
    holders = list(found.order_by("edition__starts_on").values_list("edition_id", "exhibitor__slug"))
    if not holders:
        raise Http404
    return redirect("exhibitors:detail", holder_of(holders))
