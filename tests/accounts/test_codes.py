"""Codes by e-mail and the second factor, through allauth under our addresses."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from accounts.models import OneTimeLink
from tests.door import code as totp_code
from tests.html import parse
from tests.test_project import assert_safe

ASK, TELL, SECOND = "/kelola/masuk/kode/", "/kelola/masuk/kode/isi/", "/kelola/masuk/langkah-dua/"


def letters(count):
    """What was sent, once `count` letters are out: they go by a thread of their own."""
    deadline = time.monotonic() + 5
    while len(mail.outbox) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    return mail.outbox


def is_in(client):
    return "_auth_user_id" in client.session


def test_a_code_goes_to_a_confirmed_address_and_opens(client, sari):
    EmailAddress.objects.create(user=sari, email="sari@contoh.id", verified=True, primary=True)

    asked = client.post(ASK, {"email": "Sari@contoh.id"})
    letter = letters(1)[0]
    code = re.search(r"\d{6}", letter.body)[0]
    told = client.post(TELL, {"code": code})

    assert (asked.status_code, asked["Location"]) == (302, TELL)
    assert letter.to == ["sari@contoh.id"]
    assert letter.subject == f"{code} adalah kode masuk Anda"
    assert (told.status_code, told["Location"]) == (302, "/kelola/")
    assert is_in(client)


@pytest.mark.parametrize("confirmed", [False, None])
def test_an_address_that_is_not_hers_gets_none_and_nobody_can_tell(client, sari, confirmed):
    if confirmed is False:
        EmailAddress.objects.create(user=sari, email="siapa@contoh.id", verified=False)

    asked = client.post(ASK, {"email": "siapa@contoh.id"})
    page = client.get(TELL)
    told = client.post(TELL, {"code": "000000"})

    time.sleep(0.05)
    assert (asked.status_code, asked["Location"]) == (302, TELL)
    assert parse(page).one("h1").text == "Tulis kodenya"
    assert told.status_code == 200
    assert mail.outbox == []
    assert not is_in(client)


def test_a_wrong_code_may_be_tried_five_times(client, sari):
    EmailAddress.objects.create(user=sari, email="sari@contoh.id", verified=True, primary=True)
    client.post(ASK, {"email": "sari@contoh.id"})
    code = re.search(r"\d{6}", letters(1)[0].body)[0]
    wrong = "111111" if code != "111111" else "222222"

    answers = [client.post(TELL, {"code": wrong}).status_code for _ in range(5)]
    client.post(TELL, {"code": code})

    assert answers == [200, 200, 200, 200, 302]
    assert not is_in(client)


@pytest.fixture
def secret(sari):
    secret = generate_totp_secret()
    TOTP.activate(sari, secret)
    return secret


def test_whoever_wants_gets_a_second_step(client_of, sari):
    client = client_of(sari)
    again = client.get("/kelola/keamanan/aplikasi/")
    client.post(again["Location"], {"password": "sari-rahasia"})
    page = client.get("/kelola/keamanan/aplikasi/")
    assert_safe(page)
    secret = parse(page).one("code").text.replace(" ", "")

    client.post("/kelola/keamanan/aplikasi/", {"code": totp_code(secret)})

    assert Authenticator.objects.filter(user=sari, type="totp").exists()
    assert len(parse(client.get("/kelola/keamanan/cadangan/")).all("code")) == 10


@pytest.mark.parametrize("door", ["password", "link"])
def test_the_second_step_stands_behind_every_door(client, sari, secret, door):
    if door == "password":
        first = client.post("/kelola/masuk/", {"name": "sari", "password": "sari-rahasia", "next": "/kelola/bantuan/"})
    else:
        first = client.post(f"/kelola/masuk/tautan/{OneTimeLink.make(sari, by=None)[1]}/")
    assert (first["Location"], is_in(client)) == (SECOND, False)

    page = client.get(SECOND)
    wrong = client.post(SECOND, {"code": "000000"})
    right = client.post(SECOND, {"code": totp_code(secret)})

    assert_safe(page)
    assert wrong.status_code == 200
    assert right["Location"] == ("/kelola/bantuan/" if door == "password" else "/kelola/")
    assert is_in(client)


def test_an_organiser_can_turn_it_off_for_who_lost_the_phone(client_of, dewi, sari, secret):
    client_of(dewi).post("/panitia/accounts/user/", {"action": "turn_off_factors", "_selected_action": [sari.pk]})

    response = Client().post("/kelola/masuk/", {"name": "sari", "password": "sari-rahasia"})

    assert response["Location"] == "/kelola/"


def test_a_passkey_is_asked_for_without_a_name(client, db):
    response = client.get("/kelola/masuk/kunci/", headers={"accept": "application/json"})

    assert response.json()["request_options"]["publicKey"]["challenge"]
