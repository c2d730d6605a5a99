"""The printed catalogue: what is in it, where it stands, and that a phone comes from the paper to the product."""

import datetime
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from exchange.catalogue import Variant, make_catalogue
from exchange.sheets import BADGE_COLOURS, KUNYIT, NIGHT
from exhibitors.models import Category, Status
from expo import images, pagecache
from expo.models import SiteState
from products.models import Product
from regions.models import Region
from tests import pdf
from tests.data.make_images import BLUE, GREEN, RED, encoded, flag
from tests.factories import make_edition, make_exhibitor, make_participation, make_product, make_product_photo

TODAY = timezone.localdate()
TOMORROW = TODAY + datetime.timedelta(days=1)
SITE = settings.SITE_URL


@pytest.fixture
def edition(db):
    return make_edition(name="UMKM Virtual Expo 2026", name_en="MSME Virtual Expo 2026", venue="Blitar Town Square")


@pytest.fixture
def booth(edition):
    return make_exhibitor(name="Sentul Perkusi", edition=edition, stall_number="KB-017")


def catalogue(edition, **options):
    return make_catalogue(products=Product.objects.all(), edition=edition, today=TODAY, **options)


def stored(data, **fields):
    """A cover with its files."""
    picture = images.normalise(data)
    photo = make_product_photo(width=picture.width, height=picture.height, fingerprint=picture.fingerprint, **fields)
    images.store(picture, photo.key)
    return photo


def test_card_says_what_it_is_what_it_costs_and_where_it_is_found(edition, booth):
    make_product(
        exhibitor=booth,
        name="Kendang jimbe ukir, tinggi 40 cm",
        price=450_000,
        unit="buah",
        category="alat-musik",
        halal_until=TODAY,
        export_until=TODAY,
    )

    card = pdf.pages(catalogue(edition).pdf)[3]

    for part in (
        "Kendang jimbe ukir, tinggi 40 cm",
        "Rp450.000 / buah",
        "Sentul Perkusi",
        "KB-017",
        booth.village.place,
        "Alat Musik",
        "Siap Ekspor",
        "Halal",
    ):
        assert part in card
    assert "P-IRT" not in card


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"price_kind": "rentang", "price": 1_500_000, "price_max": 12_500_000}, "Rp1.500.000–Rp12.500.000"),
        ({"price_kind": "tanya"}, "Harga lewat penawaran"),
        ({"price": 999_999_999, "unit": "keranjang besar 20kg"}, "Rp999.999.999 / keranjang besar 20kg"),
    ],
)
def test_price_is_whole(edition, booth, fields, said):
    make_product(exhibitor=booth, **fields)

    assert "".join(said.split()) in "".join(pdf.words(catalogue(edition).pdf).split())


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_code_leads_to_a_page(edition, booth, client, language):
    far = make_exhibitor(name="Batik Ngentrong", region="trenggalek", edition=edition, stall_number="TG-012")
    products = [make_product(exhibitor=maker, name=f"Contoh {n}") for maker in (booth, far) for n in range(5)]
    products.append(make_product(exhibitor=far, slug="a" * 100))

    found = [code for page in pdf.codes(catalogue(edition, language=language).pdf) for code in page]

    with translation.override(language):
        regions = Region.objects.filter(slug__in=["kota-blitar", "trenggalek"])
        wanted = {SITE + thing.get_absolute_url() for thing in [*products, *regions]} | {SITE + {"id": "/", "en": "/en/"}[language]}
    assert sorted(found) == sorted(wanted)
    assert {client.get(url.removeprefix(SITE)).status_code for url in found} == {200}


def test_links_in_the_file_are_the_codes(edition, booth):
    product = make_product(exhibitor=booth)

    made = catalogue(edition).pdf

    assert pdf.links(made)[3] == [SITE + product.get_absolute_url()]
    assert pdf.links(made)[0] == [SITE + "/"]


