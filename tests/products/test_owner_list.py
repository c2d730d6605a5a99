"""The owner's list of products: how far each is, out of stock, in order, copied, taken out and put back."""

import pytest

from exhibitors import search
from exhibitors.models import Status
from expo.models import SiteState
from expo.once import new_key
from products import stall
from products.models import Product
from tests.factories import make_document, make_product, make_product_photo
from tests.html import parse
from tests.products.owner import FIXED, look, url, version


def names(client, booth):
    page = parse(client.get(url("products", booth.pk)))
    return [row.one("h2").text for row in page.all("li", cls="product-row")]


def test_an_empty_stall_has_one_thing_to_do(owner, booth):
    page = parse(owner.get(url("products", booth.pk)))

    assert page.all(cls="product-row") == []
    links = [link["href"] for link in page.one("main").all("a", cls="btn")]
    assert links == [url("product_new", booth.pk)]


def test_the_list_shows_what_each_product_is_costs_and_how_far_it_is(owner, booth):
    make_product_photo(product=make_product(exhibitor=booth, name="Wajik", price=22_500, unit="ikat"))
    make_product(exhibitor=booth, name="Jenang", price=10_000, price_max=35_000, price_kind="rentang", status=Status.DRAFT, position=1)
    make_product(exhibitor=booth, name="", price_kind="tanya", status=Status.DRAFT, position=2)
    make_product(exhibitor=booth, name="Lama", status=Status.WITHDRAWN, position=3)

    rows = parse(owner.get(url("products", booth.pk))).all("li", cls="product-row")

    assert [row.one("h2").text for row in rows] == ["Wajik", "Jenang", "Produk baru"]
    assert [price.text for row in rows for price in row.all(cls="price")] == ["Rp22.500 / ikat", "Rp10.000–Rp35.000 / bungkus"]
    assert [row.one(cls="state").text for row in rows] == ["Tampil", "Menunggu diperiksa", "Belum selesai"]
    assert [bool(row.all("img")) for row in rows] == [True, False, False]


@pytest.mark.parametrize(
    ("status", "booth_status", "words"),
    [
        ("published", "draft", "Tampil bersama stan"),
        ("needs_work", "published", "Perlu diperbaiki"),
        ("suspended", "published", "Disembunyikan panitia"),
        ("submitted", "published", "Menunggu diperiksa"),
        ("approved", "published", "Menunggu diperiksa"),
    ],
)
def test_states_in_words(owner, booth, status, booth_status, words):
    type(booth).objects.update(status=booth_status)
    make_product(exhibitor=booth, status=status)

    page = parse(owner.get(url("products", booth.pk)))

    assert page.one("li", cls="product-row").one(cls="state").text == words


def test_the_list_costs_the_same_for_one_product_and_for_forty(owner, booth, django_assert_max_num_queries):
    for count in (1, stall.MOST_PRODUCTS):
        while booth.products.count() < count:
            make_product_photo(product=make_product(exhibitor=booth, name="Wajik kletik isi durian besek besar 500 gram"))
        make_product(exhibitor=booth, name="Lama", status=Status.WITHDRAWN)
        with django_assert_max_num_queries(8):
            response = owner.get(url("products", booth.pk))
    assert len(response.content) <= 60_000


def test_out_of_stock_is_one_tap_and_reaches_visitors(owner, booth, client):
    product = make_product(exhibitor=booth)
    SiteState.move_on()
    before = version()

    response = owner.post(url("product_stock", product.pk), {"stok": "habis"}, follow=True)

    product.refresh_from_db()
    assert (product.stock, version()) == ("habis", before + 1)
    assert response.redirect_chain == [(f"{url('products', booth.pk)}#produk-{product.pk}", 302)]
    assert parse(response).one(cls="toast").text.startswith(f"{product.name}: sedang habis.")
    again = next(b for b in parse(response).all("button") if b.get("name") == "stok")
    assert again["value"] == "ada"


def test_twice_the_same_tap_is_the_same(owner, booth):
    product = make_product(exhibitor=booth)
    for _tap in range(2):
        owner.post(url("product_stock", product.pk), {"stok": "habis"})

    product.refresh_from_db()
    assert product.stock == "habis"


@pytest.mark.parametrize("value", ["", "banyak", "habis\0", "ada" * 100])
def test_an_unknown_stock_changes_nothing(owner, booth, value):
    product = make_product(exhibitor=booth)

    assert owner.post(url("product_stock", product.pk), {"stok": value}).status_code == 302

    product.refresh_from_db()
    assert product.stock == "ada"


def test_products_move_by_buttons(owner, booth):
    first, second, third = (make_product(exhibitor=booth, name=name) for name in ("Satu", "Dua", "Tiga"))

    owner.post(url("product_move", third.pk), {"ke": "0"})
    assert names(owner, booth) == ["Tiga", "Satu", "Dua"]
    owner.post(url("product_move", third.pk), {"ke": "0"})  # sent twice: still the first
    assert names(owner, booth) == ["Tiga", "Satu", "Dua"]
    owner.post(url("product_move", first.pk), {"ke": "2"})
    assert names(owner, booth) == ["Tiga", "Dua", "Satu"]
    for nonsense in ("-1", "99999999999999999999", "x", ""):
        owner.post(url("product_move", second.pk), {"ke": nonsense})
    assert names(owner, booth) == ["Tiga", "Dua", "Satu"]


