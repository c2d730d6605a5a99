"""Workbooks as offices lay them out. Each function returns what imports.plan() takes; odd_shapes.txt has the plan that it must give."""

import datetime
import io

from tests.exchange.hostile import MAIN, packed, parts, rows, with_strings
from tests.exchange.plans import ALL
from tests.exchange.workbooks import csv, xlsx

HEADINGS = ["Nama Usaha", "No HP", "Desa/Kel", "Kec.", "Jenis Usaha"]
NING = ["Dapur Ning", "081234567890", "Sentul", "Kepanjenkidul", "Makanan Olahan"]
TURI = ["Batik Turi", "081234567891", "Turi", "Sukorejo", "Wastra & Batik"]
FLAT = [*HEADINGS, "Nama Produk", "Harga"]


def two_sheets():
    return {
        "file": xlsx(
            {
                "Produk": [
                    ["UMKM", "Nama Produk", "Harga"],
                    ["Dapur Ning", "Keripik Tempe", 15000],
                    ["dapur  ning", "Opak", 9000],
                    ["Batik Tury", "Syal", 150000],
                ],
                "Stan": [HEADINGS, NING, TURI],
            }
        )
    }


def product_of_nobody():
    return {"file": xlsx({"Stan": [HEADINGS, NING], "Produk": [["UMKM", "Nama Produk", "Harga"], ["Kopi Entah", "Kopi Bubuk", 20000]]})}


def two_of_that_name():
    return {
        "file": xlsx(
            {
                "Stan": [HEADINGS, NING, ["Dapur Ning", "081234567899", "Tlumpu", "Sukorejo", "Makanan Olahan"]],
                "Produk": [["UMKM", "Nama Produk", "Harga"], ["Dapur Ning", "Opak", 9000]],
            }
        )
    }


def repeated_in_every_row():
    return {"file": xlsx({"Data": [FLAT, [*NING, "Opak", 9000], [*NING, "Keripik", 15000], [*TURI, "Syal", 150000]]})}


def repeated_and_contradicting():
    other = ["Dapur Ning", "081234567890", "Bendo", "Kepanjenkidul", "Bumbu & Sambal"]
    return {"file": xlsx({"Data": [FLAT, [*NING, "Opak", 9000], [*other, "Keripik", 15000]]})}


def given_once_and_blank_below():
    blank = [None] * len(HEADINGS)
    return {
        "file": xlsx(
            {"Data": [FLAT, [*NING, "Opak", 9000], [*blank, "Keripik", 15000], [*TURI, "Syal", 150000], [*blank, "Selendang", 90000]]}
        )
    }


