"""Values as Excel and haste leave them. Each function returns what imports.plan() takes; odd_values.txt has the plan that it must give."""

import datetime

from tests.exchange.plans import ALL
from tests.exchange.workbooks import xlsx

HEADINGS = ["Nama Usaha", "Desa", "Jenis Usaha"]
FOOD = "Makanan Olahan"
PRODUCT = [*HEADINGS, "Nama Produk"]
NING = ["Dapur Ning", "Sentul", FOOD]
BLANK = [None, None, None]


def _booths(heading, values):
    """A booth for each value of one column."""
    return {
        "file": xlsx(
            {
                "Data": [
                    [*HEADINGS, heading],
                    *([f"Dapur {name}", "Sentul", FOOD, value] for name, value in zip(NAMES, values, strict=False)),
                ]
            }
        )
    }


def _products(headings, rows):
    """Products of one booth, for each row of values."""
    table = [[*PRODUCT, *headings], *([*(BLANK if n else NING), f"Opak {NAMES[n]}", *row] for n, row in enumerate(rows))]
    return {"file": xlsx({"Data": table})}


NAMES = [
    "Anggrek",
    "Bakung",
    "Cempaka",
    "Dahlia",
    "Edelweis",
    "Flamboyan",
    "Gladiol",
    "Hortensia",
    "Ixora",
    "Jasmin",
    "Kenanga",
    "Lavender",
    "Mawar",
    "Nusaindah",
    "Orkid",
    "Pacar",
    "Quisqualis",
    "Rosela",
    "Sedap",
    "Teratai",
    "Unggu",
    "Violces",
    "Wijaya",
    "Xanthia",
    "Yasmin",
    "Zinia",
]


def telephone_numbers():
    typed = [81234567801, 81234567802.0, "8,1234567803E+10", "8.12E+10", "0812-3456-7804/0857-1111-2222", "0812 3456 7805 0857 1111 2233"]
    typed += [
        "+62 812-3456-7806 (WA)",
        "62081234567807",
        "O812 3456 78O8",
        "(0342) 801234",
        "0812-345",
        "hubungi Pak Budi",
        "-",
        342801235,
        "’0812.3456.7809",
    ]
    return _booths("No HP", typed)


def prices():
    typed = [
        "Rp 15.000,-",
        "15rb",
        "15.000 - 25.000",
        "± 20.000",
        15000.0,
        15.5,
        "15.5",
        15,
        "15-25rb",
        "15 - 25.000",
        "Rp15.000/bungkus",
        "nego",
        "1,5 jt",
    ]
    return _products(["Harga"], [[value] for value in typed])


def more_prices():
    typed = [
        "15.000 (kecil), 25.000 (besar)",
        "15.000 s/d 25.000",
        "mulai Rp. 15.000",
        "15 000",
        "Rp 0",
        "-",
        "gratis",
        "isi 10 harga 15.000",
        -5,
        99999999999,
    ]
    typed += [datetime.date(2026, 10, 15), "1.500.000", "IDR 15,000.00", "@ Rp 2.500 / pcs", "12.500 - 12.500", "15000,00"]
    return _products(["Harga"], [[value] for value in typed])


def two_columns_of_prices():
    rows = [[15000, 25000], ["15rb", "15rb"], [15000, 9000], [15000, None], [None, 25000]]
    return _products(["Harga Terendah", "Harga Tertinggi"], rows)


def capitals():
    names = [
        "KERIPIK TEMPE BU NING",
        "UD. SUMBER REJEKI",
        'ALEN-ALEN "MBAK TUTIK"',
        "BATIK D'ARUM",
        "KWT MELATI DAN PKK RW 02",
        "Keripik SARI",
        "BTPN",
        "sambel pecel bu tin",
    ]
    return {"file": xlsx({"Data": [HEADINGS, *([name, "Sentul", FOOD] for name in names)]})}


def what_cannot_be_seen():
    row = ["_x0000_Dapur\u00a0 Ning\u200b_x000D_", "\ufeffSentul\u00a0", "Makanan\tOlahan", "'0812 3456 7890"]
    return {"file": xlsx({"Data": [[*HEADINGS, "No HP"], row]})}


