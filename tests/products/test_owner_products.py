"""Every address of an owner's products: hers alone, kept nowhere, and cheap."""

import re

import pytest

from expo.once import new_key
from products.models import Product
from tests.factories import make_product, make_product_photo
from tests.products.owner import FIXED, url

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
