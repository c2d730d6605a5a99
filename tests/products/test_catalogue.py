"""The catalogue and the booth list: every filter, facets that match, pages and links that keep the filter, bad input."""

from datetime import timedelta
from itertools import product as combinations
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

import exhibitors.search
import products.search
from exhibitors.badges import FOREVER
from expo import pagecache
from products.catalogue import PRODUCTS
from tests.factories import make_document, make_edition, make_exhibitor, make_product, make_product_photo
from tests.html import parse

SOON = timedelta(days=30)


def names(response):
    """The products of the result, not those that an empty result proposes."""
    page = parse(response)
    proposed = {id(card) for empty in page.all(cls="shop__empty") for card in empty.all(cls="product-card")}
    return [card.one("h3").text for card in page.all(cls="product-card") if id(card) not in proposed]


def listing(client, query=""):
    response = client.get("/produk/" + query)
    assert response.status_code == 200
    return response


@pytest.fixture
def shelf(db):
    """Six products of three booths that differ in everything that can be filtered."""
    today = timezone.localdate()
    batik = make_exhibitor(name="Griya Batik Turi", region="kota-blitar", category="wastra-batik")
    tempe = make_exhibitor(name="Dapur Bendo", region="trenggalek", category="makanan-olahan")
    marmer = make_exhibitor(name="Besole Stone", region="tulungagung", category="mebel-batu-alam")
    rows = [
        make_product(exhibitor=batik, name="Batik tulis koi", price=285_000, unit="lembar", export_until=FOREVER, stock="pesan"),
        make_product(exhibitor=batik, name="Batik cap kendang", price=120_000, unit="lembar", stock="habis"),
        make_product(
            exhibitor=tempe,
            name="Keripik tempe daun jeruk",
            price=16_000,
            permit_until=today + SOON,
            halal_until=today + SOON,
            retail_until=today + SOON,
        ),
        make_product(exhibitor=tempe, name="Keripik tempe pedas", price=17_000, permit_until=today - SOON, halal_until=today),
        make_product(
            exhibitor=marmer, name="Wastafel marmer", price_kind="rentang", price=350_000, price_max=550_000, export_until=FOREVER
        ),
        make_product(exhibitor=marmer, name="Patung onyx", price_kind="tanya"),
    ]
    products.search.refresh()
    return {row.name: row for row in rows}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Batik tulis koi", "Batik cap kendang", "Keripik tempe daun jeruk", "Keripik tempe pedas", "Wastafel marmer", "Patung onyx"}),
        ("?wilayah=trenggalek", {"Keripik tempe daun jeruk", "Keripik tempe pedas"}),
        (
            "?wilayah=trenggalek&wilayah=kota-blitar",
            {"Batik tulis koi", "Batik cap kendang", "Keripik tempe daun jeruk", "Keripik tempe pedas"},
        ),
        ("?kategori=wastra-batik", {"Batik tulis koi", "Batik cap kendang"}),
        ("?lencana=pirt", {"Keripik tempe daun jeruk"}),
        ("?lencana=halal", {"Keripik tempe daun jeruk", "Keripik tempe pedas"}),
        ("?lencana=halal&lencana=pirt", {"Keripik tempe daun jeruk"}),
        ("?lencana=ekspor", {"Batik tulis koi", "Wastafel marmer"}),
        ("?lencana=ritel", {"Keripik tempe daun jeruk"}),
        ("?tersedia=1", {"Batik tulis koi", "Keripik tempe daun jeruk", "Keripik tempe pedas", "Wastafel marmer", "Patung onyx"}),
        ("?harga_min=400000", {"Wastafel marmer"}),
        ("?harga_max=16.500", {"Keripik tempe daun jeruk"}),
        ("?harga_min=Rp+16.000&harga_max=120000", {"Keripik tempe daun jeruk", "Keripik tempe pedas", "Batik cap kendang"}),
        ("?q=kripik", {"Keripik tempe daun jeruk", "Keripik tempe pedas"}),
        ("?q=besole", {"Wastafel marmer", "Patung onyx"}),
        ("?q=batik&lencana=ekspor&wilayah=kota-blitar", {"Batik tulis koi"}),
    ],
)
def test_the_filter_shows_what_fits(client, shelf, query, expected):
    response = listing(client, query)
    assert set(names(response)) == expected
    assert str(len(expected)) in parse(response).one(role="status").text


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (
            "termurah",
            ["Keripik tempe daun jeruk", "Keripik tempe pedas", "Batik cap kendang", "Batik tulis koi", "Wastafel marmer", "Patung onyx"],
        ),
        (
            "termahal",
            ["Wastafel marmer", "Batik tulis koi", "Batik cap kendang", "Keripik tempe pedas", "Keripik tempe daun jeruk", "Patung onyx"],
        ),
        (
            "terbaru",
            ["Patung onyx", "Wastafel marmer", "Keripik tempe pedas", "Keripik tempe daun jeruk", "Batik cap kendang", "Batik tulis koi"],
        ),
    ],
)
def test_the_sort_orders(client, shelf, sort, expected):
    for age, name in enumerate(
        ["Patung onyx", "Wastafel marmer", "Keripik tempe pedas", "Keripik tempe daun jeruk", "Batik cap kendang", "Batik tulis koi"]
    ):
        shelf[name].published_at = timezone.now() - timedelta(days=age)
        shelf[name].save()
    assert names(listing(client, f"?urut={sort}")) == expected


