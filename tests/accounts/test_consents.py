"""Three questions before the portal opens; what is shown follows from the answers, now and when they change."""

import pytest
from django.test import Client

from accounts import consents
from accounts.consents import TEXTS, answer, given
from accounts.models import Consent, User
from exhibitors.models import Membership, Status
from expo.models import SiteState
from tests.factories import give_consents, make_exhibitor, make_owner
from tests.html import parse

ASK = "/kelola/persetujuan/"
TERMS, PUBLISH, CONTACT = Consent.Purpose
ALL = {"ketentuan": "on", "tampil": "on", "nomor": "on"}


@pytest.fixture
def ning(db):
    return User.objects.create_user("ning", name="Bu Ning", phone="+6281234500009")


@pytest.fixture
def booth(ning):
    booth = make_exhibitor(name="Batik Mawar")
    make_owner(booth, user=ning)
    return booth


def version():
    return SiteState.objects.filter(pk=1).values_list("version", flat=True).first() or 0


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_portal_asks_first_and_then_leads_where_she_wanted(client_of, ning, booth, language):
    client, wanted = client_of(ning), f"{language}/kelola/stan/{booth.pk}/"

    sent = client.get(wanted)
    page = parse(client.get(sent["Location"]))
    answered = client.post(f"{language}{ASK}", ALL | {"next": page.one("input", name="next")["value"]})

    assert sent["Location"].startswith(f"{language}{ASK}?next=")
    assert answered["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_nothing_is_ticked_before(client_of, ning):
    page = parse(client_of(ning).get(ASK))

    boxes = page.all("input", type="checkbox")
    assert [box["name"] for box in boxes] == ["ketentuan", "tampil", "nomor"]
    assert [box for box in boxes if box.get("checked") is not None] == []
    assert page.text.count("Teks ini berlaku sejak") == 3


def test_the_answer_is_kept_with_the_text_and_the_time(client_of, ning):
    client_of(ning).post(ASK, {"ketentuan": "on", "nomor": "on"})

    kept = Consent.objects.filter(user=ning)
    assert set(kept.values_list("purpose", "text_version", "withdrawn_at")) == {
        (TERMS, TEXTS[TERMS].version, None),
        (CONTACT, TEXTS[CONTACT].version, None),
    }
    assert all(consent.given_at for consent in kept)


def test_without_the_terms_it_does_not_go_on_and_keeps_the_other_ticks(client_of, ning, booth):
    client = client_of(ning)

    response = client.post(ASK, {"tampil": "on"})

    page = parse(response)
    assert response.status_code == 422
    assert page.one(id="id_ketentuan_error").text.startswith("Tanpa ini stan belum bisa dibuka.")
    assert page.one("input", name="tampil").get("checked") is not None
    assert not Consent.objects.exists()
    assert client.get(f"/kelola/stan/{booth.pk}/").status_code == 302


def test_sent_twice_is_kept_once(client_of, ning):
    client = client_of(ning)

    for _ in range(2):
        client.post(ASK, ALL)

    assert Consent.objects.filter(user=ning).count() == 3


def test_a_post_to_the_portal_is_not_carried_out_before(client_of, ning, booth):
    response = client_of(ning).post(f"/kelola/stan/{booth.pk}/")

    assert response["Location"] == f"{ASK}?next=%2Fkelola%2F"


def test_needs_the_token_of_the_form(ning):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ning)

    assert client.post(ASK, ALL).status_code == 403
    assert not Consent.objects.exists()


def test_a_forged_way_on_leads_home(client_of, ning):
    assert client_of(ning).post(ASK, ALL | {"next": "//jahat.example/"})["Location"] == "/kelola/"


def test_new_terms_ask_again(client_of, sari, monkeypatch):
    client = client_of(sari)
    assert client.get("/kelola/bantuan/").status_code == 200
    newer = TEXTS[TERMS]._replace(dated=TEXTS[TERMS].dated.replace(year=2027))
    monkeypatch.setitem(consents.TEXTS, TERMS, newer)

    assert client.get("/kelola/bantuan/").status_code == 302
    client.post(ASK, ALL)

    assert client.get("/kelola/bantuan/").status_code == 200
    assert list(Consent.objects.filter(user=sari, purpose=TERMS, withdrawn_at=None).values_list("text_version", flat=True)) == [
        newer.version
    ]
    assert Consent.objects.filter(user=sari, purpose=TERMS).count() == 2


def test_organisers_without_a_booth_are_not_asked_but_those_with_one_are(client_of, ratna, booth):
    client = client_of(ratna)
    before = client.get("/kelola/bantuan/").status_code
    make_owner(booth, user=ratna)

    assert (before, client.get("/kelola/bantuan/").status_code) == (200, 302)


def test_without_the_number_nobody_can_reach_it(client, ning, booth):
    before = version()

    answer(ning, {TERMS, PUBLISH})

    booth.refresh_from_db()
    assert (booth.status, booth.shows_whatsapp) == (Status.PUBLISHED, False)
    assert version() > before
    assert client.get(f"/wa/stan/{booth.slug}/")["Location"].startswith("/")
    assert booth.whatsapp.removeprefix("+") not in client.get(booth.get_absolute_url()).content.decode()


def test_without_the_tick_to_show_it_the_booth_is_taken_off(client, ning, booth):
    answer(ning, {TERMS, CONTACT})

    booth.refresh_from_db()
    assert booth.status == Status.WITHDRAWN
    assert client.get(booth.get_absolute_url()).status_code == 404


def test_with_all_ticks_nothing_changes_for_visitors(ning, booth):
    before = version()

    answer(ning, set(Consent.Purpose))

    booth.refresh_from_db()
    assert (booth.status, booth.shows_whatsapp, version()) == (Status.PUBLISHED, True, before)


def test_whoever_changes_her_mind_is_shown_again(ning, booth):
    give_consents(ning, TERMS)
    give_consents(ning)

    booth.refresh_from_db()
    assert (booth.status, booth.shows_whatsapp) == (Status.PUBLISHED, True)
    assert Consent.objects.filter(user=ning, purpose=TERMS).count() == 1


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.NEEDS_WORK, Status.SUSPENDED, Status.WITHDRAWN])
def test_a_first_answer_publishes_nothing_that_the_organisers_hold_back(ning, booth, status):
    type(booth).objects.update(status=status)

    give_consents(ning)

    booth.refresh_from_db()
    assert booth.status == status


def test_one_refusal_among_two_owners_is_enough(ning, sari, booth):
    make_owner(booth, user=sari)
    give_consents(ning, TERMS, PUBLISH)
    give_consents(sari)

    booth.refresh_from_db()
    assert not booth.shows_whatsapp


def test_a_helper_answers_for_herself_only(ning, budi, booth):
    Membership.objects.create(exhibitor=booth, user=budi, role=Membership.Role.HELPER)
    give_consents(ning)
    give_consents(budi, TERMS)

    booth.refresh_from_db()
    assert (booth.status, booth.shows_whatsapp) == (Status.PUBLISHED, True)


def test_what_is_given_can_be_asked(ning):
    give_consents(ning, TERMS, CONTACT)

    assert set(given(ning)) == {TERMS, CONTACT}
