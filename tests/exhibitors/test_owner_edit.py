"""What an owner writes about her booth, and what she cannot change."""

import pytest
from django.forms.models import model_to_dict

from exhibitors.models import Status
from expo.models import SiteState
from products.search import found
from regions.models import Village
from tests.factories import make_exhibitor, make_owner, make_product, village_in
from tests.html import parse

TYPED = {
    "name": "Wajik Bu Ning",
    "tagline": "Wajik ketan,\ndibungkus klobot",
    "story": "Sejak 1995.",
    "whatsapp": "0812 3456-7890",
    "contact_name": "Bu Ning",
    "answer_hours": "08.00–20.00 WIB",
    "links": "instagram.com/wajikbuning?igsh=abc\n\nhttps://shopee.co.id/wajik",
    "founded_year": "1995",
    "employees": "4",
    "legal_form": "perseorangan",
    "size": "mikro",
    "tagline_en": "Sticky rice in corn husk",
    "story_en": "",
}


@pytest.fixture
def booth(db):
    """Not judged yet: what its owner writes is kept. What waits for the organisers: tests/curation/test_proposed_changes.py"""
    return make_exhibitor(name="Wajik", region="kota-blitar", stall_number="KB-042", export_experience="belum", status=Status.SUBMITTED)


@pytest.fixture
def browser(client, booth):
    client.force_login(make_owner(booth))
    return client


def url(booth):
    return f"/kelola/stan/{booth.pk}/ubah/"


def typed(booth, **changes):
    return TYPED | {"village": booth.village_id} | changes


def refusals(response):
    """Field → sentence."""
    assert response.status_code == 422
    return {field: [str(error) for error in errors] for field, errors in response.context["form"].errors.items()}


def test_what_is_typed_is_kept_and_seen(browser, booth):
    product = make_product(exhibitor=booth)

    response = browser.post(url(booth), typed(booth))

    assert response["Location"] == f"/kelola/stan/{booth.pk}/"
    booth.refresh_from_db()
    assert booth.name == "Wajik Bu Ning"
    assert booth.tagline == "Wajik ketan, dibungkus klobot"
    assert booth.whatsapp == "+6281234567890"
    assert booth.links == ["https://instagram.com/wajikbuning", "https://shopee.co.id/wajik"]
    assert (booth.founded_year, booth.employees, booth.legal_form, booth.size) == (1995, 4, "perseorangan", "mikro")
    assert product.pk in found("wajik ning"), "its products are found under its new name"


def test_the_form_shows_what_is_there(browser, booth):
    page = parse(browser.get(url(booth)))

    assert page.one("input", name="name")["value"] == "Wajik"
    assert page.one("input", name="whatsapp")["value"] == "0812-3456-7890"
    assert page.one("select", name="village").one("option", selected=True)["value"] == booth.village_id
    assert page.one("form", cls="form")["data-draft"] == f"stan:{booth.pk}"


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": ""}, "name", "Tulis nama stan Anda."),
        ({"whatsapp": "12345"}, "whatsapp", "Nomor WhatsApp harus diawali 08, 62, atau +62, lalu 9 sampai 12 angka."),
        ({"village": ""}, "village", "Pilih desa atau kelurahan."),
        ({"village": "99.99.99.9999"}, "village", "Pilih desa atau kelurahan dari daftar."),
        ({"founded_year": "dulu"}, "founded_year", "Tulis tahun dengan empat angka, misalnya 1998."),
        ({"founded_year": "2099"}, "founded_year", "Tahun 2099 belum tiba."),
        ({"employees": "empat"}, "employees", "Tulis dengan angka saja, misalnya 4."),
        ({"links": "https://bit.ly/x"}, "links", "“https://bit.ly/x” belum bisa dipakai."),
        ({"links": "\n".join(f"https://shopee.co.id/{n}" for n in range(9))}, "links", "Paling banyak 8 tautan."),
        ({"tagline": "x" * 121}, "tagline", ""),
        ({"size": "raksasa"}, "size", ""),
    ],
)
def test_a_fault_says_what_to_do_and_keeps_what_was_typed(browser, booth, change, field, sentence):
    response = browser.post(url(booth), typed(booth, **change))

    found = refusals(response)
    assert list(found) == [field]
    assert found[field][0].startswith(sentence)
    page = parse(response)
    assert page.one("div", cls="errors").one("a")["href"] == f"#id_{field}"
    assert page.one("textarea", name="story").text == "Sejak 1995."
    booth.refresh_from_db()
    assert booth.name == "Wajik"


