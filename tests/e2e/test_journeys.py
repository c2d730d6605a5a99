"""Three visitors with a phone, from the first page to what they came for."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect


def test_finds_a_product_by_search_and_taps_whatsapp(page, shot, complaints):
    page.goto("/")
    shot("1-lobby")
    search = page.locator("main").get_by_role("searchbox")
    search.fill("sambel pecel")  # the catalogue spells it sambal
    search.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("sambel pecel")
    shot("2-search")
    card = page.locator("article.product-card").first
    name = card.get_by_role("heading").inner_text()
    assert "sambal" in name.lower()
    card.get_by_role("link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    button = page.get_by_role("link", name="Chat WhatsApp")
    expect(button).to_be_in_viewport()
    shot("3-product")
    with page.expect_request("https://wa.me/**") as asked:
        button.click(no_wait_after=True)

    whatsapp = urlsplit(asked.value.url)
    text = parse_qs(whatsapp.query)["text"][0]
    assert re.fullmatch(r"/628\d{8,11}", whatsapp.path)
    assert name in text
    assert re.search(r"^Kode: [A-Z]{2}\d{3}-[2-9A-Z]{4}$", text, re.MULTILINE)
    complaints[:] = [complaint for complaint in complaints if "https://wa.me/" not in complaint]  # the one way out, and cut off here


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_filters_the_catalogue_without_javascript(page, shot):
    page.goto("/produk/")
    everything = _number(page.locator("#jumlah").inner_text())
    page.get_by_role("link", name="Saring", exact=True).click()
    form = page.locator("form#saring")
    expect(form).to_be_in_viewport()
    region = page.locator('input[name="wilayah"][value="tulungagung"]')
    if not region.is_visible():
        form.locator("#s-wilayah > summary").click()
    expected = _number(form.locator("label", has=region).locator(".check__count").inner_text())
    region.check()
    shot("4-filter-sheet-without-javascript")
    form.get_by_role("button", name=re.compile("^Tampilkan")).click()

    assert parse_qs(urlsplit(page.url).query)["wilayah"] == ["tulungagung"]
    assert 0 < expected < everything
    assert _number(page.locator("#jumlah").inner_text()) == expected
    assert set(page.locator("#hasil article.product-card").evaluate_all("cards => cards.map(card => card.dataset.region)")) == {
        "tulungagung"
    }
    expect(page.locator("form#saring").locator('input[name="wilayah"]:checked')).to_have_count(1)
    shot("5-filtered-without-javascript")

    page.get_by_role("link", name="Halaman berikutnya").click()
    assert parse_qs(urlsplit(page.url).query) == {"wilayah": ["tulungagung"], "halaman": ["2"]}
    assert _number(page.locator("#jumlah").inner_text()) == expected

    page.get_by_role("link", name=re.compile("^Hapus saringan .*Tulungagung")).click()
    assert _number(page.locator("#jumlah").inner_text()) == everything


HIDDEN = """
from tests.factories import make_exhibitor
print(json.dumps(make_exhibitor(name="Batik Bu Ning", slug={slug!r}, shows_whatsapp=False).pk))
"""
ASKED = """
from inquiries.models import Inquiry
print(json.dumps([[one.name, one.email, one.message] for one in Inquiry.objects.filter(exhibitor={booth})]))
"""


def ask(page, slug):
    page.goto(f"/stan/{slug}/")
    expect(page.get_by_role("link", name="Chat WhatsApp")).to_have_count(0)
    button = page.get_by_role("link", name="Tanya penjual")
    expect(button).to_be_in_viewport()
    button.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tanya Batik Bu Ning")
    page.get_by_label("Nama Anda").fill("Retno")
    page.get_by_label("E-mail", exact=True).fill("retno@contoh.id")
    page.get_by_label("Pesan", exact=True).fill("Apakah bisa dikirim ke Kediri?")
    page.get_by_role("checkbox").check()


def test_asks_an_owner_who_hides_her_number(page, context, on_site, shot):
    booth = on_site(HIDDEN.format(slug="tanya-bu-ning"))
    ask(page, "tanya-bu-ning")
    expect(page.locator(".draft-note")).to_contain_text("Tersimpan di HP ini")
    context.set_offline(True)
    page.get_by_role("button", name="Kirim pesan").tap()
    expect(page.locator(".draft-note")).to_contain_text("Sinyal putus.")
    shot("8-ask")
    context.set_offline(False)
    page.reload()
    expect(page.get_by_label("Pesan", exact=True)).to_have_value("Apakah bisa dikirim ke Kediri?")
    page.get_by_role("button", name="Kirim pesan").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Pesan Anda sudah terkirim.")
    shot("9-sent")
    assert on_site(ASKED.format(booth=booth)) == [["Retno", "retno@contoh.id", "Apakah bisa dikirim ke Kediri?"]]
    assert page.evaluate("Object.keys(localStorage)") == []
    assert context.cookies() == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_asks_without_javascript_and_comes_back_with_all_that_was_typed(page, on_site, complaints):
    booth = on_site(HIDDEN.format(slug="tanya-tanpa-skrip"))
    ask(page, "tanya-tanpa-skrip")
    page.get_by_label("Nomor WhatsApp", exact=True).fill("12345")
    page.get_by_role("button", name="Kirim pesan").tap()
    expect(page.locator(".field__error")).to_have_text("Nomor WhatsApp harus diawali 08, 62, atau + dan kode negaranya.")
    complaints[:] = [one for one in complaints if "422" not in one]
    page.get_by_label("Nomor WhatsApp", exact=True).fill("+65 9123 4567")
    page.get_by_role("button", name="Kirim pesan").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Pesan Anda sudah terkirim.")
    assert on_site(ASKED.format(booth=booth)) == [["Retno", "retno@contoh.id", "Apakah bisa dikirim ke Kediri?"]]


def test_switches_to_english_on_a_booth_page(page, shot):
    page.goto("/stan/")
    page.locator("#hasil").get_by_role("article").first.get_by_role("link").first.click()
    expect(page.get_by_role("link", name="Chat WhatsApp")).to_be_visible()
    name, path = page.get_by_role("heading", level=1).inner_text(), urlsplit(page.url).path
    shot("6-booth")
    page.get_by_role("banner").get_by_role("link", name="English").click()

    assert urlsplit(page.url).path == "/en" + path
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("link", name="Ask on WhatsApp").or_(page.get_by_role("link", name="Chat on WhatsApp"))).to_be_visible()
    shot("7-booth-english")
    page.get_by_role("banner").get_by_role("link", name="Bahasa Indonesia").click()

    assert urlsplit(page.url).path == path


def _number(text):
    """The first number of a text: '1.000 produk' gives 1000."""
    return int(re.search(r"\d[\d.,]*", text)[0].replace(".", "").replace(",", ""))
