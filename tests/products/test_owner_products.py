"""The owner's list of products and the steps of one: what she may do, and what nobody may by forging a form."""

import re

import pytest
from django.urls import reverse

from exhibitors import search
from exhibitors.models import Category, Status
from expo import once, pagecache
from expo.models import SiteState
from expo.once import new_key
from products import stall
from products.models import Product
from tests.factories import make_document, make_exhibitor, make_owner, make_product, make_product_photo
from tests.html import parse

FIXED = {"name": "Wajik kletik 500 g", "price_kind": "tetap", "price": "22.500", "unit": "ikat"}


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Wajik Bu Ning", stall_number="KB-042")


@pytest.fixture
def owner(booth, client_of):
    return client_of(make_owner(booth))


@pytest.fixture
def other(db, client_of):
    """Somebody who runs another booth."""
    return client_of(make_owner(make_exhibitor()))


def url(name, pk):
    return reverse(f"products:owner_{name}", args=[pk])


def version():
    return SiteState.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def look(client, path):
    """A visitor's page as it is now, not as it was a second ago."""
    pagecache.forget()
    return client.get(path)


def names(client, booth):
    page = parse(client.get(url("products", booth.pk)))
    return [row.one("h2").text for row in page.all("li", cls="product-row")]


# The list


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


# The steps


def test_a_product_begins_as_a_draft_with_its_name_also_at_a_published_stall(owner, booth, client):
    response = owner.post(url("product_new_price", booth.pk), FIXED | {"kunci": new_key()})

    product = booth.products.get()
    assert response["Location"] == url("product_details", product.pk) + "?baru"
    assert (product.name, product.price, product.price_max, product.unit, product.unit_en) == (
        FIXED["name"],
        22_500,
        None,
        "ikat",
        "bundle",
    )
    assert (product.status, product.slug, product.category) == (Status.DRAFT, "wajik-kletik-500-g", booth.category)
    assert client.get(f"/produk/{product.slug}/").status_code == 404


