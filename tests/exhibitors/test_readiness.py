"""Naik kelas: what the first three steps ask of a booth, and the owner's page."""

import datetime
import re

import pytest
from django.conf import settings
from django.urls import resolve, reverse
from django.utils import timezone

from exhibitors.models import LegalityDocument, Status
from exhibitors.readiness import MY_DATA, STEPS, Condition
from products.readiness import TABLE, ladder
from tests.factories import make_document, make_exhibitor, make_owner, make_product, make_product_photo
from tests.html import parse

pytestmark = pytest.mark.django_db
Kind = LegalityDocument.Kind


def make_tidy(*, category="makanan-olahan", papers=(Kind.NIB, Kind.PIRT), **fields):
    """A booth that has come as far as Resmi."""
    booth = make_exhibitor(category=category, story="Dibuat sejak 1990.", **fields)
    make_product_photo(product=make_product(exhibitor=booth, net_weight="200 g"))
    for kind in papers:
        make_document(exhibitor=booth, kind=kind)
    return booth


def state(booth, day=None):
    """({steps that are done}, {keys of the first three steps' rules that are not met})"""
    rungs = ladder(booth, day)
    return {rung.step.key for rung in rungs if rung.done}, {c.rule.key for rung in rungs[:3] for c in rung.conditions if not c.met}


def test_a_tidy_booth_lacks_only_advice():
    assert state(make_tidy()) == ({"tampil", "rapi", "resmi"}, {"halal"})


@pytest.mark.parametrize(
    ("fields", "missing", "lost"),
    [
        ({"tagline": ""}, "kalimat", "tampil"),
        ({"whatsapp": ""}, "whatsapp", "tampil"),
        ({"status": Status.DRAFT}, "terbit", "tampil"),
        ({"story": " "}, "cerita", "rapi"),
        ({"shows_whatsapp": False}, "whatsapp-terlihat", None),  # her right; advice only
    ],
)
def test_what_a_booth_lacks(fields, missing, lost):
    booth = make_tidy(papers=(Kind.NIB, Kind.PIRT, Kind.HALAL))
    for name, value in fields.items():
        setattr(booth, name, value)

    assert state(booth) == ({"tampil", "rapi", "resmi"} - {lost}, {missing})


@pytest.mark.parametrize(
    ("fields", "missing", "lost"),
    [
        ({"cover": None}, "foto", "rapi"),
        ({"price_kind": "tanya", "price": None}, "harga", "rapi"),
        ({"price_kind": "tanya", "price": None, "stock": "pesan"}, None, None),  # made to order may be asked for
        ({"net_weight": ""}, "ukuran", "rapi"),
        ({"status": "draft"}, "produk", "tampil"),
    ],
)
def test_what_its_product_lacks(fields, missing, lost):
    booth = make_tidy(papers=(Kind.NIB, Kind.PIRT, Kind.HALAL))
    booth.products.update(**fields)

    assert state(booth) == ({"tampil", "rapi", "resmi"} - {lost}, {missing} - {None})


def test_four_complete_products_are_enough():
    booth = make_tidy()
    for _number in range(3):
        unfinished = make_product(exhibitor=booth, net_weight="200 g")
    assert "foto" in state(booth)[1]
    for product in booth.products.filter(cover=None):
        make_product_photo(product=product)
    make_product(exhibitor=booth, net_weight="200 g")

    assert "foto" not in state(booth)[1]
    assert unfinished in booth.products.all()


@pytest.mark.parametrize(("kind", "rule"), [(Kind.NIB, "nib"), (Kind.PIRT, "izin-pangan"), (Kind.HALAL, "halal")])
def test_papers_end_on_their_day(kind, rule):
    booth = make_tidy(papers=set(Kind.values) - {kind, Kind.BPOM})
    today = timezone.localdate()
    assert rule in state(booth)[1]
    make_document(exhibitor=booth, kind=kind, valid_until=today)

    assert rule not in state(booth, today)[1]
    assert rule in state(booth, today + datetime.timedelta(days=1))[1]


def test_a_drum_maker_needs_no_permit_for_food():
    booth = make_tidy(category="alat-musik", papers=[Kind.NIB])

    assert state(booth) == ({"tampil", "rapi", "resmi"}, set())


def test_herbs_are_advised_to_have_a_permit():
    booth = make_tidy(category="kecantikan-herbal", papers=[Kind.NIB])

    assert state(booth) == ({"tampil", "rapi", "resmi"}, {"izin-herbal"})


