"""The organiser's own workbook comes back marked, and nothing else in it changes."""

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawn
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from exchange import marking
from exchange.archives import FileRefused
from exhibitors.models import Status
from regions.models import Village
from tests.exchange.plans import plan, told
from tests.exchange.test_odd import ODD, TODAY
from tests.exchange.workbooks import csv, xlsx
from tests.factories import make_exhibitor, make_product

pytestmark = pytest.mark.django_db
HEADINGS = ["Nama Usaha", "No HP", "Desa", "Jenis Usaha", "Nama Produk", "Harga"]
GOOD = ["Dapur Ning", "081234567890", "Sentul", "Makanan Olahan", "Opak", 15000]
WRONG = ["Batik Turi", "0812", "Turi", "Batik", "Syal", "mahal"]
RED, YELLOW = "FFFFC7CE", "FFFFF1C2"
TOLD_PHONE = "Nomor WhatsApp harus diawali 08, 62, atau +62, lalu 9 sampai 12 angka. Yang tertulis “0812”."
TOLD_PRICE = "“mahal” tidak terbaca sebagai harga. Tulis dengan angka saja, misalnya 22500 atau 22.500."


def marked(file, name="data.xlsx", made=None):
    """(the plan, the marked file as BytesIO)"""
    made = made or plan(file, name)
    with marking.mark(file, name, made).file as out:
        return made, io.BytesIO(out.read())


def opened(file):
    return openpyxl.load_workbook(file)


def results(file, column, sheet="Data"):
    """{row: what stands in this column}, of the rows that have something there."""
    return {cell.row: cell.value for cell in opened(file)[sheet][column] if cell.value}


def notes(file, sheet="Data"):
    return {cell.coordinate: cell.comment.text for row in opened(file)[sheet] for cell in row if cell.comment}


def colours(file, sheet="Data"):
    found = {cell.coordinate: cell.fill.fgColor.rgb for row in opened(file)[sheet] for cell in row if cell.fill.fill_type == "solid"}
    return {cell: colour for cell, colour in found.items() if colour in (RED, YELLOW)}


def test_each_row_says_what_became_of_it():
    ning = make_exhibitor(
        name="Dapur Ning", village=Village.objects.get(pk="35.72.01.1003"), whatsapp="+6281234567890", status=Status.DRAFT
    )
    make_product(exhibitor=ning, name="Opak", price=9000, status=Status.DRAFT)
    file = xlsx({"Data": [HEADINGS, GOOD, ["", "", "", "", "Sale pisang", 12000], WRONG, ["", "", "", "", "Selendang", 5], ["Jumlah", 4]]})

    _made, out = marked(file)

    assert results(out, "G") == {
        1: "Hasil",
        2: "Stan sama.\nProduk berubah: Harga Rp9.000 → Rp15.000.",
        3: "Produk baru.",
        4: f"Stan salah: {TOLD_PHONE}\nProduk salah: {TOLD_PRICE}",
        5: "Produk salah: Stannya (baris 4) belum bisa diimpor. Perhatikan: Harga Rp5 sangat murah. Kalau maksudnya ribuan, betulkan.",
    }
    assert notes(out) == {
        "B4": f"UMKM Virtual Expo: {TOLD_PHONE}",
        "F4": f"UMKM Virtual Expo: {TOLD_PRICE}",
        "E5": "UMKM Virtual Expo: Stannya (baris 4) belum bisa diimpor.",
        "F5": "UMKM Virtual Expo: Harga Rp5 sangat murah. Kalau maksudnya ribuan, betulkan.",
    }
    assert colours(out) == {"B4": RED, "F4": RED, "E5": RED, "F5": YELLOW}


def test_a_row_is_high_enough_for_what_is_said_unless_the_office_has_set_it():
    file = xlsx({"Data": [HEADINGS, GOOD, WRONG, WRONG]})
    book = opened(file)
    book["Data"].row_dimensions[4].height = 20
    book.save(file)

    _made, out = marked(file)

    heights = opened(out)["Data"].row_dimensions
    assert [heights[row].height for row in (1, 2, 3, 4)] == [None, 30, 60, 20]  # points: two lines, and two sentences of two lines


def test_what_is_asked_and_what_is_published_is_said():
    make_exhibitor(name="Dapur Ning", village=Village.objects.get(pk="35.72.01.1003"), whatsapp="+6281234567890", tagline="Lama")
    head = ["Nama Usaha", "No HP", "Desa", "Jenis Usaha", "Slogan"]
    file = xlsx({"Data": [head, ["Dapur Ning", "081234567890", None, None, "Baru"], ["Dapur Nink", None, "Sentul", "Kopi", None]]})

    _made, out = marked(file)

    said = results(out, "F")
    assert said[2] == "Stan tidak diubah. Perhatikan: Sudah tampil, jadi tidak diubah lewat impor. Ubah di halamannya."
    assert said[3].startswith("Stan ditanyakan: Ada yang mirip. Sama dengan “Dapur Nink”? (Dapur Ning, Kel. Sentul")


