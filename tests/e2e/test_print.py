"""The browser's own printing: a sheet is one page of the right size, and a phone can read it."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp

OWNER = """
from django.test import Client
from tests.factories import make_exhibitor, make_owner
booth = make_exhibitor(name="Marmer Toya", slug="marmer-toya-cetak", region="tulungagung")
client = Client()
client.force_login(make_owner(booth, username="pencetak", phone=None))
print(json.dumps([client.cookies["sessionid"].value, booth.pk, booth.slug]))
"""
SIZES = {"papan": (148, 210), "papan-hemat": (148, 210), "kartu": (297, 210), "kartu-hemat": (297, 210)}


@pytest.fixture(scope="module")
def owner(on_site):
    return on_site(OWNER)


@pytest.fixture
def booth(context, base_url, owner):
    """(key, slug) of a booth whose owner is signed in."""
    session, key, slug = owner
    context.add_cookies([{"name": "sessionid", "value": session, "url": base_url}])
    return key, slug


@pytest.mark.parametrize("kind", SIZES)
def test_browser_prints_one_sheet_that_a_phone_can_read(page, base_url, booth, shot, kind):
    key, slug = booth
    page.goto(f"/kelola/stan/{key}/cetak/{kind}/", wait_until="networkidle")
    shot(f"print-{kind}")

    document = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))

    assert len(document) == 1
    assert document[0].get_size() == pytest.approx([side * 72 / 25.4 for side in SIZES[kind]], abs=1.5)
    codes = zxingcpp.read_barcodes(document[0].render(scale=150 / 72).to_pil())
    assert {code.text for code in codes} == {f"{base_url}/stan/{slug}/"}
    assert len(codes) == (1 if kind.startswith("papan") else 4)


def test_button_opens_the_browsers_printing(page, booth):
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto(f"/kelola/stan/{booth[0]}/cetak/")
    page.get_by_role("link", name="Cetak dari sini Kartu meja, berwarna").tap()

    page.get_by_role("button", name="Cetak", exact=True).tap()

    assert page.evaluate("window.printed")


def test_pdf_comes_as_a_file(page, booth):
    key, slug = booth
    page.goto(f"/kelola/stan/{key}/cetak/")

    with page.expect_download() as coming:
        page.get_by_role("link", name="Simpan PDF, 40 KB Papan stan, hemat tinta").tap()

    assert coming.value.suggested_filename == f"papan-stan-{slug}-hemat-tinta.pdf"
