import pytest
from django.core.exceptions import ValidationError

from expo.forms import KnownChoicesField, LinesField, ModelForm, RupiahField, WhatsAppField
from expo.links import clean_link, host_of
from products.models import Product
from tests.factories import make_product


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("22500", 22500),
        ("22.500", 22500),
        ("22,500", 22500),
        ("Rp 22.500", 22500),
        ("Rp22.500,-", 22500),
        ("rp. 22.500,00", 22500),
        (" 1.250.000 ", 1250000),
        ("", None),
    ],
)
def test_a_price_is_read_as_people_write_it(typed, amount):
    assert RupiahField(required=False).clean(typed) == amount


@pytest.mark.parametrize("typed", ["abc", "-5", "22.50", "1e9", "Rp", "99999999999999", "2.2.2", "٣٤", "22 500 000 000 000"])
def test_a_price_that_cannot_be_read_says_how_to_write_it(typed):
    with pytest.raises(ValidationError, match="Tulis harga dengan angka saja"):
        RupiahField(required=False).clean(typed)


@pytest.mark.parametrize(
    "typed", ["081234567890", "0812-3456-7890", "62 812 3456 7890", "+62 812.3456.7890", "(0812) 34567890", "81234567890"]
)
def test_a_whatsapp_number_becomes_e164(typed):
    assert WhatsAppField().clean(typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["0342 801234", "0812", "+1 202 555 0100", "08123456789012345", "delapan"])
def test_a_number_that_is_no_mobile_number_is_refused(typed):
    with pytest.raises(ValidationError, match="Nomor WhatsApp harus diawali"):
        WhatsAppField().clean(typed)


def test_lines_become_a_list_without_empty_ones():
    assert LinesField().clean("satu\r\n\r\n  dua \n") == ["satu", "dua"]
    assert LinesField(required=False).clean("") == []


def test_unknown_choices_are_left_out_and_the_others_stay():
    field = KnownChoicesField(choices=[("a", "A"), ("b", "B")], required=False)
    assert field.clean(["b", "x", "a", "b"]) == ["b", "a"]


def test_a_form_without_a_constraints_field_tells_the_fault(db):
    class PriceForm(ModelForm):
        class Meta:
            model = Product
            fields = ["price"]

    form = PriceForm({"price": ""}, instance=make_product(price=5000))
    assert not form.is_valid()
    assert "Isi satu harga" in str(form.errors)


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://www.instagram.com/batik?igshid=1", "https://www.instagram.com/batik"),
        ("https://shopee.co.id/toko?x=1&utm_source=wa#top", "https://shopee.co.id/toko?x=1"),
        ("https://maps.app.goo.gl/AbC", "https://maps.app.goo.gl/AbC"),
    ],
)
def test_a_known_link_is_kept_without_tracking(url, cleaned):
    assert clean_link(url) == cleaned


@pytest.mark.parametrize(
    "url",
    [
        "http://instagram.com/x",
        "https://evil.example/instagram.com",
        "https://instagram.com.evil.example/",
        "https://instagram.com@evil.example/",
        "https://user:pw@instagram.com/",
        "https://instagram.com:8443/",
        "javascript:alert(1)",
        "https://[broken",
        "instagram.com/x",
        "",
    ],
)
def test_any_other_link_is_refused(url):
    with pytest.raises(ValidationError):
        clean_link(url)


def test_the_host_of_a_broken_address_is_none():
    assert host_of("https://[broken") is None
