"""The report as a workbook: every figure as a number, with what it counts and when."""

import io

import openpyxl
import pytest

from exchange.report_xlsx import report_workbook
from expo.models import SiteState
from tests.exchange.test_report import edition, fair, report, tap  # noqa: F401 - fixtures
from tests.factories import make_entry, make_product, make_round

pytestmark = pytest.mark.django_db
TAKEN = "Semua angka dihitung dari situs pada 28 November 2026 pukul 14.05 WIB."


def opened(made):
    return openpyxl.load_workbook(io.BytesIO(report_workbook(made)))


def rows(sheet):
    return [tuple(value for value in row if value is not None) for row in sheet.values]


@pytest.fixture
def made(edition, fair):  # noqa: F811 - the fixtures
    tap(fair["sari"], edition)
    make_entry(round=make_round(edition=edition, name="Kurasi pameran"), product=make_product(exhibitor=fair["sari"]))
    return report(edition)


def test_a_sheet_for_each_table_after_the_first_figures(made):
    assert opened(made).sheetnames == [
        "Ringkasan",
        "1. Stan dan produk per daerah",
        "2. Stan dan produk per jenis",
        "3. Keikutsertaan",
        "4. Keadaan stan peserta",
        "5. Keadaan produk stan peserta",
        "6. Hasil kurasi per putaran…",
        "7. Ketukan WhatsApp per daerah",
        "8. Ketukan WhatsApp per stan",
    ]


def test_first_figures_with_what_they_count(made):
    said = rows(opened(made)["Ringkasan"])

    assert said[:4] == [
        ("Laporan UMKM Virtual Expo 2026",),
        ("Kota Blitar, Kabupaten Nganjuk",),
        (TAKEN,),
        ("Angka", "Nilai", "Yang dihitung"),
    ]
    assert said[4:] == [(figure.name, figure.value, figure.means) for figure in made.figures]


def test_every_table_has_its_title_meaning_time_figures_and_sum(made):
    book = opened(made)
    for section, sheet in zip(made.sections, book.worksheets[1:], strict=True):
        said = rows(sheet)
        assert said[:4] == [(section.title,), (section.means,), ("Kota Blitar, Kabupaten Nganjuk",), (TAKEN,)]
        assert said[4] == section.columns
        assert said[5:-1] == list(section.rows)
        assert said[-1] == tuple(value for value in section.total if value != "")
        assert sheet.cell(sheet.max_row, 1).font.bold
        assert sheet.freeze_panes == "A6"


def test_figures_are_numbers_and_nothing_is_worked_out(made):
    for sheet in opened(made):
        kinds = {(type(cell.value), cell.data_type) for row in sheet for cell in row if cell.value is not None}
        assert kinds == {(str, "s"), (int, "n")}


def test_a_demo_says_so(edition, fair):  # noqa: F811 - the fixtures
    SiteState.move_on(demo=True)

    assert all(("Data contoh",) in rows(sheet) for sheet in opened(report(edition)))


def test_english(edition, fair):  # noqa: F811 - the fixtures
    assert rows(opened(report(edition, language="en")).worksheets[1])[4][:1] == ("Region",)


def test_nothing_there(edition):  # noqa: F811 - the fixture
    book = opened(report(edition))

    assert rows(book["6. Hasil kurasi per putaran…"])[-1] == ("Jumlah", 0, 0, 0, 0, 0, 0)
