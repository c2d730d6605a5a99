"""The catalogue with its script: choices, pages and the way back without a full load, the address bar always right."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

DESKTOP = {"viewport": {"width": 1366, "height": 900}, "is_mobile": False, "has_touch": False}
desktop = pytest.mark.browser_context_args(**DESKTOP)
HTMX_IS_HERE = "() => typeof htmx !== 'undefined'"  # as a function: the policy forbids to evaluate a string


@pytest.fixture
def catalogue(page):
    """catalogue("?…"): the page, its loads counted in `documents` and what the script fetched in `fetched`."""
    page.documents, page.fetched = [], []

    def note(request):
        if request.is_navigation_request():
            page.documents.append(request.url)
        elif request.resource_type == "xhr":
            page.fetched.append(request.url)

    def go(query=""):
        page.goto("/produk/" + query, wait_until="networkidle")
        page.on("request", note)
        return page

    return go


@desktop
def test_htmx_comes_with_the_first_sign_of_life_only(catalogue):
    page = catalogue()
    assert not page.evaluate(HTMX_IS_HERE)

    page.mouse.move(200, 200)

    page.wait_for_function(HTMX_IS_HERE)
    assert page.locator("script[src*=htmx]").count() == 1
    page.mouse.move(300, 300)
    page.keyboard.press("Tab")
    assert page.locator("script[src*=htmx]").count() == 1


@desktop
def test_htmx_comes_late_enough_to_start_when_pictures_are_slow(page):
    held = []
    page.route("**/media/**", lambda route: held.append(route))
    page.goto("/produk/", wait_until="domcontentloaded")
    page.mouse.move(200, 200)
    page.wait_for_timeout(500)
    assert not page.evaluate(HTMX_IS_HERE)

    page.route("**/media/**", lambda route: route.continue_())
    for route in held:
        route.continue_()

    page.wait_for_function(HTMX_IS_HERE)
    assert page.evaluate("typeof onpopstate") == "function", "it minds the way back"


@desktop
def test_a_choice_beside_the_results_counts_at_once(catalogue):
    page = catalogue()
    alive(page)
    everything = count(page)
    box = page.locator("#s-wilayah input").first
    expected = number(box.locator("xpath=..").locator(".check__count").inner_text())
    box.focus()
    page.keyboard.press("Space")

    expect(page).to_have_url(re.compile(r"wilayah="))
    expect(page.locator("#alat li")).to_have_count(1)
    assert query(page) == [("wilayah", box.get_attribute("value"))]
    assert count(page) == expected < everything
    expect(page.locator("#s-wilayah input").first).to_be_focused()
    assert page.documents == []
    english = page.get_by_role("banner").locator("a[hreflang=en]")
    assert english.get_attribute("href") == f"/en/produk/?wilayah={box.get_attribute('value')}"


@desktop
def test_pages_keep_the_filter_and_the_way_back_leads_through_them(catalogue):
    page = catalogue("?wilayah=tulungagung")
    alive(page)
    first = cards(page)
    total = count(page)
    page.get_by_role("link", name="Halaman berikutnya").click()

    expect(page).to_have_url(re.compile("halaman=2"))
    expect(page.locator("#jumlah")).to_contain_text("halaman 2")
    second = cards(page)
    assert query(page) == [("wilayah", "tulungagung"), ("halaman", "2")]
    assert page.documents == []
    assert not set(first) & set(second)
    assert count(page) == total
    expect(page.locator("#jumlah")).to_be_focused()
    expect(page.locator("#jumlah")).to_be_in_viewport()

    page.go_back()
    expect(page.locator("#jumlah")).to_contain_text("halaman 1")
    assert (query(page), cards(page)) == ([("wilayah", "tulungagung")], first)

    page.wait_for_load_state("networkidle")
    page.go_forward()  # on a page that may have no htmx yet
    expect(page.locator("#jumlah")).to_contain_text("halaman 2")
    assert (query(page), cards(page)) == ([("wilayah", "tulungagung"), ("halaman", "2")], second)


@desktop
def test_words_order_and_chips_keep_each_other(catalogue):
    page = catalogue("?wilayah=kabupaten-blitar")
    alive(page)
    page.fill("#kata", "kopi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("kopi")
    page.locator("#urut summary").click()
    page.locator("#urut").get_by_role("link", name="Harga terendah").click()
    expect(page.locator("#urut .sort__now")).to_have_text("Harga terendah")
    narrow = count(page)

    assert dict(query(page)) == {"wilayah": "kabupaten-blitar", "q": "kopi", "urut": "termurah"}

    page.get_by_role("link", name=re.compile("^Hapus saringan")).click()
    expect(page.locator("#alat li")).to_have_count(0)
    assert dict(query(page)) == {"q": "kopi", "urut": "termurah"}
    assert count(page) >= narrow
    assert page.documents == []


def test_the_sheet_on_a_phone_waits_for_its_button(catalogue):
    page = catalogue("?wilayah=nganjuk")
    page.get_by_role("link", name=re.compile(r"^Saring \(1\)")).click()
    alive(page)
    sheet = page.locator("form#saring")
    expect(sheet).to_be_in_viewport()
    page.locator("#s-wilayah input").first.check()
    page.wait_for_timeout(400)
    assert page.fetched == []

    sheet.get_by_role("button", name=re.compile("^Tampilkan")).click()

    expect(sheet).to_be_hidden()
    expect(page.locator("#alat li")).to_have_count(2)
    assert sorted(query(page)) == [("wilayah", "kota-blitar"), ("wilayah", "nganjuk")]

    page.go_back()
    expect(page.locator("#alat li")).to_have_count(1)


@desktop
@pytest.mark.parametrize("failure", ["lost line", "fault"])
def test_a_request_that_fails_becomes_a_page_load(page, catalogue, complaints, failure):
    page = catalogue()
    alive(page)

    def fail(route):
        if route.request.resource_type != "xhr":
            route.continue_()
        elif failure == "fault":
            route.fulfill(status=500, body="")
        else:
            route.abort()

    page.route("**/produk/?halaman=2*", fail)
    page.get_by_role("link", name="Halaman berikutnya").click()

    expect(page.locator("#jumlah")).to_contain_text("halaman 2")
    assert query(page) == [("halaman", "2")]
    assert [urlsplit(url).query for url in page.documents] == ["halaman=2"]
    complaints.clear()  # the browser says of each that it failed


def alive(page):
    """The first sign of life, and what it brings."""
    page.mouse.move(5, 5)
    page.keyboard.press("Shift")
    page.wait_for_function(HTMX_IS_HERE)


def query(page):
    return parse_qsl(urlsplit(page.url).query)


def count(page):
    return number(page.locator("#jumlah").inner_text())


def cards(page):
    return page.locator("#hasil article.product-card a").evaluate_all("links => links.map(link => link.pathname)")


def number(text):
    return int(re.search(r"\d[\d.,]*", text)[0].replace(".", "").replace(",", ""))
