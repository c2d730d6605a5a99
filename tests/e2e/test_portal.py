"""Every page of the portal on a phone: nobody is shut out, every finger hits, nothing is wider than the screen.

The pages come from the URL patterns: a new owner's page is looked at without another line here.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = """
import re, time
from types import SimpleNamespace
from accounts.models import OneTimeLink, User
from tests.factories import make_proposal
from tests.site_map import address
from tests.test_project import DOORS, PORTAL
sari, budi = (User.objects.get(username=name) for name in ("sari", "budi"))
def signed_in(user):
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [dict(method="password", at=time.time(), reauthenticated=True)]  # security pages open
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
booth = sari.memberships.get().exhibitor
product = booth.products.exclude(cover=None).first()
site = SimpleNamespace(
    proposal=make_proposal(product, by=sari, description="Dibuat setiap pagi, menunggu panitia"),
    booth=booth, product=product, product_photo=product.cover, document=booth.documents.first(), inquiry=booth.inquiries.last(), session=None,
    catalogue=SimpleNamespace(address="katalog"),
)
clients = dict(sari=signed_in(sari), budi=signed_in(budi), nobody=Client())
_link, token = OneTimeLink.make(budi, by=None)
wanted = [("sari", name, address(name, site)) for name in PORTAL]
wanted += [("nobody", name, address(name, site)) for name in sorted(DOORS)]
wanted += [("budi", "accounts:consents", address("accounts:consents", site)), ("nobody", "a link that is good", f"/kelola/masuk/tautan/{token}/")]
pages = []
for who, name, path in wanted:
    answer = clients[who].get(path)
    if answer.status_code in (200, 410) and answer["Content-Type"].startswith("text/html"):
        pages.append([who, name, path])
print(json.dumps([pages, {who: client.cookies["sessionid"].value for who, client in clients.items() if "sessionid" in client.cookies}]))
"""
SMALL = """
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((element) => {
  if (element.type === "hidden" || element.closest("[aria-hidden=true]") || !element.checkVisibility()) return false;
  const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
  if (width <= 1) return false; // for screen readers
  if (getComputedStyle(element, "::after").position === "absolute") return false; // the title of a card: all of it is the link
  const inSentence = element.tagName === "A" && getComputedStyle(element).display === "inline"
    && element.parentElement.textContent.trim() !== element.textContent.trim();
  return !inSentence && Math.min(width, height) < 43.5;
}).map((element) => element.outerHTML.slice(0, 160))
"""


@pytest.fixture(scope="session")
def portal(on_site):
    """[who, name, path] of every page, and who's session."""
    pages, sessions = on_site(PAGES)
    assert len({name for _who, name, _path in pages}) > 30
    return pages, sessions


@pytest.fixture
def each_page(page, context, base_url, portal, complaints):
    """Opens one after the other and gives its name."""

    def walk():
        pages, sessions = portal
        for who, name, path in pages:
            context.clear_cookies()
            if who in sessions:
                context.add_cookies([{"name": "sessionid", "value": sessions[who], "url": base_url}])
            page.goto(path, wait_until="load")
            complaints[:] = [one for one in complaints if "410" not in one]  # a link that is not good
            yield f"{name}, {path}"

    return walk


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_shuts_nobody_out(page, each_page, shot, colours):
    page.emulate_media(color_scheme=colours)
    faults = {}
    for name in each_page():
        shot(f"portal-{re.sub(r'[^a-z0-9]+', '-', name.partition(',')[0])}-{colours}")
        if found := Axe().run(page).response["violations"]:
            faults[name] = [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]

    assert faults == {}


def test_every_finger_hits(page, each_page):
    faults = {name: small for name in each_page() if (small := page.evaluate(SMALL))}

    assert faults == {}


@pytest.mark.parametrize("width", [320, 360, 1366])
def test_fits_every_screen(page, each_page, width):
    page.set_viewport_size({"width": width, "height": 740})

    wide = {name: needed for name in each_page() if (needed := page.evaluate("document.documentElement.scrollWidth")) > width}

    assert wide == {}