def test_a_product_that_is_sent_twice_is_one(owner, booth):
    key = new_key()
    answers = [owner.post(url("product_new_price", booth.pk), FIXED | {"kunci": key}) for _tap in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert booth.products.count() == 1


def test_a_form_with_faults_may_be_sent_again_under_its_key(owner, booth):
    key = new_key()

    faulty = owner.post(url("product_new_price", booth.pk), FIXED | {"price": "mahal", "kunci": key})
    page = parse(faulty)
    assert faulty.status_code == 422
    assert page.one("input", name="kunci")["value"] == key
    assert page.one("input", name="name")["value"] == FIXED["name"]
    assert page.one("input", name="price")["value"] == "mahal"

    assert owner.post(url("product_new_price", booth.pk), FIXED | {"kunci": key}).status_code == 302
    assert booth.products.count() == 1


@pytest.mark.parametrize("typed", ["22500", "22.500", "Rp 22.500", "Rp22.500,-", " 22500 "])
def test_a_price_as_people_type_it(owner, booth, typed):
    product = make_product(exhibitor=booth)

    assert owner.post(url("product_price", product.pk), FIXED | {"price": typed}).status_code == 302

    product.refresh_from_db()
    assert product.price == 22_500


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"price_kind": "tanya", "price": "5000", "price_max": "x9"}, None),
        ({"price_kind": "tanya", "price": "", "price_max": ""}, ("tanya", None, None)),
        ({"price_kind": "tanya", "price": "5000", "price_max": "9000"}, ("tanya", None, None)),
        ({"price_kind": "tetap", "price": "5000", "price_max": "9000"}, ("tetap", 5000, None)),
        ({"price_kind": "rentang", "price": "5000", "price_max": "9000"}, ("rentang", 5000, 9000)),
    ],
)
def test_what_the_kind_of_price_does_not_use_is_let_go(owner, booth, typed, kept):
    product = make_product(exhibitor=booth, price=1)

    response = owner.post(url("product_price", product.pk), FIXED | typed)

    product.refresh_from_db()
    assert response.status_code == (302 if kept else 422)
    assert (product.price_kind, product.price, product.price_max) == (kept or ("tetap", 1, None))


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": ""}, "name", "Tulis nama produknya."),
        ({"price": ""}, "price", "Tulis harganya, misalnya 22500. Bila tergantung pesanan, pilih Tanya harga."),
        ({"price": "0"}, "price", "Tulis harganya, misalnya 22500. Bila tergantung pesanan, pilih Tanya harga."),
        ({"price": "99999999999"}, "price", "Tulis harga dengan angka saja, misalnya 22500 atau 22.500."),
        ({"price_kind": "rentang"}, "price_max", "Tulis harga tertinggi. Harus lebih besar dari harga terendah."),
        ({"price_kind": "rentang", "price_max": "22500"}, "price_max", "Tulis harga tertinggi. Harus lebih besar dari harga terendah."),
        ({"unit": ""}, "unit", "Pilih satuannya, misalnya bungkus."),
        ({"unit": "lainnya"}, "other_unit", "Tulis satuannya, misalnya toples."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(owner, booth, typed, field, sentence):
    product = make_product(exhibitor=booth, name="Lama", price=1)

    response = owner.post(url("product_price", product.pk), FIXED | typed)

    assert response.status_code == 422
    assert parse(response).one(id=f"id_{field}_error").text == sentence
    assert len(parse(response).all(cls="field__error")) == 1
    product.refresh_from_db()
    assert (product.name, product.price) == ("Lama", 1)


def test_another_unit_in_her_own_words(owner, booth):
    product = make_product(exhibitor=booth)

    owner.post(url("product_price", product.pk), FIXED | {"unit": "lainnya", "other_unit": "toples", "unit_en": "jar"})
    page = parse(owner.get(url("product_price", product.pk)))

    product.refresh_from_db()
    assert (product.unit, product.unit_en) == ("toples", "jar")
    assert page.one("input", name="other_unit")["value"] == "toples"
    assert [radio["value"] for radio in page.all("input", name="unit", checked=True)] == ["lainnya"]


def test_the_steps_lead_on_when_a_product_is_new_and_back_when_it_is_not(owner, booth):
    product = make_product(exhibitor=booth, status=Status.DRAFT, published_at=None)
    details = {"category": booth.category_id, "stock": "ada"}

    assert owner.post(url("product_price", product.pk) + "?baru", FIXED)["Location"] == url("product_details", product.pk) + "?baru"
    assert owner.post(url("product_details", product.pk) + "?baru", details)["Location"] == url("product", product.pk)
    assert owner.post(url("product_price", product.pk), FIXED)["Location"] == url("product", product.pk)


def test_details_are_kept_and_may_stay_empty(owner, booth):
    product = make_product(exhibitor=booth, status=Status.SUBMITTED)
    category = Category.objects.exclude(pk=booth.category_id).first()
    typed = {
        "category": category.pk,
        "stock": "pesan",
        "description": "Manis",
        "min_order": "1.000",
        "shelf_life_days": "90",
        "hs_code": "1704.90",
    }

    assert owner.post(url("product_details", product.pk), typed).status_code == 302
    product.refresh_from_db()
    assert (product.category, product.stock, product.min_order, product.shelf_life_days) == (category, "pesan", 1000, 90)

    assert owner.post(url("product_details", product.pk), {"category": category.pk, "stock": "ada"}).status_code == 302
    product.refresh_from_db()
    assert (product.description, product.min_order, product.shelf_life_days) == ("", 1, None)


def test_a_barcode_is_typed_as_it_is_printed(owner, booth):
    product = make_product(exhibitor=booth, status=Status.SUBMITTED)

    owner.post(url("product_details", product.pk), {"category": booth.category_id, "stock": "ada", "barcode": "8 999999-000004 "})

    product.refresh_from_db()
    assert product.barcode == "8999999000004"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"min_order": "banyak"}, "min_order"),
        ({"min_order": "-1"}, "min_order"),
        ({"shelf_life_days": "99999"}, "shelf_life_days"),
        ({"shelf_life_days": "1.5"}, "shelf_life_days"),
        ({"export_moq": "9" * 30}, "export_moq"),
        ({"hs_code": "jambu"}, "hs_code"),
        ({"barcode": "8 999999 000005"}, "barcode"),
        ({"barcode": "9" * 300}, "barcode"),
        ({"description": "x" * 2001}, "description"),
        ({"category": "999999"}, "category"),
        ({"stock": "entah"}, "stock"),
    ],
)
def test_faults_of_details(owner, booth, typed, field):
    product = make_product(exhibitor=booth)

    response = owner.post(url("product_details", product.pk), {"category": booth.category_id, "stock": "ada"} | typed)

    assert response.status_code == 422
    assert parse(response).one(id=f"id_{field}_error").text
    folded = next((part for part in parse(response).all("details") if part.all(id=f"id_{field}")), None)
    assert folded is None or "open" in folded.attributes


