"""A visitor writes to a booth: kept once, for few eyes, and nothing typed is lost. The page is for any cache, and yet no other site can send."""

import datetime
import io
import logging

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from inquiries.ask import CONSENT_DATED, ask
from inquiries.forms import InquiryForm
from inquiries.models import Inquiry
from tests import race
from tests.factories import make_edition, make_exhibitor, make_inquiry, make_owner, make_product
from tests.html import parse
from tests.test_project import assert_safe

WORDS = {
    "name": "Retno",
    "whatsapp": "0812-9999-0001",
    "email": "",
    "message": "Butuh 12 buah, dikirim ke Kediri.",
    "agreed": "on",
    "website": "",
}


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Sentul Perkusi", stall_number="KB-017", edition=make_edition(), whatsapp="+6281200000017")


@pytest.fixture
def product(booth):
    return make_product(exhibitor=booth, name="Kendang jimbe 40 cm", name_en="Djembe drum", min_order=6)


def form_of(booth):
    return f"/tanya/stan/{booth.slug}/"


def errors(response):
    return {
        note["id"].removeprefix("id_").removesuffix("_error"): note.text
        for note in parse(response).all("div")
        if note.get("id", "").endswith("_error")
    }


def test_is_kept_with_booth_product_edition_language_and_a_code(client, booth, product):
    response = client.post(f"/tanya/produk/{product.slug}/", WORDS)

    kept = Inquiry.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/tanya/terkirim/{kept.code}/")
    assert (kept.exhibitor, kept.product, kept.edition, kept.language) == (booth, product, booth.participations.get().edition, "id")
    assert (kept.name, kept.whatsapp, kept.email, kept.message) == ("Retno", "+6281299990001", "", WORDS["message"])
    assert (kept.consent_version, kept.read_at, kept.answered_at) == (CONSENT_DATED.isoformat(), None, None)
    assert kept.code.startswith("KB017-")
    assert (response["Cache-Control"], response.cookies) == ("private, no-store", {})


def test_is_asked_in_english_by_mail_about_the_booth(client, booth):
    client.post(f"/en{form_of(booth)}", WORDS | {"whatsapp": "", "email": "marta@buyer.example"})

    kept = Inquiry.objects.get()
    assert (kept.product, kept.language, kept.whatsapp, kept.email) == (None, "en", "", "marta@buyer.example")


def test_then_says_what_happens_now_and_nothing_about_who_asked(client, booth):
    answer = client.post(form_of(booth), WORDS | {"email": "retno@contoh.id"})

    response = client.get(answer["Location"])
    page = parse(response)
    assert page.one("h1").text == "Pesan Anda sudah terkirim."
    assert Inquiry.objects.get().code in page.one("main").text
    assert len(page.one("ol").all("li")) == 4
    assert page.one("main").all("a", href=booth.get_absolute_url())
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert_safe(response)
    assert not [word for word in ("Retno", "retno@", "81299990001", "12 buah") if word in response.content.decode()]


# The way there


@pytest.mark.parametrize(("shown", "labels"), [(True, ["Penawaran", "Chat WhatsApp"]), (False, ["Tanya penjual"])])
def test_every_booth_and_product_leads_to_its_form(client, booth, product, shown, labels):
    type(booth).objects.filter(pk=booth.pk).update(shows_whatsapp=shown)

    for page, kind, slug in ((booth, "stan", booth.slug), (product, "produk", product.slug)):
        links = parse(client.get(page.get_absolute_url())).one("div", cls="buy-bar").all("a")
        assert [link.text for link in links] == labels
        assert links[0]["href"] == f"/tanya/{kind}/{slug}/"


@pytest.mark.parametrize("whatsapp", ["+6281200000017", ""])
def test_a_number_that_is_not_shown_is_on_no_page(client, booth, product, whatsapp):
    type(booth).objects.filter(pk=booth.pk).update(shows_whatsapp=False, whatsapp=whatsapp)

    for path in (booth.get_absolute_url(), product.get_absolute_url(), form_of(booth), f"/tanya/produk/{product.slug}/"):
        text = client.get(path).content.decode()
        assert "1200000017" not in text
        assert "/wa/" not in text


def test_the_form_says_what_it_is_about(client, product):
    pages = [parse(client.get(f"{front}/tanya/produk/{product.slug}/")).one("a", cls="product__booth") for front in ("", "/en")]

    assert pages[0].text == "Kendang jimbe 40 cm Rp15.000 / bungkus. Pesan paling sedikit 6 bungkus"
    assert "Djembe drum" in pages[1].text


def test_search_engines_stay_outside(client, db):
    assert {"Disallow: /tanya/", "Disallow: /en/tanya/"} <= set(client.get("/robots.txt").content.decode().splitlines())


