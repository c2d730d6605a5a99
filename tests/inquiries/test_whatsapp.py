"""A tap on WhatsApp: recorded without a trace of the person, and the visitor always gets on."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import DatabaseError

from inquiries.models import ContactClick
from tests.factories import make_edition, make_exhibitor, make_product
from tests.html import parse

PHONE = "Mozilla/5.0 (Linux; Android 9; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/106.0 Mobile Safari/537.36"


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Sentul Perkusi", stall_number="KB-017", edition=make_edition(), whatsapp="+6281200000017")


def tap(client, path, agent=PHONE, **headers):
    return client.get(path, headers={"user-agent": agent, **headers})


def message(response):
    address = urlsplit(response.headers["Location"])
    assert (address.scheme, address.netloc) == ("https", "wa.me")
    return address.path, parse_qs(address.query)["text"][0]


def test_a_tap_on_a_product_is_recorded_and_goes_on_to_whatsapp(client, booth):
    product = make_product(exhibitor=booth, name="Kendang jimbe 40 cm")
    response = tap(client, f"/wa/produk/{product.slug}/")
    click = ContactClick.objects.get()
    assert (click.exhibitor, click.product, click.language) == (booth, product, "id")
    assert click.edition == booth.participations.get().edition
    path, text = message(response)
    assert path == "/6281200000017"
    assert "Halo Sentul Perkusi" in text
    assert "Kendang jimbe 40 cm" in text
    assert f"/produk/{product.slug}/" in text
    assert click.code in text
    assert click.code.startswith("KB017-")
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


def test_on_an_english_page_the_text_is_english(client, booth):
    product = make_product(exhibitor=booth, name="Kendang jimbe", name_en="Djembe drum")
    _path, text = message(tap(client, f"/en/wa/produk/{product.slug}/"))
    assert "Djembe drum" in text
    assert "Hello" in text
    assert ContactClick.objects.get().language == "en"


def test_a_tap_on_a_booth_names_no_product(client, booth):
    tap(client, f"/wa/stan/{booth.slug}/")
    assert ContactClick.objects.get().product is None


def test_the_record_holds_nothing_about_the_person():
    fields = {field.name for field in ContactClick._meta.get_fields()}
    assert fields == {"id", "code", "exhibitor", "product", "edition", "language", "created_at"}


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "WhatsApp/2.23.20.0 A",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (compatible; Barkrowler/0.9; +https://babbar.tech/crawler)",
        "Mozilla/5.0 (Linux; Android 6.0.1) Chrome/120 Mobile Safari/537.36 (compatible; GoogleOther)",
        "meta-externalagent/1.1",
        "Scrapy/2.11",
        "curl/8.1",
        "python-requests/2.31",
    ],
)
def test_robots_go_on_too_but_are_not_counted(client, booth, agent):
    _path, text = message(tap(client, f"/wa/stan/{booth.slug}/", agent))
    assert "Kode" not in text
    assert not ContactClick.objects.exists()


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        "Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 WhatsApp/2.24",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS]",
        "Mozilla/5.0 (Linux; U; Android 6.0; id; CUBOT NOTE S) AppleWebKit/537.36 Chrome/61 Mobile Safari/537.36",
    ],
)
def test_peoples_browsers_are_counted(client, booth, agent):
    tap(client, f"/wa/stan/{booth.slug}/", agent)
    assert ContactClick.objects.count() == 1


@pytest.mark.parametrize("headers", [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x-moz": "prefetch"}])
def test_a_prefetch_is_not_a_tap(client, booth, headers):
    assert tap(client, f"/wa/stan/{booth.slug}/", **headers).status_code == 302
    assert not ContactClick.objects.exists()


def test_head_and_post_record_nothing(client, booth):
    path = f"/wa/stan/{booth.slug}/"
    assert client.head(path, headers={"user-agent": PHONE}).status_code == 302
    assert client.post(path, headers={"user-agent": PHONE}).status_code == 405
    assert not ContactClick.objects.exists()


def test_a_database_that_cannot_write_does_not_stop_the_visitor(client, booth, monkeypatch):
    def busy(**_fields):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(ContactClick.objects, "create", busy)
    _path, text = message(tap(client, f"/wa/stan/{booth.slug}/"))
    assert "Sentul Perkusi" in text


def test_a_booth_without_a_number_sends_back_to_its_page(client, booth):
    booth.whatsapp = ""
    booth.save()
    response = tap(client, f"/wa/stan/{booth.slug}/")
    assert response.headers["Location"] == f"/stan/{booth.slug}/"
    assert not ContactClick.objects.exists()
    page = parse(client.get(f"/stan/{booth.slug}/"))
    assert not [link for link in page.all("a", href=True) if link["href"].startswith("/wa/")]


def test_what_is_not_published_has_no_contact(client, booth):
    hidden = make_product(exhibitor=booth, status="draft")
    booth_hidden = make_exhibitor(status="draft")
    assert tap(client, f"/wa/produk/{hidden.slug}/").status_code == 404
    assert tap(client, f"/wa/stan/{booth_hidden.slug}/").status_code == 404
    assert not ContactClick.objects.exists()


def test_codes_are_never_given_twice(client, booth, monkeypatch):
    letters = iter("AAAA" * 2 + "BBBB")
    monkeypatch.setattr("inquiries.record.secrets.choice", lambda _alphabet: next(letters))
    tap(client, f"/wa/stan/{booth.slug}/")
    tap(client, f"/wa/stan/{booth.slug}/")
    assert sorted(ContactClick.objects.values_list("code", flat=True)) == ["KB017-AAAA", "KB017-BBBB"]
