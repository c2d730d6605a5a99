"""Pages that belong to no subject: the lobby, the words about the expo, health, and what robots and browsers ask for."""

import hashlib

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from django.views.static import serve

from events.programme import agenda, day_shown, edition_context
from expo.access import public_page
from expo.fair import current_hour, in_fair_order
from expo.figures import category_counts, pavilions, totals
from expo.language import in_language
from expo.pagecache import remember
from expo.structured import event_data, organization_data
from products.cards import booth_cards
from products.index import index

LOBBY_BOOTHS = 8
MEDIA_SECONDS = 365 * 24 * 3600  # a stored picture never changes under its name


@public_page
def home(request):
    context = edition_context()
    edition = context["edition"]
    day = day_shown(agenda(edition), timezone.localdate()) if edition else None
    booths = in_fair_order(list(index().booths.values()), current_hour())
    return render(
        request,
        "expo/home.html",
        {
            **context,
            "section": "home",
            "pavilions": pavilions(),
            "categories": category_counts(index().products.values()),
            "booths": booth_cards([row.pk for row in every_region_first(booths)[:LOBBY_BOOTHS]]),
            "sessions": day["sessions"] if day else [],
            "sessions_day": day["date"] if day else None,
            "totals": totals(),
            "jsonld": [organization_data(), *([event_data(edition)] if edition else [])],
        },
    )


def every_region_first(rows):
    """The rows with one of each region in front, in the order in which the regions first occur."""
    first = {}
    for row in rows:
        first.setdefault(row.region, row)
    front = list(first.values())
    return front + [row for row in rows if row not in front]


def words(template, section=""):
    """A view for a page of words."""

    @public_page
    def page(request):
        return render(request, template, {"section": section, **edition_context()})

    return page


about = words("expo/about.html")
how_to_order = words("expo/how_to_order.html")
privacy = words("expo/privacy.html")
offline = words("expo/offline.html")


@staff_member_required
@require_safe
def styleguide(request):
    """Every component in every state, for who builds the site."""
    return render(request, "expo/styleguide.html", {"pavilions": pavilions(), "categories": category_counts(index().products.values())})


@public_page
def health(request):
    """200 when the database answers: for the machine that watches."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@public_page
def robots(request):
    closed = ["/panitia/", *(in_language(path, language) for path in ("/wa/", "/tanya/") for language, _name in settings.LANGUAGES)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def service_worker(request):
    """The worker that keeps the page for a lost line in the browser; it changes, and so renews itself, when that page does."""
    return HttpResponse(
        remember(("service-worker",), lambda: _service_worker(request)),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"},
    )


def _service_worker(request):
    pages = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pages.append(render_to_string("expo/offline.html", request=request))
    path, version = reverse("offline"), hashlib.blake2s("".join(pages).encode(), digest_size=8).hexdigest()
    context = {
        "version": version,
        "id": path,
        "en": in_language(path, "en"),
        "files": [static("css/site.css"), static("img/mark-on-dark.svg")],
    }
    return render_to_string("expo/sw.js", context)


@public_page
def favicon(request):
    """/favicon.ico, which browsers ask for without having been told."""
    return redirect(static("img/favicon-32.png"))


@public_page
def media(request, path):
    """Public pictures, in the embedded installation; a bigger one lets nginx do it."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = f"public, max-age={MEDIA_SECONDS}, immutable"
    del response.headers["Content-Disposition"]
    return response