def test_a_published_price_is_out_at_once(owner, booth, client):
    """The name waits: tests/curation/test_proposed_changes.py"""
    product = make_product(exhibitor=booth, name="Lama", slug="lama")
    before = version()

    owner.post(url("product_price", product.pk), FIXED | {"name": "Lama"})

    assert version() == before + 1
    assert "Rp22.500" in parse(look(client, "/produk/lama/")).one("main").text


def test_a_draft_does_not_disturb_the_pages_of_visitors_of_a_hidden_stall(owner, booth):
    type(booth).objects.update(status=Status.DRAFT)
    product = make_product(exhibitor=booth, status=Status.DRAFT, published_at=None)
    SiteState.move_on()
    before = version()

    owner.post(url("product_price", product.pk), FIXED)

    product.refresh_from_db()
    assert (version(), product.slug) == (before, "wajik-kletik-500-g")


def test_every_form_keeps_its_draft_under_a_name_of_its_own(owner, booth):
    product = make_product(exhibitor=booth)
    pages = [url("product_new_price", booth.pk), url("product_price", product.pk), url("product_details", product.pk)]

    names = [parse(owner.get(page)).one("form", data_draft=True)["data-draft"] for page in pages]

    assert names == [f"harga:baru-{booth.pk}", f"harga:{product.pk}", f"rincian:{product.pk}"]


def test_equal_names_get_addresses_of_their_own(owner, booth):
    for _number in range(3):
        owner.post(url("product_new_price", booth.pk), FIXED)

    assert [product.slug for product in booth.products.all()] == ["wajik-kletik-500-g", "wajik-kletik-500-g-2", "wajik-kletik-500-g-3"]


def test_an_address_that_somebody_was_faster_to_take_is_passed_over(booth, monkeypatch):
    make_product(name="Wajik", slug="wajik")
    looked = []

    def late(text, taken, max_length):
        looked.append(text)
        return "wajik" if len(looked) == 1 else "wajik-2"  # the first look was before the other was saved

    monkeypatch.setattr(stall, "unique_slug", late)

    assert stall.start(booth, name="Wajik").slug == "wajik-2"
    assert len(looked) == 2


FORGED = {
    "exhibitor": "1",
    "status": "published",
    "position": "0",
    "slug": "milik-saya",
    "published_at": "2026-01-01",
    "cover": "1",
    "documents": "1",
    "export_ready": "on",
    "retail_ready": "on",
    "retail_until": "2030-01-01",
    "export_until": "2030-01-01",
    "halal_until": "2030-01-01",
    "permit_until": "2030-01-01",
    "proofs": '[{"kind": "halal"}]',
    "status_before_removal": "published",
    "id": "1",
}


@pytest.mark.parametrize("step", ["product_price", "product_details", "product_stock", "product_move"])
def test_forged_fields_change_nothing(owner, booth, step):
    paper = make_document()
    product = make_product(exhibitor=booth, status=Status.DRAFT, published_at=None, position=0)
    fields = [field.attname for field in Product._meta.concrete_fields if field.name in FORGED and field.name != "slug"]
    before = Product.objects.filter(pk=product.pk).values(*fields).get()
    honest = FIXED | {"category": booth.category_id, "stock": "ada", "stok": "ada", "ke": "0"}

    response = owner.post(url(step, product.pk), honest | FORGED | {"exhibitor": make_exhibitor().pk, "documents": paper.pk})

    assert response.status_code == 302
    assert Product.objects.filter(pk=product.pk).values(*fields).get() == before
    assert product.documents.count() == 0
    product.refresh_from_db()
    assert product.slug != "milik-saya"


