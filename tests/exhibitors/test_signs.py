"""What comes out of the printer: read as a phone reads the code, and as a person reads the words."""

import datetime
import re
import time
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from exhibitors.models import Category, Status
from exhibitors.signs import KINDS, REGIONS, pdf_of, sheet_of, sign_of
from expo.paper_svg import as_svg, as_symbols
from tests.factories import make_edition, make_exhibitor, make_owner, make_participation
from tests.html import parse

LONGEST = "Kelompok Usaha Bersama Toko Oleh-oleh Wanita Tani Yosowilangun Ayem Tentrem Raya"
SIZES = {False: (148, 210), True: (297, 210)}


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Sentul Perkusi", stall_number="KB-017")


def printed(booth, kind="papan"):
    """The page of the PDF as pypdfium2 sees it."""
    _name, pdf = pdf_of(sign_of(booth), kind)
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    assert len(document) == 1
    return document[0]


def words(page):
    return page.get_textpage().get_text_range()


def picture(page, dpi=150):
    return page.render(scale=dpi / 72).to_pil().convert("RGB")


def codes(page):
    return zxingcpp.read_barcodes(picture(page))


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("region", REGIONS)
def test_phone_that_scans_it_comes_to_the_booth(db, client, region, kind):
    booth = make_exhibitor(name="Dapur Bu Ning", region=region, stall_number="XY-123")

    page = printed(booth, kind)

    found = codes(page)
    assert len(found) == (4 if KINDS[kind].card else 1)
    assert {(code.text, code.ec_level) for code in found} == {(f"{settings.SITE_URL}/xy123", "M")}
    answer = client.get("/xy123", follow=True)
    assert answer.redirect_chain == [(booth.get_absolute_url(), 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_says_who_where_and_what_to_type(booth, kind):
    page = printed(booth, kind)

    text = words(page)
    assert tuple(round(side * 25.4 / 72) for side in page.get_size()) == SIZES[KINDS[kind].card]
    for part in (
        "KB",
        "017",
        "Sentul Perkusi",
        "Pavilion Kota Blitar",
        booth.tagline,
        "lewat",
        "atau ketik",
        "/kb017",
        "UMKM Virtual Expo",
    ):
        assert squeezed(part) in squeezed(text), part


def test_code_is_68_mm_wide_with_four_white_modules_around(booth):
    page = printed(booth)

    (code,) = codes(page)

    corners = code.position
    module = 68 / 29
    side = (corners.top_right.x - corners.top_left.x) * 25.4 / 150
    assert side == pytest.approx(68, abs=0.5)
    dots = 150 / 25.4
    left, top = corners.top_left.x, corners.top_left.y
    reach, edge = 4 * module * dots - 2, side * dots
    shot = picture(page)
    for box in (
        (left - reach, top - reach, left - 2, top + edge + reach),
        (left + edge + 3, top - reach, left + edge + reach, top + edge + reach),
        (left - reach, top - reach, left + edge + reach, top - 2),
        (left - reach, top + edge + 3, left + edge + reach, top + edge + reach),
    ):
        assert shot.crop([round(number) for number in box]).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].saver])
@pytest.mark.parametrize("region", REGIONS)
def test_ink_saver_has_no_colour(db, region, kind):
    page = printed(make_exhibitor(region=region, stall_number="XY-123"), kind)

    assert all(red == green == blue for _count, (red, green, blue) in picture(page, 60).getcolors(2**20))


@pytest.mark.parametrize("region", REGIONS)
def test_colour_is_the_cloth_of_the_region(db, region):
    page = printed(make_exhibitor(region=region, stall_number="XY-123"))

    dye = tuple(int(REGIONS[region].dye[i : i + 2], 16) for i in (1, 3, 5))
    found = {colour: count for count, colour in picture(page, 60).crop((0, 0, 349, 90)).getcolors(2**20)}
    assert max(found, key=found.get) == dye


