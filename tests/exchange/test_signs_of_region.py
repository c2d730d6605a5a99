"""The signs of a whole region in one file: one each, in order, with codes that lead somewhere."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from exchange.signs_of_region import make_signs
from exhibitors.models import Exhibitor, Status
from exhibitors.signs import KINDS
from regions.models import Region
from tests import pdf
from tests.factories import make_edition, make_exhibitor, make_participation

TODAY = timezone.localdate()
SITE = settings.SITE_URL


@pytest.fixture
def edition(db):
    return make_edition(name="UMKM Virtual Expo 2026")


def signs(edition, **options):
    return make_signs(booths=Exhibitor.objects.all(), edition=edition, today=TODAY, **options)


def test_one_page_for_each_booth_by_number(edition, client):
    for name, number in (("Batik Mawar", "KB-020"), ("Sentul Perkusi", "KB-003"), ("Kopi Doko", None)):
        make_exhibitor(name=name, slug=name.lower().replace(" ", "-"), edition=edition, stall_number=number)

    made = signs(edition, region=Region.objects.get(slug="kota-blitar"))

    assert made.count == 3
    assert made.title == "Papan stan, berwarna: Kota Blitar"
    assert pdf.outline(made.pdf) == [(0, "KB-003 Sentul Perkusi", 1), (0, "KB-020 Batik Mawar", 2), (0, "KB Kopi Doko", 3)]
    assert pdf.codes(made.pdf) == [[f"{SITE}/kb003"], [f"{SITE}/kb020"], [f"{SITE}/stan/kopi-doko/"]]
    assert {client.get(code.removeprefix(SITE), follow=True).status_code for [code] in pdf.codes(made.pdf)} == {200}
    assert pdf.sizes(made.pdf) == [(148, 210)] * 3


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_sheet(edition, kind):
    for number in ("KB-001", "KB-002"):
        make_exhibitor(edition=edition, stall_number=number)

    found = pdf.codes(signs(edition, kind=kind).pdf)

    assert [set(page) for page in found] == [{f"{SITE}/kb001"}, {f"{SITE}/kb002"}]


def test_only_this_region_and_edition(edition):
    make_exhibitor(name="Ikut", edition=edition, stall_number="KB-001")
    make_exhibitor(name="Daerah lain", region="nganjuk", edition=edition, stall_number="NJ-001")
    make_exhibitor(name="Edisi lain", edition=make_edition(), stall_number="KB-002")
    make_participation(exhibitor=make_exhibitor(name="Menolak"), edition=edition, status="declined")

    made = signs(edition, region=Region.objects.get(slug="kota-blitar"))

    assert [title for _level, title, _page in pdf.outline(made.pdf)] == ["KB-001 Ikut"]


def test_who_is_not_public_yet_is_named(edition):
    make_exhibitor(name="Tampil", edition=edition)
    make_exhibitor(name="Belum", edition=edition, status=Status.DRAFT)

    assert signs(edition).hidden == ("Belum",)


def test_number_that_leads_to_somebody_else_by_now_is_not_printed(edition):
    before = make_edition(today=TODAY - datetime.timedelta(days=400))
    make_exhibitor(slug="lama", edition=before, stall_number="KB-017")
    make_exhibitor(edition=edition, stall_number="KB-017")

    made = signs(before)

    assert pdf.codes(made.pdf) == [[f"{SITE}/stan/lama/"]]


@pytest.mark.parametrize("count", [1, 3])
def test_few_queries_however_many(edition, django_assert_max_num_queries, count):
    for number in range(count):
        make_exhibitor(edition=edition, stall_number=f"KB-00{number}")

    with django_assert_max_num_queries(5):
        signs(edition)


def test_nobody_there_is_said(edition):
    made = signs(edition)

    assert made.count == 0
    assert pdf.pages(made.pdf) == ["Belum ada stan yang ikut."]


def test_same_data_same_file(edition):
    make_exhibitor(edition=edition, stall_number="KB-001")

    assert signs(edition).pdf == signs(edition).pdf
    assert pdf.about(signs(edition).pdf)["CreationDate"].startswith(f"D:{TODAY:%Y%m%d}")
