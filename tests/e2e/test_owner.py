"""A stall owner with an old phone and one bar of signal: from the link by WhatsApp to a product, and nothing typed is ever lost.

400 kbit/s and 400 ms for each answer, everything by taps on a screen of 360 px.
"""

import io
import json
import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

OWNER = """
from accounts.models import User
from exhibitors.invite import invite
from exhibitors.models import Status
from tests.factories import make_exhibitor, make_owner
booth = make_exhibitor(name={name!r}, slug={slug!r}, status=Status.DRAFT)
make_owner(booth, user=User.objects.create(username={slug!r}, name="Bu Ning"))
print(json.dumps([invite(booth, by=None).url, booth.pk]))
"""
PRODUCTS = """
from products.models import Product
print(json.dumps([[product.name, product.price, product.photos.count()] for product in Product.objects.filter(exhibitor={booth})]))
"""
SENTENCE = "Wajik ketan dan gula merah, dibungkus klobot jagung"
without_javascript = pytest.mark.browser_context_args(java_script_enabled=False)


@pytest.fixture
def owner(request, page, context, base_url, on_site):
    """A page of somebody who has just come in by a one-time link and agreed; .booth is the number of her booth, still empty."""
    slug = re.sub(r"\W+", "-", request.node.name)[:60].strip("-")
    link, page.booth = on_site(OWNER.format(name="Dapur Bu Ning", slug=slug))
    slow(context, page)
    page.goto(base_url + re.sub(r"^https?://[^/]+", "", link))
    page.get_by_role("button", name="Masuk ke stan saya").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tiga hal sebelum mulai")
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(3)  # on such a line the heading stands before they have come
    for box in boxes.all():
        assert not box.is_checked(), "consent is never ticked before"
        box.tap()
    page.get_by_role("button", name="Simpan jawaban dan lanjut").tap()
    expect(page).to_have_url(re.compile(f"/kelola/stan/{page.booth}/$"))
    return page


@pytest.fixture
def stored(on_site):
    """stored(page): [name, price, number of photos] of each product of her booth."""
    return lambda page: on_site(PRODUCTS.format(booth=page.booth))


def test_from_the_link_to_a_booth_with_a_product(owner, stored, shot):
    shot("owner-1-home")
    say_what_it_is(owner)
    held = []
    owner.route("**/js/photos*.js", lambda route: route.continue_() if held else held.append(route))
    with owner.expect_request("**/js/photos*.js"):
        to_a_new_product(owner)
    owner.locator(".gallery-pick input").set_input_files([picture("merah"), picture("biru")])
    held[0].continue_()  # she was quicker than the script

    onward = owner.get_by_role("link", name="Lanjut: nama dan harga")
    expect(onward).to_be_visible()
    shot("owner-2-photos")
    onward.tap()
    fill_price(owner)
    shot("owner-3-price")
    owner.get_by_role("button", name="Simpan dan lanjut").tap()
    finish(owner)

    shot("owner-4-product")
    assert stored(owner) == [["Wajik kletik 500 g", 22500, 2]]
    assert kept(owner) == []
    see_as_buyers_do(owner)
    shot("owner-5-preview")


@without_javascript
def test_the_same_without_javascript(owner, stored, shot):
    say_what_it_is(owner)
    to_a_new_product(owner)
    owner.locator(".gallery-pick input").set_input_files([picture("merah"), picture("biru")])
    owner.get_by_role("button", name="Kirim foto").tap()
    expect(owner.locator(".toast")).to_contain_text("2 foto tersimpan")
    shot("owner-6-photos-without-javascript")
    owner.get_by_role("link", name="Lanjut: nama dan harga").tap()
    fill_price(owner)
    owner.get_by_role("button", name="Simpan dan lanjut").tap()
    finish(owner)

    assert stored(owner) == [["Wajik kletik 500 g", 22500, 2]]
    see_as_buyers_do(owner)


