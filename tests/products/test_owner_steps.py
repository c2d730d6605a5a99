"""The steps of a product: name and price, then details. What is kept, what is said, and that a forged form changes nothing."""

import pytest

from exhibitors.models import Category, Status
from expo import once
from expo.models import SiteState
from expo.once import new_key
from products import stall
from products.models import Product
from tests.factories import make_document, make_exhibitor, make_product
from tests.html import parse
from tests.products.owner import FIXED, look, url, version


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
