"""What a cell holds, as Excel and other programs write it."""

import datetime
import io

import pytest

from exchange import spreadsheets
from exchange.grid import Broken, Place, letters, place
from tests.exchange.hostile import MAIN, packed, parts, rows, sheet, with_sheet, with_strings
from tests.exchange.workbooks import xlsx

STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts>
<numFmt numFmtId="164" formatCode="[$-421]dd mmmm yyyy"/><numFmt numFmtId="165" formatCode='"Rp"#,##0;[Red]"days"'/>
</numFmts><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>""".encode()


def read(data):
    return spreadsheets.read(io.BytesIO(data), "data.xlsx").sheets[0]


def value(cell, **others):
    """What is read of one cell."""
    data = packed(parts() | {"xl/worksheets/sheet1.xml": rows(f'<row r="1">{cell}</row>').encode(), "xl/styles.xml": STYLES} | others)
    return read(data).rows.get(1, {}).get(1)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<c><v>15000</v></c>", 15000),
        ("<c><v>15000.0</v></c>", 15000),
        ("<c><v>8.1234567890000000E10</v></c>", 81234567890),
        ("<c><v>15.5</v></c>", 15.5),
        ('<c s="3"><v>15000</v></c>', 15000),
        ('<c s="1"><v>47083</v></c>', datetime.date(2028, 11, 26)),
        ('<c s="2"><v>47083</v></c>', datetime.date(2028, 11, 26)),
        ('<c s="4"><v>47083.5</v></c>', datetime.datetime(2028, 11, 26, 12)),  # noqa: DTZ001 Excel's dates have no zone
        ('<c s="1"><v>99999999</v></c>', 99999999),
        ('<c s="1"><v>-5</v></c>', -5),
        ('<c t="b"><v>1</v></c>', True),
        ('<c t="b"><v>0</v></c>', False),
        ('<c t="d"><v>2028-11-26T00:00:00Z</v></c>', datetime.date(2028, 11, 26)),
        ('<c t="d"><v>soon</v></c>', "soon"),
        ('<c t="e"><v>#N/A</v></c>', Broken("#N/A")),
        ("<c><f>1+1</f></c>", Broken("=")),
        ("<c><f>1+1</f><v>2</v></c>", 2),
        ('<c t="str"><f>""</f><v></v></c>', None),
        ('<c t="inlineStr"><is><r><t>Dapur </t></r><r><t>Ning</t></r><rPh><t>dapur</t></rPh></is></c>', "Dapur Ning"),
        ("<c><v>nan</v></c>", "nan"),
        ("<c><v>satu</v></c>", "satu"),
        ("<c><v></v></c>", None),
        ("<c/>", None),
    ],
)
def test_cell(cell, expected):
    assert value(cell) == expected
    assert type(value(cell)) is type(expected)


def test_dates_that_are_counted_from_1904():
    book = parts()["xl/workbook.xml"].replace(b"<workbookPr />", b'<workbookPr date1904="1" />')

    assert value('<c s="1"><v>45621</v></c>', **{"xl/workbook.xml": book}) == datetime.date(2028, 11, 26)


def test_shared_strings_with_how_they_are_spoken():
    strings = f'<sst xmlns="{MAIN}"><si><t>Dapur</t><rPh><t>dapur</t></rPh></si><si><r><t>Ba</t></r><r><t>tik</t></r></si></sst>'.encode()
    data = with_strings(
        strings, **{"xl/worksheets/sheet1.xml": rows('<row r="1"><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>').encode()}
    )

    assert read(data).rows == {1: {1: "Batik", 2: "Dapur"}}


def test_rows_and_columns_without_coordinates_are_counted():
    table = '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row r="5"><c r="C5" t="str"><v>c</v></c><c t="str"><v>d</v></c></row><row><c><v>1</v></c></row>'

    assert read(with_sheet(rows(table))).rows == {1: {1: "a", 2: "b"}, 5: {3: "c", 4: "d"}, 6: {1: 1}}


def test_what_is_merged_downwards_stands_in_every_row_and_to_the_right_in_none():
    table = "".join(f'<row r="{n}"><c r="C{n}"><v>{n}</v></c></row>' for n in range(1, 5)).replace(
        "<c r=", '<c r="A1" t="str"><v>x</v></c><c r=', 1
    )
    merged = '<mergeCells><mergeCell ref="A1:B3"/></mergeCells>'

    assert read(with_sheet(sheet(f"<sheetData>{table}</sheetData>{merged}"))).rows == {
        1: {1: "x", 3: 1},
        2: {1: "x", 3: 2},
        3: {1: "x", 3: 3},
        4: {3: 4},
    }


def test_what_is_hidden_is_known():
    book = spreadsheets.read(
        xlsx(
            {"Data": [["a", "b"], ["c", "d"]], "Arsip": [["e"]]},
            hidden_rows={"Data": [2]},
            hidden_columns={"Data": ["B"]},
            hidden_sheets=["Arsip"],
        ),
        "data.xlsx",
    )

    assert [(sheet.name, sheet.hidden, sheet.hidden_rows, sheet.hidden_columns) for sheet in book.sheets] == [
        ("Data", False, {2}, {2}),
        ("Arsip", True, set(), set()),
    ]


def test_a_file_is_known_by_its_bytes():
    file = xlsx({"Data": [["a"]]})

    first, again = spreadsheets.read(file, "a.xlsx"), spreadsheets.read(file, "b.xlsx")

    assert first.fingerprint == again.fingerprint != spreadsheets.read(xlsx({"Data": [["b"]]}), "a.xlsx").fingerprint


@pytest.mark.parametrize(
    ("name", "expected"),
    [("A1", Place(1, 1)), ("$AB$7", Place(7, 28)), ("XFD1048576", Place(1048576, 16384)), ("1A", None), ("AAAA1", None)],
)
def test_places_have_the_names_that_excel_gives_them(name, expected):
    assert place(name) == expected
    assert expected is None or str(expected) == name.replace("$", "")


def test_columns_have_letters():
    assert [letters(number) for number in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
