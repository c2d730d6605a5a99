import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exchange import spreadsheets
from exchange.archives import FileRefused
from tests.exchange import hostile
from tests.exchange.workbooks import csv, xlsx

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_GROWTH = 300 * 1024  # kB
READ_ALL = """
import io, json, resource, sys
from pathlib import Path
import django
django.setup()
from exchange import spreadsheets
from exchange.archives import FileRefused
before, grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        with path.open("rb") as file:
            spreadsheets.read(file, path.name)
    except FileRefused:
        pass
    grown[path.name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps(grown))
"""


@pytest.mark.parametrize("make", hostile.REFUSED, ids=lambda make: make.__name__)
def test_hostile_file_is_refused_with_a_sentence(make):
    with pytest.raises(FileRefused) as refusal:
        spreadsheets.read(io.BytesIO(make()), "data.xlsx")

    assert hostile.REFUSED[make] in str(refusal.value)


def test_refusing_them_takes_little_memory_and_leaves_no_file_behind(tmp_path):
    files, temporary = tmp_path / "files", tmp_path / "temporary"
    files.mkdir()
    temporary.mkdir()
    for make in hostile.REFUSED:
        (files / f"{make.__name__}.xlsx").write_bytes(make())
    environment = os.environ | {"TMPDIR": str(temporary), "DATA_DIR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "expo.settings"}
    command = [sys.executable, "-c", READ_ALL, str(files)]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    grown = json.loads(done.stdout)
    assert len(grown) == len(hostile.REFUSED)
    assert {name: size for name, size in grown.items() if size > MOST_GROWTH} == {}
    assert list(temporary.iterdir()) == []


def test_a_claim_of_a_million_rows_is_not_believed():
    claim = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c t="str"><v>Nama Usaha</v></c></row></sheetData>'

    book = spreadsheets.read(io.BytesIO(hostile.with_sheet(hostile.sheet(claim))), "data.xlsx")

    assert book.sheets[0].rows == {1: {1: "Nama Usaha"}}


def test_empty_rows_down_to_the_last_cost_nothing():
    last = '<row r="1"><c t="str"><v>Nama Usaha</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'

    book = spreadsheets.read(io.BytesIO(hostile.with_sheet(hostile.rows(last))), "data.xlsx")

    assert book.sheets[0].rows == {1: {1: "Nama Usaha"}}


def test_pictures_in_a_workbook_are_not_unpacked():
    bomb = hostile.packed(hostile.parts() | {"xl/media/image1.png": b"\x00" * 200_000_000})

    assert spreadsheets.read(io.BytesIO(bomb), "data.xlsx").sheets[0].rows[2][1] == "Dapur Ning"


def test_a_workbook_with_another_name_is_still_one():
    assert spreadsheets.read(xlsx({"Data": hostile.ROWS}), "data.csv").sheets[0].rows[1][1] == "Nama Usaha"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Nama;Desa\n" + b"x" * 11 * 1024 * 1024, "paling besar 10 MB"),
        (b'Nama;Desa\n"' + b"x" * 200_000, "tanda kutip"),
        (b";" * 1_000_000, "terlalu besar"),
        (b"x;" * 300 + b"\n", "jauh di luar tabel"),
        (b"Nama\n" + b"x\n" * 30_000, "jauh di luar tabel"),
        (b"<html><body>Nama</body></html>", "halaman web"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "bukan Excel"),
        (b"", "kosong"),
    ],
)
def test_hostile_text_is_refused_with_a_sentence(data, words):
    with pytest.raises(FileRefused) as refusal:
        spreadsheets.read(io.BytesIO(data), "data.csv")

    assert words in str(refusal.value)


def test_text_under_the_name_of_a_workbook_is_refused():
    with pytest.raises(FileRefused) as refusal:
        spreadsheets.read(csv("Nama Usaha;Desa\n"), "data.xlsx")

    assert "bukan Excel" in str(refusal.value)
