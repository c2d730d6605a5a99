"""Files that somebody made to hurt, or that were broken on the way. Each function returns the bytes of one."""

import io
import struct
import warnings
import zipfile
import zlib

from tests.exchange.workbooks import xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = [["Nama Usaha", "No HP", "Desa", "Jenis Usaha"], ["Dapur Ning", "081234567890", "Sentul", "Makanan"]]
KIND = zipfile.ZIP_DEFLATED


def good():
    return xlsx({"Data": ROWS}).getvalue()


def parts(data=None):
    """{name: bytes} of the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data or good())) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts, *, compression=KIND):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def with_sheet(xml):
    return packed(parts() | {"xl/worksheets/sheet1.xml": xml.encode() if isinstance(xml, str) else xml})


def with_strings(xml, **others):
    """With a table of shared strings, as Excel itself writes them."""
    relations = parts()["xl/_rels/workbook.xml.rels"]
    relation = f'<Relationship Id="s" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    relations = relations.replace(b"</Relationships>", relation.encode())
    return packed(parts() | {"xl/_rels/workbook.xml.rels": relations, "xl/sharedStrings.xml": xml} | others)


def sheet(inside, before=""):
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def rows(inside):
    return sheet(f"<sheetData>{inside}</sheetData>")


def macro():
    return packed(parts() | {"xl/vbaProject.bin": b"Attribute VB_Name"})


def macro_sheet():
    return packed(parts() | {"xl/macrosheets/sheet1.xml": b"<macro/>"})


def external_entity():
    entity = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return with_sheet(sheet('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&secret;</t></is></c></row></sheetData>', entity))


def external_type():
    return with_sheet(sheet("<sheetData/>", '<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:1/x.dtd">'))


def billion_laughs():
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return with_sheet(
        sheet('<sheetData><row r="1"><c t="str"><v>&l9;</v></c></row></sheetData>', f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>')
    )


def quadratic_entity():
    return with_sheet(
        sheet(
            f'<sheetData><row r="1"><c t="str"><v>{"&a;" * 50_000}</v></c></row></sheetData>',
            f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>',
        )
    )


def entity_in_strings():
    return with_strings(f'<!DOCTYPE s [<!ENTITY a "x">]><sst xmlns="{MAIN}"><si><t>&a;</t></si></sst>'.encode())


def entity_in_workbook():
    return packed(parts() | {"xl/workbook.xml": b'<!DOCTYPE w [<!ENTITY a "x">]><workbook/>'})


def blank_bomb():
    """200 MB of spaces in 200 kB."""
    return with_sheet(b"<worksheet><sheetData>" + b" " * 200_000_000 + b"</sheetData></worksheet>")


def cell_bomb():
    """Five million empty cells."""
    return with_sheet(b'<worksheet><sheetData><row r="1">' + b"<c/>" * 5_000_000 + b"</row></sheetData></worksheet>")


def string_bomb():
    return with_strings(f'<sst xmlns="{MAIN}">'.encode() + b"<si><t/></si>" * 1_000_000 + b"</sst>")


def long_strings():
    """One string of 4,000 letters in each of 100,000 cells."""
    inside = "".join(f'<row r="{row}">' + '<c t="s"><v>0</v></c>' * 100 + "</row>" for row in range(1, 1001))
    strings = f'<sst xmlns="{MAIN}"><si><t>{"a" * 4000}</t></si></sst>'
    return with_strings(strings.encode(), **{"xl/worksheets/sheet1.xml": rows(inside).encode()})


def deep():
    return with_sheet(b"<worksheet>" + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + b"</worksheet>")


def endless_tag():
    return with_sheet(
        b"<worksheet><sheetData><row r='1'><c " + b"".join(b'a%d="" ' % n for n in range(3_000_000)) + b"/></row></sheetData></worksheet>"
    )


def endless_comment():
    return with_sheet(b"<worksheet><!--" + b"x" * 60_000_000 + b"--></worksheet>")


def overlapping():
    """Fifield's bomb: every entry of the table of contents leads to the same bytes."""
    body = zlib.compress(b"0" * 1_000_000, 9)[2:-4]
    names = ["xl/worksheets/sheet1.xml", *(f"a{n}" for n in range(500))]
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, zlib.crc32(b"0" * 1_000_000), len(body), 1_000_000, 1, 0) + b"a" + body
    directory = b"".join(
        struct.pack(
            "<IHHHHHHIIIHHHHHII",
            0x02014B50,
            20,
            20,
            0,
            8,
            0,
            0,
            zlib.crc32(b"0" * 1_000_000),
            len(body),
            1_000_000,
            len(name),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + name.encode()
        for name in names
    )
    return local + directory + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(names), len(names), len(directory), len(local), 0)


def nested():
    """Zips in zips, and no workbook."""
    inner = packed({"a": b"0" * 10_000_000})
    for _level in range(5):
        inner = packed({f"a{n}.zip": inner for n in range(10)})
    return inner


def many_entries():
    return packed({f"xl/{n}": b"" for n in range(20_000)}, compression=zipfile.ZIP_STORED)


