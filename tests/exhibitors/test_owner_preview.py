"""The booth as visitors will see it, also before they can; and the list of taps on WhatsApp."""

import datetime

import pytest
from django.utils import timezone

from exhibitors import openings
from exhibitors.models import Status
from inquiries.models import ContactClick
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


def taps(booth):
    return f"/kelola/stan/{booth.pk}/pesan/"


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


# Pesan


def test_taps_are_listed_with_code_product_time_and_language(browser, booth):
    product = make_product(exhibitor=booth, name="Kendang jimbe")
    ContactClick.objects.create(code="KB017-AB23", exhibitor=booth, product=product, language="id")
    ContactClick.objects.create(code="KB017-CD45", exhibitor=booth, language="en")
    ContactClick.objects.create(code="NJ001-XX22", exhibitor=make_exhibitor(), language="id")
    ContactClick.objects.filter(code="KB017-CD45").update(created_at=timezone.now() - datetime.timedelta(days=1))

    rows = parse(browser.get(taps(booth))).one("ul", cls="rows").all("li")

    assert [(row.one("b").text, row.one("span", cls="code").text) for row in rows] == [
        ("Kendang jimbe", "KB017-AB23"),
        ("Stan Anda", "KB017-CD45"),
    ]
    assert "dari halaman bahasa Inggris" not in rows[0].text
    assert "dari halaman bahasa Inggris" in rows[1].text
    assert " WIB" in rows[0].text


def test_old_taps_are_left_out(browser, booth):
    ContactClick.objects.create(code="KB017-AB23", exhibitor=booth, language="id")
    ContactClick.objects.update(created_at=timezone.now() - datetime.timedelta(weeks=5))

    page = parse(browser.get(taps(booth)))

    assert page.one("main").one("h2").text == "Belum ada yang menekan WhatsApp"
    assert page.all("ul", cls="rows") == []


@pytest.mark.parametrize("number", [1, 150])
def test_many_taps_cost_no_more(browser, booth, number, django_assert_max_num_queries):
    product = make_product(exhibitor=booth)
    ContactClick.objects.bulk_create(
        ContactClick(code=f"KB017-{n:04d}", exhibitor=booth, product=product, language="id") for n in range(number)
    )

    with django_assert_max_num_queries(12):
        response = browser.get(taps(booth))

    assert len(parse(response).one("ul", cls="rows").all("li")) == min(number, 100)
    assert len(response.content) <= 60_000


def test_another_owner_sees_no_taps(client, booth):
    client.force_login(make_owner(make_exhibitor()))

    assert client.get(taps(booth)).status_code == 404