def places_by_their_prefixes():
    table = [["Nama Usaha", "Desa/Kelurahan", "Kecamatan", "Kab/Kota", "Jenis Usaha"]]
    rows = [
        ["Kel. Sentul", "Kec. Kepanjenkidul", "Kota Blitar"],
        ["DESA SUMBERJO", "KEC SANANKULON", "KAB. BLITAR"],
        ["Ds.Bendorejo", "Pogalan", "Kabupaten Trenggalek"],
    ]
    rows += [
        ["Kelurahan Kepanjen Kidul RT 02 RW 05", None, "Kodya Blitar"],
        ["Ds. Jatirejo Kec. Loceret Kab Nganjuk", None, None],
        ["35.72.01.1003", None, None],
    ]
    table += [[f"Dapur {name}", *row, FOOD] for name, row in zip(NAMES, rows, strict=False)]
    return {"file": xlsx({"Data": table}), "scope": ALL}


def places_in_an_address():
    table = [
        ["Nama Usaha", "Alamat", "Jenis Usaha"],
        ["Dapur Ning", "Jl. Mawar No. 3 RT 01/RW 02, Kel. Sentul, Kec. Kepanjenkidul, Kota Blitar 66113", FOOD],
    ]
    return {"file": xlsx({"Data": [*table, ["Dapur Sari", "Jl. Melati 5", FOOD], ["Dapur Rum", "Tlumpu", FOOD]]})}


def villages_misspelled():
    table = [["Nama Usaha", "Desa/Kelurahan", "Kecamatan", "Kab/Kota", "Jenis Usaha"]]
    rows = [
        ["Sumberejo", "Sanankulon", "Kab. Blitar"],
        ["Sumberejo", None, "Kab. Blitar"],
        ["Tlumpu", "Sananwetan", "Kota Blitar"],
        ["Kranding", "Pogalan", "Trenggalek"],
    ]
    rows += [
        ["Karang Sari", "Sukarejo", "Blitar"],
        ["Gandusari", None, None],
        ["Bendogerrit", "Sanan Wetan", "Kota Blitar"],
        ["Sentoel", "Kepandjenkidul", None],
    ]
    rows += [[None, "Sukorejo", "Kota Blitar"], ["Ngadirojo", "Kepanjenkidul", None]]
    table += [[f"Dapur {name}", *row, FOOD] for name, row in zip(NAMES, rows, strict=False)]
    return {"file": xlsx({"Data": table}), "scope": ALL}


def districts_misspelled():
    table = [["Nama Usaha", "Desa/Kelurahan", "Kecamatan", "Kab/Kota", "Jenis Usaha"]]
    rows = [
        ["Sentul", "Kepanjin", "Kota Blitar"],
        ["Bendorejo", "Pogalan", "Kota Blitar"],
        ["Bendorejo", "Pogolan", "Trenggalek"],
        ["Sentul", "Entah", None],
    ]
    rows += [
        ["Kel. Kauman", None, "Tulungagung"],
        ["Kauman", None, "Tulungagung"],
        ["Kepanjenkid", None, "Kota Blitar"],
        ["Sentul (Kel)", "Kepanjenkidul", "Blitar Kota"],
    ]
    table += [[f"Dapur {name}", *row, FOOD] for name, row in zip(NAMES, rows, strict=False)]
    return {"file": xlsx({"Data": table}), "scope": ALL}


def a_village_left_out():
    return a_village_chosen() | {"answers": {"desa:Data!2 stan": "lewati"}}


def a_village_chosen():
    table = [["Nama Usaha", "Desa", "Kecamatan", "Jenis Usaha"], ["Dapur Ning", "Tlumpu", "Sananwetan", FOOD]]
    return {"file": xlsx({"Data": table}), "answers": {"desa:Data!2 stan": "35.72.02.1003"}}


def rows_of_another_region():
    table = [["Nama Usaha", "Desa", "Kecamatan", "Kab/Kota", "Jenis Usaha"]]
    rows = [
        ["Srengat", "Srengat", "Kab. Blitar"],
        ["Srengat", "Srengat", "Blitar"],
        ["Jatirejo", "Loceret", None],
        ["Pare", "Pare", "Kediri"],
        ["Bendorejo", None, None],
    ]
    table += [[f"Dapur {name}", *row, FOOD] for name, row in zip(NAMES, rows, strict=False)]
    return {"file": xlsx({"Data": table})}


