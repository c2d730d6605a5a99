"""A catalogue from the wish to a visitor's phone, in real browsers; the pages around it fit and shut nobody out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.test_office_pages import SESSION

OFFICE_PC = {"width": 1366, "height": 768}
MAKE = """
from exchange.prints import make_next
make_next()
print("1")
"""
ROWS = """
from events.models import Edition
from exchange.models import PrintedCatalogue
from products.models import Product
from tests.factories import make_printed_catalogue
edition, products = Edition.objects.first(), list(Product.objects.public().values_list("pk", flat=True)[:3])
def row(**fields):
    return make_printed_catalogue(edition=edition, **fields).pk
facts = {"size": 3_012_345, "pages": 57, "products": 440, "region": "nganjuk", "version": 1}
notes = {"without_photo": products[:2], "broken_photo": products[2:], "lost_letters": []}
print(json.dumps({
    "running": row(state="jalan", done=181, total=440),
    "ready": row(notes=notes, **facts),
    "failed": row(state="gagal", language="en"),
}))
"""
PAGES = {
    "all": "/panitia/cetak/",
    "running": "/panitia/cetak/{running}/",
    "ready": "/panitia/cetak/{ready}/",
    "failed": "/panitia/cetak/{failed}/",
}


@pytest.fixture(scope="session")
def rows(on_site):
    return on_site(ROWS)


@pytest.fixture
def office(page, base_url, on_site):
    """The browser of Dewi, who has signed in."""
    page.context.add_cookies([{"name": "sessionid", "value": on_site(SESSION), "url": base_url}])
    page.set_viewport_size(OFFICE_PC)
    return page


def test_from_the_wish_to_a_visitors_phone(office, browser, base_url, on_site, rows, browser_context_args):
    office.goto("/panitia/cetak/")
    catalogue = office.locator("section").filter(has=office.get_by_role("heading", name="Katalog", exact=True))
    catalogue.get_by_label("Wilayah").select_option(label="Kabupaten Trenggalek")
    catalogue.get_by_role("button", name="Buat katalog").click()

    expect(office.get_by_role("status")).to_contain_text("Menunggu giliran")
    on_site(MAKE)
    expect(office.get_by_role("heading", name="Berkasnya")).to_be_visible()  # by itself
    with office.expect_download() as own:
        office.get_by_role("link", name="Unduh PDF").click()
    assert own.value.suggested_filename.endswith("-trenggalek.pdf")
    office.get_by_role("button", name="Tampilkan di situs").click()
    expect(office.get_by_role("button", name="Turunkan dari situs")).to_be_visible()

    visitor = browser.new_context(**browser_context_args)
    phone = visitor.new_page()
    link = phone.get_by_role("link", name="Unduh katalog (PDF")
    phone.goto("/wilayah/trenggalek/")
    for _second in range(20):  # for a moment the other process of the server has not heard of it
        if link.count():
            break
        phone.wait_for_timeout(1000)
        phone.reload()
    with phone.expect_download() as taken:
        link.click()
    assert taken.value.suggested_filename == own.value.suggested_filename
    assert taken.value.path().read_bytes() == own.value.path().read_bytes()
    visitor.close()


def test_without_javascript_a_link_looks_again(browser, base_url, on_site, rows, browser_context_args):
    plain = browser.new_context(**browser_context_args, java_script_enabled=False)
    plain.add_cookies([{"name": "sessionid", "value": on_site(SESSION), "url": base_url}])
    page = plain.new_page()
    page.goto(PAGES["running"].format(**rows))

    page.get_by_role("link", name="Lihat lagi").click()

    expect(page.get_by_role("status")).to_contain_text("181 dari 440 produk")
    plain.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_is_for_everybody_and_fits(office, rows, shot, name, colours):
    office.emulate_media(color_scheme=colours)

    office.goto(PAGES[name].format(**rows), wait_until="networkidle")

    widths = {}
    for width in (1366, 360):
        office.set_viewport_size({"width": width, "height": 740})
        widths[width] = office.evaluate("document.documentElement.scrollWidth")
        shot(f"prints-{name}-{width}-{colours}")
    assert {width: needed for width, needed in widths.items() if needed > width} == {}
    results = Axe().run(office, options={"preload": False})
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in results.response["violations"]] == []