@pytest.mark.parametrize(
    "name",
    [
        "Gula kelapa oleh-oleh, besek 1 kg",
        "Kopi & <b>teh</b> &amp; {{ 7 }} %s",
        "Café Ngélmu – “rasa” asli",
        " ".join("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"),
        "Paket oleh-oleh lengkap khas daerah untuk keluarga besar dan tamu dari jauh, isi dua belas macam",
    ],
    ids=lambda name: name[:14],
)
def test_name_is_whole_and_no_markup(edition, booth, name):
    make_product(exhibitor=booth, name=name)

    made = catalogue(edition)

    assert name in pdf.pages(made.pdf)[3]
    assert made.lost_letters == ()


@pytest.mark.parametrize(("letter", "count"), [("W", 100), ("i", 100), ("Kripik-", 14)])
def test_longest_words_stay_on_their_card(edition, letter, count):
    booth = make_exhibitor(name="W" * 80, edition=edition, stall_number="KB-017")
    for place in range(9):
        make_product(
            exhibitor=booth,
            name=letter * count,
            slug=f"{'s' * 98}-{place}",
            price_kind="rentang",
            price=1_111_111_111,
            price_max=2_111_111_111,
            unit="W" * 20,
            **dict.fromkeys(["halal_until", "permit_until", "export_until", "retail_until"], TODAY),
        )

    made = catalogue(edition).pdf

    assert "".join(pdf.pages(made)[3].split()).count(letter * count) == 9
    left, bottom, right, top = pdf.edges(made, 3)
    assert (left, right) >= (14, 0)
    assert right < 196
    assert bottom > 7
    assert top < 290
    assert len(pdf.codes(made)[3]) == 9


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Sambal 🌶 pecel", "Sambal pecel"), ("Kopi قهوة susu", "Kopi susu"), ("قهوة", "Makanan Olahan"), ("🌶🌶", "Makanan Olahan")],
)
def test_letters_that_cannot_be_printed_are_left_out_and_reported(edition, booth, name, shown):
    product = make_product(exhibitor=booth, name=name, name_en="")
    make_product(exhibitor=booth, name="Kopi")

    made = catalogue(edition)

    assert shown in pdf.pages(made.pdf)[3]
    assert made.lost_letters == (product.pk,)


def test_only_what_visitors_may_see_of_this_edition(edition, booth):
    make_product(exhibitor=booth, name="Tampil")
    make_product(exhibitor=booth, name="Rahasia draf", status=Status.DRAFT)
    make_product(exhibitor=make_exhibitor(edition=edition, status=Status.SUSPENDED), name="Rahasia stan")
    make_product(exhibitor=make_exhibitor(edition=make_edition()), name="Edisi lain")
    declined = make_exhibitor()
    make_participation(exhibitor=declined, edition=edition, status="declined")
    make_product(exhibitor=declined, name="Tidak ikut")

    made = catalogue(edition)

    assert made.products == 1
    assert not {"Rahasia", "Edisi lain", "Tidak ikut"} & set(re.findall(r"Rahasia|Edisi lain|Tidak ikut|Tampil", pdf.words(made.pdf)))


