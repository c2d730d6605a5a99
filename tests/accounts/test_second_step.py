"""The back office opens to a password and a second step, and to nothing less."""

import io
import re
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import OneTimeLink, User
from tests.door import app_of, code
from tests.factories import make_document, make_exhibitor, make_owner
from tests.html import parse
from tests.test_project import assert_safe

SIGN_IN, SECOND, PANITIA, USERS = "/kelola/masuk/", "/kelola/masuk/langkah-dua/", "/panitia/", "/panitia/accounts/user/"
SET_UP, CODES, AGAIN, SECURITY = (
    "/kelola/keamanan/aplikasi/",
    "/kelola/keamanan/cadangan/",
    "/kelola/keamanan/pastikan/kode/",
    "/kelola/keamanan/",
)


def with_password(user, client=None, **more):
    """A browser in which the organiser has said her password, and what that was answered."""
    client = client or Client()
    return client, client.post(SIGN_IN, {"name": user.username, "password": f"{user.username}-rahasia", **more})


def secret_of(user):
    return app_of(user).data["secret"]


def secret_on(page):
    return parse(page).one("code", cls="secret").text.replace(" ", "")


def is_in(client):
    return "_auth_user_id" in client.session


def opens(client, path=PANITIA):
    return client.get(path).status_code == 200


def error_on(page):
    return parse(page).one(id="id_code_error").text


WRONG = "Kodenya tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu tulis yang itu."
NOT_SAVED = "Yang baru saja Anda kirim belum disimpan. Kirim lagi setelah ini."


# Signing in


def test_a_password_leads_to_the_second_step_and_that_to_the_page_asked_for(ratna):
    app_of(ratna)
    client, first = with_password(ratna, next="/panitia/password_change/")
    assert (first["Location"], is_in(client), opens(client)) == (SECOND, False, False)

    second = client.post(SECOND, {"code": code(secret_of(ratna))})

    assert second["Location"] == "/panitia/password_change/"
    assert opens(client, second["Location"])


@pytest.mark.parametrize("wrong", ["000000", "", "12345", "abcdef", "1" * 10_000, "١٢٣٤٥٦"])
def test_a_wrong_code_opens_nothing(ratna, wrong):
    app_of(ratna)
    client, _first = with_password(ratna)

    page = client.post(SECOND, {"code": wrong})

    assert error_on(page)
    assert not is_in(client)


def test_the_code_of_half_a_minute_ago_is_good_for_a_slow_hand(ratna):
    client, _first = with_password(app_of(ratna).user)

    assert client.post(SECOND, {"code": code(secret_of(ratna), steps=-1)}).status_code == 302


def test_a_code_opens_once(ratna):
    """Also when allauth's own mark, which it keeps for half a minute, has gone."""
    app_of(ratna)
    used = code(secret_of(ratna))
    first, _answer = with_password(ratna)
    first.post(SECOND, {"code": used})
    cache.delete(f"allauth.mfa.totp.used?user={ratna.pk}&code={used}")

    second, _answer = with_password(ratna)
    again = second.post(SECOND, {"code": f"{used[:3]} {used[3:]}"})

    assert (is_in(first), is_in(second)) == (True, False)
    assert error_on(again) == WRONG


def test_the_code_of_setting_up_opens_nothing_afterwards(ratna):
    client, _first = with_password(ratna)
    used = code(secret_on(client.get(SET_UP)))
    client.post(SET_UP, {"code": used})

    other, _first = with_password(ratna)

    assert error_on(other.post(SECOND, {"code": used})) == WRONG


def test_a_recovery_code_opens_once(ratna):
    app_of(ratna)
    spare = RecoveryCodes.activate(ratna).get_unused_codes()[0]

    answers = []
    for _ in range(2):
        client, _first = with_password(ratna)
        client.post(SECOND, {"code": spare})
        answers.append(opens(client))

    assert answers == [True, False]