def papers():
    table = [[*HEADINGS, "NIB", "No. PIRT", "Halal", "BPOM", "HKI"]]
    rows = [[9120001234567, "P-IRT 2063572010001-29", "ID35110000145391021", "MD 123456789012", "IDM001047956"]]
    rows += [
        [120001234567, 206357201000129, "belum ada", "-", "DID2024012345"],
        ["ada", "2063572010001-26, 2063572010002-26", "proses", None, "sudah"],
    ]
    rows += [["9,12E+12", "123", "KH-123", "12345", "Merek"]]
    table += [[f"Dapur {name}", "Sentul", FOOD, *row] for name, row in zip(NAMES, rows, strict=False)]
    return {"file": xlsx({"Data": table})}


def when_papers_end():
    table = [[*HEADINGS, "No. PIRT", "Masa Berlaku PIRT"]]
    ends = [
        "26/11/2029",
        47448,
        datetime.date(2029, 11, 26),
        "26 November 2029",
        "11/26/2029",
        "Senin, 26 Nov 29",
        "seumur hidup",
        "31/02/2029",
        "besok",
    ]
    table += [
        [f"Dapur {name}", "Sentul", FOOD, f"20635720100{n:02}29", end] for n, (name, end) in enumerate(zip(NAMES, ends, strict=False))
    ]
    return {"file": xlsx({"Data": table})}


def papers_of_products():
    """A permit in a product's row is for that product, a merged one for all that it spans, and the NIB for the booth."""
    table = [
        [*PRODUCT, "Harga", "NIB", "No. PIRT"],
        [*NING, "Opak", 9000, "9120001234567", "2063572010001-29"],
        [*BLANK, "Keripik", 15000, None, "2063572010002-29"],
    ]
    table += [[*BLANK, "Sale", 15000, None, None], [*BLANK, "Kue", 5000, None, None]]
    return {"file": xlsx({"Data": table}, merged={"Data": ["G3:G4"]})}


def counts_and_years():
    table = [[*HEADINGS, "Tahun Berdiri", "Jumlah Tenaga Kerja", "Jam Buka"]]
    rows = [
        [2015, 5, "08.00-20.00"],
        ["Th. 2015", "5 orang", None],
        ["15 tahun", "5-10", None],
        [2030, "banyak", None],
        [datetime.date(2015, 1, 1), datetime.date(2026, 5, 10), None],
    ]
    rows += [["sejak 1998", "± 12", None], ["2015.0", 2.5, None]]
    table += [[f"Dapur {name}", "Sentul", FOOD, *row] for name, row in zip(NAMES, rows, strict=False)]
    return {"file": xlsx({"Data": table})}


def times_and_sizes():
    headings = ["Masa Simpan", "Netto (gram)", "Satuan", "Min Order", "Kapasitas/bulan", "Waktu Pengerjaan (hari)"]
    rows = [
        ["3 bulan", 200, "Pcs", "24 pcs", "1.000", 3],
        [90, "200 gr", "BUNGKUS", 1, "± 500", "2 minggu"],
        ["6-12 bulan", "1/4 kg", "toples", 0, 100.0, "3-5 hari"],
    ]
    return _products(headings, [*rows, ["1 th", "", "kilo", "dua", 2.5, "cepat"]])


def codes():
    rows = [["8 999999 000004", "9206.00"], [8999999000004, 920600], ["8999999000005", 9206], ["123", "92.06"], ["-", 4420.1]]
    return _products(["Barcode", "Kode HS"], rows)


def more_of_everything():
    table = [[*HEADINGS, "No Stan", "TikTok", "Karyawan", "Berdiri", "Masa Berlaku PIRT", "PIRT", "No HP"]]
    rows = [
        [
            "KB 7",
            "@dapurning",
            99999,
            "-",
            datetime.datetime(2029, 1, 2, 3, 4),  # noqa: DTZ001 Excel's dates have no zone
            "2063572010001-29",
            "x" * 401,
        ],
        ["stan 7", "-", 3, "1998/1999", "1 2 3 4", None, None],
    ]
    table += [[f"DAPUR {n} KG SBY", "Sentul", FOOD, *row] for n, row in enumerate(rows)]
    return {"file": xlsx({"Data": table})}