# What is wrong is said, and what was typed comes back


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"name": " "}, "name", "Tulis nama Anda, supaya penjual tahu menyapa siapa."),
        ({"whatsapp": ""}, "whatsapp", "Tulis nomor WhatsApp atau e-mail Anda, supaya penjual bisa menjawab."),
        ({"whatsapp": "12345"}, "whatsapp", "Nomor WhatsApp harus diawali 08, 62, atau + dan kode negaranya."),
        ({"email": "retno"}, "email", "Tulis alamat e-mail yang lengkap, misalnya nama@contoh.id."),
        ({"message": ""}, "message", "Tulis apa yang ingin Anda tanyakan."),
        ({"message": "a" * 10_000}, "message", "Pesan Anda 10.000 huruf, paling banyak 2.000. Ringkas dulu; sisanya bisa menyusul."),
        ({"agreed": ""}, "agreed", "Beri centang. Tanpa persetujuan ini pesan Anda tidak boleh kami simpan."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(client, booth, change, field, says):
    typed = WORDS | change

    response = client.post(form_of(booth), typed)

    page = parse(response)
    assert response.status_code == 422
    assert errors(response) == {field: says}
    assert page.one("div", cls="errors").one("a")["href"] == f"#id_{field}"
    assert [page.one("input", name=name).get("value", "") for name in ("name", "whatsapp", "email")] == [
        typed[n] for n in ("name", "whatsapp", "email")
    ]
    assert page.one("textarea", name="message").text == typed["message"]
    assert ("checked" in page.one("input", name="agreed").attributes) is bool(typed["agreed"])
    assert response["Cache-Control"] == "private, no-store"
    assert not Inquiry.objects.exists()


def test_consent_is_never_ticked_before(client, booth):
    assert "checked" not in parse(client.get(form_of(booth))).one("input", name="agreed").attributes


def test_two_thousand_letters_pass_however_the_browser_ends_its_lines(client, booth):
    client.post(form_of(booth), WORDS | {"message": "\r\n".join(["a" * 99] * 20)})

    assert len(Inquiry.objects.get().message) == 1999


@pytest.mark.parametrize(
    ("typed", "kept"), [("+65 9123 4567", "+6591234567"), ("0049 171 2345678", "+491712345678"), ("62812 9999 0001", "+6281299990001")]
)
def test_buyers_from_abroad_have_numbers_too(client, booth, typed, kept):
    client.post(form_of(booth), WORDS | {"whatsapp": typed})

    assert Inquiry.objects.get().whatsapp == kept


@pytest.mark.parametrize(
    "forged", [{"answered_at": "2020-01-01"}, {"code": "KB017-AAAAA"}, {"exhibitor": "1"}, {"created_at": "2020-01-01"}]
)
def test_forged_fields_change_nothing(client, booth, forged):
    other = make_exhibitor()
    client.post(form_of(booth), WORDS | forged | ({"exhibitor": other.pk} if "exhibitor" in forged else {}))

    kept = Inquiry.objects.get()
    assert (kept.exhibitor, kept.answered_at, kept.created_at.year) == (booth, None, timezone.now().year)
    assert kept.code != "KB017-AAAAA"


def test_words_are_shown_as_words(client, client_of, sari, booth):
    make_owner(booth, user=sari)
    client.post(form_of(booth), WORDS | {"name": "<b>Retno</b>", "message": "<script>alert(1)</script>"})

    page = parse(client_of(sari).get(f"/kelola/pesan/{Inquiry.objects.get().pk}/"))

    assert page.one("h2").text == "<b>Retno</b>"
    assert page.one("div", cls="words").text == "<script>alert(1)</script>"


# Once


def test_the_same_again_is_the_same(client, booth, product):
    answers = [client.post(form_of(booth), WORDS)["Location"] for _twice in range(2)]
    others = [
        client.post(path, WORDS | change)["Location"]
        for path, change in ((form_of(booth), {"message": "Butuh 24 buah."}), (f"/tanya/produk/{product.slug}/", {}))
    ]

    assert len(set(answers)) == 1
    assert len({*answers, *others}) == Inquiry.objects.count() == 3


@pytest.mark.parametrize(("days", "messages"), [(1, 1), (7, 2)])
def test_the_same_words_a_week_later_are_a_new_question(client, booth, days, messages):
    form = InquiryForm(WORDS)
    assert form.is_valid()
    ask(booth, None, form.words, day=timezone.localdate() - datetime.timedelta(days=days))

    client.post(form_of(booth), WORDS)

    assert Inquiry.objects.count() == messages


def test_two_taps_at_once_are_one_message(own_database):
    answers = race.run(
        own_database,
        """
from inquiries.models import Inquiry
from tests.factories import make_exhibitor
booth = make_exhibitor(slug="sekali-saja")
words = {"name": "Retno", "whatsapp": "081299990001", "message": "Masih ada?", "agreed": "on"}
found = at_once(lambda: Client().post("/tanya/stan/sekali-saja/", words)["Location"], 5)
print(json.dumps([len(set(found)), Inquiry.objects.filter(exhibitor=booth).count()]))
""",
    )

    assert answers == [1, 1]


def test_codes_are_never_given_twice(client, booth, monkeypatch):
    letters = iter("AAAAA" * 2 + "BBBBB")
    monkeypatch.setattr("inquiries.record.secrets.choice", lambda _alphabet: next(letters))
    for message in ("Satu", "Dua"):
        client.post(form_of(booth), WORDS | {"message": message})

    assert sorted(Inquiry.objects.values_list("code", flat=True)) == ["KB017-AAAAA", "KB017-BBBBB"]


# Who may send


def test_needs_no_token_and_sets_no_cookie(booth):
    client = Client(enforce_csrf_checks=True)

    response = client.post(form_of(booth), WORDS, headers={"sec-fetch-site": "same-origin", "origin": "http://testserver"})

    assert (response.status_code, response.cookies) == (302, {})


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://testserver.elsewhere.example"},
    ],
)
def test_no_other_site_sends_in_a_visitors_name(client, booth, headers):
    response = client.post(form_of(booth), WORDS, headers=headers)

    assert response.status_code == 403
    assert parse(response).one("h1").text == "Kirim sekali lagi."
    assert_safe(response)
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "none"}, {"origin": "http://testserver"}, {"sec-fetch-site": "same-origin"}])
def test_older_browsers_and_pages_that_were_loaded_anew_do(client, booth, headers):
    assert client.post(form_of(booth), WORDS, headers=headers).status_code == 302


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_takes_nothing_but_forms(client, booth, method):
    assert getattr(client, method)(form_of(booth)).status_code == 405


