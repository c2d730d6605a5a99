"""What only a real server shows: gunicorn in front of the site."""

import pytest


@pytest.mark.parametrize("path", ["/produk/?q=" + "a" * 10_000, "/en/stan/?q=" + "%20" * 4_000])
def test_a_whole_text_in_the_search_box_gets_our_page(page, path):
    answer = page.request.get(path)

    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/produk/" + "a" * 10_000 + "/", "/media/aa/" + "a" * 300 + "-320.webp", "/static/" + "a" * 300])
def test_an_address_of_any_length_is_looked_up(page, path):
    assert page.request.get(path).status == 404


def test_no_header_moves_the_site_elsewhere(page):
    answer = page.request.get("/wilayah/", headers={"SCRIPT_NAME": "/elsewhere", "X-Forwarded-Host": "elsewhere.example"})

    assert answer.status == 200
    assert "elsewhere" not in answer.text()