def test_products_move_by_dragging(owner, booth):
    first, _second, third = (make_product(exhibitor=booth, name=name) for name in ("Satu", "Dua", "Tiga"))
    foreign = make_product()
    before = version()

    response = owner.post(url("arrange", booth.pk), {"urutan": f"{third.pk},{foreign.pk},{first.pk},99"})

    assert response.status_code == 204
    assert names(owner, booth) == ["Tiga", "Satu", "Dua"]
    foreign.refresh_from_db()
    assert foreign.position == 0
    assert version() == before + 1
    assert owner.post(url("arrange", booth.pk), {"urutan": "1;drop"}).status_code == 422


def test_a_copy_is_a_draft_without_photos_papers_and_badges(owner, booth):
    product = make_product(exhibitor=booth, name="Wajik kletik", price=22_500, material="Ketan", description="Manis")
    product.documents.add(make_document(exhibitor=booth))
    make_product_photo(product=product)

    response = owner.post(url("product_copy", product.pk), {"kunci": new_key()})

    made = booth.products.exclude(pk=product.pk).get()
    assert response["Location"] == url("product_photos", made.pk) + "?baru"
    assert (made.name, made.price, made.material, made.status) == ("Wajik kletik (salinan)", 22_500, "Ketan", Status.DRAFT)
    assert made.slug == "wajik-kletik-salinan"
    assert (made.photos.count(), made.documents.count(), made.cover, made.published_at) == (0, 0, None, None)


def test_a_copy_that_is_sent_twice_is_one(owner, booth):
    product, key = make_product(exhibitor=booth), new_key()

    answers = [owner.post(url("product_copy", product.pk), {"kunci": key})["Location"] for _tap in range(2)]

    assert answers[0] == answers[1]
    assert booth.products.count() == 2


def test_what_was_removed_can_be_put_back_as_it_was(owner, booth, client):
    product = make_product(exhibitor=booth, name="Wajik")
    assert look(client, product.get_absolute_url()).status_code == 200

    removed = parse(owner.post(url("product_remove", product.pk), follow=True))
    assert look(client, product.get_absolute_url()).status_code == 404
    assert names(owner, booth) == []
    undo = removed.one(cls="toast").one("form")
    assert (undo["method"], undo["action"]) == ("post", url("product_restore", product.pk))

    owner.post(url("product_remove", product.pk))  # once more: 404, and nothing is lost
    owner.post(undo["action"])
    assert look(client, product.get_absolute_url()).status_code == 200
    assert names(owner, booth) == ["Wajik"]


def test_the_list_of_removed_ones_leads_back_too(owner, booth):
    product = make_product(exhibitor=booth, name="Wajik", status=Status.DRAFT)
    owner.post(url("product_remove", product.pk))

    page = parse(owner.get(url("products", booth.pk)))

    assert page.one("button", text="Kembalikan")["formaction"] == url("product_restore", product.pk)


def test_what_an_organiser_took_down_no_owner_puts_back(owner, booth):
    product = make_product(exhibitor=booth, status=Status.SUSPENDED)

    owner.post(url("product_remove", product.pk))
    owner.post(url("product_restore", product.pk))
    product.refresh_from_db()
    assert product.status == Status.SUSPENDED

    Product.objects.update(status=Status.WITHDRAWN, status_before_removal="")
    owner.post(url("product_restore", product.pk))
    product.refresh_from_db()
    assert product.status == Status.WITHDRAWN


def test_removing_reaches_search_and_versions(owner, booth):
    product = make_product(exhibitor=booth, name="Keripik gadung")
    stall.save(product, ["name"])
    before = version()
    assert booth.pk in search.found("gadung")

    owner.post(url("product_remove", product.pk))

    assert version() == before + 1
    assert booth.pk not in search.found("gadung")


def test_a_full_stall_takes_no_more(owner, booth, monkeypatch):
    monkeypatch.setattr(stall, "MOST_PRODUCTS", 2)
    product, removed = make_product(exhibitor=booth), make_product(exhibitor=booth)
    stall.take_out(removed, by=None)
    make_product(exhibitor=booth)

    new = owner.post(url("product_new_price", booth.pk), FIXED)
    copy = owner.post(url("product_copy", product.pk), {"kunci": new_key()}, follow=True)
    back = owner.post(url("product_restore", removed.pk), follow=True)

    sentence = "Satu stan memuat paling banyak 2 produk. Hapus dulu yang sudah tidak dijual."
    assert new.status_code == 422
    assert sentence in parse(new).one(cls="errors").text
    assert [parse(page).one(cls="callout", hidden=False).text for page in (copy, back)] == [sentence, sentence]
    assert booth.products.kept().count() == 2
