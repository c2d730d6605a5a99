"""The back office speaks Indonesian: every page of it, with something there, with nothing there, and with a fault."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Deed, DeletionRequest, OneTimeLink, Record, User
from inquiries.models import ContactClick
from tests.factories import make_document, make_owner, make_product
from tests.html import parse
from tests.site_map import make_site

# What Django says where a translation is missing. Words that are Indonesian too, and names, are left out.
ENGLISH = frozenset(
    "about action actions active add added all already an and another any are available back be been below breadcrumbs by can cannot change "  # noqa: SIM905 shorter
    "changed changes check choose clear click close confirm confirmation continue correct counts current currently date dates delete "
    "deleted deleting deletion designates disable disabled does edit empty enable enabled enter error errors exist field fields file find "
    "following for from go groups hash has have hide history hold home if invalid is item items keep last log login logout make "
    "may missing model models must name navigation new no none not now of on or out page password past permission permissions please "
    "press primary raw recent related remove required reset result results run salt same save saved search select selected selection "
    "show sidebar site skip sorting start successfully sure than that the their this time to today toggle type unknown until upload use "
    "user username value view was week welcome were will with would year yes yesterday you your".split()
)
NAMES = frozenset(["UMKM Virtual Expo"])
SEEN = ("aria-label", "placeholder", "title", "alt", "data-done")


@pytest.fixture
def site(db, sari):
    site = make_site()
    make_owner(site.booth, user=sari)
    site.product.documents.add(make_document(exhibitor=site.booth))
    OneTimeLink.make(sari, by=None)
    DeletionRequest.objects.create(user=sari)
    ContactClick.objects.create(code="KB017-AB23", exhibitor=site.booth, product=site.product, language="id")
    Record.write(site.booth, Deed.CHANGE, by=sari, changes=[{"field": "nama usaha", "old": "Dapur", "new": "Dapur Contoh"}])
    return site


def read_aloud(page):
    """All that is seen or heard, piece by piece, without what people typed in and the English twins of texts."""
    pieces = [page.one("title"), page.one("body")]
    while pieces:
        element = pieces.pop()
        if isinstance(element, str):
            yield element
        elif element.tag not in ("script", "style", "textarea", "symbol") and not any(name.endswith("_en") for name in element.classes):
            yield from (element.get(name, "") for name in SEEN)
            if element.get("type") in ("submit", "button"):
                yield element.get("value", "")
            pieces += element.children


def english_words(response):
    texts = [" ".join(text.split()) for text in read_aloud(parse(response))]
    return [text for text in texts if ENGLISH & set(re.findall(r"[a-z]+", text.lower())) and text not in NAMES]


def left(office, addresses):
    """{address: English texts} of the pages that have some; every page must be there."""
    pages = {address: office.get(address) for address in addresses}
    assert {address: page.status_code for address, page in pages.items() if page.status_code not in (200, 403, 404)} == {}
    return {address: texts for address, page in pages.items() if (texts := english_words(page))}


def models_of_the_office():
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("who", ["dewi", "technician"])
@pytest.mark.parametrize("model", models_of_the_office(), ids=lambda model: model._meta.label)
def test_every_page_of_a_list(request, client_of, site, model, who):
    user = User.objects.create_superuser("teknisi", name="Teknisi") if who == "technician" else request.getfixturevalue("dewi")
    office = client_of(user)
    row = model.objects.first()
    queries = ("", "?q=zzzz", "?_facets=True", "?_popup=1", "?o=-1")

    addresses = [address(model, "changelist") + query for query in queries] + [address(model, "add"), f"/panitia/{model._meta.app_label}/"]
    if row:
        addresses += [address(model, page, row.pk) for page in ("change", "delete", "history")]

    assert left(office, addresses) == {}


def test_the_pages_that_belong_to_no_list(client_of, dewi, site):
    own = [
        reverse("admin:exhibitors_exhibitor_decide", args=[site.booth.pk]),
        reverse("admin:exhibitors_exhibitor_links", args=[site.booth.pk]),
    ]
    own += ["/panitia/", "/panitia/undangan/", "/panitia/undangan/?keadaan=semua", "/panitia/undangan/?q=zzzz", "/panitia/password_change/"]

    assert left(client_of(dewi), [*own, "/panitia/password_change/done/"]) == {}


@pytest.mark.parametrize(
    "name", ["exhibitors_exhibitor", "products_product", "events_edition", "events_session", "exhibitors_participation", "accounts_user"]
)
def test_a_form_with_nothing_in_it(client_of, dewi, site, name):
    page = client_of(dewi).post(
        reverse(f"admin:{name}_add"),
        {"slug": "Bukan Slug!", "starts_on": "x", "price": "x", "whatsapp": "1", "participations-TOTAL_FORMS": "x"},
    )

    assert page.status_code == 422
    assert parse(page).all("ul", cls="errorlist")
    assert english_words(page) == []


def test_answers_of_actions_and_deletions(client_of, dewi, site):
    office = client_of(dewi)
    list_of = {
        name: reverse(f"admin:{name}_changelist")
        for name in ("events_edition", "events_session", "exhibitors_exhibitor", "products_product")
    }
    product = make_product(exhibitor=site.booth, status="draft")
    product.documents.add(make_document(exhibitor=site.booth))
    pages = [
        office.post(list_of["exhibitors_exhibitor"], {"action": "", "_selected_action": [site.booth.pk]}, follow=True),
        office.post(list_of["exhibitors_exhibitor"], {"action": "approve"}, follow=True),
        office.post(list_of["exhibitors_exhibitor"], {"action": "suspend", "_selected_action": [site.booth.pk]}),
        office.post(list_of["exhibitors_exhibitor"], {"action": "make_links", "_selected_action": [site.booth.pk]}),
        office.post(list_of["products_product"], {"action": "approve", "_selected_action": [site.product.pk]}, follow=True),
        office.post(list_of["events_session"], {"action": "delete_selected", "_selected_action": [site.session.pk]}),
        office.post(
            list_of["events_edition"], {"action": "delete_selected", "_selected_action": [site.edition.pk]}
        ),  # protected by its stalls
        office.get(reverse("admin:events_edition_delete", args=[site.edition.pk])),
        office.get(reverse("admin:products_product_delete", args=[product.pk])),
        office.post(reverse("admin:products_product_delete", args=[product.pk]), {"post": "yes"}, follow=True),
        office.post(
            list_of["events_session"], {"action": "delete_selected", "_selected_action": [site.session.pk], "post": "yes"}, follow=True
        ),
        office.post("/panitia/password_change/", {"old_password": "x", "new_password1": "12", "new_password2": "3"}),
        office.post("/panitia/undangan/", {}, follow=True),
        office.post("/panitia/logout/"),
    ]

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [texts for page in pages if (texts := english_words(page))] == []


def test_what_the_scripts_say(client_of, dewi):
    """The catalogue of the admin's scripts: no message is left as it was written."""
    catalogue = re.search(r"const newcatalog = (\{.*?\});", client_of(dewi).get("/panitia/jsi18n/").content.decode(), re.DOTALL)[1]
    words = dict(re.findall(r'"([^"]+)": (?:\[\s*)?"([^"]*)"', catalogue))

    assert words["Cancel"] == "Batal"
    assert [text for text in words.values() if ENGLISH & set(re.findall(r"[a-z]+", text.lower()))] == []