def test_a_program_that_fills_in_everything_is_sent_back(client, booth):
    response = client.post(form_of(booth), WORDS | {"website": "https://spam.example"})

    assert response["Location"] == booth.get_absolute_url()
    assert not Inquiry.objects.exists()


def test_one_address_writes_to_one_booth_thirty_times_an_hour_and_to_others_still(client, booth):
    other = make_exhibitor()
    sent = [client.post(form_of(booth), WORDS | {"whatsapp": f"0813000{n:05}"}) for n in range(31)]

    assert [answer.status_code for answer in sent] == [302] * 30 + [429]
    assert parse(sent[-1]).one("textarea", name="message").text == WORDS["message"]
    assert "Tunggu satu jam" in parse(sent[-1]).one("div", cls="errors").text
    assert client.post(form_of(other), WORDS).status_code == 302
    assert client.post(form_of(booth), WORDS | {"whatsapp": "081300000000"}).status_code == 302, "it was sent before: no new one"


def test_one_buyer_writes_twenty_times_a_day(client, booth):
    booths = [booth, make_exhibitor()]
    sent = [client.post(form_of(booths[n % 2]), WORDS | {"message": f"Pesan {n}"}).status_code for n in range(21)]

    assert sent == [302] * 20 + [429]


# Personal data


def test_nothing_of_it_is_logged(client, booth, caplog, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("inquiries.views.public.ask", broken)
    browser = Client(raise_request_exception=False)
    with caplog.at_level(logging.DEBUG):
        assert browser.post(form_of(booth), WORDS | {"email": "retno@contoh.id"}).status_code == 500

    assert "a fault of ours" in caplog.text
    assert not [word for word in ("retno@", "9999-0001", "81299990001", "12 buah") if word in caplog.text]


def test_a_message_that_nobody_can_answer_is_refused_by_the_database(booth):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_inquiry(exhibitor=booth, whatsapp="", email="")


def clean_up(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("hapus_data", stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def test_is_deleted_after_two_years(booth):
    old, young = make_inquiry(exhibitor=booth), make_inquiry(exhibitor=booth)
    for row, days in ((old, 731), (young, 729)):
        Inquiry.objects.filter(pk=row.pk).update(created_at=timezone.now() - datetime.timedelta(days=days))

    assert clean_up(dry_run=True) == "Would delete 1 messages.\n"
    assert Inquiry.objects.count() == 2
    assert clean_up() == "Deleted 1 messages.\n"
    assert list(Inquiry.objects.all()) == [young]
    assert clean_up() == ""


def test_is_deleted_when_the_buyer_asks_for_it(booth):
    gone, other = make_inquiry(exhibitor=booth), make_inquiry(exhibitor=booth)

    assert clean_up(inquiry=gone.code.lower()) == "Deleted 1 messages.\n"
    assert list(Inquiry.objects.all()) == [other]
    assert clean_up(inquiry="KB017-ZZZZZ") == "There is no message KB017-ZZZZZ.\n"


def test_the_privacy_page_says_what_is_kept_and_how_long(client, db):
    words = parse(client.get("/privasi/")).one("main").text

    assert "kami menyimpan nama, nomor WhatsApp atau e-mail, dan pesan Anda" in words
    assert "Dihapus dua tahun setelah dikirim" in words
