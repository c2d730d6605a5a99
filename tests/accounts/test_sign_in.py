"""The owners' door: which names open it, what it says to strangers, how often somebody may guess."""

import itertools

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.html import parse

SIGN_IN = "/kelola/masuk/"
WRONG = {"name": "081234500001", "password": "bukan ini"}


def sign_in(client, name, password, **more):
    address = more.pop("address", "127.0.0.1")
    return client.post(SIGN_IN, {"name": name, "password": password, **more}, REMOTE_ADDR=address)


def said(response):
    """The sentences of the page's alert."""
    return [alert.text for alert in parse(response).all(role="alert")]


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "name", ["081234500001", "0812-3450-0001", "62 812 3450 0001", "+62 (812) 3450-0001", "sari@contoh.id", "SARI@contoh.id", "sari"]
)
def test_a_number_in_any_spelling_an_address_or_a_user_name_opens(client, sari, name):
    sari.email = "sari@contoh.id"
    sari.save()

    response = sign_in(client, name, "sari-rahasia")

    assert (response.status_code, response["Location"]) == (302, reverse("exhibitors:owner_home"))
    assert is_in(client)


def test_an_organiser_without_a_booth_goes_to_the_back_office(client, ratna):
    assert sign_in(client, "ratna", "ratna-rahasia")["Location"] == "/panitia/"


@pytest.mark.parametrize("name", ["081234500001", "081299999999", "sari", "siapa", "siapa@contoh.id"])
def test_known_and_unknown_get_the_same_answer(client, sari, name):
    known = sign_in(client, *WRONG.values())
    response = sign_in(client, name, "bukan ini")

    assert response.status_code == known.status_code == 422
    assert said(response) == said(known)
    assert not is_in(client)


@pytest.mark.parametrize("name", ["081234500001", "081299999999", "sari", "siapa", "siapa@contoh.id", "tanpa-sandi", "keluar"])
def test_known_and_unknown_take_the_same_time(client, sari, monkeypatch, name):
    """What takes time is hashing: once, whoever it is."""
    User.objects.create_user("tanpa-sandi", name="Dari Tautan")
    User.objects.create_user("keluar", password="lain sama sekali", name="Keluar", is_active=False)
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hashed.append(args) or encode(self, *args))

    sign_in(client, name, "bukan ini")

    assert len(hashed) == 1


def test_an_account_that_was_closed_stays_out_without_saying_so(client, sari):
    wrong = sign_in(client, *WRONG.values())
    sari.is_active = False
    sari.save()

    response = sign_in(client, "081234500001", "sari-rahasia")

    assert (response.status_code, said(response)) == (422, said(wrong))
    assert not is_in(client)


def test_nothing_typed_says_what_is_missing_and_keeps_the_rest(client, db):
    response = sign_in(client, "0812 3450 0001", "")

    page = parse(response)
    assert response.status_code == 422
    assert page.one("input", name="name")["value"] == "0812 3450 0001"
    assert page.one(id="id_password_error").text == "Tulis sandi Anda."


def test_five_wrong_guesses_from_one_address_are_enough(client, sari):
    for _ in range(5):
        assert sign_in(client, *WRONG.values()).status_code == 422

    response = sign_in(client, "081234500001", "sari-rahasia")

    assert response.status_code == 429
    assert said(response) == ["Terlalu banyak percobaan. Tunggu 10 menit, atau minta tautan masuk kepada panitia."]
    assert not is_in(client)


def test_an_unknown_number_is_refused_after_as_many_guesses(client, db):
    answers = [sign_in(client, "081299999999", "bukan ini").status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]


def test_the_same_number_written_otherwise_counts_as_the_same(client, sari):
    for name in ["081234500001", "0812-3450-0001", "62 812 3450 0001", "+6281234500001", "0812 34500001"]:
        sign_in(client, name, "bukan ini")

    assert sign_in(client, "6281234500001", "sari-rahasia").status_code == 429


def test_the_owner_gets_in_while_somebody_guesses_elsewhere(client, sari):
    for _ in range(8):
        sign_in(client, *WRONG.values(), address="10.0.0.66")

    assert sign_in(client, "081234500001", "sari-rahasia", address="10.0.0.7").status_code == 302


def test_guesses_for_one_account_from_many_addresses_end(client, sari):
    addresses = (f"10.0.0.{number}" for number in itertools.count(1))
    answers = [sign_in(client, *WRONG.values(), address=next(addresses)).status_code for _ in range(31)]

    assert answers == [422] * 30 + [429]


