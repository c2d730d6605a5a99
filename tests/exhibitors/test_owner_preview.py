"""The booth as visitors will see it, also before they can."""

import pytest

from exhibitors import openings
from exhibitors.models import Status
from tests.factories import make_edition, make_exhibitor, make_owner, make_product
from tests.html import parse


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Sentul Perkusi", tagline="Kendang dari kayu mahoni", stall_number="KB-017", edition=make_edition())


@pytest.fixture
def browser(client, booth):
    client.force_login(make_owner(booth))
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 9)"
    return client


def preview(booth):
    return f"/kelola/stan/{booth.pk}/pratinjau/"


@pytest.mark.parametrize("status", Status.values)
def test_the_preview_shows_a_booth_in_every_state_to_its_owner_only(browser, client_of, sari, booth, status):
    make_product(exhibitor=booth, name="Kendang jimbe", status=Status.DRAFT)
    make_product(exhibitor=booth, name="Yang dihapus", status=Status.WITHDRAWN)
    type(booth).objects.filter(pk=booth.pk).update(status=status)

    response = browser.get(preview(booth))

    page = parse(response)
    assert page.one("h1").text == "Sentul Perkusi"
    assert [card.one("h3").text for card in page.all("article", cls="product-card")] == ["Kendang jimbe"]
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert ("Pembeli belum bisa melihatnya" in page.one("aside", aria_label="Pratinjau").text) is (status != Status.PUBLISHED)
    assert response["Cache-Control"] == "private, no-store"
    assert client_of(sari).get(preview(booth)).status_code == 404
    assert client_of(sari).get(booth.get_absolute_url()).status_code == (200 if status == Status.PUBLISHED else 404)


def test_the_preview_leads_to_the_real_page_once_it_is_out(browser, booth):
    links = {link["href"] for link in parse(browser.get(preview(booth))).one("aside", aria_label="Pratinjau").all("a")}

    assert links == {f"/kelola/stan/{booth.pk}/", booth.get_absolute_url()}


def test_the_preview_records_neither_tap_nor_opening(browser, booth, monkeypatch):
    counted = []
    monkeypatch.setattr(openings, "count", counted.append)

    page = parse(browser.get(preview(booth)))

    assert page.one("a", cls="btn--wa")["href"] == "#isi"
    assert counted == []


@pytest.mark.parametrize("products", [1, 3])
def test_the_preview_costs_few_queries(browser, booth, products, django_assert_max_num_queries):
    for _product in range(products):
        make_product(exhibitor=booth, status=Status.DRAFT)

    with django_assert_max_num_queries(12):
        response = browser.get(preview(booth))

    assert len(response.content) <= 60_000