def facet_counts(page):
    """(parameter, value) → the number beside the check box."""
    counts = {}
    for box in page.one(id="saring").all("input", type="checkbox"):
        label = box.parent
        digits = [word for word in label.text.replace(".", "").split() if word.isdigit()]
        if digits:
            counts[box["name"], box["value"]] = int(digits[-1])
    return counts


def test_every_facets_count_is_what_choosing_it_shows(client, shelf):
    """For any state of the filter, the number beside an unticked box of its group's kind is the result of ticking it alone there."""
    for region, kind, badge, words in combinations(("", "trenggalek"), ("", "wastra-batik"), ("", "halal"), ("", "tempe")):
        chosen = {"wilayah": region, "kategori": kind, "lencana": badge, "q": words}
        query = "?" + "&".join(f"{name}={value}" for name, value in chosen.items() if value)
        counts = facet_counts(parse(listing(client, query)))
        assert counts
        for (name, value), count in counts.items():
            others = [
                f"{other}={chosen[other]}"
                for other in chosen
                if chosen[other] and (other != name or (name == "lencana" and chosen[name] != value))
            ]
            alone = listing(client, "?" + "&".join([*others, f"{name}={value}"]))
            assert len(names(alone)) == count, (query, name, value)


def test_what_is_not_published_is_not_shown_and_not_counted(client, shelf):
    make_product(exhibitor=shelf["Batik tulis koi"].exhibitor, name="Masih draf", status="draft")
    make_product(exhibitor=make_exhibitor(status="suspended"), name="Stan ditangguhkan")
    products.search.refresh()
    assert len(names(listing(client))) == 6
    assert names(listing(client, "?q=draf")) == []


def test_a_chip_takes_one_filter_away_and_keeps_the_others(client, shelf):
    page = parse(listing(client, "?wilayah=trenggalek&kategori=makanan-olahan&harga_max=20000&urut=termurah"))
    chips = {chip.text: chip["href"] for chip in page.all("a", cls="chip") if "Trenggalek" in chip.text}
    (address,) = chips.values()
    assert parse_qs(urlsplit(address).query) == {"kategori": ["makanan-olahan"], "harga_max": ["20000"], "urut": ["termurah"]}


