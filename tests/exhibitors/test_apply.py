"""A business applies: what becomes of it, and that nothing is told, doubled or taken over."""

import pytest
from django.test import Client

from accounts.models import User
from exhibitors.invite import invite
from exhibitors.models import Exhibitor, Membership, Status
from expo.models import SiteState
from regions.models import Village
from tests import race
from tests.factories import WHATSAPP, make_exhibitor
from tests.html import parse

APPLY, THANKS = "/daftar/", "/daftar/terima-kasih/"


@pytest.fixture
def filled(db):
    village = Village.objects.get(name="Sentul", district__name="Kepanjenkidul")
    return {
        "name": "Dapur Bu Ning",
        "sells": "Sambal pecel dan rempeyek",
        "category": str(make_exhibitor(category="bumbu-sambal").category_id),
        "place": "sentul",
        "village": village.code,
        "contact_name": "Bu Ning",
        "phone": "0812-9999-0001",
        "website": "",
    }


def applied():
    return Exhibitor.objects.filter(applied_at__isnull=False)


def test_becomes_a_draft_in_its_region_with_an_account_without_password(client, filled):
    response = client.post(APPLY, filled)

    booth = applied().get()
    owner = User.objects.get(phone="+6281299990001")
    assert (response.status_code, response["Location"]) == (302, THANKS)
    assert (booth.name, booth.status, booth.sells) == ("Dapur Bu Ning", Status.DRAFT, "Sambal pecel dan rempeyek")
    assert (booth.village.district.region.slug, booth.whatsapp, booth.contact_name) == ("kota-blitar", "+6281299990001", "Bu Ning")
    assert booth.shows_whatsapp is False
    assert (owner.name, owner.has_usable_password()) == ("Bu Ning", False)
    assert list(booth.memberships.values_list("user", "role")) == [(owner.pk, Membership.Role.OWNER)]


def test_nobody_sees_it_before_the_organisers_do(client, client_of, dewi, filled):
    client.post(APPLY, filled)
    booth = applied().get()

    assert client.get(f"/stan/{booth.slug}/").status_code == 404
    assert "Dapur Bu Ning" in client_of(dewi).get("/panitia/exhibitors/exhibitor/?status__exact=draft").content.decode()


def test_says_what_happens_next(client, db):
    page = parse(client.get(THANKS))

    assert page.one("h1").text == "Terima kasih, pendaftaran sudah kami terima."
    assert len(page.one("ol").all("li")) == 4


def test_looking_for_the_village_gives_a_list_and_complains_about_nothing(client, filled):
    response = client.post(APPLY, {"cari": "1", "name": "Dapur Bu Ning", "place": "sumberjo"})

    page = parse(response)
    labels = [label.text for label in page.all("label", cls="choice")]
    assert response.status_code == 200
    assert "Desa Sumberjo, Kec. Sanankulon, Kabupaten Blitar" in labels
    assert "Desa Sumberjo, Kec. Gondang, Kabupaten Nganjuk" in labels
    assert page.one("input", name="name")["value"] == "Dapur Bu Ning"
    assert page.all(cls="field__error") == []
    assert not applied().exists()


def test_a_name_that_occurs_once_needs_no_choice(client, filled):
    client.post(APPLY, filled | {"place": "kepanjenlor", "village": ""})

    assert applied().get().village.name == "Kepanjenlor"


def test_a_suggestion_that_was_taken_needs_no_choice(client, filled):
    """What the script puts there; an earlier list may still be on the page."""
    client.post(APPLY, filled | {"place": "Desa Bakung, Kec. Bakung, Kabupaten Blitar"})

    assert str(applied().get().village.district) == "Kec. Bakung"


