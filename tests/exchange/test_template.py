"""The workbook to fill in: as it comes it says nothing, and what is chosen in it is understood."""

import datetime
import io

import openpyxl
import pytest

from exchange import places
from exchange.template import place, template
from regions.models import Village
from tests.exchange.plans import ALL, KOTA, plan, told

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 26)


def book(scope=KOTA):
    return openpyxl.load_workbook(io.BytesIO(template(scope, today=TODAY)))


def filled(*rows, scope=KOTA):
    """The template with rows below its example: {heading: value} each."""
    made = book(scope)
    sheet = made["Stan dan produk"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=3):
        for heading, value in row.items():
            sheet.cell(number, columns[heading], value)
    file = io.BytesIO()
    made.save(file)
    return plan(file, "templat.xlsx", scope)


@pytest.mark.parametrize("scope", [*({code} for code in sorted(ALL)), ALL], ids=lambda scope: "-".join(sorted(scope)))
def test_untouched_it_plans_to_nothing(scope):
    made = plan(io.BytesIO(template(scope, today=TODAY)), "templat.xlsx", frozenset(scope))

    assert (made.records, made.questions) == ([], {})
    assert made.skipped == [["Stan dan produk", 2, "Baris contoh."]]
    assert [layout.sheet for layout in made.layouts if layout.is_read] == ["Stan dan produk"]
    assert [column.heading for layout in made.layouts for column in layout.unread] == []


def test_every_heading_is_known_for_certain():
    layout = plan(io.BytesIO(template(KOTA, today=TODAY)), "templat.xlsx").layouts[0]

    assert {column.heading: column.confidence for column in layout.columns if column.confidence < 1} == {}
    assert len({column.key for column in layout.columns}) == len(layout.columns)


def test_filled_in_it_plans_what_was_filled_in():
    made = filled(
        {
            "Nama Usaha": "Dapur Ning",
            "Siapa yang menjawab": "Bu Ning",
            "No. WhatsApp": "081234567890",
            "Desa atau kelurahan": "Sentul, Kec. Kepanjenkidul, Kota Blitar",
            "Jenis Usaha": "Makanan Olahan",
            "Nama Produk": "Opak ketan",
            "Harga": 15000,
            "Sampai harga": 25000,
            "Persediaan": "Dibuat setelah dipesan",
        },
        {"Nama Produk": "Sale pisang", "Harga": 12000, "Berat Bersih": "200 g"},
    )

    assert told(made)[:3] == [
        "Stan dan produk!3 stan: baru category=makanan-olahan contact_name=Bu Ning name=Dapur Ning village=35.72.01.1003 whatsapp=+6281234567890",
        "Stan dan produk!3 produk: baru price=rentang|15000|25000 product_name=Opak ketan stock=pesan",
        "Stan dan produk!4 produk: baru net_weight=200 g price=tetap|12000|None product_name=Sale pisang",
    ]


def test_every_village_that_is_offered_is_understood():
    """All 981, for somebody who works in all regions."""
    known = places.Places.load()
    found = {}
    for village in Village.objects.select_related("district__region"):
        answer = known.find(places.said(village=place(village)), scope=ALL)
        found[village.code] = (answer.code, answer.note, answer.fault)

    assert {code: answer for code, answer in found.items() if answer != (code, "", "")} == {}


def test_only_the_organisers_villages_and_all_kinds_are_offered():
    made = book()
    offered = [cell.value for cell in made["Pilihan"]["A"]]
    lists = {str(validation.sqref)[0]: validation.formula1 for validation in made["Stan dan produk"].data_validations.dataValidation}

    assert made["Pilihan"].sheet_state == "hidden"
    assert lists["D"] == "'Pilihan'!$A$1:$A$21"
    assert lists["E"] == lists["J"] == "'Pilihan'!$A$22:$A$31"
    assert all(value.endswith(", Kota Blitar") for value in offered[:21])
    assert offered[21:31].count("Makanan Olahan") == 1
    assert offered[31:] == ["Tersedia", "Dibuat setelah dipesan", "Sedang habis"]


def test_telephone_numbers_stay_as_they_are_typed():
    assert book()["Stan dan produk"].column_dimensions["C"].number_format == "@"


def test_a_sheet_explains_every_column():
    made = book()
    lines = [row[0].value for row in made["Petunjuk"]]
    headings = [cell.value for cell in made["Stan dan produk"][1]]

    assert [line.partition(": ")[0] for line in lines[4:]] == headings
    assert "26/11/2026" in lines[3]


def test_no_cell_is_worked_out():
    assert {cell.data_type for sheet in book() for row in sheet for cell in row} <= {"s", "n"}
