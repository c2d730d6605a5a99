"""What only a real server shows: gunicorn in front of the site."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.containers import assert_true, names_of


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


SOME_AVIF = """
from expo.avif import make_some
make_some()
print("null")
"""


def test_every_stored_picture_is_clean(site, on_site):
    """Those of the demo, what the tests before this one have sent, and some AVIF."""
    on_site(SOME_AVIF)
    media = Path(site["DATA_DIR"], "media")
    rows = on_site("""
from exhibitors.models import ExhibitorPhoto
from products.models import ProductPhoto
rows = [row for model in (ExhibitorPhoto, ProductPhoto) for row in model.objects.values("key", "width", "height", "has_avif")]
print(json.dumps(rows))
""")

    photos = [SimpleNamespace(**row) for row in rows]
    for photo in photos:
        for name in names_of(photo):
            assert_true(media / name, photo)

    assert len(photos) >= 680
    assert any(photo.has_avif for photo in photos)
    assert {path.stem.rpartition("-")[0] for path in media.rglob("*.webp")} == {photo.key[3:] for photo in photos}


def test_a_browser_that_knows_avif_takes_it(page, on_site):
    on_site(SOME_AVIF)
    path = on_site("""
from exhibitors.models import ExhibitorPhoto
photo = ExhibitorPhoto.objects.filter(has_avif=True).select_related("exhibitor").first()
print(json.dumps(photo.exhibitor.get_absolute_url()))
""")
    page.goto(path)
    photo = page.locator("img.booth__photo")

    photo.scroll_into_view_if_needed()

    page.wait_for_function("() => document.querySelector('img.booth__photo').naturalWidth > 0")
    assert photo.evaluate("image => image.currentSrc").endswith(".avif")