def test_the_village_stays_in_the_region_of_the_booth(browser, booth):
    elsewhere = village_in("nganjuk")

    offered = {option["value"] for option in parse(browser.get(url(booth))).one("select", name="village").all("option")} - {""}
    found = refusals(browser.post(url(booth), typed(booth, village=elsewhere.pk)))

    assert offered == set(Village.objects.filter(district__region__slug="kota-blitar").values_list("pk", flat=True))
    assert list(found) == ["village"]


def test_forged_fields_change_nothing(browser, booth, sari):
    before = model_to_dict(booth, exclude=TYPED)
    forged = {
        "status": Status.WITHDRAWN,
        "slug": "palsu",
        "category": "1",
        "stall_number": "KB-001",
        "export_experience": "langsung",
        "on_break": "on",
        "shows_whatsapp": "",
        "applied_at": "2020-01-01",
        "still_selling_on": "2020-01-01",
        "proofs": '[{"kind": "halal"}]',
        "permit_until": "2099-01-01",
        "export_ready": "on",
        "retail_ready": "on",
        "memberships": str(sari.pk),
        "id": "1",
        "pk": "1",
    }

    browser.post(url(booth), typed(booth) | forged)

    booth.refresh_from_db()
    assert booth.name == "Wajik Bu Ning"
    assert model_to_dict(booth, exclude=TYPED) == before
    assert booth.participations.get().stall_number == "KB-042"
    assert booth.memberships.count() == 1


def test_sent_twice_it_is_kept_once_and_moves_visitors_pages_once(browser, booth):
    type(booth).objects.update(status=Status.PUBLISHED)
    browser.post(url(booth), typed(booth))
    version = SiteState.objects.get().version

    again = browser.post(url(booth), typed(booth))

    assert again.status_code == 302
    assert SiteState.objects.get().version == version


def test_what_an_organiser_changes_meanwhile_stays(browser, booth):
    """Only what the owner changed is written."""
    type(booth).objects.filter(pk=booth.pk).update(status=Status.SUSPENDED, contact_name="Pak Joko")

    browser.post(url(booth), typed(booth, contact_name="Pak Joko"))

    booth.refresh_from_db()
    assert (booth.status, booth.contact_name) == (Status.SUSPENDED, "Pak Joko")


def test_another_owner_finds_nothing(client, booth):
    client.force_login(make_owner(make_exhibitor()))

    assert client.get(url(booth)).status_code == 404
    assert client.post(url(booth), typed(booth)).status_code == 404
    booth.refresh_from_db()
    assert booth.name == "Wajik"


@pytest.mark.django_db
@pytest.mark.parametrize("region", ["kota-blitar", "nganjuk"])
def test_the_page_is_small_and_costs_few_queries(client, region, django_assert_max_num_queries):
    """Nganjuk has the most villages: 284."""
    booth = make_exhibitor(region=region)
    client.force_login(make_owner(booth))

    with django_assert_max_num_queries(12):
        response = client.get(url(booth))

    assert len(response.content) <= 60_000


def test_saving_costs_few_queries(browser, booth, django_assert_max_num_queries):
    for _product in range(3):
        make_product(exhibitor=booth)

    with django_assert_max_num_queries(40):
        browser.post(url(booth), typed(booth))
