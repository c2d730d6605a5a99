"""The organisers' first page: every figure is the number of rows of the list that it leads to, in one's own regions and no others."""

import re
from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone

from accounts.models import Deed, Record, User
from exhibitors.states import Status
from tests.factories import make_document, make_exhibitor, make_organiser, make_owner, make_product, make_product_photo
from tests.html import parse

pytestmark = pytest.mark.django_db
PAGE = "/panitia/"


def handed_in(row, days_ago):
    record = Record.write(row, Deed.SUBMIT, by=None)
    models.QuerySet.update(Record.objects.filter(pk=record.pk), at=timezone.now() - timedelta(days=days_ago))
    return row


def make_everything(region="kota-blitar"):
    """One or more of whatever the first page counts, in a region."""
    today = timezone.localdate()
    for status in Status:
        booth = make_exhibitor(region=region, status=status)
        make_product(exhibitor=booth, status=status)
    for days in (0, 1, 2, 3, 30):
        handed_in(
            make_product(exhibitor=handed_in(make_exhibitor(region=region, status=Status.SUBMITTED), days), status=Status.SUBMITTED), days
        )
    make_exhibitor(region=region, status=Status.DRAFT, applied_at=timezone.now())
    make_exhibitor(region=region, still_selling_on=today - timedelta(days=61))
    make_exhibitor(region=region, entered_by=User.objects.create_user(f"pendamping-{region}"))
    User.objects.filter(pk=make_owner(make_exhibitor(region=region)).pk).update(last_login=timezone.now())
    make_product_photo(product=make_product(exhibitor=booth))
    for days in (-1, 0, 60, 61):
        make_document(exhibitor=make_exhibitor(region=region), valid_until=today + timedelta(days=days))
    renewed = make_exhibitor(region=region)
    for days in (10, 400):
        make_document(exhibitor=renewed, valid_until=today + timedelta(days=days))
    make_document(exhibitor=make_exhibitor(region=region), valid_until=today, status="diajukan", checked_on=None)


def figures(page):
    """{address: the number that stands on the page} of all that is counted."""
    links = [link for link in page.one(cls="overview").all("a") if "?" in link["href"]]
    return {link["href"]: int(link.one("b").text if link.all("b") else link.text.rpartition(": ")[2]) for link in links}


def rows_of(office, url):
    return int(re.search(r"\d+", parse(office.get(url)).one("p", cls="paginator").text)[0])


@pytest.mark.parametrize("who", ["ratna", "dewi"])
def test_each_figure_is_the_number_of_rows_behind_it(request, client_of, who):
    make_everything()
    make_everything("nganjuk")
    office = client_of(request.getfixturevalue(who))

    shown = figures(parse(office.get(PAGE)))

    assert {url: rows_of(office, url) for url in shown} == shown
    assert len(shown) > 30
    double = 2 if who == "dewi" else 1
    booths = {key: shown[f"/panitia/exhibitors/exhibitor/?{key}"] for key in ("perhatian=hari-ini", "perhatian=3-hari", "perhatian=lama")}
    assert booths == {"perhatian=hari-ini": 2 * double, "perhatian=3-hari": 2 * double, "perhatian=lama": 2 * double}
    assert shown["/panitia/exhibitors/exhibitor/?perhatian=izin"] == 2 * double
    assert shown["/panitia/exhibitors/exhibitor/?perhatian=izin-lewat"] == 1 * double
    assert shown["/panitia/exhibitors/exhibitor/?perhatian=diam"] == 1 * double


def test_another_regions_rows_are_in_no_figure(client_of, joko):
    make_everything()

    page = parse(client_of(joko).get(PAGE))

    assert "Belum ada stan di wilayah Anda." in page.one(cls="overview").text
    assert "Kota Blitar" not in page.one(cls="overview").text
    make_exhibitor(region="nganjuk")
    page = parse(client_of(joko).get(PAGE))
    table = page.all("table", cls="numbers")[1]
    assert [cell.text for cell in table.one("tbody").one("tr").all("td")][-1] == "Stan, Nganjuk: 1"
    assert [heading.text for heading in table.one("tbody").all("th")] == ["Nganjuk"]


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("who", ["ratna", "dewi"])
def test_costs_at_most_fifteen_queries_however_much_there_is(request, client_of, who, times, django_assert_max_num_queries):
    for _time in range(times):
        for number, region in enumerate(("kota-blitar", "nganjuk")):
            make_product(exhibitor=handed_in(make_exhibitor(region=region, status=Status.SUBMITTED), number))
    office = client_of(request.getfixturevalue(who))
    office.get(PAGE)

    with django_assert_max_num_queries(15) as counted:
        office.get(PAGE)

    assert len(counted) <= 15