def test_a_forged_new_product_is_a_draft_of_her_own_stall(owner, booth):
    owner.post(url("product_new_price", booth.pk), FIXED | FORGED | {"exhibitor": make_exhibitor().pk})

    product = Product.objects.get()
    assert (product.exhibitor, product.status, product.slug, product.published_at) == (booth, Status.DRAFT, "wajik-kletik-500-g", None)


# Others

OF_A_BOOTH = ["products", "arrange", "product_new", "product_new_price"]
OF_A_PRODUCT = ["product", "product_photos", "product_price", "product_details", "product_stock", "product_move", "product_copy"]
OF_A_PRODUCT += ["product_remove", "product_restore"]
OF_A_PHOTO = ["photo_move", "photo_alt", "photo_square", "photo_remove", "photo_keep"]


def test_every_owners_address_is_tried_here():
    from products.urls import urlpatterns

    mine = {pattern.name.removeprefix("owner_") for pattern in urlpatterns if pattern.name.startswith("owner_")}
    assert mine == {*OF_A_BOOTH, *OF_A_PRODUCT, *OF_A_PHOTO}


@pytest.mark.parametrize("name", OF_A_BOOTH + OF_A_PRODUCT + OF_A_PHOTO)
def test_anothers_is_not_there(other, client, client_of, dewi, booth, name):
    product = make_product(exhibitor=booth, stock="ada", position=3)
    photo = make_product_photo(product=product)
    address = url(name, booth.pk if name in OF_A_BOOTH else photo.pk if name in OF_A_PHOTO else product.pk)
    sent = FIXED | {"stok": "habis", "ke": "0", "urutan": f"{product.pk}", "kunci": new_key(), "alt": "x"}
    before = list(Product.objects.values())

    for stranger in (other, client_of(dewi)):
        assert stranger.post(address, sent).status_code == (405 if name in ("products", "product") else 404)
        assert stranger.get(address).status_code in (404, 405)
    assert client.post(address, sent).status_code == 302  # to the door
    assert re.search(r"[?&]next=", client.get(address)["Location"])

    assert list(Product.objects.values()) == before
    assert list(product.photos.all()) == [photo]


@pytest.mark.parametrize("name", ["product_stock", "product_move", "product_copy", "product_remove", "product_restore"])
def test_acts_are_not_done_by_looking(owner, booth, name):
    assert owner.get(url(name, make_product(exhibitor=booth).pk)).status_code == 405


def test_pages_are_kept_nowhere(owner, booth):
    product = make_product(exhibitor=booth)
    for address in (
        url("products", booth.pk),
        url("product", product.pk),
        url("product_price", product.pk),
        url("product_photos", product.pk),
    ):
        assert owner.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["product", "product_price", "product_details", "product_photos"])
def test_no_page_of_a_product_costs_more_than_twelve_queries(owner, booth, name, django_assert_max_num_queries):
    product = make_product(exhibitor=booth)
    for _number in range(8):
        make_product_photo(product=product)

    with django_assert_max_num_queries(12):
        response = owner.get(url(name, product.pk))
    assert response.status_code == 200
    assert len(response.content) <= 60_000


def sees_too_late(monkeypatch):
    """Of two forms at once, both looked before the other was carried out: the first look finds nothing."""
    looks, look = [], once._location

    def first_nothing(user, key):
        looks.append(key)
        return None if len(looks) == 1 else look(user, key)

    monkeypatch.setattr(once, "_location", first_nothing)


def test_of_two_forms_at_once_one_is_carried_out(owner, booth, monkeypatch):
    key = new_key()
    first = owner.post(url("product_new_price", booth.pk), FIXED | {"kunci": key})
    sees_too_late(monkeypatch)

    second = owner.post(url("product_new_price", booth.pk), FIXED | {"kunci": key})

    assert second["Location"] == first["Location"]
    assert booth.products.count() == 1