def given_once_and_merged():
    blank = [None] * len(HEADINGS)
    table = [FLAT, [*NING, "Opak", 9000], [*blank, "Keripik", None], [*TURI, "Syal", 150000]]
    return {"file": xlsx({"Data": table}, merged={"Data": ["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "G2:G3"]})}


def titles_above():
    return {
        "file": xlsx(
            {"Data": [["DATA UMKM BINAAN"], ["DINAS KOPERASI KOTA BLITAR TAHUN 2026"], [], HEADINGS, NING]},
            merged={"Data": ["A1:E1", "A2:E2"]},
        )
    }


def two_rows_of_headings():
    table = [
        ["No", "Nama Usaha", "Alamat", None, None, "Kontak", None, "Jenis Usaha"],
        [None, None, "Desa", "Kecamatan", "Kab/Kota", "Pemilik", "No HP", None],
    ]
    table.append([1, "Dapur Ning", "Sentul", "Kepanjenkidul", "Kota Blitar", "Bu Ning", "081234567890", "Makanan Olahan"])
    return {"file": xlsx({"Data": table}, merged={"Data": ["A1:A2", "B1:B2", "C1:E1", "F1:G1", "H1:H2"]})}


def two_rows_of_headings_in_text():
    text = "Nama Usaha;Alamat;;Jenis Usaha\n;Desa;Kecamatan;\nDapur Ning;Sentul;Kepanjenkidul;Makanan Olahan\n"
    return {"file": csv(text), "name": "data.csv"}


def other_words_and_order():
    table = [["Produk", "Harga Satuan", "Telp/WA", "Merk", "Pelaku Usaha", "Kelurahan", "Kategori"]]
    table.append(["Opak", 9000, "081234567890", "Dapur Ning", "Bu Ning", "Sentul", "Makanan Olahan"])
    return {"file": xlsx({"Data": table})}


def misspelled_headings():
    table = [["Nama Ushaa", "Nomer HP", "Kelurahn", "Kecamatn", "Jenis Usahaa", "Nama Prodk", "Harga jual per bungkus (Rp)"]]
    return {"file": xlsx({"Data": [*table, [*NING, "Opak", 9000]]})}


def names_of_several_things():
    table = [["Nama UMKM", "Nama", "Pemilik", "Desa", "Jenis Usaha", "Ukuran", "Harga"]]
    return {"file": xlsx({"Data": [*table, ["Dapur Ning", "Opak", "Bu Ning", "Sentul", "Makanan Olahan", "200 g", 9000]]})}


def a_name_alone_is_that_of_the_owner():
    return {"file": xlsx({"Data": [["Nama Usaha", "Nama", "Desa", "Jenis Usaha"], ["Dapur Ning", "Bu Ning", "Sentul", "Makanan Olahan"]]})}


def brand_or_trade_mark():
    table = [[*HEADINGS, "Merek"], [*NING, "IDM001047956"]]
    return {"file": xlsx({"Data": table})}


def columns_that_are_not_read():
    table = [[*HEADINGS, "NIK", "NPWP", "Omzet per bulan", "E-mail", "Pelatihan", "Nama Toko"]]
    return {
        "file": xlsx({"Data": [*table, [*NING, 3572014107800001, "09.254.294.3-407.000", 5000000, "ning@contoh.id", "2024", "Toko Ning"]]})
    }


def two_columns_of_numbers():
    table = [["Nama Usaha", "No HP", "No WA", "Desa", "Jenis Usaha"]]
    table += [
        ["Dapur Ning", "081111111111", "081234567890", "Sentul", "Makanan Olahan"],
        ["Opak Sari", "082222222222", "-", "Bendo", "Makanan Olahan"],
    ]
    return {"file": xlsx({"Data": table})}


def rows_that_are_none():
    numbered = [["No", *HEADINGS], [f"({n})" for n in range(1, 7)], [1, *NING], ["No", *HEADINGS], [2, *TURI], [None, "Jumlah", 2], []]
    signed = [
        [None] * 4 + ["Blitar, 26 November 2026"],
        [None] * 4 + ["Mengetahui, Kepala Dinas"],
        [None] * 4 + ["NIP. 19700101 199501 2 001"],
    ]
    return {"file": xlsx({"Data": numbered + signed})}


def parts_by_district():
    table = [
        ["Nama Usaha", "Desa", "Jenis Usaha"],
        ["A. KECAMATAN SUKOREJO"],
        ["Batik Turi", "Turi", "Batik"],
        ["B. Kec. Kepanjenkidul"],
        ["Dapur Ning", "Sentul", "Makanan Olahan"],
    ]
    return {"file": xlsx({"Data": table}, merged={"Data": ["A2:C2"]})}


def an_example_row():
    return {"file": xlsx({"Data": [HEADINGS, ["Contoh: Dapur Ning", "081234567890", "Sentul", "", "Makanan"], TURI]})}


def hidden_rows():
    return {"file": xlsx({"Data": [FLAT, [*NING, "Opak", 9000], [*TURI, "Syal", 150000]]}, hidden_rows={"Data": [3]})}


def hidden_rows_answered():
    return hidden_rows() | {"answers": {"baris:Data": "impor"}}


def hidden_rows_left_out():
    return hidden_rows() | {"answers": {"baris:Data": "lewati"}}


def a_hidden_column():
    file = xlsx({"Data": [HEADINGS, NING]}, hidden_columns={"Data": ["B"]})
    return {"file": file}


def a_hidden_sheet():
    return {"file": xlsx({"Data": [HEADINGS, NING], "Arsip": [HEADINGS, TURI]}, hidden_sheets=["Arsip"])}


def sheets_without_a_table():
    return {"file": xlsx({"Petunjuk": [["Cara mengisi"], ["Isi semua kolom, lalu kirim."]], "Data": [HEADINGS, NING], "Sheet3": []})}


def semicolons_with_a_mark():
    return {
        "file": csv("Nama Usaha;No HP;Desa;Jenis Usaha\nDapur Ning;81234567890;Sentul;Makanan Olahan\n", "utf-8-sig"),
        "name": "data.csv",
    }


def commas_and_quotes_of_the_west():
    text = 'Nama Usaha,No HP,Desa,Jenis Usaha,Cerita\r\n"Dapur ""Ning"", Blitar",81234567890,Sentul,Makanan Olahan,"Café kecil\r\nsejak 1998"\r\n'
    return {"file": csv(text, "cp1252"), "name": "data.csv"}


def tabs_in_two_bytes():
    return {
        "file": csv("Nama Usaha\tNo HP\tDesa\tJenis Usaha\nDapur Ning\t0812-3456-7890\tSentul\tMakanan Olahan\n", "utf-16"),
        "name": "data.txt",
    }


def a_line_that_names_the_separator():
    return {"file": csv("sep=|\nNama Usaha|Desa|Jenis Usaha\nDapur Ning|Sentul|Makanan Olahan\n"), "name": "data.csv"}


def as_excel_writes():
    """Shared strings, rich text, how a word is pronounced, escapes, a date by its style."""
    strings = ["Nama Usaha", "Desa", "Jenis Usaha", "No PIRT", "Masa Berlaku PIRT", "Sentul", "Makanan Olahan", "P-IRT 2063572010001-29"]
    items = "".join(f"<si><t>{text}</t></si>" for text in strings)
    items += (
        '<si><r><t xml:space="preserve">Dapur </t></r><r><rPr><b/></rPr><t>Ning_x000D_</t></r><rPh sb="0" eb="1"><t>dapur</t></rPh></si>'
    )
    heading = "".join(f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCDE"))
    row = '<c r="A2" t="s"><v>8</v></c><c r="B2" t="s"><v>5</v></c><c r="C2" t="s"><v>6</v></c><c r="D2" t="s"><v>7</v></c><c r="E2" s="1"><v>47118</v></c>'
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    sheet = rows(f'<row r="1">{heading}</row><row r="2">{row}</row>')
    strings_xml = f'<sst xmlns="{MAIN}">{items}</sst>'.encode()
    return {"file": _file(with_strings(strings_xml, **{"xl/worksheets/sheet1.xml": sheet.encode(), "xl/styles.xml": styles.encode()}))}


def as_other_programs_write():
    """A prefix before every element, no coordinates, text beside the cells."""
    cell = lambda text: f'<x:c t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>'  # noqa: E731 for this line only
    table = "".join(f"<x:row>{''.join(map(cell, row))}</x:row>" for row in ([*HEADINGS[:3], "Jenis Usaha"], [*NING[:3], "Makanan Olahan"]))
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{table}</x:sheetData></x:worksheet>'
    return {"file": _file(packed(parts() | {"xl/worksheets/sheet1.xml": xml.encode()}))}


def formulas():
    """One that was worked out, one that never was, one that failed."""
    heading = "".join(f'<c t="str"><v>{text}</v></c>' for text in ["Nama Usaha", "Desa", "Jenis Usaha", "Nama Produk", "Harga"])
    booth = '<c t="str"><f>UPPER("x")</f><v>Dapur Ning</v></c><c t="str"><v>Sentul</v></c><c t="str"><v>Makanan Olahan</v></c>'
    first = f'{booth}<c t="str"><v>Opak</v></c><c><f>3*3000</f><v>9000</v></c>'
    second = '<c r="D3" t="str"><v>Keripik</v></c><c r="E3"><f>E2*2</f></c>'
    third = '<c r="D4" t="str"><v>Rengginang</v></c><c r="E4" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    table = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate([heading, first, second, third], start=1))
    return {"file": _file(packed(parts() | {"xl/worksheets/sheet1.xml": rows(table).encode()}))}


def columns_chosen_by_the_organiser():
    table = [["Nama Usaha", "X", "Keterangan", "Kode"], ["Dapur Ning", "Sentul", "Makanan Olahan", "081234567890"]]
    return {"file": xlsx({"Data": table}), "chosen": {"Data": {"B": "village", "C": "category", "D": "whatsapp"}}}


def columns_remembered():
    table = [["Nama Usaha", "Dukuhan", "Kelompok", "Desa"], ["Dapur Ning", "Sentul", "Makanan Olahan", "x"]]
    return {"file": xlsx({"Data": table}), "remembered": {"dukuhan": "village", "kelompok": "category"}}


def a_column_taken_away():
    return {"file": xlsx({"Data": [HEADINGS, NING]}), "chosen": {"Data": {"B": ""}}}


def a_column_of_dates():
    table = [["Nama Usaha", "Desa", "Jenis Usaha", "No Halal", "Masa Berlaku Halal", "Berdiri"]]
    table.append(["Dapur Ning", "Sentul", "Makanan Olahan", "ID35110000145391021", datetime.date(2028, 1, 31), datetime.date(1998, 5, 1)])
    return {"file": xlsx({"Data": table})}


def sells_a_list_of_things():
    """A column of products without prices says what a booth sells; it is no product of that name."""
    table = [["Nama Usaha", "Desa", "Produk"], ["Dapur Ning", "Sentul", "Keripik tempe, opak, rengginang"]]
    return {"file": xlsx({"Data": table})}


def products_of_other_kinds():
    table = [
        ["Nama Usaha", "Desa", "Nama Produk", "Kategori", "Harga"],
        ["Dapur Ning", "Sentul", "Kopi Bubuk", "Minuman", 20000],
        [None, None, "Opak", "Makanan", 9000],
    ]
    return {"file": xlsx({"Data": table})}


def all_regions():
    table = [
        ["Nama Usaha", "Desa", "Kecamatan", "Kab/Kota", "Jenis Usaha"],
        ["Gamelan Loceret", "Jatirejo", "Loceret", "Nganjuk", "Alat musik"],
    ]
    table += [
        ["Geti Bu Rum", "Gandusari", "Gandusari", "Kab. Blitar", "Makanan"],
        ["Alen-alen Sari", "Gandusari", "Gandusari", "TRENGGALEK", "Makanan"],
    ]
    return {"file": xlsx({"Data": table}), "scope": ALL}


def nothing_to_read():
    return {"file": xlsx({"Data": [["Tanggal", "Kegiatan", "Biaya"], ["1 Mei", "Rapat", 100]]})}


def _file(data):
    return io.BytesIO(data)
