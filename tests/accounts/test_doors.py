"""What must be true of every door, whoever stands before it."""

import re

import pytest

from accounts.models import OneTimeLink
from tests.html import parse
from tests.test_project import HEADERS, LANGUAGES

PAGES = ["masuk/", "masuk/kode/", "masuk/email/x:y:z/", "masuk/tautan/tidak-ada/"]


@pytest.fixture
def answers(client, sari):
    def get(language):
        front = "/en" if language == "en" else ""
        pages = [*PAGES, f"masuk/tautan/{OneTimeLink.make(sari, by=None)[1]}/"]
        return {path: client.get(f"{front}/kelola/{path}") for path in pages}

    return get


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_door_is_safe_and_kept_by_nobody(answers, language):
    for path, response in answers(language).items():
        page = parse(response)
        expected = HEADERS | ({"Referrer-Policy": "no-referrer"} if "tautan" in path else {})
        assert {name: response.get(name) for name in HEADERS} == expected, path
        assert "unsafe" not in response["Content-Security-Policy"]
        assert page.one("html")["lang"] == language
        assert page.one("h1").text
        assert page.one("meta", name="robots")["content"] == "noindex"
        assert [script for script in page.all("script") if not script.get("src")] == []
        assert [e for e in page.walk() if "style" in e.attributes or any(re.fullmatch("on[a-z]+", a) for a in e.attributes)] == []
        assert all(form.one("input", name="csrfmiddlewaretoken") for form in page.all("form", method="post"))


def test_no_door_may_be_kept(answers):
    for path, response in answers("id").items():
        if path != "masuk/email/x:y:z/":
            assert "no-store" in response["Cache-Control"], path