def test_cloths_are_those_of_the_site():
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()

    for slug, region in REGIONS.items():
        light = re.search(rf"\[data-region={slug}\] {{ (--dye: .*?) }}", css)[1]
        said = dict(pair.split(": ") for pair in light.split("; "))
        assert (said["--dye"], said["--dye-deep"], said["--region-ink"]) == (region.dye, region.deep, region.ink)
        assert (said["--motif"], said["--tile"]) == (f"url(../motifs/{region.motif}.svg)", f"{region.tile}px")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name",
    ["A", LONGEST, "W" * 80, "Kopi Café Ngélmu", "Toko Ñandú & Ştefan <b>", "K" + "ayumanis" * 9],
    ids=lambda name: f"{name[:12]}-{len(name)}",
)
def test_name_is_whole_and_stays_in_its_place(db, name, kind):
    page = printed(make_exhibitor(name=name, stall_number="KB-017", tagline="t" * 120), kind)

    text = page.get_textpage()
    assert squeezed(name) in squeezed(text.get_text_range())
    (left, bottom, right, top) = [side * 25.4 / 72 for side in _bounds(text)]
    width, height = SIZES[KINDS[kind].card]
    assert (left, bottom) > (5, 5)
    assert right < width - 5
    assert top < height - 4
    assert {code.text for code in codes(page)} == {f"{settings.SITE_URL}/kb017"}


def _bounds(text):
    boxes = [text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def test_letters_that_the_font_lacks_do_not_become_boxes(db):
    booth = make_exhibitor(name="Warung 🌶 Ḱopi\u200b", stall_number="KB-017", tagline="🌶🌶")

    sign = sign_of(booth)

    assert sign.name == "Warung Kopi"
    assert sign.what == ""


def test_name_without_a_printable_letter_falls_back_on_the_address(db):
    assert sign_of(make_exhibitor(name="ꦏꦺꦴꦥꦶ", slug="kopi")).name == "kopi"


def test_booth_without_a_tagline_says_its_kind(db):
    booth = make_exhibitor(tagline="", category="wastra-batik")

    assert sign_of(booth).what == Category.objects.get(slug="wastra-batik").name


def test_booth_without_a_number_has_its_prefix_and_its_own_address(db, client):
    booth = make_exhibitor(name="Batik Mawar", slug="batik-mawar", region="nganjuk")

    page = printed(booth)

    text = words(page)
    assert "NJ" in text.split()
    assert squeezed("/stan/batik-mawar") in squeezed(text)
    (code,) = codes(page)
    assert code.text == f"{settings.SITE_URL}/stan/batik-mawar/"
    assert client.get("/stan/batik-mawar/").status_code == 200


def test_number_that_leads_to_somebody_else_by_now_is_not_printed(db, client):
    last, now = (make_edition(today=timezone.localdate() - datetime.timedelta(days=days)) for days in (400, 0))
    old, new = make_exhibitor(), make_exhibitor()
    make_participation(exhibitor=old, edition=last, stall_number="KB-017")
    make_participation(exhibitor=new, edition=now, stall_number="KB-017")

    assert [sign_of(booth).number for booth in (old, new)] == ["", "KB-017"]
    assert client.get("/kb017")["Location"] == new.get_absolute_url()


def test_number_of_an_edition_that_is_not_public_is_not_printed(db):
    coming = make_edition(is_public=False, day=-30)
    booth = make_exhibitor(stall_number="KB-017", edition=make_edition())
    make_participation(exhibitor=booth, edition=coming, stall_number="KB-031")

    assert sign_of(booth).number == "KB-017"


@pytest.mark.parametrize(("days", "seen"), [(0, True), (30, False)])
def test_spot_in_the_hall_is_said_until_the_edition_is_over(db, days, seen):
    edition = make_edition(venue="Blitar Town Square")
    booth = make_exhibitor()
    make_participation(exhibitor=booth, edition=edition, stall_number="KB-017", venue_spot="B-12")

    sign = sign_of(booth, timezone.localdate() + datetime.timedelta(days=days))

    assert sign.venue == ("Blitar Town Square, petak B-12" if seen else "")


def test_without_a_number_to_write_to_nobody_is_told_to_order_there(db):
    page = printed(make_exhibitor(shows_whatsapp=False))

    assert "WhatsApp" not in words(page)
    assert "Pindai" in words(page)


def test_file_says_what_it_is(booth):
    name, pdf = pdf_of(sign_of(booth), "papan-hemat")

    about = pypdfium2.PdfDocument(BytesIO(pdf)).get_metadata_dict()
    assert name == "papan-stan-KB-017-hemat-tinta.pdf"
    assert about["Title"] == "KB-017 Sentul Perkusi: Papan stan, hemat tinta"
    assert about["Author"] == "UMKM Virtual Expo"
    assert pdf.count(b"/FontFile2") == 3
    assert b"/PrintScaling /None" in pdf
    assert len(pdf) < 50_000


@pytest.mark.parametrize("kind", KINDS)
def test_sheet_takes_a_moment(booth, kind):
    pdf_of(sign_of(booth), kind)  # fonts are read once
    start = time.process_time()

    pdf_of(sign_of(booth), kind)

    assert time.process_time() - start < 0.3


@pytest.mark.parametrize("kind", KINDS)
def test_page_shows_the_same_sheet(booth, kind):
    sheet = sheet_of(sign_of(booth), kind)

    page = parse(f"<main>{as_symbols([sheet])}{as_svg(sheet, label='Papan')}</main>")

    ids = [element["id"] for element in page.walk() if element.get("id")]
    used = {use["href"].removeprefix("#") for use in page.all("use")}
    assert len(ids) == len(set(ids))
    assert used == set(ids)
    assert "Sentul Perkusi" in {text.text for text in page.all("text")}


def test_owner_gets_the_file_and_nobody_keeps_it(booth, client_of, sari):
    make_owner(booth, user=sari)

    answer = client_of(sari).get(reverse("exhibitors:owner_print_file", args=[booth.pk, "papan"]))

    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="papan-stan-KB-017.pdf"'
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["owner_print", "owner_print_sheet", "owner_print_file"])
def test_few_queries(booth, client_of, sari, django_assert_max_num_queries, name):
    make_owner(booth, user=sari)
    client, url = client_of(sari), reverse(f"exhibitors:{name}", args=[booth.pk, "papan"][: 1 if name == "owner_print" else 2])

    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["owner_print_sheet", "owner_print_file"])
