"""What must be true of every door, whoever stands before it."""

import re

import pytest

from accounts.models import OneTimeLink
from tests.html import parse
from tests.test_project import HEADERS, LANGUAGES

PAGES = ["kelola/masuk/", "kelola/masuk/kode/", "kelola/masuk/email/x:y:z/", "kelola/masuk/tautan/tidak-ada/", "daftar/"]


@pytest.fixture
def answers(client, sari):
    def get(language):
        front = "/en" if language == "en" else ""
        pages = [*PAGES, f"kelola/masuk/tautan/{OneTimeLink.make(sari, by=None)[1]}/"]
        return {path: client.get(f"{front}/{path}") for path in pages}

    return get


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_door_is_safe_and_kept_by_nobody(answers, language):
    for path, response in answers(language).items():
        page = parse(response)
        expected = HEADERS | ({"Referrer-Policy": "same-origin"} if "tautan" in path else {})
        assert {name: response.get(name) for name in HEADERS} == expected, path
        assert "unsafe" not in response["Content-Security-Policy"]
        assert page.one("html")["lang"] == language
        assert page.one("h1").text
        assert bool(page.all("meta", name="robots")) == (path != "daftar/")
        assert [script for script in page.all("script") if not script.get("src")] == []
        assert [e for e in page.walk() if "style" in e.attributes or any(re.fullmatch("on[a-z]+", a) for a in e.attributes)] == []
        assert all(form.one("input", name="csrfmiddlewaretoken") for form in page.all("form", method="post"))


def test_no_door_may_be_kept(answers):
    for path, response in answers("id").items():
        assert response["Cache-Control"] == "private, no-store", path


def test_every_door_leads_to_the_other_language(answers):
    for path, response in answers("id").items():
        assert parse(response).one("a", hreflang="en")["href"] == f"/en/{path}"
