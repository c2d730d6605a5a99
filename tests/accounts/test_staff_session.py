"""How long somebody stays in: an organiser for half an hour without a page and half a day at most, an owner for a month."""

import time

import pytest
from django.test import Client

from tests.door import app_of, code
from tests.html import parse

PANITIA, SIGN_IN = "/panitia/", "/kelola/masuk/"
MINUTE, HOUR = 60, 3600


@pytest.fixture
def later(monkeypatch):
    """later(seconds): it is that much later than when the test began; until then the clock stands."""
    began = time.time()

    def move(seconds):
        monkeypatch.setattr(time, "time", lambda: began + seconds)

    move(0)
    return move


def is_in(client):
    return "_auth_user_id" in client.session


def said(client):
    """The sentences on the sign-in page."""
    return [note.text for note in parse(client.get(SIGN_IN)).all(role="status", cls="callout")]


def test_an_organiser_is_out_after_half_an_hour_and_is_told_why(client_of, dewi, later):
    client = client_of(dewi)

    later(30 * MINUTE)
    response = client.get("/panitia/accounts/user/?o=1")

    assert (response.status_code, response["Location"]) == (302, "/kelola/masuk/?next=%2Fpanitia%2Faccounts%2Fuser%2F%3Fo%3D1")
    assert not is_in(client)
    assert said(client) == ["Anda keluar karena 30 menit tidak ada kegiatan."]


def test_not_after_twenty_nine_minutes(client_of, dewi, later):
    client = client_of(dewi)

    later(29 * MINUTE)

    assert client.get(PANITIA).status_code == 200


def test_every_page_counts_though_the_session_is_written_once_a_minute(client_of, dewi, later):
    client = client_of(dewi)
    later(59)
    client.get("/kelola/bantuan/")
    assert "sessionid" not in client.get("/kelola/bantuan/").cookies
    later(59 + 29 * MINUTE)
    assert client.get(PANITIA).status_code == 200, "29 minutes after a page that was not written down"

    later(59 + 29 * MINUTE + 29 * MINUTE)

    assert client.get(PANITIA).status_code == 200


def test_work_that_goes_on_ends_after_half_a_day(client, dewi):
    client.post(SIGN_IN, {"name": "dewi", "password": "dewi-rahasia"})
    signed_in_until = client.session.get_expiry_date()
    assert client.cookies["sessionid"]["max-age"] == pytest.approx(12 * HOUR, abs=5)

    session = client.session
    session["pulse"] -= 2 * MINUTE
    session.save()
    page = client.get(PANITIA)

    assert page.cookies["sessionid"]["max-age"] <= 12 * HOUR
    assert client.session.get_expiry_date() == signed_in_until


def test_what_is_sent_too_late_is_not_carried_out_and_that_is_said(client_of, dewi, ratna, later):
    client = client_of(dewi)

    later(31 * MINUTE)
    response = client.post(
        "/panitia/accounts/user/",
        {"action": "end_sessions", "_selected_action": [ratna.pk]},
        headers={"referer": "http://testserver/panitia/accounts/user/?q=ratna"},
    )

    ratna.refresh_from_db()
    assert ratna.session_round == 0
    assert response["Location"] == "/kelola/masuk/?next=%2Fpanitia%2Faccounts%2Fuser%2F%3Fq%3Dratna"
    assert said(client) == [
        "Anda keluar karena 30 menit tidak ada kegiatan. Yang baru saja Anda kirim belum disimpan. Kirim lagi setelah ini."
    ]


@pytest.mark.parametrize("referer", ["https://jahat.example/panitia/", "", "javascript:alert(1)"])
def test_the_way_back_from_elsewhere_leads_home(client_of, dewi, later, referer):
    client = client_of(dewi)

    later(31 * MINUTE)

    assert client.post(PANITIA, headers={"referer": referer})["Location"] == "/kelola/masuk/?next="


def test_whoever_is_out_already_is_told_so_when_sending(client, db):
    response = client.post("/kelola/data-saya/nama/", {"name": "Sari"}, headers={"referer": "http://testserver/kelola/data-saya/nama/"})

    assert response["Location"] == "/kelola/masuk/?next=/kelola/data-saya/nama/"
    assert said(client) == ["Anda sudah keluar. Yang baru saja Anda kirim belum disimpan: masuk, lalu kirim lagi."]


def test_it_is_as_short_on_owners_pages(client_of, ratna, later):
    client = client_of(ratna)

    later(30 * MINUTE)

    assert client.get("/kelola/bantuan/")["Location"].startswith(SIGN_IN)
    assert not is_in(client)


def test_an_owner_stays_for_a_month(client, sari, later):
    client.post(SIGN_IN, {"name": "sari", "password": "sari-rahasia"})
    age = client.cookies["sessionid"]["max-age"]

    later(13 * HOUR)

    assert age == 30 * 24 * HOUR
    assert client.get("/kelola/bantuan/").status_code == 200


def test_a_session_from_before_she_became_an_organiser_ends(sari):
    client = Client()
    client.force_login(sari)
    sari.is_staff = True
    sari.save()

    client.get(PANITIA)

    assert not is_in(client)


def test_signing_in_anew_leads_back_to_the_page(client_of, dewi, later):
    client = client_of(dewi)
    later(40 * MINUTE)
    door = client.get("/panitia/accounts/user/")["Location"]

    wanted = parse(client.get(door)).all("input", name="next")[0]["value"]
    client.post(SIGN_IN, {"name": "dewi", "password": "dewi-rahasia", "next": wanted})
    response = client.post("/kelola/masuk/langkah-dua/", {"code": code(app_of(dewi).data["secret"])})

    assert response["Location"] == "/panitia/accounts/user/"
    assert client.get(response["Location"]).status_code == 200
