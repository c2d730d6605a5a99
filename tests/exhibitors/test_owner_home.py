"""The first page of the portal: how the booth stands, what to do first, the week's figures, "Masih berjualan?"."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Consent
from exhibitors.models import BoothDay, Category, LegalityDocument, Status
from exhibitors.tasks import Standing, first_task
from expo.models import SiteState
from inquiries.models import ContactClick, Inquiry
from tests.factories import make_document, make_exhibitor, make_inquiry, make_owner, make_product, make_product_photo
from tests.html import parse


@pytest.fixture
def booth(db):
    """A craft booth that has all it needs."""
    booth = make_exhibitor(name="Sentul Perkusi", category="alat-musik", stall_number="KB-017", story="Sejak 1995.")
    make_document(exhibitor=booth, kind="nib", number="9120001234567", valid_until=None)
    make_product_photo(product=make_product(exhibitor=booth, name="Kendang jimbe"))
    return booth


@pytest.fixture
def owner(booth):
    return make_owner(booth, name="Bambang", called="Pak Bambang")


@pytest.fixture
def browser(client, owner):
    client.force_login(owner)
    return client


def home(booth):
    return f"/kelola/stan/{booth.pk}/"


def task(booth):
    found = first_task(Standing.of(booth, timezone.localdate(), unread=booth.inquiries.unread().count()))
    return found and found.title


def test_one_booth_is_opened_at_once(browser, booth):
    assert browser.get("/kelola/")["Location"] == home(booth)


def test_of_several_booths_one_is_chosen(browser, booth, owner):
    second = make_exhibitor(name="Batik Mawar")
    make_owner(second, user=owner)
    make_exhibitor(name="Milik orang lain")

    page = parse(browser.get("/kelola/"))

    assert [link["href"] for link in page.all("a", cls="tile")] == [home(second), home(booth)]


def test_who_runs_no_booth_is_told_whom_to_ask(client, sari):
    client.force_login(sari)

    assert parse(client.get("/kelola/")).one("main").one("h2").text == "Belum ada stan untuk Anda"


def test_home_greets_and_says_how_the_booth_stands(browser, booth):
    page = parse(browser.get(home(booth)))

    assert page.one("header", cls="owner-bar").one("div", cls="owner-bar__who").text == "Pak Bambang Stan KB-017, Kota Blitar"
    assert page.one("h1").text == "Sentul Perkusi"
    assert page.one("p", cls="state").text == "Stan sudah tampil"


@pytest.mark.parametrize("status", Status.values)
def test_every_state_has_words_of_its_own(browser, booth, status):
    type(booth).objects.filter(pk=booth.pk).update(status=status)

    words = parse(browser.get(home(booth))).one("p", cls="state").text

    assert words
    assert status not in words


def test_another_owner_sees_nothing(client, booth):
    client.force_login(make_owner(make_exhibitor()))

    assert client.get(home(booth)).status_code == 404
    assert client.post(f"{home(booth)}masih-berjualan/", {"jawab": "libur"}).status_code == 404
    booth.refresh_from_db()
    assert (booth.on_break, booth.still_selling_on) == (False, None)


@pytest.mark.parametrize("products", [1, 3])
def test_home_costs_few_queries(browser, booth, products, django_assert_max_num_queries):
    for _product in range(products):
        make_product(exhibitor=booth)
    browser.get(home(booth))

    with django_assert_max_num_queries(12):
        browser.get(home(booth))


# What to do first


def test_nothing_to_do_is_said(browser, booth):
    assert task(booth) is None
    assert parse(browser.get(home(booth))).one("section", cls="sheet--next").one("h2").text == "Semua sudah beres"


def test_each_lack_is_a_task_and_the_most_useful_comes_first(booth, owner):
    """Much is missing; each deed brings up the next task."""
    booth.whatsapp = booth.tagline = booth.story = ""
    booth.category = Category.objects.get(slug="makanan-olahan")
    booth.documents.all().delete()
    deeds = [
        lambda: setattr(booth, "whatsapp", "+6281234567890"),
        lambda: setattr(booth, "tagline", "Wajik ketan"),
        lambda: make_document(exhibitor=booth, kind="pirt", status="diajukan", checked_on=None),
        lambda: make_document(exhibitor=booth, kind="halal"),
        lambda: make_document(exhibitor=booth, kind="nib", valid_until=None),
        lambda: setattr(booth, "story", "Sejak 1995."),
    ]

    Consent.objects.filter(purpose=Consent.Purpose.PUBLISH).update(withdrawn_at=timezone.now())
    assert task(booth) == "Beri izin menampilkan stan"
    Consent.objects.update(withdrawn_at=None)
    seen = [task(booth)]
    for deed in deeds:
        deed()
        seen.append(task(booth))

    assert seen == [
        "Isi nomor WhatsApp",
        "Tulis satu kalimat tentang stan",
        "Catat P-IRT atau BPOM",
        "Catat sertifikat halal",
        "Catat NIB",
        "Ceritakan usaha Anda",
        None,
    ]


@pytest.mark.parametrize(("kinds", "expected"), [([], True), (["pirt"], False), (["bpom"], False)])
def test_food_needs_one_of_two_permits(booth, owner, kinds, expected):
    make_product(exhibitor=booth, category="makanan-olahan", cover=booth.products.first().cover)
    for kind in kinds:
        make_document(exhibitor=booth, kind=kind)

    assert (task(booth) == "Catat P-IRT atau BPOM") is expected


def test_a_renewed_permit_does_not_ask_again(booth, owner):
    soon = timezone.localdate() + datetime.timedelta(days=10)
    make_document(exhibitor=booth, kind="merek", valid_until=soon)
    make_document(exhibitor=booth, kind="merek", valid_until=soon + datetime.timedelta(days=900))

    assert task(booth) is None


# This week


def test_the_week_counts_seven_days_of_this_booth(browser, booth):
    today = timezone.localdate()
    other = make_exhibitor()
    for back, openings in ((0, 5), (6, 7), (7, 100)):
        BoothDay.objects.create(exhibitor=booth, day=today - datetime.timedelta(days=back), openings=openings)
    BoothDay.objects.create(exhibitor=other, day=today, openings=1000)
    for number, (exhibitor, back) in enumerate([(booth, 0), (booth, 5), (booth, 8), (other, 0)]):
        click = ContactClick.objects.create(code=f"KB017-{number:04d}", exhibitor=exhibitor, language="id")
        ContactClick.objects.filter(pk=click.pk).update(created_at=timezone.now() - datetime.timedelta(days=back))

    for exhibitor in (booth, other, booth):
        make_inquiry(exhibitor=exhibitor)
    Inquiry.objects.filter(pk=Inquiry.objects.first().pk).update(created_at=timezone.now() - datetime.timedelta(days=8))

    figures = parse(browser.get(home(booth))).one("dl", cls="week").all("dd")

    assert [figure.text for figure in figures] == ["12", "2", "1"]


# Masih berjualan?


@pytest.mark.parametrize(("answer", "on_break", "words"), [("ya", False, "Masih berjualan, dicek"), ("libur", True, "Sedang libur")])
def test_one_tap_says_whether_she_sells(browser, client_of, booth, answer, on_break, words):
    version = SiteState.objects.get().version if SiteState.objects.exists() else 0
    for _twice in range(2):
        response = browser.post(f"{home(booth)}masih-berjualan/", {"jawab": answer})

    assert response["Location"] == home(booth)
    booth.refresh_from_db()
    assert (booth.on_break, booth.still_selling_on) == (on_break, timezone.localdate())
    assert SiteState.objects.get().version > version
    assert words in parse(browser.get(booth.get_absolute_url())).one("aside", cls="booth__side").text
    assert parse(browser.get(home(booth))).all("div", cls="toast")


def test_a_break_ends_with_a_tap(browser, booth):
    for answer in ("libur", "ya"):
        browser.post(f"{home(booth)}masih-berjualan/", {"jawab": answer})

    booth.refresh_from_db()
    assert booth.on_break is False


def test_a_draft_changes_nothing_for_visitors(browser, booth):
    type(booth).objects.filter(pk=booth.pk).update(status=Status.DRAFT)
    SiteState.move_on()
    version = SiteState.objects.get().version

    browser.post(f"{home(booth)}masih-berjualan/", {"jawab": "ya"})

    assert SiteState.objects.get().version == version


def test_a_rejected_paper_is_a_task(booth, owner):
    make_document(exhibitor=booth, kind="merek", status=LegalityDocument.Status.REJECTED)

    assert task(booth) == "Sertifikat merek belum bisa diterima"
