"""Which passwords are refused, and what happens to other phones when one is set."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import OneTimeLink
from tests.html import parse

PASSWORD = "/kelola/sandi/"


@pytest.mark.parametrize(
    "password",
    ["blitar2026", "Nganjuk123", "tulungagung", "TRENGGALEK1", "umkm-2026", "pameran99", "bismillah", "Bismillah123!", "indonesia45", "sayangku1", "umkmblitar", "kotablitar7",
     "password", "12345678", "qwertyuiop", "pendek", "081234500001", "sariutami"],
)  # fmt: skip
def test_easy_ones_are_refused(sari, password):
    with pytest.raises(ValidationError):
        validate_password(password, sari)


@pytest.mark.parametrize("password", ["sapu kebun mendung", "kucinghitam", "jalan-blitar-raya-7", "pecelmakyem77", "tujuhgelas"])
def test_others_need_no_capitals_digits_or_signs(sari, password):
    validate_password(password, sari)


def test_changing_it_ends_other_sessions_and_unused_links_but_not_this_session(client_of, sari):
    here, elsewhere = client_of(sari), client_of(sari)
    link, _token = OneTimeLink.make(sari, by=None)

    here.post(PASSWORD, {"old": "sari-rahasia", "new": "sapu kebun mendung"})

    sari.refresh_from_db()
    link.refresh_from_db()
    assert sari.check_password("sapu kebun mendung")
    assert here.get("/kelola/bantuan/").status_code == 200
    assert elsewhere.get("/kelola/bantuan/").status_code == 302
    assert link.state() == OneTimeLink.State.REVOKED


def test_who_came_by_link_sets_one_without_an_old_one(client_of, sari):
    sari.set_unusable_password()
    sari.save()
    client = client_of(sari)
    assert parse(client.get(PASSWORD)).all("input", name="old") == []

    client.post(PASSWORD, {"new": "sapu kebun mendung"})

    sari.refresh_from_db()
    assert sari.check_password("sapu kebun mendung")


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("bukan ini", "sapu kebun mendung", "old", "Sandinya tidak cocok. Periksa lagi."),
        ("", "sapu kebun mendung", "old", "Tulis sandi Anda yang sekarang."),
        (
            "sari-rahasia",
            "blitar2026",
            "new",
            "Sandi ini mudah ditebak. Rangkai tiga kata yang tidak berhubungan dan hanya Anda yang tahu.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(client_of, sari, old, new, field, says):
    response = client_of(sari).post(PASSWORD, {"old": old, "new": new})

    sari.refresh_from_db()
    assert response.status_code == 422
    assert parse(response).one(id=f"id_{field}_error").text == says
    assert sari.check_password("sari-rahasia")


def test_guesses_of_the_old_one_are_counted(client_of, sari):
    client = client_of(sari)
    for _ in range(5):
        client.post(PASSWORD, {"old": "bukan ini", "new": "sapu kebun mendung"})

    client.post(PASSWORD, {"old": "sari-rahasia", "new": "sapu kebun mendung"})

    sari.refresh_from_db()
    assert sari.check_password("sari-rahasia")