def test_unknown_kind_is_absent(booth, client_of, sari, name):
    make_owner(booth, user=sari)

    assert client_of(sari).get(reverse(f"exhibitors:{name}", args=[booth.pk, "spanduk"])).status_code == 404


def test_page_offers_four_sheets(booth, client_of, sari):
    make_owner(booth, user=sari)

    page = parse(client_of(sari).get(reverse("exhibitors:owner_print", args=[booth.pk])))

    assert [item.one("h2").text for item in page.one("ul", cls="papers").all("li", cls="sheet")] == [
        str(kind.title) for kind in KINDS.values()
    ]
    assert "belum tampil" not in page.one("main").text
    assert "belum punya nomor" not in page.one("main").text


def test_page_says_what_is_missing(db, client_of, sari):
    booth = make_exhibitor(status=Status.DRAFT)
    make_owner(booth, user=sari)

    main = parse(client_of(sari).get(reverse("exhibitors:owner_print", args=[booth.pk]))).one("main")

    assert "Stan belum tampil" in main.text
    assert "Stan ini belum punya nomor" in main.text


def test_organiser_gets_no_links_to_the_owners_pages(booth, client_of, dewi):
    page = parse(client_of(dewi).get(reverse("exhibitors:owner_print", args=[booth.pk])))

    assert [link["href"] for link in page.all("a", href=True) if link["href"] == reverse("exhibitors:owner_booth", args=[booth.pk])] == []
    assert page.one("ul", cls="papers")
