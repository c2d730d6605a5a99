"""Data Saya: she sees all that is held, corrects it, takes it along, changes her answers."""

import csv
import io
import json
import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import Consent, OneTimeLink, User
from exhibitors.models import Status
from tests.factories import make_document, make_exhibitor, make_exhibitor_photo, make_owner, make_product, make_product_photo, make_proposal
from tests.html import parse

MINE = "/kelola/data-saya/"
TERMS, PUBLISH, CONTACT = Consent.Purpose


@pytest.fixture
def booth(sari):
    booth = make_exhibitor(name="Batik Mawar", story="Tiga generasi")
    make_owner(booth, user=sari)
    make_exhibitor_photo(exhibitor=booth)
    make_product_photo(product=make_product(exhibitor=booth, name="=Selendang"))
    make_document(exhibitor=booth, number="ID35110000145391021")
    return booth


@pytest.fixture
def phone(client_of, sari):
    return client_of(sari)


def test_shows_what_is_held(phone, sari, booth):
    OneTimeLink.make(sari, by=None)

    page = parse(phone.get(MINE))

    assert page.one("h1").text == "Data Saya"
    for words in ("Sari Utami", "0812-3450-0001", "Batik Mawar", "Menampilkan nomor WhatsApp", "Belum dipakai"):
        assert words in page.one("main").text, words


