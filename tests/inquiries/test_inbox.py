"""What an owner finds under "Pesan": what buyers wrote, with a way to answer, and who tapped WhatsApp. Hers, and nobody else's."""

import datetime
import json
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.utils import timezone

from inquiries.models import ContactClick, Inquiry
from tests.factories import make_edition, make_exhibitor, make_inquiry, make_owner, make_product
from tests.html import parse


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Sentul Perkusi", stall_number="KB-017", edition=make_edition())


@pytest.fixture
def product(booth):
    return make_product(exhibitor=booth, name="Kendang jimbe", name_en="Djembe drum")


@pytest.fixture
def browser(client, booth):
    client.force_login(make_owner(booth))
    return client


def inbox(booth):
    return f"/kelola/stan/{booth.pk}/pesan/"


def at(inquiry):
    return f"/kelola/pesan/{inquiry.pk}/"


def rows(page, heading):
    return page.one("section", aria_labelledby=heading).one("ul", cls="rows").all("li")


# Messages


def test_messages_stand_newest_first_and_new_ones_are_marked(browser, booth, product):
    now = timezone.now()
    read = make_inquiry(exhibitor=booth, name="Teguh", read_at=now, answered_at=now)
    new = make_inquiry(exhibitor=booth, name="Retno", product=product, message="Butuh 12 buah. " * 20)
    seen = make_inquiry(exhibitor=booth, name="Wiwik", read_at=now)
    make_inquiry(name="Milik orang lain")

    found = rows(parse(browser.get(inbox(booth))), "pesan")

    assert [row.one("b").text for row in found] == ["Wiwik", "Retno", "Teguh"]
    assert [row.one("a")["href"] for row in found] == [at(row) for row in (seen, new, read)]
    assert [[state.text for state in row.all("span", cls="state")] for row in found] == [[], ["Baru"], ["Dijawab"]]
    assert "Kendang jimbe" in found[1].text
    assert len(found[1].one("a").all("span")[0].text) == 80


def test_a_message_shows_all_and_is_read_from_then_on(browser, booth, product):
    asked = make_inquiry(exhibitor=booth, product=product, name="Retno", email="retno@contoh.id", message="Satu\nDua")

    browser.head(at(asked))
    asked.refresh_from_db()
    assert asked.read_at is None
    page = parse(browser.get(at(asked)))
    asked.refresh_from_db()
    first_look = asked.read_at
    browser.get(at(asked))
    asked.refresh_from_db()

    facts = {row.one("dt").text: row.one("dd").text for row in page.one("dl").all("div")}
    assert page.one("h2").text == "Retno"
    assert facts["Tentang"] == "Kendang jimbe"
    assert (facts["WhatsApp"], facts["E-mail"], facts["Kode"]) == (asked.whatsapp, "retno@contoh.id", asked.code)
    assert page.one("div", cls="words").text == "Satu Dua"
    assert asked.read_at == first_look is not None


def test_the_answer_is_begun_in_whatsapp(browser, booth, product):
    asked = make_inquiry(exhibitor=booth, product=product, name="Retno", whatsapp="+6281299990001")

    link = parse(browser.get(at(asked))).one("a", cls="btn--wa")

    address = urlsplit(link["href"])
    assert (link.text, address.netloc, address.path) == ("Jawab lewat WhatsApp", "wa.me", "/6281299990001")
    assert parse_qs(address.query)["text"][0].startswith(
        f"Halo Retno, terima kasih sudah bertanya tentang Kendang jimbe di UMKM Virtual Expo (kode {asked.code}). Saya dari Sentul Perkusi."
    )


def test_or_in_a_mail_in_the_language_of_who_asked(browser, booth, product):
    asked = make_inquiry(exhibitor=booth, product=product, name="Marta", whatsapp="", email="marta+1@buyer.example", language="en")

    page = parse(browser.get(at(asked)))

    link = page.one("a", text="Jawab lewat e-mail")
    address = urlsplit(link["href"])
    assert (address.scheme, unquote(address.path)) == ("mailto", "marta+1@buyer.example")
    assert "Djembe drum" in parse_qs(address.query)["body"][0]
    assert asked.code in parse_qs(address.query)["subject"][0]
    assert page.one("div", cls="words")["lang"] == "en"
    assert page.all("a", cls="btn--wa") == []


def test_she_marks_it_as_answered_and_takes_that_back(browser, booth):
    asked = make_inquiry(exhibitor=booth)

    response = browser.post(f"{at(asked)}dijawab/", {"jawab": "sudah"})
    asked.refresh_from_db()
    first = asked.answered_at
    browser.post(f"{at(asked)}dijawab/", {"jawab": "sudah"})
    asked.refresh_from_db()
    assert (response["Location"], asked.answered_at) == (inbox(booth), first)
    assert parse(browser.get(at(asked))).one("p", cls="state").text.startswith("Dijawab ")

    browser.post(f"{at(asked)}dijawab/", {"jawab": "belum"})
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_another_owner_sees_and_does_nothing(client, booth):
    asked = make_inquiry(exhibitor=booth)
    client.force_login(make_owner(make_exhibitor()))

    answers = [client.get(inbox(booth)), client.get(at(asked)), client.post(f"{at(asked)}dijawab/", {"jawab": "sudah"})]

    asked.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert (asked.read_at, asked.answered_at) == (None, None)


