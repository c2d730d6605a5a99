"""What must be true of every answer of the site, whatever the page."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.html import parse
from tests.site_map import address, arguments, make_site, url_names

ROOT = Path(__file__).resolve().parent.parent
NOT_PAGES = {
    "health",
    "robots",
    "service_worker",
    "favicon",
    "sitemap",
    "django.contrib.sitemaps.views.sitemap",
    "media",
    "events:calendar",
    "regions:villages",
    "exchange:catalogue",
}
ANSWERED_BY_A_REDIRECT = {"exhibitors:short", "inquiries:whatsapp_booth", "inquiries:whatsapp_product"}
STAFF_ONLY = {"styleguide"}
NAMES = sorted(name for name in set(url_names()) if re.fullmatch(r"[\w:.]+", name) and not name.startswith("admin:"))
DOORS = {
    "accounts:sign_in",
    "accounts:one_time_link",
    "accounts:sign_out",
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_confirm_email",
    "mfa_login_webauthn",
    "mfa_authenticate",
    "exhibitors:apply",
    "exhibitors:applied",
    "inquiries:sent",
}  # open to all, but with a token or kept by nobody: tests/accounts/test_doors.py, tests/inquiries/test_ask.py
PORTAL = [
    name for name in NAMES if (":owner_" in name or name.startswith(("accounts:", "account_", "mfa_"))) and name not in DOORS
]  # tests/test_portal.py
SITE = sorted(set(NAMES) - set(PORTAL) - DOORS)
PAGES = sorted(set(SITE) - NOT_PAGES - ANSWERED_BY_A_REDIRECT - STAFF_ONLY)
LANGUAGES = ["id", "en"]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def site(db, settings):
    site = make_site()
    picture = settings.MEDIA_ROOT / arguments(site)["media"][0]
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"RIFF")
    return site


def status_of(response):
    if response.streaming:
        list(response)  # reads, and so closes, a file
    return response.status_code


def assert_safe(response):
    status_of(response)
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    if response["Content-Type"].startswith("text/html"):
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert policy["base-uri"] == "'none'"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SITE)
def test_headers(site, client, name, language):
    response = client.get(address(name, site, language))

    assert response.status_code in (200, 302)
    assert_safe(response)


@pytest.mark.parametrize("name", ["admin:index", "admin:login", "styleguide"])
def test_headers_of_the_back_office(site, client_of, dewi, name):
    response = client_of(dewi).get(address(name, site))

    assert_safe(response)


@pytest.mark.parametrize(
    "path", ["/tidak-ada/", "/en/tidak-ada/", "/produk/tidak-ada/", "/media/aa/tidakada-320.webp", "/static/tidak-ada.css"]
)
def test_headers_of_what_is_not_found(db, client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert_safe(response)


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_headers_of_a_fault(db, monkeypatch, path):
    def broken(*args):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("expo.views.totals", broken)

    response = Client(raise_request_exception=False).get(path)

    assert response.status_code == 500
    assert_safe(response)


def test_headers_of_a_strange_host(db, client):
    response = client.get("/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert_safe(response)


def test_headers_of_a_static_file(settings, tmp_path):
    (tmp_path / "style.css").write_text("body {}")
    settings.STATIC_ROOT = tmp_path

    response = Client().get("/static/style.css")

    assert response.status_code == 200
    assert_safe(response)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
def test_trace_is_refused(site, client, method):
    answers = {name: client.generic(method, address(name, site)) for name in SITE}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(SITE, 405)
    for answer in answers.values():
        assert_safe(answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_visitors_page_is_the_same_for_everybody(site, client, name, language):
    """So that any cache may keep it: no cookie, no token, differs by address and encoding only; known by its ETag."""
    url = address(name, site, language)

    response = client.get(url)
    again = client.get(url, headers={"if-none-match": response["ETag"]})

    assert response.cookies == {}
    assert response["Vary"] == "Accept-Encoding"
    assert parse(response).all("input", name="csrfmiddlewaretoken") == []
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_what_and_where_it_is(site, client, settings, name, language):
    url = address(name, site, language)

    page = parse(client.get(url))

    head = page.one("head")
    assert page.one("html")["lang"] == language
    assert head.one("title").text
    assert page.one("h1").text
    assert page.one("main")
    assert head.one("meta", name="description")["content"]
    assert head.one("link", rel="canonical")["href"] == settings.SITE_URL + url
    alternates = {link["hreflang"]: link["href"] for link in head.all("link", rel="alternate", hreflang=True)}
    assert {code: alternates.get(code) for code in LANGUAGES} == {code: settings.SITE_URL + address(name, site, code) for code in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_rendered_page_keeps_to_the_policy(site, client, name, language):
    page = parse(client.get(address(name, site, language)))

    elements = list(page.walk())
    ids = [element["id"] for element in elements if element.get("id")]
    assert [element for element in elements if element.tag == "style" or "style" in element.attributes] == []
    assert [element for element in elements if any(re.fullmatch("on[a-z]+", attribute) for attribute in element.attributes)] == []
    assert [script for script in page.all("script") if not script.get("src") and script.get("type") != "application/ld+json"] == []
    assert sorted(ids) == sorted(set(ids)), "an id stands once"
    assert [image for image in page.all("img") if "alt" not in image.attributes or not image.get("width") or not image.get("height")] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_structured_data_can_be_read(site, client, name, language):
    page = parse(client.get(address(name, site, language)))

    for script in page.all("script", type="application/ld+json"):
        data = json.loads("".join(script.children))
        assert all(one["@context"] == "https://schema.org" for one in (data if isinstance(data, list) else [data]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_links_of_every_page_lead_somewhere(site, client, name, language):
    page = parse(client.get(address(name, site, language)))

    paths = {link["href"].partition("#")[0] for link in page.all("a", href=True)}
    inside = sorted(path for path in paths if path.startswith("/"))
    outside = [path for path in paths if path and not path.startswith(("/", "?", "https://", "mailto:", "tel:"))]

    answers = {path: status_of(client.get(path)) for path in inside}
    assert {path: status for path, status in answers.items() if status not in (200, 302)} == {}
    assert outside == []


def test_https_follows_from_the_address(tmp_path):
    """HSTS, Secure cookies and the redirect are decided when the settings are read: in a process of its own."""
    names = ["SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]
    script = f"import json; from expo import settings; print(json.dumps([getattr(settings, name) for name in {names}]))"

    def settings_of(site_url):
        environment = {**os.environ, "SITE_URL": site_url, "DATA_DIR": str(tmp_path)}
        return json.loads(subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, capture_output=True).stdout)

    assert settings_of("https://expo.example.id") == [31536000, True, True, True]
    assert settings_of("http://127.0.0.1:8000") == [0, False, False, False]


def test_a_form_without_its_token_is_refused_with_a_page_of_ours(db):
    response = Client(enforce_csrf_checks=True).post("/kelola/masuk/", {"login": "x"})

    assert response.status_code == 403
    assert_safe(response)
    page = parse(response)
    assert page.one("h1").text == "Kirim sekali lagi."
    assert not page.all("style")
