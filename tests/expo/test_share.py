"""What WhatsApp and others show of a link that somebody passes on."""

import pytest
from django.urls import reverse
from django.utils import translation

from expo import pagecache
from products.models import Product
from tests.factories import make_exhibitor, make_exhibitor_photo, make_product, make_product_photo
from tests.html import parse

pytestmark = pytest.mark.django_db
CLOTH = "/static/img/og/region-nganjuk.png"


@pytest.fixture
def preview(client, settings):
    """The og: properties of a page; addresses without the site's own."""

    def read(thing, language="id"):
        with translation.override(language):
            url = thing if isinstance(thing, str) else thing.get_absolute_url()
        page = parse(client.get(url))
        found = {meta["property"].removeprefix("og:"): meta["content"] for meta in page.all("meta", property=True)}
        assert found["image"].startswith(settings.SITE_URL + "/")
        return found | {"image": found["image"].removeprefix(settings.SITE_URL)}

    return read


def test_product_shows_its_first_photo_and_its_price(preview):
    booth = make_exhibitor(name="Dapur Rukmi", region="nganjuk")
    product = make_product(exhibitor=booth, name="Wajik", price=16_000, unit="toples", description='Legit\ndan "gurih".')
    make_product_photo(product=product, position=2, cover=False)
    first = make_product_photo(product=product, position=1, width=1280, height=960, alt="Wajik di tampah")

    shown = preview(product)

    assert shown["title"] == "Wajik"
    assert shown["description"] == 'Rp16.000 / toples, Dapur Rukmi, Kabupaten Nganjuk. Legit\ndan "gurih".'
    assert shown["image"] == first.url(640)
    assert (shown["image:width"], shown["image:height"], shown["image:alt"]) == ("640", "480", "Wajik di tampah")


def test_small_photo_keeps_its_size_and_takes_the_products_name(preview):
    product = make_product(name="Wajik", name_en="Sticky Rice Sweet")
    make_product_photo(product=product, width=500, height=500, alt="")

    assert [preview(product)[f"image:{name}"] for name in ("width", "height", "alt")] == ["500", "500", "Wajik"]
    assert preview(product, "en")["image:alt"] == "Sticky Rice Sweet"


def test_product_without_photo_shows_its_regions_cloth(preview):
    product = make_product(exhibitor=make_exhibitor(region="nganjuk"), price_kind=Product.PriceKind.ASK)

    shown = preview(product)

    assert shown["image"] == CLOTH
    assert (shown["image:width"], shown["image:height"], shown["image:alt"]) == ("1200", "630", "Kabupaten Nganjuk")
    assert shown["description"].startswith("Harga lewat penawaran, ")


def test_booth_shows_its_photo_else_a_products_else_its_regions_cloth(preview):
    booth = make_exhibitor(region="nganjuk")
    without = preview(booth)
    make_product(exhibitor=booth)
    of_product = make_product_photo(product=make_product(exhibitor=booth, position=1))
    pagecache.forget()
    with_products = preview(booth)
    own = make_exhibitor_photo(exhibitor=booth)
    pagecache.forget()

    assert without["image"] == CLOTH
    assert with_products["image"] == of_product.url(640)
    assert preview(booth)["image"] == own.url(640)
    assert preview(booth)["image:height"] == "426"


def test_pavilion_shows_its_cloth_and_other_pages_the_expos(preview):
    assert preview(reverse("regions:pavilion", args=["nganjuk"]))["image"] == CLOTH
    assert preview(reverse("home"))["image"] == "/static/img/og/site.png"


def test_language_is_named(preview):
    locales = [(shown["locale"], shown["locale:alternate"]) for shown in (preview("/"), preview("/en/"))]

    assert locales == [("id_ID", "en_GB"), ("en_GB", "id_ID")]


def test_booth_that_says_nothing_of_itself_is_described_by_its_place(client):
    booth = make_exhibitor(name="Dapur Rukmi", tagline="", tagline_en="", story="")

    described = parse(client.get(booth.get_absolute_url())).one("meta", name="description")["content"]

    assert described == f"Dapur Rukmi, {booth.village.place}, Kota Blitar"