def test_the_field_knows_where_to_ask_while_typing(client, db):
    fields = [parse(client.get(f"{front}{APPLY}")).one("input", name="place") for front in ("", "/en")]

    assert [field["data-suggest"] for field in fields] == ["/wilayah/desa/", "/en/wilayah/desa/"]


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"name": " "}, "name", "Tulis nama usaha Anda."),
        ({"sells": ""}, "sells", "Tulis apa yang Anda jual."),
        ({"category": "x"}, "category", None),
        ({"place": ""}, "place", "Tulis nama desa atau kelurahan Anda."),
        (
            {"place": "jakarta selatan"},
            "place",
            "Nama itu tidak ada di daftar resmi lima daerah. Periksa ejaannya, atau tulis nama kecamatannya.",
        ),
        ({"place": "sumberjo", "village": ""}, "village", "Pilih desa atau kelurahan Anda."),
        ({"place": "sumberjo"}, "village", "Pilih desa atau kelurahan Anda."),  # the choice belongs to another name
        ({"village": "99.99.99.9999"}, None, None),
        ({"contact_name": ""}, "contact_name", "Tulis nama Anda."),
        ({"phone": "12345"}, "phone", "Nomor WhatsApp harus diawali 08, 62, atau +62, lalu 9 sampai 12 angka."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(client, filled, change, field, says):
    response = client.post(APPLY, filled | change)

    page = parse(response)
    if field is None:  # "sentul" means one village only, whatever was forged
        assert response.status_code in (302, 422)
        return
    assert response.status_code == 422
    error = page.one(id=f"id_{field}_error").text
    assert says is None or error == says
    assert page.one("textarea", name="sells").text.strip() == (filled | change)["sells"]
    assert not applied().exists()


def test_the_same_again_changes_nothing_and_says_the_same(client, filled):
    answers = [client.post(APPLY, data) for data in (filled, filled, filled | {"name": "DAPUR BU NING", "sells": "lain"})]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, THANKS)}
    assert applied().get().sells == "Sambal pecel dan rempeyek"


def test_a_known_number_gets_the_same_answer_and_its_account_no_booth(client, sari, filled):
    response = client.post(APPLY, filled | {"phone": sari.phone})

    assert (response.status_code, response["Location"]) == (302, THANKS)
    assert applied().get().memberships.count() == 0
    assert User.objects.filter(phone=sari.phone).get().name == "Sari Utami"


def test_the_organisers_link_to_that_number_joins_the_two(client, sari, dewi, filled):
    client.post(APPLY, filled | {"phone": sari.phone})

    invite(applied().get(), by=dewi)

    assert applied().get().memberships.get().user == sari


def test_who_is_signed_in_has_her_second_booth_at_once(client_of, sari, filled):
    client_of(sari).post(APPLY, filled | {"phone": sari.phone})

    assert applied().get().memberships.get().user == sari


def test_an_organisers_number_gives_nobody_his_account(client, ratna, filled):
    ratna.phone = "+6281299990001"
    ratna.save()

    client.post(APPLY, filled)

    assert not Membership.objects.filter(user=ratna).exists()


@pytest.mark.parametrize(
    "forged", [{"status": "published"}, {"export_ready": "on"}, {"slug": "sambal"}, {"shows_whatsapp": "on"}, {"applied_at": "2020-01-01"}]
)
def test_forged_fields_change_nothing(client, filled, forged):
    client.post(APPLY, filled | forged)

    booth = applied().get()
    assert (booth.status, booth.slug, booth.shows_whatsapp) == (Status.DRAFT, "dapur-bu-ning", False)


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(client, filled):
    response = client.post(APPLY, filled | {"website": "https://spam.example"})

    assert response["Location"] == THANKS
    assert not applied().exists()


def test_five_a_day_for_one_number_and_sixty_an_hour_from_one_address(client, filled):
    number = [client.post(APPLY, filled | {"name": f"Dapur {n}"}).status_code for n in range(6)]
    address = [client.post(APPLY, filled | {"phone": f"0813000{n:05}"}).status_code for n in range(60)]

    assert number == [302] * 5 + [429]
    assert (address[0], address[-1]) == (302, 429)


def test_needs_the_token_of_the_form(filled):
    assert Client(enforce_csrf_checks=True).post(APPLY, filled).status_code == 403
    assert not applied().exists()


def test_moves_no_visitors_page(client, filled):
    before = SiteState.objects.filter(pk=1).values_list("version", flat=True).first()

    client.post(APPLY, filled)

    assert SiteState.objects.filter(pk=1).values_list("version", flat=True).first() == before


def test_two_taps_at_once_make_one_booth(own_database):
    answers = race.run(
        own_database,
        """
from exhibitors.models import Category, Exhibitor
from regions.models import Village
village = Village.objects.get(name="Sentul", district__name="Kepanjenkidul")
filled = {"name": "Dapur Bersama", "sells": "Sambal", "category": Category.objects.first().pk, "place": "sentul", "village": village.code,
          "contact_name": "Bu Tin", "phone": "081299990077"}
at_once(lambda: Client().post("/daftar/", filled).status_code, 5)
print(json.dumps(Exhibitor.objects.filter(name="Dapur Bersama").count()))
""",
    )

    assert answers == 1


@pytest.mark.parametrize("where", ["/", "/stan/"])
def test_the_way_here_is_on_the_pages(client, db, where):
    page = parse(client.get(where))

    assert page.all("a", href=APPLY, text="Daftar jadi peserta")
    assert page.one("header", cls="header").one("a", href="/kelola/masuk/").text == "Masuk stan"
    assert WHATSAPP not in page.text