def test_the_picture_is_for_the_eye_and_the_table_for_everybody(client_of, dewi):
    make_exhibitor(status=Status.DRAFT)
    make_exhibitor(region="nganjuk")

    page = parse(client_of(dewi).get(PAGE))

    for figure in page.all("figure", cls="bars"):
        assert figure["aria-hidden"] == "true"
        assert not figure.all("a")
    assert len(page.all("rect", cls="bars__published")) == 1 + 2  # a bar, and the key of each picture
    table = page.all("table", cls="numbers")[1]
    assert [heading.text for heading in table.one("thead").all("th")] == ["Wilayah", "Draf", "Tampil", "Semua"]
    assert table.one("tfoot").all("td")[-1].text == "Stan, Stan: 2"


def test_what_was_done_last_is_from_ones_own_regions(client_of, dewi, ratna):
    own, other = make_exhibitor(name="Dapur Kota"), make_exhibitor(name="Dapur Nganjuk", region="nganjuk")
    for row in (own, other):
        row.move(Deed.SUSPEND, by=dewi, reason="Tutup")

    assert [item.text.split(" ", 3)[3] for item in parse(client_of(ratna).get(PAGE)).one("ol", cls="records").all("li")] == [
        "Dewi Lestari: Menangguhkan Dapur Kota"
    ]
    assert len(parse(client_of(dewi).get(PAGE)).one("ol", cls="records").all("li")) == 2


def test_with_nothing_there_it_says_what_to_do_first(client_of, dewi, ratna):
    steps = [item.all("a")[0]["href"] for item in parse(client_of(dewi).get(PAGE)).one("section", cls="start").all("li")]

    assert steps == [
        "/panitia/events/edition/add/",
        "/panitia/accounts/user/add/",
        "/panitia/exhibitors/exhibitor/add/",
        "/panitia/undangan/",
    ]
    regional = [item.all("a")[0]["href"] for item in parse(client_of(ratna).get(PAGE)).one("section", cls="start").all("li")]
    assert regional == ["/panitia/exhibitors/exhibitor/add/", "/panitia/undangan/"]


ROLES = {  # role: headings that it sees, whether it may invite
    "Penyelenggara wilayah": (["Menunggu keputusan Anda", "Perlu perhatian"], True),
    "Kurator": (["Menunggu keputusan", "Perlu perhatian"], False),
    "Pendamping": (["Bisa Anda isikan", "Menunggu keputusan", "Perlu perhatian"], True),
    "Auditor": (["Menunggu keputusan", "Perlu perhatian"], False),
    "Petugas pintu": ([], False),
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_concerns_it(client_of, role):
    make_exhibitor(status=Status.DRAFT)
    user = make_organiser("lain", role=role, regions=["kota-blitar"], name="Lain")
    office = client_of(user)

    page = parse(office.get(PAGE))

    headings = [heading.text for heading in page.one(cls="overview").all("h2")]
    seen, invites = ROLES[role]
    assert [heading for heading in headings if heading.startswith(("Menunggu", "Perlu", "Bisa"))] == seen
    assert bool(page.all("a", href="/panitia/undangan/")) is invites
    shown = figures(page)
    assert {url: rows_of(office, url) for url in shown} == shown
    if role == "Petugas pintu":
        assert "Tugas Anda mulai pada hari pameran" in page.one("p", cls="infonote").text


def test_a_mentor_sees_how_many_drafts_there_are_to_fill_in(client_of):
    make_exhibitor(status=Status.DRAFT)
    make_exhibitor(status=Status.NEEDS_WORK)
    make_exhibitor(status=Status.SUBMITTED)
    bagas = make_organiser("bagas", role="Pendamping", regions=["kota-blitar"], name="Bagas Prakoso")

    first = parse(client_of(bagas).get(PAGE)).all("ul", cls="figures")[0].all("a")[0]

    assert (first.text, first["href"]) == ("2 Stan", "/panitia/exhibitors/exhibitor/?perhatian=buka")


def test_the_lists_that_are_used_most_come_first(client_of, dewi):
    captions = [caption.text for caption in parse(client_of(dewi).get(PAGE)).one(cls="overview").all("caption")]

    assert captions[:2] == ["Stan", "Produk"]
    assert captions[-1] == "Wilayah"
