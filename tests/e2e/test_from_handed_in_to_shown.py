"""The whole way of a product: judged, sent back with a reason, mended by its owner, handed in again, published, seen by a visitor."""

import json
import re

import pytest
from playwright.sync_api import expect

PASSWORD = "sapu kebun mendung"
SET_UP = f"""
from django.conf import settings
from accounts.models import User
from events.models import Edition
from exhibitors.models import Status
from tests.door import app_of, sign_in
from tests.factories import make_entry, make_exhibitor, make_organiser, make_owner, make_round
import uuid
mark = uuid.uuid4().hex[:6]
organiser = make_organiser(f"ratna-{{mark}}", role="Penyelenggara wilayah", regions=["kota-blitar"], name="Ratna Wulandari", password="{PASSWORD}")
booth = make_exhibitor(name="Dapur Bu Ning", slug=f"dapur-{{mark}}", status=Status.SUBMITTED)
owner = make_owner(booth, username=f"pemilik-{{mark}}", phone=f"+62813{{int(mark, 16):08d}}")
round = make_round(name=f"Kurasi {{mark}}", edition=Edition.objects.order_by("-starts_on").first())
entries = [make_entry(round=round, exhibitor=booth, name=name, slug=f"{{mark}}-{{place}}") for place, name in enumerate(["Wajik kletik", "Sale pisang", "Getuk pisang"])]
browser = Client()
sign_in(browser, owner)
print(json.dumps({{
    "organiser": organiser.username, "secret": app_of(organiser).data["secret"], "round": round.pk, "booth": booth.pk, "slug": booth.slug,
    "entry": entries[0].pk, "product": entries[0].product_id, "cookie": settings.SESSION_COOKIE_NAME, "owner": browser.session.session_key,
}}))
"""
CODE = """
from tests.door import code
print(json.dumps(code({secret!r})))
"""
OFFICE_PC = {"width": 1366, "height": 768}
pytestmark = pytest.mark.browser_context_args(viewport=OFFICE_PC, is_mobile=False, has_touch=False, device_scale_factor=1)


def test_the_whole_way(page, context, base_url, on_site, shot):
    scene = on_site(SET_UP)
    come_in(page, on_site, scene)
    judge_three(page, scene)
    send_back(page, scene)
    shot("way-1-sent-back")
    office = context.cookies()

    context.clear_cookies()
    context.add_cookies([{"name": scene["cookie"], "value": scene["owner"], "url": base_url}])
    mend_and_hand_in(page, scene, shot)

    context.clear_cookies()
    context.add_cookies(office)
    for row in (f"products/product/{scene['product']}", f"exhibitors/exhibitor/{scene['booth']}"):
        page.goto(f"/panitia/{row}/putuskan/")
        page.get_by_role("button", name="Menyetujui").click()
        page.get_by_role("button", name="Menampilkan", exact=True).click()
        expect(page.locator(".decide")).to_contain_text("Tampil")
    shot("way-3-published")

    context.clear_cookies()
    page.goto(f"/stan/{scene['slug']}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dapur Bu Ning")
    expect(page.locator("article.product-card")).to_have_count(1)
    page.get_by_role("link", name="Wajik kletik").first.click()
    expect(page.locator("main")).to_contain_text("Ketan, gula merah, santan. Label dengan nama pembuatnya.")
    shot("way-4-seen")


def come_in(page, on_site, scene):
    page.goto(f"/panitia/kurasi/{scene['round']}/")
    page.get_by_label("Nama pengguna").fill(scene["organiser"])
    page.get_by_label("Sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Langkah kedua")
    page.get_by_label("Kode").fill(on_site(CODE.format(**scene)))
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_url(re.compile(f"/panitia/kurasi/{scene['round']}/$"))


def judge_three(page, scene):
    page.get_by_role("button", name="Mulai menilai").press("Enter")
    for name in ("Wajik kletik", "Sale pisang", "Getuk pisang"):
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        for key in "444441":
            page.keyboard.press(key)
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("3 dari 3 sudah Anda nilai")).to_be_visible()


def send_back(page, scene):
    page.goto(f"/panitia/kurasi/{scene['round']}/hasil/{scene['entry']}/")
    page.get_by_label("Alasan.").fill("Label belum ada nama pembuatnya")
    page.get_by_role("button", name="Perlu diperbaiki").click()
    expect(page.get_by_role("link", name="Buka WhatsApp")).to_be_visible()


def mend_and_hand_in(page, scene, shot):
    page.goto(f"/kelola/produk/{scene['product']}/")
    expect(page.locator("main")).to_contain_text("Label belum ada nama pembuatnya")
    shot("way-2-owner")
    page.goto(f"/kelola/produk/{scene['product']}/rincian/")
    page.locator("[name=description]").fill("Ketan, gula merah, santan. Label dengan nama pembuatnya.")
    page.get_by_role("button", name=re.compile("^Simpan")).click()
    page.get_by_role("link", name="Sudah diperbaiki? Ajukan lagi").click()
    page.get_by_role("button", name="Ajukan sekarang").click()
    expect(page.locator(".toast")).to_contain_text("Sudah diajukan")
    assert json.loads(page.evaluate("JSON.stringify(Object.keys(localStorage).filter((name) => name.startsWith('draft ')))")) == []
