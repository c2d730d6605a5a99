"""LibreOffice opens what leaves: every cell says what was written, and none was worked out."""

import csv
import io
import subprocess

import openpyxl
import pytest

from exchange import marking
from tests import machine
from tests.exchange.plans import plan
from tests.exchange.test_exports import body, post
from tests.exchange.test_marking import office
from tests.exchange.test_round_trip import rich  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # comma, quotes, UTF-8; cells as they are shown
FROM_CSV = "CSV:59,34,76,1"  # semicolon, quotes, UTF-8


@pytest.fixture(scope="module")
def soffice():
    try:
        return machine.soffice()
    except machine.Missing as missing:
        machine.leave_out(missing)


def converted(soffice, folder, data, name, to, *options):
    """What LibreOffice makes of a file."""
    (folder / name).write_bytes(data)
    command = [soffice, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile", *options]
    subprocess.run([*command, "--convert-to", to, "--outdir", str(folder / "made"), str(folder / name)], check=True, capture_output=True)
    (made,) = (folder / "made").iterdir()
    return made.read_bytes()


def rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def shown(value):
    return "" if value is None else f"{value:%d/%m/%Y}" if hasattr(value, "year") else str(value)


@pytest.mark.parametrize("listed", ["stan", "produk"])
def test_workbook_cell_by_cell(client_of, ratna, rich, soffice, tmp_path, listed):  # noqa: F811 - the fixture
    data = body(post(client_of(ratna), listed))

    seen = rows(converted(soffice, tmp_path, data, "data.xlsx", TO_CSV))

    written = [[shown(value) for value in row] for row in openpyxl.load_workbook(io.BytesIO(data)).active.values]
    decoded = [[value.replace("_x005F_", "_") for value in row] for row in written]
    assert seen == decoded
    assert {"=SUM(A1)", "-5", "@rumah", "007 Rasa"} <= {value for row in seen for value in row} | {row[1] for row in seen}


@pytest.mark.parametrize("listed", ["stan", "produk"])
def test_text_cell_by_cell(client_of, ratna, rich, soffice, tmp_path, listed):  # noqa: F811 - the fixture
    data = body(post(client_of(ratna), listed, "csv"))

    made = openpyxl.load_workbook(io.BytesIO(converted(soffice, tmp_path, data, "data.csv", "xlsx", f"--infilter={FROM_CSV}"))).active

    assert {cell.data_type for row in made for cell in row} <= {
        "s",
        "n",
        "d",
        "b",
    }  # numbers, days and TRUE are what a text file cannot keep
    assert "'=SUM(A1)" in {str(cell.value).removesuffix(" 0").removesuffix(" 1") for row in made for cell in row}


def test_marked_workbook_opens_with_its_notes(soffice, tmp_path):
    file = office()
    with marking.mark(file, "data.xlsx", plan(file)).file as out:
        data = out.read()

    made = openpyxl.load_workbook(io.BytesIO(converted(soffice, tmp_path, data, "data.xlsx", "xlsx:Calc MS Excel 2007 XML")))["Data"]

    assert made["G2"].value == "Hasil"
    assert made["F3"].value == "=7500*2"
    assert {cell.coordinate for row in made for cell in row if cell.comment} == {"A3", "B4", "F4"}
    assert "UMKM Virtual Expo: " in made["B4"].comment.text
    assert made["F4"].fill.fgColor.rgb == "FFFFC7CE"
    assert len(made._images) == 1
