"""What must be true of every page of the owners' portal, whatever the page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_document, make_inquiry, make_owner, make_product, make_product_photo
from tests.html import parse
from tests.site_map import address, make_site
from tests.test_project import LANGUAGES, PORTAL, assert_safe


@pytest.fixture
def site(db, sari):
    site = make_site()
    make_owner(site.booth, user=sari)
    return site


def pages(client, site, language="id"):
    """(name, response) of what answers GET with a page."""
    answers = {name: client.get(address(name, site, language)) for name in PORTAL}
    for answer in answers.values():
        if answer.streaming:
            list(answer)  # reads, and so closes, a file
    return {name: answer for name, answer in answers.items() if answer.status_code == 200}


def is_page(response):
    return response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_safe_small_and_kept_by_nobody(site, client_of, sari, language):
    for name, response in pages(client_of(sari), site, language).items():
        assert_safe(response)
        assert response["Cache-Control"] == "private, no-store", name
        if is_page(response):
            assert len(response.content) <= 60_000, name


@pytest.mark.parametrize("products", [1, 3])
def test_no_page_costs_more_than_twelve_queries(site, client_of, sari, products):
    for _product in range(products):
        product = make_product_photo(product=make_product(exhibitor=site.booth)).product
        product.documents.add(make_document(exhibitor=site.booth))
        make_inquiry(exhibitor=site.booth, product=product)
    client, costs = client_of(sari), {}
    for name in [name for name, response in pages(client, site).items() if is_page(response)]:
        with CaptureQueriesContext(connection) as queries:
            list(client.get(address(name, site)))
        costs[name] = len(queries)

    assert {name: cost for name, cost in costs.items() if cost > 12} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_one_heading_and_no_style_or_script_inside(site, client_of, sari, language):
    for name, response in pages(client_of(sari), site, language).items():
        if not is_page(response):
            continue
        page = parse(response)
        elements = list(page.walk())
        ids = [element["id"] for element in elements if element.get("id")]
        assert page.one("html")["lang"] == language, name
        assert page.one("h1").text, name
        assert page.one("main"), name
        assert sorted(ids) == sorted(set(ids)), name
        assert [e for e in elements if "style" in e.attributes or any(re.fullmatch("on[a-z]+", a) for a in e.attributes)] == [], name
        assert [script for script in page.all("script") if not script.get("src")] == [], name


def test_every_form_that_changes_something_carries_a_token(site, client_of, sari):
    for name, response in pages(client_of(sari), site).items():
        for form in parse(response).all("form", method="post") if is_page(response) else ():
            assert form.one("input", name="csrfmiddlewaretoken"), name


def test_links_of_every_page_lead_somewhere(site, client_of, sari):
    client = client_of(sari)
    for name, response in pages(client, site).items():
        if not is_page(response):
            continue
        links = {link["href"].partition("#")[0] for link in parse(response).all("a", href=True)}
        for path in sorted(path for path in links if path.startswith("/")):
            answer = client.get(path)
            if answer.streaming:
                list(answer)
            assert answer.status_code in (200, 302), f"{path} on {name}"