def test_the_wifi_of_a_hall_with_two_hundred_phones_is_not_locked_out(db):
    """One mistake each, then right: from one address."""
    people = [f"+62813000{number:05}" for number in range(200)]
    User.objects.bulk_create(User(username=f"o-{n}", name=f"O {n}", phone=phone, password="") for n, phone in enumerate(people))
    User.objects.update(password=_hashed("benar sekali"))

    mistakes = {sign_in(Client(), phone, "salah ketik").status_code for phone in people}
    rights = {sign_in(Client(), phone, "benar sekali").status_code for phone in people[::20]}

    assert (mistakes, rights) == ({422}, {302})


def test_one_address_cannot_try_one_password_on_everybody(client, db):
    answers = [sign_in(client, f"0813{number:08}", "sayang").status_code for number in range(301)]

    assert answers == [422] * 300 + [429]


def test_right_passwords_are_not_counted(sari):
    assert {sign_in(Client(), "081234500001", "sari-rahasia").status_code for _ in range(7)} == {302}


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_back_office_has_no_door_of_its_own(client, dewi, method):
    """A POST to the old one opens nothing and counts nothing."""
    response = getattr(client, method)(
        "/panitia/login/", {"username": "dewi", "password": "dewi-rahasia", "next": "/panitia/accounts/user/"}
    )

    assert (response.status_code, response["Location"]) == (302, "/kelola/masuk/?next=%2Fpanitia%2Faccounts%2Fuser%2F")
    assert not is_in(client)


@pytest.mark.parametrize("asked", ["", "?next=https://jahat.example/", "?next=//jahat.example/panitia/"])
def test_the_old_door_leads_to_the_back_office_whatever_is_forged(client, db, asked):
    assert client.get(f"/panitia/login/{asked}")["Location"] == "/kelola/masuk/?next=%2Fpanitia%2F"


def test_on_the_way_to_the_back_office_the_door_asks_for_a_user_name(client, db):
    asked = client.get("/panitia/exhibitors/exhibitor/?q=batik")
    page = parse(client.get(asked["Location"]))

    assert page.one("h1").text == "Masuk untuk panitia"
    assert page.one("label", for_="id_name").text == "Nama pengguna"
    assert page.all("input", name="next")[0]["value"] == "/panitia/exhibitors/exhibitor/?q=batik"


@pytest.mark.parametrize(
    "path", ["/panitia/", "/panitia/login/", "/panitia/exhibitors/exhibitor/1/change/", "/panitia/tidak/ada/", "/gaya/"]
)
def test_an_owner_in_the_back_office_is_told_and_led_back(client_of, sari, path):
    response = client_of(sari).get(path)

    assert response.status_code == 403
    assert parse(response).one("h1").text == "Bagian ini untuk panitia."
    assert parse(response).all("a", href="/kelola/", text="Ke stan saya")


@pytest.mark.parametrize("where", ["/kelola/bantuan/", "/kelola/sandi/?a=b"])
def test_leads_back_to_where_she_wanted_to_go(client, sari, where):
    asked = client.get(where)
    page = parse(client.get(asked["Location"]))

    response = sign_in(client, "sari", "sari-rahasia", next=page.all("input", name="next")[0]["value"])

    assert response["Location"] == where


@pytest.mark.parametrize(
    "forged",
    ["https://jahat.example/", "//jahat.example/", "/\\jahat.example", "javascript:alert(1)", "https:jahat.example", "\x08//jahat.example"],
)
def test_a_forged_way_on_leads_home(client, sari, forged):
    shown = parse(client.get(SIGN_IN, {"next": forged})).all("input", name="next")
    response = sign_in(client, "sari", "sari-rahasia", next=forged)

    assert {field["value"] for field in shown} == {""}
    assert response["Location"] == reverse("exhibitors:owner_home")


def test_needs_the_token_of_the_form(sari):
    client = Client(enforce_csrf_checks=True)

    response = sign_in(client, "sari", "sari-rahasia")

    assert response.status_code == 403
    assert not is_in(client)


def test_going_out_is_a_post(client_of, sari):
    client = client_of(sari)

    looked = client.get("/kelola/keluar/")
    went = client.post("/kelola/keluar/")

    assert (looked.status_code, went.status_code, went["Location"]) == (405, 302, SIGN_IN)
    assert not is_in(client)


@pytest.mark.parametrize("path", ["signup", "password/reset", "social/connections", "password/set"])
def test_doors_that_are_not_ours_are_closed(client, db, path):
    assert client.get(f"/kelola/masuk/{path}/").status_code == 404


def _hashed(password):
    user = User()
    user.set_password(password)
    return user.password