def test_page_links_and_the_search_box_keep_the_filter(client, db):
    booth = make_exhibitor(region="nganjuk")
    for number in range(PRODUCTS.page_size * 2 + 1):
        make_product(exhibitor=booth, name=f"Bawang goreng {number}", price=1000 + number)
    page = parse(listing(client, "?wilayah=nganjuk&urut=termurah&halaman=2"))
    assert len(page.all(cls="product-card")) == PRODUCTS.page_size
    following = page.one("a", rel="next")
    assert parse_qs(urlsplit(following["href"]).query) == {"wilayah": ["nganjuk"], "urut": ["termurah"], "halaman": ["3"]}
    search = next(form for form in page.all("form") if form.all("input", type="search") and form.all("input", type="hidden"))
    kept = {(field["name"], field["value"]) for field in search.all("input", type="hidden")}
    assert kept == {("wilayah", "nganjuk"), ("urut", "termurah")}
    seen = [name for number in (1, 2, 3) for name in names(listing(client, f"?wilayah=nganjuk&urut=termurah&halaman={number}"))]
    assert seen == [f"Bawang goreng {number}" for number in range(PRODUCTS.page_size * 2 + 1)]


@pytest.mark.parametrize(
    "query",
    [
        "halaman=-1",
        "halaman=9999999999",
        "halaman=99999999999999999999999999",
        "halaman=abc",
        "halaman=%00",
        "halaman=",
        "halaman=1e3",
        "halaman=٣",
        "harga_min=abc",
        "harga_min=-5&harga_max=1",
        "harga_min=99999999999999999999",
        "harga_min=%00",
        "harga_min=500&harga_max=100",
        "wilayah=tidak-ada",
        "wilayah=tidak-ada&wilayah=trenggalek",
        "wilayah=%ff%fe",
        "kategori=%00",
        "lencana=palsu",
        "urut=palsu",
        "urut=termurah&urut=palsu",
        "tersedia=mungkin",
        "kecamatan=35.72.01",
        "hemat=1",
        "hemat=2",
        "asing=1&asing=2",
        "q=" + "a" * 10_000,
        "q=%00%00",
        "q=%ff%fe%fd",
        "q=%22%27%3B--%20OR%201%3D1",
        "q=NEAR(a%20b)%20AND%20*%20%5E%20%3A",
        "q=%F0%9F%98%80",
        "q=" + "%E0%A4%A4" * 500,
        "q[]=1&q%5B0%5D=2",
        "&&&===",
        "q=a&q=b&q=tempe",
    ],
)
def test_whatever_is_typed_gives_a_page(client, shelf, query):
    for path in ("/produk/", "/stan/", "/kategori/wastra-batik/", "/en/produk/"):
        assert client.get(f"{path}?{query}").status_code == 200, (path, query)


def test_an_unknown_value_does_not_lose_the_other_filters(client, shelf):
    assert set(names(listing(client, "?wilayah=tidak-ada&wilayah=trenggalek&harga_min=abc"))) == {
        "Keripik tempe daun jeruk",
        "Keripik tempe pedas",
    }


def test_a_price_that_cannot_be_read_is_shown_again_with_a_sentence(client, shelf):
    page = parse(listing(client, "?harga_min=abc&wilayah=trenggalek"))
    assert page.one("input", name="harga_min", inputmode="numeric")["value"] == "abc"
    assert "Tulis harga dengan angka saja" in page.one(cls="callout--error").text
    following = [link["href"] for link in page.all("a", href=True) if "urut=termurah" in link["href"]]
    assert following
    assert all("harga_min=abc" in address and "wilayah=trenggalek" in address for address in following)