def test_a_line_that_is_gone_before_sending_loses_nothing(owner, context, stored, shot):
    to_a_new_price(owner)
    fill_price(owner)
    expect(owner.locator(".draft-note")).to_contain_text("Tersimpan di HP ini")
    context.set_offline(True)
    owner.get_by_role("button", name="Simpan dan lanjut").tap()

    note = owner.locator(".draft-note")
    expect(note).to_contain_text("Sinyal putus. Isian Anda tersimpan di HP ini. Tekan lagi kalau sinyal kembali.")
    expect(note).to_have_css("color", "rgb(133, 80, 0)")  # a warning, not the green of what is kept
    shot("owner-7-no-line")
    assert stored(owner) == []

    owner.get_by_label("Harga", exact=True).fill("22.000")
    expect(note).to_contain_text("Tersimpan di HP ini")
    expect(note).to_have_css("color", "rgb(23, 102, 58)")
    context.set_offline(False)
    owner.get_by_role("button", name="Simpan dan lanjut").tap()
    expect(owner).to_have_url(re.compile("/rincian/"))
    assert stored(owner) == [["Wajik kletik 500 g", 22000, 0]]
    assert kept(owner) == []


def test_an_answer_that_never_came_is_not_doubled(owner, stored, complaints):
    to_a_new_price(owner)
    form = owner.url
    fill_price(owner)
    expect(owner.locator(".draft-note")).to_contain_text("Tersimpan di HP ini")
    key = owner.locator("[name=kunci]").input_value()

    def lose_the_answer(route):
        route.fetch(max_redirects=0)  # it arrives, and is carried out
        route.abort()

    owner.route("**/harga/", lambda route: lose_the_answer(route) if route.request.method == "POST" else route.continue_())
    owner.get_by_role("button", name="Simpan dan lanjut").tap()
    expect(owner).to_have_url(re.compile("^chrome-error:"))
    owner.unroute("**/harga/")
    assert stored(owner) == [["Wajik kletik 500 g", 22500, 0]]

    owner.goto(f"/kelola/stan/{owner.booth}/")  # she looks elsewhere first
    owner.goto(form)
    expect(owner.get_by_label("Nama produk", exact=True)).to_have_value("Wajik kletik 500 g")
    expect(owner.get_by_label("bungkus", exact=True)).to_be_checked()
    expect(owner.locator(".draft-note")).to_contain_text(re.compile(r"Tersimpan di HP ini, \d\d\.\d\d"))
    assert owner.locator("[name=kunci]").input_value() == key
    owner.get_by_role("button", name="Simpan dan lanjut").tap()

    expect(owner).to_have_url(re.compile("/rincian/"))
    assert len(stored(owner)) == 1
    assert kept(owner) == []
    complaints[:] = [one for one in complaints if "ERR_FAILED" not in one]


def test_a_closed_page_and_a_session_that_ended_lose_nothing(owner, context, on_site, stored):
    to_a_new_price(owner)
    fill_price(owner)
    expect(owner.locator(".draft-note")).to_contain_text("Tersimpan di HP ini")
    owner.reload()
    expect(owner.get_by_label("Nama produk", exact=True)).to_have_value("Wajik kletik 500 g")
    context.clear_cookies(name="sessionid")
    owner.get_by_role("button", name="Simpan dan lanjut").tap()
    expect(owner).to_have_url(re.compile("/kelola/masuk/"))
    assert stored(owner) == []

    password = "sapu kebun mendung"
    slug = on_site(
        f"from accounts.models import User\nuser = User.objects.get(memberships__exhibitor={owner.booth})\nuser.set_password({password!r})\nuser.save()\nprint(json.dumps(user.username))"
    )
    owner.locator("form.sheet [name=name]").fill(slug)
    owner.locator("form.sheet [name=password]").fill(password)
    owner.get_by_role("button", name="Masuk", exact=True).tap()

    expect(owner).to_have_url(re.compile("/produk/baru/harga/"))
    expect(owner.get_by_label("Nama produk", exact=True)).to_have_value("Wajik kletik 500 g")
    owner.get_by_role("button", name="Simpan dan lanjut").tap()
    expect(owner).to_have_url(re.compile("/rincian/"))
    assert len(stored(owner)) == 1
    assert kept(owner) == []
    assert password not in json.dumps(owner.evaluate("({ ...localStorage })"))


