"""The worker that shows our own page when the line is lost. tests/e2e/test_offline.py sees it at work."""

import re

import pytest

from expo import pagecache
from expo.models import SiteState

pytestmark = pytest.mark.django_db


def test_it_is_a_script_for_the_whole_site_that_is_always_asked_for_anew(client):
    response = client.get("/sw.js")

    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert "connect-src 'self'" in response["Content-Security-Policy"]
    assert response.cookies == {}


def test_it_keeps_two_pages_and_what_they_need_and_all_of_it_is_there(client):
    script = client.get("/sw.js").text

    paths = re.findall(r'"(/[^"]*)"', script)
    assert paths == ["/putus/", "/en/putus/", "/static/css/site.css", "/static/img/mark-on-dark.svg"]
    assert [client.get(path).status_code for path in paths[:2]] == [200, 200]


def test_it_renews_itself_when_its_page_changes_and_not_with_every_change_of_content(client):
    SiteState.move_on(demo=False)
    scripts = [client.get("/sw.js").text]
    for changes in ({}, {"demo": True}):
        SiteState.move_on(**changes)
        pagecache.forget()
        scripts.append(client.get("/sw.js").text)

    assert scripts[0] == scripts[1]
    assert scripts[1] != scripts[2]