def test_five_wrong_codes_are_enough_from_wherever(ratna):
    app_of(ratna)
    for number in range(5):
        client, _first = with_password(ratna)
        client.post(SECOND, {"code": "000000"}, REMOTE_ADDR=f"10.0.0.{number}")

    client, _first = with_password(ratna)
    page = client.post(SECOND, {"code": code(secret_of(ratna))})

    assert error_on(page).startswith("Terlalu banyak kode yang salah.")
    assert not is_in(client)


def test_thirty_wrong_codes_are_enough_for_a_day(ratna, monkeypatch):
    app_of(ratna)
    began, client = time.time(), with_password(ratna)[0]
    for quarter in range(6):
        monkeypatch.setattr(time, "time", lambda: began + quarter * 11 * 60)  # noqa: B023 - read before the next one
        client, _first = with_password(ratna)
        for _ in range(5):
            assert error_on(client.post(SECOND, {"code": "000000"})) == WRONG
    monkeypatch.setattr(time, "time", lambda: began + 23 * 3600)
    client, _first = with_password(ratna)

    page = client.post(SECOND, {"code": code(secret_of(ratna))})

    assert error_on(page).startswith("Terlalu banyak kode yang salah.")
    assert not is_in(client)


# The gate


@pytest.fixture
def closed(db, sari):
    """Pages behind the sign-in: of the back office, and of owners, which organisers may see."""
    booth = make_exhibitor()
    make_owner(booth, user=sari)
    document = make_document(exhibitor=booth)
    return [
        PANITIA,
        "/panitia/exhibitors/exhibitor/",
        f"/panitia/exhibitors/exhibitor/{booth.pk}/change/",
        "/panitia/tidak-ada/",
        "/gaya/",
        reverse("exhibitors:owner_print_file", args=[booth.pk, "papan"]),
        reverse("exhibitors:owner_document_proof", args=[booth.pk, document.pk]),
        "/kelola/data-saya/",
        "/kelola/sandi/",
        SECURITY,
    ]


def test_a_session_without_a_second_step_is_led_to_it_from_everywhere(client_of, dewi, closed):
    app_of(dewi)
    client = client_of(dewi, second_step=False)

    answers = {path: client.get(path) for path in closed}

    assert {path: (a.status_code, a["Location"].partition("?")[0]) for path, a in answers.items()} == dict.fromkeys(closed, (302, AGAIN))
    assert answers["/gaya/"]["Location"] == f"{AGAIN}?next=%2Fgaya%2F"


def test_the_step_opens_what_was_asked_for(client_of, dewi):
    app_of(dewi)
    client = client_of(dewi, second_step=False)
    door = client.get("/panitia/accounts/user/")["Location"]
    assert_safe(client.get(door))

    wrong = client.post(door, {"code": "000000"})
    right = client.post(door, {"code": code(secret_of(dewi))})

    assert error_on(wrong) == WRONG
    assert right["Location"] == "/panitia/accounts/user/"
    assert opens(client, right["Location"])


def test_the_password_is_no_second_step(client_of, dewi):
    app_of(dewi)
    client = client_of(dewi, second_step=False)

    client.post("/kelola/keamanan/pastikan/sandi/", {"password": "dewi-rahasia"})

    assert not opens(client)
    assert parse(client.get(AGAIN)).all("a", href="/kelola/keamanan/pastikan/sandi/") == []


def test_what_is_sent_without_it_is_not_carried_out_and_that_is_said(client_of, dewi, sari):
    app_of(dewi)
    client = client_of(dewi, second_step=False)

    answer = client.post(
        USERS, {"action": "end_sessions", "_selected_action": [sari.pk]}, headers={"referer": f"http://testserver{USERS}?q=sari"}
    )

    sari.refresh_from_db()
    assert sari.session_round == 0
    assert answer["Location"] == f"{AGAIN}?next=%2Fpanitia%2Faccounts%2Fuser%2F%3Fq%3Dsari"
    assert parse(client.get(answer["Location"])).one("div", cls="callout").text == NOT_SAVED