def test_typed_markup_is_shown_as_text(client, shelf):
    response = listing(client, "?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert b"<script>alert" not in response.content


def test_an_empty_result_offers_a_way_on(client, shelf):
    page = parse(listing(client, "?q=tempe+usus&wilayah=trenggalek"))
    assert "tempe usus" in page.one("h1").text + page.one("main").text
    addresses = {link["href"] for link in page.one("main").all("a", href=True)}
    assert "/produk/?q=tempe" in addresses
    assert any(urlsplit(address).path.startswith("/produk/") and urlsplit(address).path != "/produk/" for address in addresses)


def test_a_search_also_names_the_booths_it_finds(client, shelf):
    page = parse(listing(client, "?q=griya"))
    assert shelf["Batik tulis koi"].exhibitor.get_absolute_url() in {link["href"] for link in page.one("main").all("a", href=True)}


def test_the_data_saver_shows_no_pictures(client, shelf):
    make_product_photo(product=shelf["Batik tulis koi"])
    page = parse(listing(client, "?hemat=1"))
    assert "data-hemat" in page.one("html").attributes
    assert page.one("main").all("img") == []
    assert len(page.one("main").all("h3")) == 6
    assert parse(listing(client)).one("main").all("img")


def test_the_category_page_is_the_catalogue_of_its_kind(client, shelf):
    response = client.get("/kategori/wastra-batik/")
    assert set(names(response)) == {"Batik tulis koi", "Batik cap kendang"}
    assert parse(response).one("h1").text == "Wastra & Batik"
    assert client.get("/kategori/tidak-ada/").status_code == 404


def test_booths_filter_by_region_district_kind_and_badge(client, db):
    edition = make_edition()
    kota = make_exhibitor(name="Sentul Perkusi", region="kota-blitar", category="alat-musik", stall_number="KB-001", edition=edition)
    make_product(exhibitor=kota, export_until=FOREVER)
    make_exhibitor(name="Dapur Bendo", region="trenggalek", stall_number="TG-001", edition=edition)
    exhibitors.search.refresh()

    def booths(query):
        page = parse(client.get("/stan/" + query))
        return set() if page.all(cls="shop__empty") else {card.one("h3").text for card in page.all(cls="booth-card")}

    assert booths("") == {"Sentul Perkusi", "Dapur Bendo"}
    assert booths("?wilayah=trenggalek") == {"Dapur Bendo"}
    assert booths(f"?kecamatan={kota.village.district_id}") == {"Sentul Perkusi"}
    assert booths("?kategori=alat-musik") == {"Sentul Perkusi"}
    assert booths("?lencana=ekspor") == {"Sentul Perkusi"}
    assert booths("?q=perkusi") == {"Sentul Perkusi"}
    assert booths("?wilayah=nganjuk") == set()


def fill(times):
    edition = make_edition()
    for number in range(times):
        for region in ("kota-blitar", "nganjuk"):
            booth = make_exhibitor(region=region, edition=edition, name=f"Kripik {region} {number}")
            make_document(exhibitor=booth)
            for _twice in range(2):
                make_product_photo(product=make_product(exhibitor=booth))
    products.search.refresh()
    pagecache.forget()


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/wilayah/",
        "/wilayah/nganjuk/",
        "/stan/",
        "/stan/?wilayah=nganjuk",
        "/produk/",
        "/produk/?wilayah=nganjuk&urut=termurah",
        "/produk/?q=kripik",
        "/kategori/makanan-olahan/",
    ],
)
def test_list_pages_cost_six_queries_cold_and_three_warm(client, db, django_assert_max_num_queries, path, times):
    fill(times)
    with django_assert_max_num_queries(6):
        client.get(path)
    with django_assert_max_num_queries(3):
        client.get(path)


@pytest.mark.parametrize("times", [1, 3])
def test_booth_and_product_pages_cost_four_queries(client, db, django_assert_max_num_queries, times):
    fill(times)
    booth = make_exhibitor(name="Penuh", stall_number="KB-001", edition=make_edition())
    rows = [make_product(exhibitor=booth) for _row in range(times)]
    for row in rows:
        make_product_photo(product=row)
    for path in (booth.get_absolute_url(), rows[0].get_absolute_url()):
        pagecache.forget()
        with django_assert_max_num_queries(4):
            assert client.get(path).status_code == 200