@pytest.mark.parametrize("number", [1, 3, 70])
def test_many_messages_cost_no_more_and_none_is_out_of_reach(browser, booth, product, number, django_assert_max_num_queries):
    for _message in range(number):
        make_inquiry(exhibitor=booth, product=product, message="Panjang sekali. " * 100)

    with django_assert_max_num_queries(12):
        response = browser.get(inbox(booth))

    page = parse(response)
    assert len(rows(page, "pesan")) == min(number, 30)
    assert len(response.content) <= 60_000
    if number > 30:
        assert page.one("a", text="Yang lebih lama")["href"] == "?halaman=2"
        assert len(rows(parse(browser.get(f"{inbox(booth)}?halaman=3")), "pesan")) == 10
    assert browser.get(f"{inbox(booth)}?halaman=x").status_code == 200


def test_home_counts_what_is_new_and_says_to_read_it_first(browser, booth):
    make_inquiry(exhibitor=booth)
    read = make_inquiry(exhibitor=booth, read_at=timezone.now())

    page = parse(browser.get(f"/kelola/stan/{booth.pk}/"))
    assert page.one("section", cls="sheet--next").one("h2").text == "Ada pesan dari pembeli"
    assert page.one("section", cls="sheet--next").one("a")["href"] == inbox(booth)
    assert page.one("ul", cls="tiles").one("a", href=inbox(booth)).text == "Pesan 1 baru"

    Inquiry.objects.exclude(pk=read.pk).update(read_at=timezone.now())
    page = parse(browser.get(f"/kelola/stan/{booth.pk}/"))
    assert page.one("section", cls="sheet--next").one("h2").text != "Ada pesan dari pembeli"
    assert page.one("ul", cls="tiles").one("a", href=inbox(booth)).text == "Pesan"


def test_she_may_take_her_messages_along(browser, booth, product):
    make_inquiry(exhibitor=booth, product=product, name="Retno", message="Butuh 12 buah")
    make_inquiry(name="Milik orang lain")

    (stan,) = json.loads(browser.get("/kelola/data-saya/data-saya.json").content)["stan"]

    (message,) = stan["pesan_masuk"]
    assert (message["name"], message["message"], message["produk"]) == ("Retno", "Butuh 12 buah", "Kendang jimbe")


def test_messages_go_with_the_booth_and_stay_without_the_product(booth, product):
    asked = make_inquiry(exhibitor=booth, product=product)

    product.delete()
    asked.refresh_from_db()
    assert asked.product is None
    booth.delete()
    assert not Inquiry.objects.exists()


# The back office


def test_organisers_see_that_it_was_asked_and_not_in_the_list_by_whom(client_of, dewi, booth):
    asked = make_inquiry(exhibitor=booth, name="Retno", email="retno@contoh.id", message="Butuh 12 buah")
    client = client_of(dewi)

    listed = client.get("/panitia/inquiries/inquiry/")
    found = [client.get(f"/panitia/inquiries/inquiry/?q={words}").content.decode() for words in (asked.code, "retno")]

    text = listed.content.decode()
    assert asked.code in text and "Sentul Perkusi" in text
    assert not [word for word in ("Retno", "retno@", asked.whatsapp, "Butuh") if word in text]
    assert [f"/inquiry/{asked.pk}/change/" in page for page in found] == [True, False]
    assert client.post(f"/panitia/inquiries/inquiry/{asked.pk}/change/", {"name": "x"}).status_code == 403


# Taps on WhatsApp


def test_taps_are_listed_with_code_product_time_and_language(browser, booth, product):
    ContactClick.objects.create(code="KB017-AB23", exhibitor=booth, product=product, language="id")
    ContactClick.objects.create(code="KB017-CD45", exhibitor=booth, language="en")
    ContactClick.objects.create(code="NJ001-XX22", exhibitor=make_exhibitor(), language="id")
    ContactClick.objects.filter(code="KB017-CD45").update(created_at=timezone.now() - datetime.timedelta(days=1))

    found = rows(parse(browser.get(inbox(booth))), "ketukan")

    assert [(row.one("b").text, row.one("span", cls="code").text) for row in found] == [
        ("Kendang jimbe", "KB017-AB23"),
        ("Stan Anda", "KB017-CD45"),
    ]
    assert "dari halaman bahasa Inggris" not in found[0].text
    assert "dari halaman bahasa Inggris" in found[1].text
    assert " WIB" in found[0].text


def test_old_taps_are_left_out(browser, booth):
    ContactClick.objects.create(code="KB017-AB23", exhibitor=booth, language="id")
    ContactClick.objects.update(created_at=timezone.now() - datetime.timedelta(weeks=5))

    page = parse(browser.get(inbox(booth)))

    assert page.one("section", aria_labelledby="ketukan").one("p").text.startswith("Belum ada, empat minggu terakhir.")
    assert page.all("ul", cls="rows") == []


@pytest.mark.parametrize("number", [1, 150])
def test_many_taps_cost_no_more(browser, booth, product, number, django_assert_max_num_queries):
    ContactClick.objects.bulk_create(
        ContactClick(code=f"KB017-{n:04d}", exhibitor=booth, product=product, language="id") for n in range(number)
    )

    with django_assert_max_num_queries(12):
        response = browser.get(inbox(booth))

    assert len(rows(parse(response), "ketukan")) == min(number, 50)
    assert len(response.content) <= 60_000