@pytest.mark.parametrize("kind", ["totp", "webauthn", "recovery_codes"])
def test_a_code_a_passkey_and_a_recovery_code_count(client_of, dewi, kind):
    app_of(dewi)
    used = Authenticator.objects.get_or_create(user=dewi, type=kind, defaults={"data": {}})[0]
    client = client_of(dewi, second_step=False)
    record(client, dewi, {"method": "mfa", "id": used.pk, "type": kind, "passwordless": kind == "webauthn"})

    assert opens(client)


def test_whoever_has_a_passkey_only_is_asked_for_that_before_recovery_codes(client_of, dewi):
    Authenticator.objects.create(user=dewi, type="webauthn", data={"name": "Laptop"})
    RecoveryCodes.activate(dewi)
    client = client_of(dewi, second_step=False)

    assert client.get(PANITIA)["Location"].startswith("/kelola/keamanan/pastikan/kunci/?next=")


@pytest.mark.parametrize("forged", ["another's", "gone", "no id", "password", "somebody else", "no list"])
def test_no_other_record_counts(client_of, dewi, joko, forged):
    mine, his = app_of(dewi), app_of(joko)
    client = client_of(dewi, second_step=False)
    right = {"method": "mfa", "id": mine.pk, "type": "totp"}
    if forged == "somebody else":
        record(client, joko, right)
    else:
        wrong = {"another's": {"id": his.pk}, "gone": {"id": 0}, "no id": {"id": None}, "password": {"method": "password"}}
        record(client, dewi, right | wrong.get(forged, {}))
    if forged == "no list":
        session = client.session
        session[RECORDS] = "mfa"
        session.save()

    assert client.get(PANITIA)["Location"].startswith(AGAIN)


def test_it_costs_one_query(client_of, dewi, django_assert_num_queries):
    client = client_of(dewi)

    with django_assert_num_queries(3):  # session, user, second step
        client.get("/panitia/jsi18n/")


def record(client, user, entry):
    session = client.session
    session[RECORDS], session[f"{RECORDS}_user"] = [entry], str(user.pk)
    session.save()


# Setting up


def test_whoever_has_none_is_led_to_set_one_up_and_then_to_the_page_asked_for(ratna):
    client, first = with_password(ratna, next="/panitia/password_change/")
    door = client.get(first["Location"])
    assert door["Location"] == f"{SET_UP}?next=%2Fpanitia%2Fpassword_change%2F"
    page = client.get(door["Location"])
    assert_safe(page)
    assert parse(page).one("h1").text == "Pasang langkah kedua"
    assert parse(page).one("img", cls="qr")["src"].startswith("data:image/svg+xml;base64,")

    wrong = client.post(door["Location"], {"code": "000000"})
    shown = client.post(door["Location"], {"code": code(secret_on(wrong))})
    codes = client.get(shown["Location"])

    assert error_on(wrong) == WRONG
    assert shown["Location"] == f"{CODES}?next=%2Fpanitia%2Fpassword_change%2F"
    assert len(parse(codes).all("code")) == 10
    assert parse(codes).all("a", href="/panitia/password_change/")
    assert opens(client, "/panitia/password_change/")


def test_a_page_loaded_again_shows_the_secret_that_was_scanned(ratna):
    client, _first = with_password(ratna)

    assert secret_on(client.get(SET_UP)) == secret_on(client.get(SET_UP))


def test_pressed_twice_it_is_set_up_once(ratna):
    client, _first = with_password(ratna)
    sent = {"code": code(secret_on(client.get(SET_UP)))}

    answers = [client.post(SET_UP, sent)["Location"] for _ in range(2)]

    assert answers == [CODES, CODES]
    assert Authenticator.objects.filter(user=ratna, type="totp").count() == 1
    assert len(parse(client.get(CODES)).all("code")) == 10


def test_after_a_quarter_of_an_hour_the_password_is_asked_for_again(ratna):
    client, _first = with_password(ratna)
    session = client.session
    session[RECORDS] = [session[RECORDS][0] | {"at": session[RECORDS][0]["at"] - 16 * 60}]
    session.save()

    assert client.get(SET_UP)["Location"].startswith("/kelola/keamanan/pastikan/sandi/?next=")