def times_in_what_the_heading_says():
    rows = [[3, "1", "-", "-", "-"], ["6 - 12", "999 tahun", 20, "jumbo", None]]
    return _products(["Masa Simpan (bulan)", "Lama Pengerjaan (minggu)", "Ukuran", "Barcode", "Harga"], rows)


def links():
    table = [
        [*HEADINGS, "Instagram", "Shopee", "Website"],
        ["Dapur Ning", "Sentul", FOOD, "@dapurning", "shopee.co.id/dapurning", "www.dapurning.example"],
    ]
    table.append(
        ["Dapur Sari", "Sentul", FOOD, "https://www.instagram.com/dapursari?igsh=1", "-", "http://tokopedia.com/sari, tokopedia.com/sari"]
    )
    return {"file": xlsx({"Data": table})}


def kinds():
    typed = [
        "Makanan",
        "kuliner",
        "Tas Batik",
        "kerajinan marmer",
        "FASHION",
        "Craft",
        "Kendang Jimbe",
        "olahan kopi",
        "Sambel Pecel",
        "jamu",
        "jasa cuci",
        None,
        "mebel-batu-alam",
    ]
    names = [f"Usaha {name}" for name in NAMES]
    return {"file": xlsx({"Data": [HEADINGS, *([name, "Sentul", kind] for name, kind in zip(names, typed, strict=False))]})}


def choices():
    table = [[*HEADINGS, "Badan Usaha", "Skala Usaha", "Pernah Ekspor"]]
    rows = [
        ["UD", "Mikro", "Belum"],
        ["CV.", "usaha kecil", "ya"],
        ["PT Perorangan", "menengah", "lewat pihak lain"],
        ["Perseroan", "besar", "mungkin"],
        ["-", "-", "tidak"],
    ]
    table += [[f"Dapur {name}", "Sentul", FOOD, *row] for name, row in zip(NAMES, rows, strict=False)]
    return {"file": xlsx({"Data": table})}


def too_long():
    table = [[*PRODUCT, "Slogan", "Cerita", "Deskripsi Produk"], ["D" * 81, "Sentul", FOOD, "O" * 101, "s" * 121, "c" * 3001, "d" * 2001]]
    return {"file": xlsx({"Data": table})}


def all_that_is_missing_at_once():
    table = [
        [*PRODUCT, "No HP", "Harga"],
        [None, None, None, "Opak", "12", "x"],
        ["Sari Jaya", None, "zzz", None, "12", None],
        [None, None, None, None, None, 9000],
    ]
    return {"file": xlsx({"Data": table})}


def near_doubles():
    table = [[*HEADINGS, "No HP"], ["Dapur Ning", "Sentul", FOOD, "081234567890"], ["UD Dapur Ning", "Sentul", FOOD, "081234567890"]]
    table += [
        ["Dapoer Ning", "Sentul", FOOD, "081234567899"],
        ["Kerupuk Ning", "Bendo", FOOD, "081234567890"],
        ["Dapur Ning", "Bendo", FOOD, None],
    ]
    return {"file": xlsx({"Data": table})}


def near_doubles_answered():
    answers = {"stan:Data!4 stan": "baris:Data!2 stan", "stan:Data!5 stan": "baru"}
    return near_doubles() | {"answers": answers}


def the_same_product_twice():
    return _products(["Harga"], [[9000]]) | {
        "file": xlsx(
            {
                "Data": [
                    [*PRODUCT, "Harga"],
                    [*NING, "Opak", 9000],
                    [*BLANK, "OPAK", 9000],
                    [*BLANK, "opak", 8000],
                    [*BLANK, "Opak 200 g", 8000],
                ]
            }
        )
    }


def numbers_where_words_belong():
    table = [[*PRODUCT, "Harga", "Deskripsi Produk"], [1998, "Sentul", FOOD, 234, 9000, 12.5]]
    return {"file": xlsx({"Data": table})}
