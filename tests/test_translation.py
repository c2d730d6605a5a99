"""An English page is English: no Indonesian word of the interface is left on it, and its links lead to English pages."""

import datetime
import re

import pytest
from django.conf import settings
from django.utils import timezone

import exhibitors.badges
import exhibitors.search
import products.badges
import products.search
from exhibitors.models import Exhibitor, LegalityDocument
from expo import pagecache
from products.models import Product
from tests.factories import (
    make_document,
    make_edition,
    make_exhibitor,
    make_exhibitor_photo,
    make_participation,
    make_product,
    make_product_photo,
    make_session,
)
from tests.html import parse

# Words that only the interface says: what is data below has its English twin or none of them.
INDONESIAN = frozenset(
    "acara anda atau bahan barang bayar beranda belum berdiri berlaku berat bersih besok bisa bulan buka cara cari daerah dan dari dengan "  # noqa: SIM905 shorter
    "di dicek dijawab foto geser habis halaman hapus hari harga hasil ini jenis juga kalau kami katalog ke kirim lagi lencana lihat luring "
    "mampir memesan menyusul paling pembukaan perajin pernah pesan petak produk putus saring sampai sedang selesai semua siap stan sudah "
    "tampilkan tanya tempat tenaga tentang tersedia tidak tunggu tutup untuk urut usaha waktu wilayah yang".split()
)
PAGES = {
    "home": "/en/",
    "pavilions": "/en/wilayah/",
    "pavilion": "/en/wilayah/kota-blitar/",
    "booths": "/en/stan/",
    "booths of a district": "/en/stan/?wilayah=kota-blitar&kecamatan=35.72.01",
    "booths, data saver": "/en/stan/?hemat=1",
    "no booth found": "/en/stan/?q=zzzz",
    "booth": "/en/stan/dapur-contoh/",
    "booth without a number": "/en/stan/tanpa-nomor/",
    "catalogue": "/en/produk/",
    "catalogue, data saver": "/en/produk/?hemat=1",
    "second page": "/en/produk/?halaman=2",
    "found": "/en/produk/?q=crisps",
    "not found": "/en/produk/?q=zzzz&wilayah=nganjuk",
    "filtered": "/en/produk/?wilayah=kota-blitar&wilayah=nganjuk&lencana=halal&tersedia=1&harga_min=1000&harga_max=90000&urut=termurah",
    "nothing fits": "/en/produk/?lencana=ritel",
    "price that is no price": "/en/produk/?harga_min=murah",
    "prices the wrong way round": "/en/produk/?harga_min=9000&harga_max=1000",
    "category": "/en/kategori/makanan-olahan/",
    "product": "/en/produk/keripik-contoh/",
    "product on request": "/en/produk/lewat-penawaran/",
    "product out of stock": "/en/produk/sedang-kosong/",
    "programme": "/en/agenda/",
    "about": "/en/tentang/",
    "how to order": "/en/cara-memesan/",
    "privacy": "/en/privasi/",
    "no signal": "/en/putus/",
    "no such page": "/en/tidak-ada/",
}


def english_twins(**texts):
    """Fields that are Indonesian, and what an English page must show instead."""
    return {name: f"Teks yang berbahasa Indonesia: {text}" for name, text in texts.items()} | {
        f"{name}_en": text for name, text in texts.items()
    }


