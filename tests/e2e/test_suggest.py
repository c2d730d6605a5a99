"""The village while it is typed at /daftar/: by taps, by keys, for screen readers, and when there is no line or no script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

WANTED = "Desa Sumberjo, Kec. Gondang, Kabupaten Nganjuk"


@pytest.fixture
def place(page):
    page.goto("/daftar/")
    return page.locator("#id_place")


def listed(page):
    return page.get_by_role("listbox", name="Desa atau kelurahan")


def type_slowly(page, place, text="sumberjo"):
    """As on a phone: faster than the pause after which the site is asked."""
    asked = []
    page.on("request", lambda request: "/wilayah/desa/" in request.url and asked.append(request.url))
    place.press_sequentially(text, delay=60)
    expect(listed(page).get_by_role("option").first).to_be_visible()
    return asked


def test_a_tap_takes_one_and_it_is_sent(page, place, shot, on_site):
    asked = type_slowly(page, place)
    assert [re.sub(".*=", "", url) for url in asked] == ["sumberjo"], "asked once, after the last key"
    expect(place).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="nama ditemukan")).to_be_attached()
    assert Axe().run(page).response["violations"] == []
    shot("suggest-1-list")
    assert min(box["height"] for box in (option.bounding_box() for option in listed(page).get_by_role("option").all())) >= 44
    listed(page).get_by_role("option", name=WANTED).tap()

    expect(place).to_have_value(WANTED)
    expect(listed(page).get_by_role("option")).to_have_count(0)
    page.get_by_label("Nama usaha").fill("Emping Bu Tin")
    page.get_by_label("Anda menjual apa?").fill("Emping melinjo")
    page.get_by_label("Jenisnya").select_option(index=1)
    page.get_by_label("Nama Anda").fill("Bu Tin")
    page.get_by_label("Nomor WhatsApp").fill("0812-9999-0042")
    page.get_by_role("button", name="Kirim pendaftaran").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih, pendaftaran sudah kami terima.")
    kept = on_site(
        "from exhibitors.models import Exhibitor\nprint(json.dumps(str(Exhibitor.objects.get(whatsapp='+6281299990042').village.district)))"
    )
    assert kept == "Kec. Gondang"


def test_by_keys_alone(page, place):
    type_slowly(page, place)
    options = listed(page).get_by_role("option")
    first, last = options.first.inner_text(), options.last.inner_text()
    place.press("ArrowUp")
    assert page.locator(f"#{place.get_attribute('aria-activedescendant')}").inner_text() == last
    place.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    place.press("Enter")

    expect(place).to_have_value(first)
    expect(place).to_be_focused()
    assert page.url.endswith("/daftar/"), "Enter took the name and did not send the form"

    place.fill("sumber")
    expect(options.first).to_be_visible()
    place.press("Escape")
    expect(options).to_have_count(0)
    expect(place).to_have_value("sumber")


def test_a_lost_line_takes_nothing_away(page, context, place, complaints):
    context.set_offline(True)
    with page.expect_event("requestfailed"):
        place.press_sequentially("sumberjo")
    expect(listed(page).get_by_role("option")).to_have_count(0)
    expect(place).to_have_value("sumberjo")
    context.set_offline(False)
    complaints.clear()
    page.get_by_role("button", name="Cari desa").tap()

    expect(page.get_by_role("radio", name=WANTED)).to_be_attached()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_the_button_searches(page, place):
    place.fill("sumberjo")
    page.get_by_role("button", name="Cari desa").tap()

    expect(page.get_by_role("radio", name=WANTED)).to_be_attached()
    expect(place).to_have_value("sumberjo")