def huge_directory():
    """A table of contents of 30 MB."""
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 650_000
    return b"PK\x03\x04" + directory + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 65_535, 65_535, len(directory), 4, 0)


def lying_size():
    """An entry that says it has 100 bytes and has 100 million."""
    data = bytearray(packed(parts() | {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 100_000_000 + b"</worksheet>"}))
    true = struct.pack("<I", 100_000_023)
    while (place := data.find(true)) >= 0:
        data[place : place + 4] = struct.pack("<I", 100)
    return bytes(data)


def other_compression():
    return packed(parts(), compression=zipfile.ZIP_BZIP2)


def encrypted_entry():
    data = bytearray(good())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


def encrypted():
    return OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 5000


def old_excel():
    return OLE + b"\x00" * 600 + "Workbook".encode("utf-16-le") + b"\x00" * 5000


def web_page():
    return b"\xef\xbb\xbf<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>Nama Usaha</td></tr></table></html>"


def xml_spreadsheet():
    return b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


def pdf():
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"\x00" * 1000


def binary_excel():
    return packed({"xl/workbook.bin": b"\x00", "[Content_Types].xml": b"<Types/>"})


def libreoffice():
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


def word():
    return packed({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<Types/>"})


def truncated():
    return good()[:-300]


def damaged():
    data = bytearray(good())
    middle = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[middle : middle + 40] = b"\xff" * 40
    return bytes(data)


def half_xml():
    return with_sheet(rows('<row r="1"><c r="A1" t="str"><v>x</v></c></row>')[:-30])


def unknown_letters():
    return with_sheet('<?xml version="1.0" encoding="x-none"?>' + sheet("<sheetData/>").partition("?>")[2])


def wide_letters():
    return with_sheet('<?xml version="1.0" encoding="gb18030"?>' + sheet("<sheetData/>").partition("?>")[2])


def farthest_cell():
    return with_sheet(rows('<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'))


def farthest_row():
    return with_sheet(rows('<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>'))


def wide():
    return with_sheet(rows('<row r="1">' + '<c t="str"><v>x</v></c>' * 5000 + "</row>"))


def many_sheets():
    return xlsx({f"L{n}": [["x"]] for n in range(300)}).getvalue()


def many_merges():
    merged = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(1, 200_000))
    return with_sheet(sheet(f'<sheetData><row r="1"><c t="str"><v>x</v></c></row></sheetData><mergeCells>{merged}</mergeCells>'))


def bad_reference():
    return with_sheet(rows('<row r="1"><c r="../../etc" t="str"><v>x</v></c></row>'))


def missing_string():
    return with_sheet(rows('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'))


def no_sheets():
    return packed(parts() | {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'.encode()})


def sheet_outside():
    """A sheet that is said to lie outside of the package."""
    relations = parts()["xl/_rels/workbook.xml.rels"].replace(b"/xl/worksheets/sheet1.xml", b"../../../../etc/passwd")
    return packed(parts() | {"xl/_rels/workbook.xml.rels": relations})


def twice():
    """Two entries of the same name: which one counts depends on who reads."""
    file = io.BytesIO(good())
    with zipfile.ZipFile(file, "a") as package, warnings.catch_warnings(action="ignore"):
        package.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    return file.getvalue()


def empty():
    return b""


def zeros():
    return b"\x00" * 100_000


def only_signature():
    return b"PK\x03\x04"


def noise():
    return b"PK\x03\x04" + bytes(range(256)) * 400


REFUSED = {  # → words that its sentence has
    macro: "makro",
    macro_sheet: "makro",
    external_entity: "perintah XML",
    external_type: "perintah XML",
    billion_laughs: "perintah XML",
    quadratic_entity: "perintah XML",
    entity_in_strings: "perintah XML",
    entity_in_workbook: "perintah XML",
    blank_bomb: "terlalu besar",
    cell_bomb: "terlalu besar",
    string_bomb: "terlalu besar",
    long_strings: "terlalu banyak isinya",
    deep: "tidak wajar",
    endless_tag: "tidak wajar",
    endless_comment: "tidak wajar",
    overlapping: "tidak wajar",
    nested: "bukan Excel",
    many_entries: "berkas lain",
    huge_directory: "berkas lain",
    lying_size: "rusak",
    other_compression: "dimampatkan",
    encrypted_entry: "sandi",
    encrypted: "sandi",
    old_excel: ".xls",
    web_page: "halaman web",
    xml_spreadsheet: "XML",
    pdf: "bukan Excel",
    binary_excel: ".xlsb",
    libreoffice: ".ods",
    word: "bukan Excel",
    truncated: "rusak",
    damaged: "rusak",
    half_xml: "rusak",
    unknown_letters: "rusak",
    wide_letters: "rusak",
    farthest_cell: "XFD1048576",
    farthest_row: "A1048576",
    wide: "GS1",
    many_sheets: "lembar",
    many_merges: "sel gabungan",
    bad_reference: "rusak",
    missing_string: "rusak",
    no_sheets: "tidak ada lembar",
    sheet_outside: "tidak ada lembar",
    twice: "tidak wajar",
    empty: "kosong",
    zeros: "bukan Excel",
    only_signature: "rusak",
    noise: "rusak",
}