@pytest.mark.parametrize(
    ("options", "title", "names"),
    [
        ({}, "Katalog produk", {"Batik mawar", "Sambal pecel", "Batik cengkih"}),
        ({"region": "kota-blitar"}, "Katalog Pavilion Kota Blitar", {"Batik mawar", "Sambal pecel"}),
        ({"category": "wastra-batik"}, "Katalog Wastra & Batik", {"Batik mawar", "Batik cengkih"}),
        ({"region": "kota-blitar", "category": "wastra-batik"}, "Katalog Wastra & Batik, Kota Blitar", {"Batik mawar"}),
        ({"title": "Pilihan Ibu-ibu"}, "Pilihan Ibu-ibu", {"Batik mawar", "Sambal pecel", "Batik cengkih"}),
    ],
)
def test_region_kind_or_title(edition, booth, options, title, names):
    make_product(exhibitor=booth, name="Batik mawar", category="wastra-batik")
    make_product(exhibitor=booth, name="Sambal pecel", category="bumbu-sambal")
    make_product(exhibitor=make_exhibitor(region="trenggalek", edition=edition), name="Batik cengkih", category="wastra-batik")
    for name, model in (("region", Region), ("category", Category)):
        if name in options:
            options = options | {name: model.objects.get(slug=options[name])}

    made = catalogue(edition, **options)

    text = pdf.pages(made.pdf)
    assert title in text[0]
    assert pdf.about(made.pdf)["Title"] == f"{title}, UMKM Virtual Expo 2026"
    assert {name for name in ("Batik mawar", "Sambal pecel", "Batik cengkih") if name in " ".join(text)} == names


def test_chosen_list(edition, booth):
    chosen, _other = (make_product(exhibitor=booth, name=name) for name in ("Dipilih", "Ditinggal"))

    made = make_catalogue(products=Product.objects.filter(pk=chosen.pk), edition=edition, today=TODAY)

    assert "Dipilih" in pdf.words(made.pdf)
    assert "Ditinggal" not in pdf.words(made.pdf)


@pytest.mark.parametrize(("today", "held"), [(TODAY, True), (TOMORROW, False)])
def test_badges_are_those_of_the_day(edition, booth, today, held):
    make_product(exhibitor=booth, halal_until=TODAY)

    made = make_catalogue(products=Product.objects.all(), edition=edition, today=today)

    assert ("Halal" in pdf.pages(made.pdf)[3]) == held
    assert ("1 produk bersertifikat halal" in pdf.pages(made.pdf)[2]) == held


def test_number_is_that_of_this_edition(edition, booth):
    make_participation(exhibitor=booth, edition=make_edition(day=-300), stall_number="KB-099")
    make_product(exhibitor=booth)

    text = pdf.words(catalogue(edition).pdf)

    assert "KB-017" in text
    assert "KB-099" not in text


def test_contents_and_side_bar_lead_to_the_pages(edition, booth):
    for n in range(12):
        make_product(exhibitor=booth, name=f"Sambal {n}", category="bumbu-sambal")
    make_product(exhibitor=booth, name="Kendang", category="alat-musik")
    far = make_exhibitor(name="Batik Ngentrong", region="trenggalek", edition=edition, stall_number="TG-012")
    make_product(exhibitor=far, name="Batik cengkih", category="wastra-batik")

    made = catalogue(edition)

    text = pdf.pages(made.pdf)
    assert made.pages == len(text) == 8
    assert pdf.outline(made.pdf) == [
        (0, "Katalog produk", 1),
        (0, "Isi", 2),
        (0, "Kota Blitar", 3),
        (1, "Alat Musik", 4),
        (1, "Bumbu & Sambal", 4),
        (0, "Kabupaten Trenggalek", 6),
        (1, "Wastra & Batik", 7),
        (0, "Daftar stan", 8),
    ]
    assert "Kota Blitar Kendang jimbe, sambal pecel, belimbing Karangsari 13 produk 1 stan 3" in text[1]
    assert "Daftar stan 8" in text[1]
    assert "Pavilion Kota Blitar" in text[2]
    assert "KB-017 Sentul Perkusi" in text[7]
    assert "4, 5" in text[7]
    assert [page.endswith(str(number)) for number, page in enumerate(text[1:], start=2)] == [True] * 7
    links = pdf.links(made.pdf)
    assert links[1] == [3, 6, 8, 7, 4, 4]
    assert links[2][:2] == [4, 4]
    assert links[7] == [4, 7]