def test_before_it_is_set_up_everything_else_is_closed(client_of, dewi, closed):
    client = client_of(dewi, second_step=False)

    answers = {path: client.get(path).get("Location", "").partition("?")[0] for path in closed}

    assert answers == dict.fromkeys(closed, SET_UP)


@pytest.mark.parametrize("forged", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)"])
def test_a_forged_way_on_is_left_out(ratna, forged):
    client, _first = with_password(ratna)
    shown = client.post(f"{SET_UP}?next={forged}", {"code": code(secret_on(client.get(SET_UP)))})

    page = client.get(f"{CODES}?next={forged}")

    assert shown["Location"] == CODES
    assert "jahat" not in page.content.decode() and "javascript:" not in page.content.decode()


def test_recovery_codes_are_shown_for_a_quarter_of_an_hour(client_of, ratna):
    client = client_of(ratna)
    made = RecoveryCodes.activate(ratna).instance
    client.post(AGAIN, {"code": code(secret_of(ratna))})
    fresh = client.get(f"{CODES}unduh/")
    assert len(fresh.content.split()) == len(parse(client.get(CODES)).all("code")) == 10
    assert fresh["Content-Disposition"] == 'attachment; filename="kode-cadangan.txt"'

    Authenticator.objects.filter(pk=made.pk).update(created_at=timezone.now() - timezone.timedelta(minutes=15))
    late = parse(client.get(CODES))

    assert late.all("code") == []
    assert "Masih ada 10 kode yang belum dipakai." in late.one("main").text
    assert client.get(f"{CODES}unduh/")["Location"] == CODES


# Taking it away


def test_giving_up_the_last_one_closes_the_back_office_at_once_and_everywhere(client_of, dewi):
    here, elsewhere = client_of(dewi), client_of(dewi)
    off = f"{SET_UP}matikan/"
    here.post(AGAIN, {"code": code(secret_of(dewi))})

    here.post(off)

    assert here.get(PANITIA)["Location"] == f"{SET_UP}?next=%2Fpanitia%2F"
    assert elsewhere.get(PANITIA)["Location"].startswith(SIGN_IN)
    assert opens(here, SET_UP), "she changes phones: no link needed"


def test_without_the_second_step_nobody_gives_it_up(client_of, dewi):
    app_of(dewi)
    client = client_of(dewi)

    answer = client.post(f"{SET_UP}matikan/")

    assert answer["Location"].startswith(AGAIN)
    assert Authenticator.objects.filter(user=dewi).exists()


def test_removing_the_passkey_by_which_she_came_in_asks_for_the_other_factor(client_of, dewi):
    app_of(dewi)
    key = Authenticator.objects.create(user=dewi, type="webauthn", data={"name": "Laptop"})
    client = client_of(dewi, second_step=False)
    record(client, dewi, {"method": "mfa", "id": key.pk, "type": "webauthn"})
    assert opens(client)

    key.delete()

    assert client.get(PANITIA)["Location"].startswith(AGAIN)


def turn_off(client, *people):
    return client.post(USERS, {"action": "turn_off_factors", "_selected_action": [person.pk for person in people]})


def link_on(page):
    return re.search(r"/kelola/masuk/tautan/[\w-]+/", parse(page).one("input", readonly=True)["value"])[0]


def test_after_a_lost_phone_it_takes_the_password_and_a_link(client_of, dewi, ratna):
    old = client_of(ratna)
    link = link_on(turn_off(client_of(dewi), ratna))
    assert old.get(PANITIA)["Location"].startswith(SIGN_IN), "all her sessions have ended"

    client = Client()
    pressed = client.post(link)
    assert (pressed["Location"], is_in(client)) == ("/kelola/masuk/?next=%2Fpanitia%2F", False)
    with_password(ratna, client, next=PANITIA)
    client.post(SET_UP, {"code": code(secret_on(client.get(SET_UP)))})

    assert opens(client)


