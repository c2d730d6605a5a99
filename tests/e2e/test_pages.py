"""Every public page on a phone: nobody is shut out, nothing is wider than the screen or heavier than a weak line bears."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

FIXED = {
    "lobby": "/",
    "pavilions": "/wilayah/",
    "pavilion": "/wilayah/kota-blitar/",
    "booths": "/stan/",
    "catalogue": "/produk/",
    "export": "/produk/?lencana=ekspor",
    "search": "/produk/?q=sambal",
    "nothing-found": "/produk/?q=zzzzqqqq",
    "saver": "/produk/?hemat=1",
    "category": "/kategori/wastra-batik/",
    "agenda": "/agenda/",
    "about": "/tentang/",
    "how-to-order": "/cara-memesan/",
    "privacy": "/privasi/",
    "offline": "/putus/",
    "not-found": "/tidak-ada/",
}
PAGES = [*FIXED, "booth", "product", "ask"]
KILOBYTE = 1000
FIRST_VIEW = {"lobby": 150 * KILOBYTE}
FIRST_VIEW_ELSEWHERE = 120 * KILOBYTE
SHIFTS = "new PerformanceObserver(list => list.getEntries().forEach(e => window.shifted = (window.shifted || 0) + e.value)).observe({type: 'layout-shift', buffered: true})"
IN_VIEW = "() => [...document.images].filter(i => i.getBoundingClientRect().top < innerHeight).map(i => i.currentSrc)"


@pytest.fixture(scope="session")
def paths(browser, base_url):
    """Page → path; the booth and the product are the first of their lists."""
    page = browser.new_page()
    found = dict(FIXED)
    for name, listing, card in (("booth", "/stan/", "booth-card"), ("product", "/produk/", "product-card")):
        page.goto(base_url + listing)
        found[name] = page.locator(f"article.{card} a").first.get_attribute("href")
    page.close()
    found["ask"] = f"/tanya{found['product']}"
    return found


@pytest.fixture
def open_page(page, paths, complaints):
    def go(name, prefix=""):
        page.goto(prefix + paths[name], wait_until="networkidle")
        if name == "not-found":
            complaints[:] = [one for one in complaints if "404" not in one]
        return page

    return go


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_shuts_nobody_out(page, open_page, shot, name, colours):
    page.emulate_media(color_scheme=colours)

    open_page(name)

    shot(f"page-{name}-{colours}")
    results = Axe().run(page)
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in results.response["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_fits_every_screen(page, open_page, name):
    open_page(name)

    widths = {}
    for width in (320, 360, 768, 1366):
        page.set_viewport_size({"width": width, "height": 740})
        widths[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: needed for width, needed in widths.items() if needed > width} == {}


@pytest.mark.parametrize("name", PAGES)
def test_first_view_is_light_and_stands_still(context, page, open_page, name):
    page.add_init_script(SHIFTS)
    received = _bytes_by_address(context, page)

    open_page(name)

    seen = set(page.evaluate(IN_VIEW))
    pictures = {address for address in received if "/media/" in address}
    weight = sum(size for address, size in received.items() if address not in pictures - seen)
    assert weight <= FIRST_VIEW.get(name, FIRST_VIEW_ELSEWHERE), sorted(received.items(), key=lambda item: -item[1])[:8]
    assert page.evaluate("window.shifted || 0") < 0.02


def test_lists_and_their_files_keep_to_the_budget(page, base_url):
    catalogue = page.request.get("/produk/", headers={"accept-encoding": "identity"})
    files = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+\.(css|js))"', catalogue.text())))
    sizes = {"css": 0, "js": 0}
    for path, kind in files:
        sizes[kind] += int(page.request.fetch(path, method="HEAD", headers={"accept-encoding": "gzip"}).headers["content-length"])

    assert len(catalogue.body()) <= 60 * KILOBYTE
    assert 0 < sizes["css"] <= 12 * KILOBYTE
    assert 0 < sizes["js"] <= 20 * KILOBYTE


def _bytes_by_address(context, page):
    """Address → bytes on the wire with headers, filled while the page loads."""
    received, addresses = {}, {}
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]}))
    devtools.on(
        "Network.loadingFinished", lambda event: received.update({addresses.get(event["requestId"], "?"): event["encodedDataLength"]})
    )
    return received