def test_a_booth_told_twice_points_to_the_first_row():
    file = xlsx({"Stan": [HEADINGS[:4], GOOD[:4], GOOD[:4]], "Produk": [["Nama Usaha", "Nama Produk"], ["Dapur Ning", "Opak"]]})

    _made, out = marked(file)

    assert results(out, "E", "Stan") == {1: "Hasil", 2: "Stan baru.", 3: "Stan digabung dengan baris 2."}
    assert results(out, "C", "Produk") == {1: "Hasil", 2: "Produk baru."}


def office():
    """A workbook as offices make them: title, colours, merged and hidden cells, filter, list, formula with its value, picture, comment."""
    file = xlsx(
        {
            "Data": [["DAFTAR UMKM", None], HEADINGS, GOOD, WRONG, [None, None, None, None, "Tersembunyi", 1000]],
            "Catatan": [["Jangan dihapus"]],
        }
    )
    book = openpyxl.load_workbook(file)
    sheet = book["Data"]
    sheet.merge_cells("A1:F1")
    sheet["A1"].font = Font(bold=True, size=16)
    for cell in sheet[2]:
        cell.fill = PatternFill("solid", "FF00B050")
        cell.font = Font(bold=True, color="FFFFFFFF")
    sheet["F3"].number_format = "#,##0.00"
    sheet["F4"].font = Font(italic=True)
    sheet.column_dimensions["A"].width = 33
    sheet.row_dimensions[5].hidden = True
    sheet.auto_filter.ref = "A2:F5"
    sheet.freeze_panes = "A3"
    listed = DataValidation(type="list", formula1='"Batik,Kopi"')
    listed.add("D3:D9")
    sheet.add_data_validation(listed)
    sheet.conditional_formatting.add("F3:F9", CellIsRule(operator="lessThan", formula=["100"], font=Font(bold=True)))
    sheet["B4"].comment = Comment("Nomornya ditanyakan lagi", "Bu Lik")
    sheet["A3"].comment = Comment("Langganan", "Bu Lik")
    sheet["F3"] = "=7500*2"
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    sheet.add_image(Drawn(picture), "H9")
    made = io.BytesIO()
    book.save(made)
    return patched(made, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<f>7500*2</f><v />", b"<f>7500*2</f><v>15000</v>"))


def patched(file, part, change):
    """The package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)) if name == part else source.read(name))
    out.seek(0)
    return out


def parts(file):
    with zipfile.ZipFile(file) as package_of:
        return {name: package_of.read(name) for name in package_of.namelist()}


def test_everything_else_stays():
    file = office()

    made, out = marked(file)

    assert made.counts() == {"baru": 2, "salah": 2, "tanya": 1}
    before, after = parts(file), parts(out)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}
    old, new = opened(file)["Data"], opened(out)["Data"]
    for row in old.iter_rows():
        for cell in row:
            same = new[cell.coordinate]
            assert (same.value, same.number_format, repr(same.font)) == (cell.value, cell.number_format, repr(cell.font))
            assert same.coordinate in ("B4", "F4") or repr(same.fill) == repr(cell.fill)
    for of in (old, new):
        assert [str(area) for area in of.merged_cells.ranges] == ["A1:F1"]
        assert (of.auto_filter.ref, of.freeze_panes) == ("A2:F5", "A3")
        assert (of.column_dimensions["A"].width, of.row_dimensions[5].hidden) == (33, True)
        assert len(of.data_validations.dataValidation) == len(of.conditional_formatting) == len(of._images) == 1
    assert new["G2"].value == "Hasil"
    assert (repr(new["G2"].fill), repr(new["G2"].font)) == (repr(old["F2"].fill), repr(old["F2"].font))
    assert new.column_dimensions["G"].width == 60
    assert b"<f>7500*2</f><v>15000</v>" in after["xl/worksheets/sheet1.xml"]
    assert notes(out) == {
        "A3": "Langganan",
        "B4": f"Nomornya ditanyakan lagi\n\nUMKM Virtual Expo: {TOLD_PHONE}",
        "F4": f"UMKM Virtual Expo: {TOLD_PRICE}",
    }


def test_sent_again_it_says_the_same_and_its_column_is_not_read():
    file = office()

    made, out = marked(file)
    again, twice = marked(out)

    def without_ours(lines):
        return [line for line in lines if "kolom Data!G" not in line]

    assert without_ours(told(again)) == told(made)
    assert {column.heading: column.key for column in again.layouts[0].columns}["Hasil"] == "result"
    assert results(twice, "G") == results(out, "G")
    assert results(twice, "H") == {}
    assert (notes(twice), colours(twice)) == (notes(out), colours(out))


def test_what_was_mended_loses_its_mark():
    file = office()
    _made, out = marked(file)
    mended = patched(
        out, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b">0812<", b">0812 3333 4444<").replace(b">mahal<", b">75000<")
    )

    made, again = marked(mended)

    assert made.counts() == {"baru": 4, "tanya": 1}
    assert results(again, "G")[4] == "Stan baru.\nProduk baru."
    assert notes(again) == {"A3": "Langganan", "B4": "Nomornya ditanyakan lagi"}
    assert colours(again) == {}
    shapes = re.findall(rb"Row>(\d+)<", parts(again)["xl/drawings/commentsDrawing1.vml"])
    assert sorted(shapes) == [b"2", b"3"]


def test_a_row_that_is_gone_takes_its_result_along():
    _made, out = marked(xlsx({"Data": [HEADINGS, GOOD, WRONG]}))
    book = opened(out)
    for cell in book["Data"][3][:6]:
        cell.value = None
    file = io.BytesIO()
    book.save(file)

    _again, twice = marked(file)

    assert results(twice, "G") == {1: "Hasil", 2: "Stan baru.\nProduk baru."}


def test_an_offices_own_column_of_that_name_is_kept():
    file = xlsx({"Data": [[*HEADINGS, "Hasil"], [*GOOD, "lolos kurasi"]]})

    _made, out = marked(file)
    _again, twice = marked(out)

    assert results(out, "G") == results(twice, "G") == {1: "Hasil", 2: "lolos kurasi"}
    assert results(out, "H") == results(twice, "H") == {1: "Hasil", 2: "Stan baru.\nProduk baru."}


def test_what_is_written_in_is_text():
    file = xlsx({"Data": [HEADINGS, ['=HYPERLINK("x")', '<b>&"0812"', "Turi", "=2+3", "=1", "@x"]]}, text=True)

    _made, out = marked(file)

    assert {cell.data_type for row in opened(out)["Data"] for cell in row if cell.column == 7} == {"s"}
    assert '“<b>&"0812"”' in results(out, "G")[2]


def test_a_workbook_with_prefixes_and_without_styles():
    file = xlsx({"Data": [HEADINGS, GOOD, WRONG]})
    tags = re.compile(rb"<(/?)(?=[a-z])")
    file = patched(file, "xl/worksheets/sheet1.xml", lambda xml: tags.sub(rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x="))
    file = patched(file, "xl/_rels/workbook.xml.rels", lambda xml: re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", xml))

    made, out = marked(file)

    assert results(out, "G")[2] == "Stan baru.\nProduk baru."
    assert set(notes(out)) == {"B3", "F3"}
    assert without_result(told(plan(out))) == told(made)


def without_result(lines):
    return [line for line in lines if "(result)" not in line]


@pytest.mark.parametrize("mark", [b"\xff\xfe", b""])
def test_utf_16_inside(mark):
    def wide(xml):
        return mark + ('<?xml version="1.0" encoding="UTF-16"?>' + xml.decode()).encode("utf-16-le")

    _made, out = marked(patched(xlsx({"Data": [HEADINGS, GOOD, WRONG]}), "xl/worksheets/sheet1.xml", wide))

    assert results(out, "G")[2] == "Stan baru.\nProduk baru."


@pytest.mark.parametrize(("make", "_expected"), ODD)
def test_odd_workbooks_can_be_marked_and_sent_again(make, _expected):
    given = make()
    first = plan(**given, today=TODAY)
    once = mark_as(given, first)
    second = plan(**given | {"file": once}, today=TODAY)
    twice = mark_as(given | {"file": once}, second)

    assert without_result(told(second)) == told(first)
    assert told(plan(**given | {"file": twice}, today=TODAY)) == told(second)


def mark_as(given, made):
    with marking.mark(given["file"], given.get("name", "data.xlsx"), made).file as out:
        return io.BytesIO(out.read())


def test_a_part_that_our_reader_never_opened_is_no_way_in():
    file = office()
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><comments><comment ref="A1">&b;</comment></comments>'
    large = b"<comments>" + b" " * (90 << 20) + b"<comment /></comments>"
    for content in (bomb, large, b"<comments><comment ", b"<a>" * 100 + b"<comment />"):
        hostile = patched(file, "xl/comments/comment1.xml", lambda _xml, content=content: content)
        made = plan(hostile)
        with pytest.raises(FileRefused):
            marking.mark(hostile, "data.xlsx", made)


@pytest.mark.parametrize(("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8")])
def test_text_comes_back_as_text(separator, encoding):
    rows = [HEADINGS, [*GOOD[:5], '"Rp 15.000,-"'], WRONG, ["", "", "", "", "é", "3000"]]
    file = csv("\r\n".join(separator.join(map(str, row)) for row in rows), encoding)

    made = plan(file, "Data Maret.csv")
    done = marking.mark(file, "Data Maret.csv", made)
    with done.file as out:
        text = out.read().decode("utf-8-sig")

    assert (done.name, done.content_type) == ("Data Maret - hasil.csv", "text/csv; charset=utf-8")
    assert text.splitlines()[0] == separator.join([*HEADINGS, "Hasil"])
    again = plan(io.BytesIO(text.encode("utf-8-sig")), done.name)
    assert without_result(told(again)) == told(made)
    with marking.mark(io.BytesIO(text.encode("utf-8-sig")), done.name, again).file as twice:
        assert twice.read().decode("utf-8-sig") == text
