"""A link opens one door once: replayed, late, revoked or raced it says what to do instead."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import OneTimeLink
from tests.html import parse


def address(token):
    return f"/kelola/masuk/tautan/{token}/"


def heading(response):
    return parse(response).one("h1").text


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def made(sari, dewi):
    return OneTimeLink.make(sari, by=dewi)


def test_a_look_greets_and_spends_nothing(client, made):
    link, token = made

    looks = [client.get(address(token)), client.head(address(token)), client.get(address(token), headers={"user-agent": "WhatsApp/2.23"})]

    link.refresh_from_db()
    assert [look.status_code for look in looks] == [200, 200, 200]
    assert heading(looks[0]) == "Halo, Bu Sari."
    assert parse(looks[0]).one("form", method="post").one("button").text == "Masuk ke stan saya"
    assert link.used_at is None
    assert not is_in(client)


def test_is_kept_by_nobody_and_tells_nobody(client, made):
    response = client.get(address(made[1]))

    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert parse(response).all("script") == []


def test_a_press_signs_in_for_a_month(client, made):
    response = client.post(address(made[1]))

    assert (response.status_code, response["Location"]) == (302, "/kelola/")
    assert client.session["_auth_user_id"] == str(made[0].user_id)
    assert response.cookies["sessionid"]["max-age"] == 30 * 24 * 3600


def test_a_second_press_opens_nothing(made):
    Client().post(address(made[1]))
    again = Client()

    response = again.post(address(made[1]))

    assert (response.status_code, heading(response)) == (410, "Tautan ini sudah dipakai.")
    assert not is_in(again)


def test_who_came_in_by_it_and_presses_again_in_whatsapp_is_led_home(client, made):
    client.post(address(made[1]))

    assert client.get(address(made[1]))["Location"] == "/kelola/"


def _late(link):
    link.expires_at = timezone.now() - datetime.timedelta(seconds=1)
    link.save()


def _closed(link):
    link.user.is_active = False
    link.user.save()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_late, "Waktu tautan ini sudah habis."),
        (lambda link: link.revoke(), "Tautan ini sudah diganti atau dicabut."),
        (lambda link: OneTimeLink.make(link.user, by=None), "Tautan ini sudah diganti atau dicabut."),
        (_closed, "Tautan ini tidak dikenal."),
        (lambda link: link.delete(), "Tautan ini tidak dikenal."),
    ],
)
def test_what_is_no_good_says_why_and_what_to_do(client, made, change, says):
    link, token = made
    change(link)

    answers = [client.get(address(token)), client.post(address(token))]

    assert [(answer.status_code, heading(answer)) for answer in answers] == [(410, says)] * 2
    assert parse(answers[0]).all("a", href="/kelola/masuk/")
    assert not is_in(client)


def test_lasts_three_days(made):
    link, _token = made

    assert link.expires_at - link.created_at == pytest.approx(datetime.timedelta(hours=72), abs=datetime.timedelta(seconds=2))


def test_needs_the_token_of_the_form(made):
    client = Client(enforce_csrf_checks=True)

    response = client.post(address(made[1]))

    made[0].refresh_from_db()
    assert (response.status_code, made[0].used_at) == (403, None)


def test_only_a_hash_of_it_is_kept(made):
    link, token = made

    assert token not in {str(value) for value in OneTimeLink.objects.filter(pk=link.pk).values().get().values()}


def test_somebody_else_who_is_in_goes_out_first(client_of, budi, made):
    client = client_of(budi)

    client.post(address(made[1]))

    assert client.session["_auth_user_id"] == str(made[0].user_id)


def test_revoking_ends_every_session_of_that_person_only(client_of, sari, budi, made):
    phone, other = client_of(sari), client_of(budi)

    made[0].revoke()

    assert phone.get("/kelola/bantuan/").status_code == 302
    assert other.get("/kelola/bantuan/").status_code == 200