def test_the_file_holds_everything_about_her_and_nothing_about_others(phone, sari, booth, budi):
    make_owner(booth, user=budi)
    make_proposal(booth, by=budi, story="Empat generasi")
    other = make_exhibitor(name="Punya Orang")
    response = phone.get(f"{MINE}data-saya.json")

    data = json.loads(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="data-saya.json"'
    assert response["Cache-Control"] == "private, no-store"
    assert data["akun"]["nomor_hp"] == sari.phone
    assert {row["purpose"] for row in data["persetujuan"]} == set(Consent.Purpose)
    (stan,) = data["stan"]
    assert (stan["name"], stan["story"], stan["sebagai"]) == ("Batik Mawar", "Tiga generasi", "pemilik")
    assert stan["produk"][0]["name"] == "=Selendang"
    assert len(stan["produk"][0]["foto"]) == len(stan["foto"]) == 1
    assert stan["usulan_perubahan"][0]["isian"] == {"story": "Empat generasi"}
    assert stan["dokumen"][0]["number"] == "ID35110000145391021"
    text = response.content.decode()
    assert not any(secret in text for secret in (sari.password, budi.name, budi.phone, other.name))


def test_every_field_of_hers_is_in_the_file(phone, booth):
    """A new field of a model has to be put into the file, or said here why not."""
    left_out = {
        "id",
        "cover",
        "position",
        "village",
        "category",
        "exhibitor",
        "status_before_removal",
        "entered_by",
        "confirmed_by",
    }  # keys, or said in other words
    derived = {"proofs", "permit_until", "halal_until", "retail_until", "export_until"}
    stan = json.loads(phone.get(f"{MINE}data-saya.json").content)["stan"][0]
    product = booth.products.get()

    for obj, row in ((booth, stan), (product, stan["produk"][0])):
        fields = {field.name for field in obj._meta.concrete_fields} - left_out - derived
        assert fields - set(row) == set()


def test_the_table_holds_the_same_and_no_formula(phone, booth):
    response = phone.get(f"{MINE}data-saya.csv")

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["bagian", "isian", "nilai"]
    assert ["akun", "nama", "Sari Utami"] in rows
    assert ["stan 1, produk 1", "name", "'=Selendang"] in rows
    assert not [row for row in rows if row[2][:1] in ("=", "+", "-", "@")]


def test_her_name_can_be_put_right(phone, sari):
    phone.post(f"{MINE}nama/", {"name": "Sari Utami Dewi", "called": "Mbak Sari", "is_staff": "on", "phone": "+6281111111111"})

    sari.refresh_from_db()
    assert (sari.name, sari.called, sari.is_staff, sari.phone) == ("Sari Utami Dewi", "Mbak Sari", False, "+6281234500001")


def test_an_empty_name_is_refused(phone, sari):
    response = phone.post(f"{MINE}nama/", {"name": " ", "called": "x"})

    assert (response.status_code, parse(response).one(id="id_name_error").text) == (422, "Tulis nama Anda.")


def test_her_number_with_her_password(phone, sari):
    phone.post(f"{MINE}nomor/", {"phone": "0812-7777-0001", "password": "sari-rahasia"})

    sari.refresh_from_db()
    assert sari.phone == "+6281277770001"
    assert Client().post("/kelola/masuk/", {"name": "081277770001", "password": "sari-rahasia"}).status_code == 302


@pytest.mark.parametrize(
    ("phone_number", "password", "field"),
    [
        ("081277770001", "bukan ini", "password"),
        ("081277770001", "", "password"),
        ("123", "sari-rahasia", "phone"),
        ("081234500002", "sari-rahasia", "phone"),
    ],
)
def test_her_number_stays_when_something_is_wrong(phone, sari, budi, phone_number, password, field):
    response = phone.post(f"{MINE}nomor/", {"phone": phone_number, "password": password})

    sari.refresh_from_db()
    assert response.status_code == 422
    assert parse(response).one(id=f"id_{field}_error").text
    assert sari.phone == "+6281234500001"


def test_who_has_no_password_needs_a_fresh_link(sari, client_of, monkeypatch):
    sari.set_unusable_password()
    sari.save()
    long_in, fresh = client_of(sari), Client()
    fresh.post(f"/kelola/masuk/tautan/{OneTimeLink.make(sari, by=None)[1]}/")

    refused = long_in.post(f"{MINE}nomor/", {"phone": "081277770001"})
    assert (refused.status_code, User.objects.get(pk=sari.pk).phone) == (422, "+6281234500001")
    fresh.post(f"{MINE}nomor/", {"phone": "081277770001"})
    assert User.objects.get(pk=sari.pk).phone == "+6281277770001"

    later = time.time() + 16 * 60
    monkeypatch.setattr("accounts.doors.time.time", lambda: later)
    assert fresh.post(f"{MINE}nomor/", {"phone": "081277770002"}).status_code == 422


def test_an_address_counts_once_its_letter_was_answered(phone, sari):
    phone.post(f"{MINE}email/", {"email": "sari@contoh.id", "password": "sari-rahasia"})
    deadline = time.monotonic() + 5
    while not mail.outbox and time.monotonic() < deadline:
        time.sleep(0.01)
    link = re.search(r"http://testserver(/kelola/masuk/email/\S+/)", mail.outbox[0].body)[1]
    before = User.objects.get(pk=sari.pk).email

    page = phone.get(link)
    phone.post(link)

    assert before == ""
    assert parse(page).one("h1").text == "Ini alamat e-mail Anda?"
    assert User.objects.get(pk=sari.pk).email == "sari@contoh.id"
    assert EmailAddress.objects.get(user=sari).verified


def test_an_address_can_be_taken_out(phone, sari):
    EmailAddress.objects.create(user=sari, email="sari@contoh.id", verified=True, primary=True)
    User.objects.filter(pk=sari.pk).update(email="sari@contoh.id")

    phone.post(f"{MINE}email/", {"email": "", "password": "sari-rahasia"})

    assert User.objects.get(pk=sari.pk).email == ""
    assert not EmailAddress.objects.filter(user=sari).exists()


def test_a_consent_is_withdrawn_and_given_again(phone, client, sari, booth):
    phone.post(f"{MINE}persetujuan/", {"untuk": "nomor", "jawab": "cabut"})
    booth.refresh_from_db()
    hidden = booth.shows_whatsapp
    phone.post(f"{MINE}persetujuan/", {"untuk": "tampil", "jawab": "cabut"})
    taken_off = client.get(booth.get_absolute_url()).status_code

    for purpose in ("nomor", "tampil"):
        phone.post(f"{MINE}persetujuan/", {"untuk": purpose, "jawab": "setuju"})

    booth.refresh_from_db()
    assert (hidden, taken_off) == (False, 404)
    assert (booth.shows_whatsapp, booth.status) == (True, Status.PUBLISHED)
    assert Consent.objects.filter(user=sari, purpose=CONTACT).count() == 2


@pytest.mark.parametrize("forged", ["ketentuan", "apa", ""])
def test_the_terms_are_not_withdrawn_here(phone, sari, forged):
    phone.post(f"{MINE}persetujuan/", {"untuk": forged, "jawab": "cabut"})

    assert Consent.objects.filter(user=sari, withdrawn_at=None).count() == 3


def test_who_has_not_answered_yet_may_still_see_and_delete_but_not_answer_around_the_question(client_of, db):
    ning = User.objects.create_user("ning", name="Bu Ning")
    client = client_of(ning)

    client.post(f"{MINE}persetujuan/", {"untuk": "tampil", "jawab": "setuju"})

    assert [client.get(path).status_code for path in (MINE, f"{MINE}data-saya.json", f"{MINE}hapus/")] == [200, 200, 200]
    assert not Consent.objects.exists()


@pytest.mark.parametrize("path", ["nama/", "nomor/", "email/", "persetujuan/", "hapus/", "hapus/batal/"])
def test_needs_the_token_of_the_form(sari, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(sari)

    assert client.post(f"{MINE}{path}", {"name": "x", "untuk": "nomor"}).status_code == 403
