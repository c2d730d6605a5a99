"""Before the first booth, and before the first edition: every page works, and none shows an empty shelf."""

import pytest

from tests.html import parse

pytestmark = pytest.mark.django_db
PATHS = ["/", "/wilayah/", "/wilayah/nganjuk/", "/stan/", "/produk/", "/produk/?q=tas&wilayah=nganjuk", "/kategori/wastra-batik/"]
WORDS = ["/agenda/", "/tentang/", "/cara-memesan/", "/privasi/", "/putus/"]
OTHERS = ["/agenda.ics", "/sitemap.xml", "/sitemap-produk.xml", "/robots.txt", "/sw.js"]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PATHS + WORDS)
def test_every_page_works(client, prefix, path):
    page = parse(client.get(prefix + path))

    assert page.one("h1").text
    assert [one for one in page.one("main").all("ul") if not one.all("li") and "row" not in one.classes] == []


@pytest.mark.parametrize("path", OTHERS)
def test_every_file_works(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/wilayah/nganjuk/"])
def test_who_comes_too_early_is_told_to_come_back(client, path):
    assert "Stan sedang disiapkan. Silakan kembali beberapa hari lagi." in parse(client.get(path)).one("main").text
