"""The figures for officials: they add up, they say what they count, and they are those of the edition."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Deed, Record
from curation.models import Entry
from exchange.report import make_report
from exchange.report_pdf import Signer, report_pdf
from exhibitors.models import Participation, Status
from expo.models import SiteState
from inquiries.models import ContactClick
from products.models import Product
from regions.models import Region
from tests import pdf
from tests.factories import make_edition, make_entry, make_exhibitor, make_participation, make_product, make_round

NOW = datetime.datetime(2026, 11, 28, 7, 5, tzinfo=datetime.UTC)  # 14.05 in Jakarta


@pytest.fixture
def edition(db):
    return make_edition(name="UMKM Virtual Expo 2026", today=timezone.localdate(NOW), day=3, days=3)


@pytest.fixture
def fair(edition):
    """Three booths, one of them hidden; four products, two of them to be seen; one booth that only applied."""
    sari = make_exhibitor(name="Dapur Sari", edition=edition, stall_number="KB-001")
    budi = make_exhibitor(name="Batik Budi", region="nganjuk", category="wastra-batik", edition=edition, stall_number="NJ-001")
    hidden = make_exhibitor(name="Belum Tampil", edition=edition, status=Status.DRAFT)
    make_participation(exhibitor=make_exhibitor(name="Mendaftar"), edition=edition, status="applied")
    make_product(exhibitor=sari)
    make_product(exhibitor=sari, status=Status.NEEDS_WORK)
    make_product(exhibitor=budi, category="kriya-suvenir")
    make_product(exhibitor=hidden)
    return {"sari": sari, "budi": budi, "hidden": hidden}


def tap(booth, edition, at=NOW):
    click = ContactClick.objects.create(code=f"K-{ContactClick.objects.count():05}", exhibitor=booth, edition=edition, language="id")
    ContactClick.objects.filter(pk=click.pk).update(created_at=at)


def report(edition, regions=("kota-blitar", "nganjuk"), **options):
    rows = {"participations": Participation.objects.all(), "products": Product.objects.all(), "clicks": ContactClick.objects.all()}
    rows["entries"] = Entry.objects.all()
    return make_report(**rows | {"regions": Region.objects.filter(slug__in=regions), "edition": edition, "now": NOW} | options)


def table(made, title):
    """{first word of a row: its figures}, the sums under "Jumlah"."""
    section = next(section for section in made.sections if section.title == title)
    return {row[0]: row[1:] for row in (*section.rows, section.total)}


def test_first_figures(edition, fair):
    tap(fair["sari"], edition)

    figures = {figure.name: figure.value for figure in report(edition).figures}

    assert figures == {"Stan peserta": 3, "Stan tampil": 2, "Produk tampil": 2, "Ketukan WhatsApp": 1}


def test_by_region(edition, fair):
    assert table(report(edition), "Stan dan produk menurut daerah") == {
        "Kota Blitar": (2, 1, 1),
        "Kabupaten Nganjuk": (1, 1, 1),
        "Jumlah": (3, 2, 2),
    }


def test_by_category_counts_each_in_its_own(edition, fair):
    rows = table(report(edition), "Stan dan produk menurut jenis")

    assert len(rows) == 11
    assert (rows["Makanan Olahan"], rows["Wastra & Batik"], rows["Kriya & Suvenir"]) == ((1, 1), (1, 0), (0, 1))
    assert rows["Jumlah"] == (2, 2)


def test_states(edition, fair):
    made = report(edition)

    booths, products = table(made, "Keadaan stan peserta"), table(made, "Keadaan produk stan peserta")
    assert (booths["Draf"], booths["Tampil"], booths["Jumlah"]) == ((1, 0, 1), (1, 1, 2), (2, 1, 3))
    assert (products["Perlu diperbaiki"], products["Tampil"], products["Jumlah"]) == ((1, 0, 1), (2, 1, 3), (3, 1, 4))
    assert table(made, "Keikutsertaan")["Mendaftar"] == (1, 0, 1)
    assert set(booths) == {str(label) for label in Status.labels} | {"Jumlah"}


def test_taps_on_expo_days_and_in_all(edition, fair):
    midnight = timezone.make_aware(datetime.datetime.combine(edition.starts_on, datetime.time()))
    ends = midnight + datetime.timedelta(days=3)
    moment = datetime.timedelta(seconds=1)
    for at in (midnight - moment, midnight, ends - moment, ends):
        tap(fair["sari"], edition, at)
    tap(fair["budi"], edition, midnight)
    tap(fair["budi"], make_edition(), midnight)

    made = report(edition)

    assert table(made, "Ketukan WhatsApp menurut daerah") == {
        "Kota Blitar": (2, 4, 1),
        "Kabupaten Nganjuk": (1, 1, 1),
        "Jumlah": (3, 5, 2),
    }
    booths = next(section for section in made.sections if section.title == "Ketukan WhatsApp menurut stan")
    assert booths.rows == (("KB-001", "Dapur Sari", "Kota Blitar", 2, 4), ("NJ-001", "Batik Budi", "Nganjuk", 1, 1))
    assert booths.total == ("", "Jumlah", "", 3, 5)
    assert "Stan peserta yang belum diketuk: 1." in booths.means


def settle(entry, outcome):
    record = Record.write(entry.product, Deed.CURATE, by=None)
    Entry.objects.filter(pk=entry.pk).update(outcome=outcome, record=record)


def test_curation_by_round_and_region(edition, fair):
    expo = make_round(edition=edition, name="Kurasi pameran", today=edition.starts_on)
    export = make_round(edition=edition, name="Kurasi ekspor", kind="ekspor", today=edition.ends_on)
    for outcome in ("lolos", "lolos", "ekspor", "perbaiki", "tidak", ""):
        entry = make_entry(round=expo, product=make_product(exhibitor=fair["sari"]))
        if outcome:
            settle(entry, outcome)
    settle(make_entry(round=export, product=make_product(exhibitor=fair["budi"])), "ekspor")
    make_entry(round=make_round(), product=make_product(exhibitor=fair["sari"]))  # of another edition
    make_entry(round=expo, product=make_product(exhibitor=make_exhibitor(region="trenggalek")))  # of a region that was not asked for

    section = next(section for section in report(edition).sections if section.title == "Hasil kurasi menurut putaran dan daerah")

    assert section.columns == ("Putaran", "Daerah", "Masuk", "Lolos", "Calon ekspor", "Perlu diperbaiki", "Tidak", "Belum diputuskan")
    assert section.rows == (
        ("Kurasi pameran", "Kota Blitar", 6, 2, 1, 1, 1, 1),
        ("Kurasi pameran", "Nganjuk", 0, 0, 0, 0, 0, 0),
        ("Kurasi ekspor", "Kota Blitar", 0, 0, 0, 0, 0, 0),
        ("Kurasi ekspor", "Nganjuk", 1, 0, 1, 0, 0, 0),
    )
    assert section.total == ("Jumlah", "", 7, 2, 2, 1, 1, 1)
    assert "Calon ekspor lolos juga" in section.means


def test_only_the_regions_asked_for(edition, fair):
    tap(fair["sari"], edition)

    made = report(edition, regions=["nganjuk"])

    assert made.scope == "Kabupaten Nganjuk"
    assert [figure.value for figure in made.figures] == [1, 1, 1, 0]
    assert "Kota Blitar" not in pdf.words(report_pdf(made))


def test_nothing_there_is_zero(edition):
    made = report(edition)

    assert [figure.value for figure in made.figures] == [0, 0, 0, 0]
    assert "Belum ada." in pdf.words(report_pdf(made))


def test_each_table_adds_up(edition, fair):
    round = make_round(edition=edition)
    for booth in fair.values():
        tap(booth, edition)
        make_entry(round=round, product=make_product(exhibitor=booth))

    for section in report(edition).sections:
        for place, total in enumerate(section.total):
            if isinstance(total, int):
                assert total == sum(row[place] for row in section.rows), section.title
        assert section.means


@pytest.mark.parametrize("count", [1, 3])
def test_few_queries(edition, django_assert_max_num_queries, count):
    for number in range(count):
        booth = make_exhibitor(edition=edition, stall_number=f"KB-00{number}")
        tap(booth, edition)
        make_entry(round=make_round(edition=edition), product=make_product(exhibitor=booth))

    with django_assert_max_num_queries(7):  # regions, kinds, participations, products, taps, entries; and whether it is a demo
        report(edition)


def test_paper_has_every_figure_its_meaning_and_the_time(edition, fair):
    tap(fair["sari"], edition)
    make_entry(round=make_round(edition=edition), product=make_product(exhibitor=fair["sari"]))
    made = report(edition)

    text = pdf.words(report_pdf(made))

    assert "Semua angka dihitung dari situs pada 28 November 2026 pukul 14.05 WIB." in text
    for section in made.sections:
        assert section.title in text
        assert section.means in text
        for row in section.rows:
            assert " ".join(map(str, row)) in text
    for figure in made.figures:
        assert figure.means in text


def test_paper_is_signed_on_one_page(edition, fair):
    signers = [Signer("Kepala Perwakilan Bank Indonesia Kediri"), Signer("Penyusun", "Dewi Lestari")]

    file = report_pdf(report(edition), signers=signers, place="Kediri")

    last = pdf.pages(file)[-1]
    for part in ("Kediri, 28 November 2026", "Kepala Perwakilan Bank Indonesia Kediri", "Penyusun", "Dewi Lestari"):
        assert part in last
    assert f"Halaman {len(pdf.pages(file))} dari {len(pdf.pages(file))}" in last


def test_paper_without_signers_leaves_a_line(edition):
    assert "Yang mengesahkan" in pdf.pages(report_pdf(report(edition)))[-1]


def test_paper_says_what_it_is(edition, fair):
    SiteState.move_on(demo=True)
    made = report(edition)

    file = report_pdf(made)

    assert pdf.about(file)["Title"] == "Laporan UMKM Virtual Expo 2026"
    assert [title for level, title, _page in pdf.outline(file) if level] == [section.title for section in made.sections]
    assert ["Data contoh" in page for page in pdf.pages(file)] == [True] * len(pdf.pages(file))
    assert file == report_pdf(made)


def test_english(edition, fair):
    made = report(edition, language="en")

    assert {row[0] for row in made.sections[1].rows} >= {"Packaged Food", "Cloth & Batik"}
