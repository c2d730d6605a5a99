"""The back office in a real browser: under the strict policy, for everybody, on a phone and on an office screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

SESSION = """
from accounts.models import User
from tests.door import sign_in
browser = Client()
sign_in(browser, User.objects.get(username="dewi"))
print(json.dumps(browser.session.session_key))
"""
ROWS = """
from accounts.models import Deed, Record, User
from events.models import Edition
from exhibitors.models import Exhibitor
from products.models import Product
dewi = User.objects.get(username="dewi")
booths, products = Exhibitor.objects.order_by("pk"), Product.objects.filter(cover__isnull=False).order_by("pk")
waiting, sent_back, draft = booths[:3]
for booth, status in ((waiting, "submitted"), (sent_back, "submitted"), (draft, "draft")):
    Exhibitor.objects.filter(pk=booth.pk).update(status=status)
sent_back.refresh_from_db()
sent_back.move(Deed.SEND_BACK, by=dewi, reason="Fotonya gelap, dan harganya belum ada.")
print(json.dumps({"waiting": waiting.pk, "sent_back": sent_back.pk, "draft": draft.pk, "product": products[0].pk, "edition": Edition.objects.first().pk, "dewi": dewi.pk}))
"""
PAGES = {
    "overview": "/panitia/",
    "invitations": "/panitia/undangan/?keadaan=semua",
    "booths": "/panitia/exhibitors/exhibitor/?_facets=True&perhatian=hari-ini",
    "products": "/panitia/products/product/",
    "nothing-found": "/panitia/products/product/?q=zzzzqqqq",
    "booth": "/panitia/exhibitors/exhibitor/{waiting}/change/",
    "decide": "/panitia/exhibitors/exhibitor/{sent_back}/putuskan/",
    "records": "/panitia/exhibitors/exhibitor/{sent_back}/history/",
    "links": "/panitia/exhibitors/exhibitor/{waiting}/tautan/",
    "product": "/panitia/products/product/{product}/change/",
    "product-new": "/panitia/products/product/add/",
    "delete": "/panitia/exhibitors/exhibitor/{draft}/delete/",
    "protected": "/panitia/events/edition/{edition}/delete/",
    "edition": "/panitia/events/edition/{edition}/change/",
    "organiser": "/panitia/accounts/user/{dewi}/change/",
    "all-records": "/panitia/accounts/record/",
    "password": "/panitia/password_change/",
}


@pytest.fixture(scope="session")
def rows(on_site):
    return on_site(ROWS)


@pytest.fixture
def office(page, base_url, on_site, rows):
    """The browser of Dewi, who has signed in."""
    page.context.add_cookies([{"name": "sessionid", "value": on_site(SESSION), "url": base_url}])
    return page


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_is_for_everybody_and_fits(office, rows, shot, name, colours):
    office.emulate_media(color_scheme=colours)

    office.goto(PAGES[name].format(**rows), wait_until="networkidle")

    widths = {}
    for width in (1366, 360):
        office.set_viewport_size({"width": width, "height": 740})
        widths[width] = office.evaluate("document.documentElement.scrollWidth")
        shot(f"office-{name}-{width}-{colours}")
    assert {width: needed for width, needed in widths.items() if needed > width} == {}
    results = Axe().run(office, options={"preload": False})  # preloading writes styles into the page, which the policy refuses
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in results.response["violations"]] == []


def test_links_are_sent_one_after_the_other_and_counted(office, context, complaints):
    context.route("https://wa.me/**", lambda route: route.abort())
    office.goto("/panitia/undangan/?q=batik", wait_until="networkidle")
    for box in office.locator("input[name=stan]").all()[:3]:
        box.check()

    office.get_by_role("button", name="Buat tautan untuk yang dicentang").click()

    progress = office.locator(".invitations__progress p").first
    expect(progress).to_have_text("0 dari 3 sudah dikirim")
    with context.expect_page() as opened, office.expect_response("**/undangan/terkirim/"):
        office.get_by_role("link", name="Buka WhatsApp").first.click()
    opened.value.close()
    expect(progress).to_have_text("1 dari 3 sudah dikirim")
    with office.expect_response("**/undangan/terkirim/"):
        office.get_by_label("Sudah dikirim").nth(1).check()
    expect(progress).to_have_text("2 dari 3 sudah dikirim")
    office.goto("/panitia/undangan/")  # kept without a press of the button
    expect(office.locator(".infonote")).to_contain_text("2 dari 3 sudah dikirim")
    complaints[:] = [one for one in complaints if "wa.me" not in one and "ERR_FAILED" not in one]


def test_a_figure_leads_to_the_rows_that_it_counts(office):
    office.goto("/panitia/")
    figure = office.locator("a[href$='perhatian=foto']").first
    count = figure.locator("b").inner_text()

    figure.click()

    expect(office.locator(".paginator")).to_contain_text(f"{count} stan")