def test_order_is_region_kind_number(edition):
    second, first = (make_exhibitor(edition=edition, stall_number=number) for number in ("KB-002", "KB-001"))
    without = make_exhibitor(edition=edition)
    make_product(exhibitor=without, name="Tanpa nomor")
    make_product(exhibitor=second, name="Kedua")
    make_product(exhibitor=first, name="Pertama B", position=2)
    make_product(exhibitor=first, name="Pertama A", position=1)
    make_product(exhibitor=second, name="Batik", category="wastra-batik")

    card_page = pdf.pages(catalogue(edition).pdf)[3]

    names = ["Batik", "Pertama A", "Pertama B", "Kedua", "Tanpa nomor"]
    assert sorted(names, key=card_page.index) == names


def test_region_page_has_its_figures(edition, booth):
    make_product(exhibitor=booth, halal_until=TODAY, export_until=TODAY)
    make_product(exhibitor=booth)

    page = pdf.pages(catalogue(edition).pdf)[2]

    for figure in (
        "1 stan di katalog ini",
        "2 produk di katalog ini",
        "1 kecamatan asal",
        "1 produk bersertifikat halal",
        "1 produk siap ekspor",
    ):
        assert figure in page


def test_empty_edition(edition):
    made = catalogue(edition)

    text = pdf.pages(made.pdf)
    assert (made.pages, made.products) == (2, 0)
    assert "0 produk dari 0 stan" in text[0]
    assert "Belum ada produk yang tampil" in text[1]
    assert pdf.outline(made.pdf) == [(0, "Katalog produk", 1), (0, "Isi", 2)]


def test_one_product(edition, booth):
    make_product(exhibitor=booth, name="Kendang")

    made = catalogue(edition)

    assert (made.pages, made.products) == (5, 1)
    assert "1 produk dari 1 stan" in pdf.pages(made.pdf)[0]


def test_english(edition, booth):
    make_product(exhibitor=booth, name="Kendang", name_en="Djembe", price=450_000, unit="buah", unit_en="piece")

    made = catalogue(edition, language="en")

    card = pdf.pages(made.pdf)[3]
    assert "Djembe" in card
    assert "Rp450,000 / piece" in card
    assert "MSME Virtual Expo 2026" in pdf.pages(made.pdf)[0]
    assert re.search(rb"/Lang \(en\)", made.pdf)