def test_a_new_booth_is_told_one_thing_at_a_time(client_of):
    booth = make_exhibitor(status=Status.DRAFT, tagline="", whatsapp="")
    page = portal(client_of, booth)

    assert page.one("h2").text == "0 dari 5 tahap"
    assert [button.text for button in page.all("a", cls="btn")] == ["Tulis kalimat pendek"]
    assert page.one("ol", cls="steps").all("li", cls="ticks__open")


def portal(client_of, booth):
    return parse(client_of(make_owner(booth)).get(reverse("exhibitors:owner_readiness", args=[booth.pk])))


def test_the_page_unfolds_the_step_at_hand_only(client_of):
    booth = make_tidy(papers=[])
    page = portal(client_of, booth)

    assert [heading.text.split(" (")[0] for heading in page.one("ol", cls="steps").all("h3")] == [str(step.name) for step in STEPS]
    assert page.one("h2").text == "2 dari 5 tahap"
    assert [button.text for button in page.all("a", cls="btn")] == ["Isi NIB"]
    assert "17 Oktober 2026" in page.one("main").text


def test_what_lies_with_the_organisers_is_not_asked_again(client_of):
    booth = make_tidy(papers=[])
    for kind in (Kind.NIB, Kind.PIRT):
        make_document(exhibitor=booth, kind=kind, status="diajukan", checked_on=None)
    page = portal(client_of, booth)

    assert page.all("a", cls="btn") == []
    assert "Sekarang giliran panitia." in page.one("main").text


def test_an_expired_paper_says_when_it_ended(client_of):
    booth = make_tidy(papers=[Kind.PIRT])
    make_document(exhibitor=booth, kind=Kind.NIB, valid_until=datetime.date(2024, 3, 5))

    assert "Masa berlakunya habis 5 Maret 2024." in portal(client_of, booth).one("main").text


def test_it_names_the_product_to_begin_with(client_of):
    booth = make_tidy()
    make_product(exhibitor=booth, name="Wajik durian", net_weight="200 g")

    assert "Mulai dari Wajik durian." in portal(client_of, booth).one("main").text


def test_no_chain_is_said_to_have_agreed(client_of):
    text = portal(client_of, make_tidy()).one("main").text

    assert "penilaian pameran ini" in text
    assert not re.search("Indomaret|Alfamart|disetujui", text)


@pytest.mark.parametrize("count", [1, 5])
def test_few_queries(client_of, count, django_assert_max_num_queries):
    booth = make_tidy()
    for _number in range(count):
        make_product(exhibitor=booth)
    client = client_of(make_owner(booth))

    with django_assert_max_num_queries(9):
        client.get(reverse("exhibitors:owner_readiness", args=[booth.pk]))


def test_every_way_on_leads_to_its_place(client_of):
    booth = make_tidy()
    client = client_of(make_owner(booth))
    herbs = make_product(exhibitor=booth, category="kecantikan-herbal")
    lost = []
    for rule in TABLE:
        path, _hash, anchor = Condition(rule, False, False, None, booth, herbs).address.partition("#")
        page = client.get(path)
        there = page.status_code == 200 and resolve(path).view_name in (rule.place, rule.place == MY_DATA and "exhibitors:owner_booth")
        if not there or (anchor and not parse(page).all(id=anchor)):
            lost.append((rule.key, path, page.status_code))

    assert lost == []
    assert Condition(TABLE[0], False, False, None, booth, None).address.endswith("#id_tagline")


def test_a_booth_without_products_is_led_to_the_first(client_of):
    booth = make_exhibitor()
    photos = next(rule for rule in TABLE if rule.key == "foto")

    assert Condition(photos, False, False, None, booth, None).address == reverse("products:owner_product_new", args=[booth.pk])


def test_home_proposes_the_next_step_when_nothing_presses(client_of):
    booth = make_tidy(category="alat-musik", papers=[Kind.NIB])
    home = reverse("exhibitors:owner_booth", args=[booth.pk])
    client = client_of(make_owner(booth))
    assert "Semua sudah beres" in client.get(home).text

    booth.products.update(material="Mahoni", packing="Karton isi 6", name="Jimbe")  # two of the five are open: near
    page = parse(client.get(home)).one("section", cls="sheet--next")

    assert page.one("h2").text == "Siap Ritel: Barcode di kemasan"
    assert "Jimbe." in page.text
    assert page.one("a", cls="btn")["href"].endswith("#id_barcode")


def test_the_document_explains_every_rule_and_no_other():
    text = (settings.BASE_DIR / "docs" / "naik-kelas.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `([a-z-]+)`", text, re.MULTILINE)) == {rule.key for rule in TABLE}
