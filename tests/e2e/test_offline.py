"""A visitor on the way who loses the line sees our page with a way on, not the browser's."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

CONTROLLED = "() => navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')"


@pytest.fixture
def visitor(page, context, complaints):
    """A page of somebody whose browser has the worker; the lost line itself is no complaint."""
    page.goto("/stan/", wait_until="networkidle")
    page.wait_for_function(CONTROLLED)
    yield page
    complaints[:] = [one for one in complaints if "ERR_INTERNET_DISCONNECTED" not in one]


@pytest.mark.parametrize(("path", "heading"), [("/agenda/", "Sinyal terputus"), ("/en/produk/?q=tas", "No signal")])
def test_lost_line_shows_our_page_and_a_way_on(context, visitor, shot, path, heading):
    context.set_offline(True)
    visitor.goto(path)

    expect(visitor.get_by_role("heading", level=1)).to_have_text(heading)
    assert visitor.url.endswith(path)
    assert visitor.evaluate("getComputedStyle(document.querySelector('main .btn')).borderRadius") == "10px", "dressed"
    shot(f"8-lost-line{path.replace('/', '-').split('?')[0]}")

    context.set_offline(False)
    visitor.locator("main .btn").first.click()

    expect(visitor.get_by_role("heading", level=1)).not_to_have_text(heading)
    assert visitor.url.endswith(path)


def test_back_leads_to_the_page_before(context, visitor):
    context.set_offline(True)
    visitor.goto("/agenda/")
    visitor.get_by_role("link", name="Kembali").click()

    visitor.wait_for_url("**/stan/")
    expect(visitor.locator("article.booth-card").first).to_be_visible()


def test_pages_come_from_the_network_and_are_not_kept(visitor):
    visitor.goto("/produk/")
    product = visitor.locator("article.product-card a").first.get_attribute("href")
    visitor.goto(product)

    kept = visitor.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat()"
    )

    assert visitor.evaluate("Boolean(navigator.serviceWorker.controller)")
    assert sorted(path for path in (urlsplit(url).path for url in kept) if not path.startswith("/static/")) == [
        "/en/putus/",
        "/putus/",
    ]
