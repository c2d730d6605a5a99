"""The list of stalls and the list that is signed."""

import pytest
from django.utils import timezone

from exchange.lists import attendance_list, stall_list
from exhibitors.models import Participation, Status
from tests import pdf
from tests.factories import make_edition, make_exhibitor, make_owner, make_participation, make_product

TODAY = timezone.localdate()
MAKERS = [stall_list, attendance_list]


@pytest.fixture
def edition(db):
    return make_edition(name="UMKM Virtual Expo 2026", name_en="MSME Virtual Expo 2026")


def made(maker, edition, **options):
    return maker(participations=Participation.objects.all(), edition=edition, today=TODAY, **options)


@pytest.mark.parametrize("maker", MAKERS)
def test_by_region_and_number(edition, maker):
    for name, region, number in (
        ("Dapur Tajuk", "nganjuk", "NJ-001"),
        ("Tanpa Nomor", "kota-blitar", None),
        ("Batik Mawar", "kota-blitar", "KB-020"),
        ("Sentul Perkusi", "kota-blitar", "KB-003"),
    ):
        make_exhibitor(name=name, region=region, edition=edition, stall_number=number)

    text = pdf.words(made(maker, edition))

    names = ["Sentul Perkusi", "Batik Mawar", "Tanpa Nomor", "Dapur Tajuk"]
    assert sorted(names, key=text.index) == names
    assert "UMKM Virtual Expo 2026 · 4 stan" in text


@pytest.mark.parametrize("maker", MAKERS)
def test_only_who_was_accepted_in_this_edition(edition, maker):
    make_exhibitor(name="Ikut", edition=edition)
    make_exhibitor(name="Lain", edition=make_edition())
    make_participation(exhibitor=make_exhibitor(name="Menunggu"), edition=edition, status="waiting")

    text = pdf.words(made(maker, edition))

    assert "Ikut" in text
    assert "Lain" not in text
    assert "Menunggu" not in text


def test_stall_list_says_where_what_and_how_many(edition):
    booth = make_exhibitor(name="Sentul Perkusi", category="alat-musik")
    make_participation(exhibitor=booth, edition=edition, stall_number="KB-017", venue_spot="A-07")
    for status in (Status.PUBLISHED, Status.PUBLISHED, Status.DRAFT):
        make_product(exhibitor=booth, status=status)

    text = pdf.words(made(stall_list, edition))

    assert f"KB-017 Sentul Perkusi {booth.village.place} Alat Musik A-07 2" in text


def test_who_speaks_for_the_booth(edition):
    make_exhibitor(name="Sudah Ada", contact_name="Bu Ning", edition=edition, stall_number="KB-001")
    owned = make_exhibitor(name="Punya Pemilik", edition=edition, stall_number="KB-002")
    make_owner(owned, name="Budi Hartono")
    make_exhibitor(name="Belum Tahu", edition=edition, stall_number="KB-003")

    text = pdf.words(made(attendance_list, edition, occasion="Temu teknis"))

    assert "1 KB-001 Sudah Ada Bu Ning 1." in text
    assert "2 KB-002 Punya Pemilik Budi Hartono 2." in text
    assert "3 KB-003 Belum Tahu 3." in text
    assert "Acara: Temu teknis" in text


def test_numbers_only_when_asked_for(edition):
    booth = make_exhibitor(edition=edition, whatsapp="+62812345678900")
    make_owner(booth, phone="+6281399988877")

    without, asked = (pdf.words(made(attendance_list, edition, phones=phones)) for phones in (False, True))

    assert not any(part in without for part in ("4567", "9998", "WhatsApp"))
    assert "0812-3456-78900" in asked
    assert "9998" not in asked


@pytest.mark.parametrize("maker", MAKERS)
def test_many_rows_go_on_with_the_head_again(edition, maker):
    for number in range(70):
        make_exhibitor(name=f"Stan Contoh {number:03}", edition=edition, stall_number=f"KB-{number:03}")

    text = pdf.pages(made(maker, edition))

    assert len(text) > 1
    assert [f"Halaman {n} dari {len(text)}" in page for n, page in enumerate(text, start=1)] == [True] * len(text)
    assert all("Nomor" in page for page in text)
    assert all(f"Stan Contoh {number:03}" in " ".join(text) for number in range(70))


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("name", ["W" * 80, "Kelompok Usaha Bersama Wanita Tani Yosowilangun Ayem Tentrem Raya Makmur", "Kopi <b>& 🌶 قهوة"])
def test_long_and_odd_names_stay_in_their_column(edition, maker, name):
    make_exhibitor(name=name, edition=edition, stall_number="KB-001", contact_name=name)

    file = made(maker, edition)

    shown = "".join(name.replace("🌶", "").replace("قهوة", "").split())
    assert shown in "".join(pdf.words(file).split())
    left, _bottom, right, _top = pdf.edges(file)
    assert left > 14
    assert right < 196


@pytest.mark.parametrize("maker", MAKERS)
def test_nobody_there_is_said(edition, maker):
    assert "Belum ada stan yang ikut." in pdf.words(made(maker, edition))


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("count", [1, 3])
def test_few_queries(edition, django_assert_max_num_queries, maker, count):
    for number in range(count):
        make_owner(make_exhibitor(edition=edition, stall_number=f"KB-00{number}"))

    with django_assert_max_num_queries(3):
        made(maker, edition)


@pytest.mark.parametrize("maker", MAKERS)
def test_file_says_what_it_is(edition, maker):
    make_exhibitor(edition=edition)

    file = made(maker, edition, title="Daftar baru", language="en")

    assert pdf.about(file)["Title"] == "Daftar baru, MSME Virtual Expo 2026"
    assert file.count(b"/FontFile2 ") == 3
    assert file == made(maker, edition, title="Daftar baru", language="en")