def test_what_came_back_with_faults_stays_as_it_was_sent(owner, complaints):
    to_a_new_price(owner)
    fill_price(owner, price="mahal")
    expect(owner.locator(".draft-note")).to_contain_text("Tersimpan di HP ini")
    owner.get_by_role("button", name="Simpan dan lanjut").tap()

    expect(owner.locator(".errors")).to_be_visible()
    expect(owner.get_by_label("Nama produk", exact=True)).to_have_value("Wajik kletik 500 g")
    expect(owner.get_by_label("Harga", exact=True)).to_have_value("mahal")
    assert len(kept(owner)) == 1
    complaints[:] = [one for one in complaints if "422" not in one]


def test_a_draft_may_be_discarded_and_does_not_live_for_ever(owner):
    to_a_new_price(owner)
    fill_price(owner)
    expect(owner.locator(".draft-note")).to_be_visible()
    with owner.expect_navigation():
        owner.get_by_role("button", name="Buang draf").tap()
    expect(owner.get_by_label("Nama produk", exact=True)).to_have_value("")
    assert kept(owner) == []

    fill_price(owner)
    expect(owner.locator(".draft-note")).to_be_visible()
    owner.evaluate(
        "for (const name in localStorage) if (name.startsWith('draft ')) localStorage[name] = JSON.stringify({ ...JSON.parse(localStorage[name]), at: Date.now() - 31 * 86400_000 })"
    )
    owner.goto(f"/kelola/stan/{owner.booth}/")
    assert kept(owner) == []


def say_what_it_is(page):
    page.get_by_role("link", name="Ubah isi stan").tap()
    page.locator("[name=tagline]").fill(SENTENCE)
    page.get_by_role("button", name="Simpan", exact=True).tap()
    expect(page).to_have_url(re.compile(f"/kelola/stan/{page.booth}/$"))
    expect(page.locator(".toast")).to_contain_text("Tersimpan")


def see_as_buyers_do(page):
    page.get_by_role("navigation", name="Bawah").get_by_role("link", name="Stan").tap()
    page.get_by_role("link", name="Lihat seperti pembeli").tap()
    expect(page.locator("main")).to_contain_text(SENTENCE)
    expect(page.locator("article.product-card")).to_have_count(1)
    expect(page.locator("article.product-card")).to_contain_text("Wajik kletik 500 g")


def to_a_new_product(page):
    page.get_by_role("navigation", name="Bawah").get_by_role("link", name="Produk").tap()
    page.get_by_role("link", name="Tambah produk pertama").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tambah produk")


def to_a_new_price(page):
    to_a_new_product(page)
    page.get_by_role("link", name="Foto menyusul, isi nama dulu").tap()
    expect(page).to_have_url(re.compile("/baru/harga/"))


def fill_price(page, price="22.500"):
    page.get_by_label("Nama produk", exact=True).fill("Wajik kletik 500 g")
    page.get_by_label("Harga", exact=True).fill(price)
    page.get_by_label("bungkus", exact=True).tap()


def finish(page):
    expect(page).to_have_url(re.compile("/rincian/"))
    page.get_by_role("button", name="Simpan, selesai").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wajik kletik 500 g")


def kept(page):
    page.wait_for_load_state("load")  # the script that forgets has run by then
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft '))")


def slow(context, page):
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    line = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    devtools.send("Network.emulateNetworkConditions", line)


def picture(colour):
    """What a phone's camera gives, smaller: a plate on a table."""
    image = Image.new("RGB", (1200, 900), "#d8c9a8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((250, 150, 950, 750), fill={"merah": "#a33", "biru": "#36a"}[colour])
    for row in range(0, 900, 12):
        draw.line((0, row, 1200, row + 40), fill="#c8b78f")
    data = io.BytesIO()
    image.save(data, "JPEG", quality=88)
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}