def test_photo_is_on_the_card_upright_and_not_stretched(edition, booth):
    stored(encoded(flag(800, 600)), product=make_product(exhibitor=booth))

    page = pdf.pictures(catalogue(edition, variant=Variant.PRINT).pdf)[3]

    scale = page.width / 210
    seen = [page.getpixel((round(x * scale), round(y * scale))) for x, y in ((20, 25), (60, 25), (20, 55))]
    for colour, wanted in zip(seen, (RED, GREEN, BLUE), strict=True):
        assert max(abs(a - b) for a, b in zip(colour, wanted, strict=True)) < 25
    middle = [x for x in range(page.width // 3) if page.getpixel((x, round(25 * scale)))[1] > 140 and x > 20 * scale]
    assert middle[0] / scale == pytest.approx(15 + 25, abs=1)


@pytest.mark.parametrize("kind", ["none", "missing", "broken", "empty"])
def test_without_a_photo_the_cloth_and_the_initials_stand_in(edition, booth, media_root, kind):
    product = make_product(exhibitor=booth, name="Sambal Pecel")
    if kind != "none":
        photo = stored(encoded(flag()), product=product)
        file = media_root / f"{photo.key}-320.webp"
        {"missing": file.unlink, "broken": lambda: file.write_bytes(file.read_bytes()[:200]), "empty": lambda: file.write_bytes(b"")}[
            kind
        ]()

    made = catalogue(edition)

    assert "SP Foto menyusul" in pdf.pages(made.pdf)[3]
    assert made.without_photo == ((product.pk,) if kind == "none" else ())
    assert made.broken_photo == (() if kind == "none" else (product.pk,))


def test_same_data_same_file_another_day_another(edition, booth):
    stored(encoded(flag()), product=make_product(exhibitor=booth))

    first, again = catalogue(edition), catalogue(edition)
    later = make_catalogue(products=Product.objects.all(), edition=edition, today=TOMORROW)

    assert first.pdf == again.pdf
    assert first.pdf != later.pdf
    assert pdf.about(first.pdf)["CreationDate"] == f"D:{TODAY:%Y%m%d}000000+07'00'"


def test_file_says_what_it_is_and_brings_its_fonts(edition, booth):
    make_product(exhibitor=booth)

    made = catalogue(edition).pdf

    about = pdf.about(made)
    assert (about["Author"], about["Subject"]) == ("UMKM Virtual Expo", "1 produk dari 1 stan")
    assert re.search(rb"/Lang \(id\)", made)
    fonts = re.findall(rb"/BaseFont /(\S+)", made)
    assert {font.split(b"+")[1] for font in fonts} == {b"PlusJakartaSans-Regular", b"PlusJakartaSans-Bold", b"PlusJakartaSans-ExtraBold"}
    assert made.count(b"/FontFile2 ") == len(set(fonts)) == 3


def test_small_one_is_smaller(edition, booth):
    for n in range(3):
        noise = encoded(flag(640, 640).effect_spread(200 + n))
        stored(noise, product=make_product(exhibitor=booth))

    small, fine = (catalogue(edition, variant=variant).pdf for variant in (Variant.SMALL, Variant.PRINT))

    photos = [int(size) for size in re.findall(rb"/Length (\d+)[^>]*/Subtype /Image", small)]
    assert len(photos) == 3
    assert max(photos) <= 14_000
    assert len(fine) > len(small) + 3 * 14_000


def test_many_photos_share_what_there_is():
    most, together = Variant.SMALL.value[1:]

    assert together + 440 * 3_000 < 5_000_000  # 3 KB is what a card weighs without its photo
    assert Variant.SMALL.budget(440) == together // 440 == 7500
    assert Variant.SMALL.budget(3) == most


def test_progress_is_told_and_may_end_it(edition, booth):
    for _n in range(10):
        make_product(exhibitor=booth)
    told = []

    def stop(done, _total):
        if done == 3:
            raise KeyboardInterrupt

    catalogue(edition, progress=lambda done, total: told.append((done, total)))

    assert told == [(n, 10) for n in range(11)]
    with pytest.raises(KeyboardInterrupt):
        catalogue(edition, progress=stop)


def test_drawing_leaves_the_database_alone(edition, booth):
    for _n in range(3):
        make_product(exhibitor=booth)
    queries = []

    with CaptureQueriesContext(connection) as captured:
        catalogue(edition, progress=lambda *_told: (pagecache.forget(), queries.append(len(captured))))

    assert queries == [len(captured)] * 4


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_for_the_products(edition, booth, django_assert_max_num_queries, count):
    for n in range(count):
        make_product(exhibitor=make_exhibitor(edition=edition, stall_number=f"KB-10{n}"))

    with django_assert_max_num_queries(2):  # and one that asks whether all this is a demo
        catalogue(edition)


def test_demo_says_so_on_every_page(edition, booth):
    make_product(exhibitor=booth)
    SiteState.move_on(demo=True)

    assert ["Data contoh" in page for page in pdf.pages(catalogue(edition).pdf)] == [True] * 5


def test_colours_are_those_of_the_site():
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    light = dict(re.findall(r"--([\w-]+): (#\w+)", css.partition("@media (prefers-color-scheme: dark)")[0].partition("[data-region")[0]))

    assert (light["night"], light["accent"]) == (NIGHT, KUNYIT)
    assert {
        "ok": (light["ok"], light["ok-ground"]),
        "export": (light["warn"], light["warn-ground"]),
        "retail": (light["link"], light["info-ground"]),
    } == BADGE_COLOURS