def make_expo(day):
    """One of everything that a page can say, on a day of the expo: 0 is the eve, 5 the day after."""
    today = timezone.localdate()
    edition = make_edition(
        day=day,
        **english_twins(
            name="Expo",
            summary="An online market.",
            organiser="The five regions",
            venue="Town Square",
            opening_title="Opening",
            opening_place="Town hall",
            opened_by="the Governor",
            opening_text="The expo opens.",
        ),
        venue_address="Jl. Merdeka 1",
        venue_hours="10.00–21.00 WIB",
        live_url="https://www.youtube.com/watch?v=contoh",
        opening_starts_at=timezone.now() - datetime.timedelta(hours=1),
        opening_ends_at=timezone.now() + datetime.timedelta(hours=1),
    )
    make_edition(day=500, **english_twins(name="Last expo", summary="It is over.", venue="Market hall"))
    make_session(edition=edition, starts_at=timezone.now(), **english_twins(title="Talk", place="Online", description="About packing."))

    booth = make_exhibitor(
        slug="dapur-contoh",
        **english_twins(tagline="By hand", story="Since 1990."),
        contact_name="Bu Ning",
        answer_hours="08.00–16.00 WIB",
        still_selling_on=today,
        legal_form="koperasi",
        founded_year=1990,
        employees=2,
        export_experience="lewat",
        links=["https://www.instagram.com/contoh"],
    )
    make_participation(exhibitor=booth, edition=edition, stall_number="KB-001", venue_spot="A-1")
    make_exhibitor_photo(exhibitor=booth, alt_en="Workshop")
    silent = make_exhibitor(slug="tanpa-nomor", whatsapp="", region="nganjuk", employees=1)
    crisps = make_product(
        exhibitor=booth,
        slug="keripik-contoh",
        **english_twins(name="Crisps", description="Thin and crisp.", material="Soybeans", packing="Cartons of 20"),
        net_weight="200 g",
        shelf_life_days=180,
        hs_code="2005.99",
        export_moq=500,
        capacity_per_month=3000,
        lead_time_days=14,
        barcode="2000000000008",
    )
    papers = [make_document(exhibitor=booth, kind=kind) for kind in LegalityDocument.Kind]
    crisps.documents.set(papers)
    for cover in (True, False):
        make_product_photo(product=crisps, cover=cover, alt_en="Bag of crisps")
    make_product(
        exhibitor=booth, slug="lewat-penawaran", name_en="Carved bowl", price_kind="tanya", stock="pesan", category="kriya-suvenir"
    )
    make_product(exhibitor=silent, slug="sedang-kosong", name_en="Fried shallots", stock="habis")
    for _number in range(24):
        make_product(exhibitor=silent)
    exhibitors.badges.refresh()
    products.badges.refresh()
    exhibitors.search.refresh()
    products.search.refresh()


def read_aloud(page):
    """All that is seen, heard or shown in a search result, piece by piece; without what is marked as Indonesian."""
    head = page.all("meta", name="description") + page.all("meta", property="og:title")
    yield from (element["content"] for element in head)
    pieces = [page.one("head").one("title"), page.one("body")]
    while pieces:
        element = pieces.pop()
        if isinstance(element, str):
            yield element
        elif element.tag not in ("script", "style") and element.get("lang") != "id":
            yield from (element.get(name, "") for name in ("alt", "aria-label", "placeholder", "title"))
            pieces += element.children


def indonesian_words(page):
    """Every text with a word of INDONESIAN in it; names of places and businesses have none."""
    return [" ".join(text.split()) for text in read_aloud(page) if INDONESIAN & set(re.findall(r"[a-z]+", text.lower()))]


def leads_out(page):
    """Paths of this site that are not under /en/, except the switch to Indonesian and files."""
    links = [link["href"] for link in page.all("a", href=True) if link.get("hreflang") != "id"]
    paths = links + [form["action"] for form in page.all("form", action=True)]
    return [path for path in paths if path.startswith("/") and not path.startswith(("/en/", settings.STATIC_URL, settings.MEDIA_URL))]


def test_english_pages_are_english(client, db):
    make_expo(day=1)
    left, out = {}, {}

    for name, path in PAGES.items():
        page = parse(client.get(path))
        assert page.one("html")["lang"] == "en"
        left[name], out[name] = indonesian_words(page), leads_out(page)

    assert {name: texts for name, texts in left.items() if texts} == {}
    assert {name: paths for name, paths in out.items() if paths} == {}


@pytest.mark.parametrize("day", [-1, 0, 5])
def test_english_before_and_after_the_expo(client, db, day):
    make_expo(day)

    assert [indonesian_words(parse(client.get(PAGES[name]))) for name in ("home", "programme", "booth")] == [[], [], []]


def test_the_words_are_found_on_indonesian_pages(client, db):
    make_expo(day=1)

    silent = [path for path in PAGES.values() if len(indonesian_words(parse(client.get(path.removeprefix("/en"))))) < 5]

    assert silent == []


def test_one_booth_and_two_booths(client, db):
    make_product(exhibitor=make_exhibitor())

    def words():
        pagecache.forget()
        page = parse(client.get("/en/wilayah/kota-blitar/"))
        return page.one("ul", cls="districts").one("a").one("span").text, page.one(cls="booth-card").one(cls="badge--neutral").text

    assert words() == ("1 booth", "1 product")
    make_product(exhibitor=Exhibitor.objects.get())
    assert words() == ("1 booth", "2 products")
    assert Product.objects.count() == 2