def test_the_password_alone_does_not_profit_from_it(client_of, dewi, ratna):
    turn_off(client_of(dewi), ratna)
    thief, _first = with_password(ratna)

    answers = [thief.get(PANITIA), thief.get(SET_UP), thief.post(SET_UP, {"code": "000000"}), thief.get("/kelola/keamanan/kunci/tambah/")]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert parse(answers[0]).one("h1").text == "Minta tautan kepada panitia lain"
    assert parse(answers[0]).one("form", action="/kelola/keluar/")


def test_an_older_or_revoked_link_does_not_help(client_of, dewi, ratna):
    office = client_of(dewi)
    first = link_on(turn_off(office, ratna))
    client = Client()
    client.post(first)
    second = link_on(turn_off(office, ratna))
    with_password(ratna, client)
    assert client.get(PANITIA).status_code == 403

    other = Client()
    other.post(second)
    OneTimeLink.objects.filter(user=ratna).first().revoke()
    with_password(ratna, other)

    assert other.get(PANITIA).status_code == 403


def test_somebody_elses_link_does_not_help(client_of, dewi, ratna, joko):
    office = client_of(dewi)
    of_joko = link_on(turn_off(office, joko))
    turn_off(office, ratna)
    client = Client()
    client.post(of_joko)

    with_password(ratna, client)

    assert client.get(PANITIA).status_code == 403


def test_a_link_leads_past_no_second_step_that_is_there(ratna):
    app_of(ratna)
    _link, token = OneTimeLink.make(ratna, by=None)
    client = Client()
    client.post(f"/kelola/masuk/tautan/{token}/")

    _client, answer = with_password(ratna, client)

    assert (answer["Location"], is_in(client)) == (SECOND, False)


def test_a_new_colleague_without_a_password_begins_with_a_link(client_of, dewi):
    wati = User.objects.create_user("wati", name="Wati", is_staff=True)
    client = Client()

    client.post(link_on(turn_off(client_of(dewi), wati)))

    assert client.get(PANITIA)["Location"] == f"{SET_UP}?next=%2Fpanitia%2F"
    assert opens(client, SET_UP)


def test_the_action_is_on_record_and_names_who(client_of, dewi, ratna):
    turn_off(client_of(dewi), ratna)

    link = OneTimeLink.objects.get(user=ratna)
    assert link.created_by == dewi
    assert "Langkah kedua dimatikan." in client_of(dewi).get(f"{USERS}{ratna.pk}/history/").content.decode()


def test_ones_own_is_not_taken_away_by_the_action(client_of, dewi):
    client = client_of(dewi)

    turn_off(client, dewi)

    assert Authenticator.objects.filter(user=dewi).exists()
    assert opens(client)


def test_a_superusers_is_taken_away_by_a_superuser_only(client_of, dewi, ratna, permit):
    User.objects.filter(pk=dewi.pk).update(is_superuser=True)
    app_of(dewi)
    permit(ratna, "view_user", "change_user")

    turn_off(client_of(ratna), dewi)

    assert Authenticator.objects.filter(user=dewi).exists()
    assert not OneTimeLink.objects.exists()


@pytest.fixture
def permit():
    from django.contrib.auth.models import Permission

    return lambda user, *names: user.user_permissions.set(Permission.objects.filter(codename__in=names))


def test_on_the_server_a_command_does_it(dewi, settings):
    app_of(dewi)
    out = io.StringIO()

    call_command("matikan_langkah_kedua", "dewi", stdout=out)

    link = re.search(rf"{re.escape(settings.SITE_URL)}(/kelola/masuk/tautan/[\w-]+/)", out.getvalue())[1]
    client = Client()
    client.post(link)
    with_password(dewi, client)
    assert opens(client, SET_UP)


def test_the_command_knows_only_who_is_there(db):
    with pytest.raises(CommandError, match="Nobody is called siapa here"):
        call_command("matikan_langkah_kedua", "siapa")
