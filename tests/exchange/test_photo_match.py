"""Names of photos as offices and phones give them, and whom each means in a workbook: exactly, or nobody."""

import pytest

from exchange import photo_match
from exchange.fields import BOOTH
from exchange.photo_zip import Entry
from exchange.records import BETWEEN_PHOTOS
from tests.exchange.plans import plan
from tests.exchange.workbooks import xlsx

HEADINGS = ["No", "No Stan", "Nama Usaha", "No HP", "Desa", "Kecamatan", "Jenis Usaha", "Nama Produk", "Harga", "Satuan", "Barcode", "Foto"]
NING = ["KB-017", "Dapur Ning", "081234567890", "Sentul", "Kepanjenkidul", "Makanan olahan"]
MAWAR = ["", "Batik Mawar", "081234567891", "Sentul", "Kepanjenkidul", "Batik"]
SARI = ["", "Sari Rasa", "081234567892", "Sentul", "Kepanjenkidul", "Makanan olahan"]
KELUD = ["", "UD Kafé Kelud", "081234567893", "Sentul", "Kepanjenkidul", "Minuman"]
ROWS = [  # the number of each is its row in the sheet less one
    [*NING, "Keripik Tempe", "8991234567891", ""],
    [*NING, "Keripik Tempe Pedas", "", "IMG_2041.HEIC"],
    [*NING, "Sambal Pecel 200 g", "", "IMG-20231105-WA0012.jpg; IMG-20231105-WA0010.jpg"],
    [*MAWAR, "Selendang", "", "mawar depan.png"],
    [*MAWAR, "Kemeja Batik Merah", "", "Foto\\Kemeja\\1.jpg"],
    [*MAWAR, "Taplak", "", "DSC_0100.JPG, sama.jpg"],
    [*SARI, "Keripik Tempe", "", "sama.jpg"],
    [*SARI, "Kopi 2", "", ""],
    [*SARI, "Kopi", "", ""],
    [*KELUD, "Crème Brûlée", "", ""],
    [*KELUD, "Jambu Kristal", "", ""],
    [*KELUD, "Kafé Kelud", "", ""],
]
WITHOUT_NUMBERS = ["Nama Usaha", "Desa", "Kecamatan", "Jenis Usaha", "Nama Produk"]
PLACE = ["Sentul", "Kepanjenkidul", "Makanan olahan"]
TABLE = """
Keripik Tempe Pedas.jpg                                       | 2             | nama produk
keripik tempe pedas.JPEG                                      | 2             | nama produk
KERIPIK_TEMPE_PEDAS.jpg                                       | 2             | nama produk
keripik-tempe-pedas.webp                                      | 2             | nama produk
KeripikTempePedas.png                                         | 2             | nama produk
Keripik Tempe Pedas_1.jpg                                     | 2             | nama produk
Keripik Tempe Pedas-2.jpg                                     | 2             | nama produk
Keripik Tempe Pedas (2).jpg                                   | 2             | nama produk
Keripik Tempe Pedas2.jpg                                      | 2             | nama produk
Keripik Tempe Pedas 03.jpg                                    | 2             | nama produk
Keripik Tempe Pedas copy.jpg                                  | 2             | nama produk
Keripik Tempe Pedas - Copy.jpg                                | 2             | nama produk
Keripik Tempe Pedas - Copy (2).jpg                            | 2             | nama produk
Keripik Tempe Pedas - salinan.jpg                             | 2             | nama produk
Salinan dari Keripik Tempe Pedas.jpg                          | 2             | nama produk
Copy of Keripik Tempe Pedas.jpg                               | 2             | nama produk
Foto Produk Keripik Tempe Pedas depan.jpg                     | 2             | nama produk
Keripik Tempe Pedas.jpg.jpeg                                  | 2             | nama produk
02. Keripik Tempe Pedas.jpg                                   | 2             | nama produk
kripik tempe pedas.jpg                                        | 2             | nama produk
Keripik Temppe Pedas.jpg                                      | 2             | ejaan yang mirip
Keripik Tempe Pedas IMG-20231105-WA0044.jpg                   | 2             | nama produk
IMG_20231105_101112 Keripik Tempe Pedas.jpg                   | 2             | nama produk
Foto UMKM/Dapur Ning/Keripik Tempe Pedas.jpg                  | 2             | nama produk
sambal pecel 200g.jpg                                         | 3             | nama produk
SAMBAL PECEL 200 G_2.jpg                                      | 3             | nama produk
Creme Brulee.jpg                                              | 10            | nama produk
Crème brûlée 2.jpg                                            | 10            | nama produk
selendang batik mawar.jpg                                     | 4             | nama stan dan produk
Kopi 2.jpg                                                    | 8             | nama produk
Kopi_2.jpg                                                    | 8             | nama produk
kopi 3.jpg                                                    | 9             | nama produk
Dapur Ning - Keripik Tempe.jpg                                | 1             | nama stan dan produk
Keripik Tempe - Dapur Ning.jpg                                | 1             | nama stan dan produk
Keripik Tempe_Sari Rasa_2.jpg                                 | 7             | nama stan dan produk
sarirasa_keripiktempe.jpg                                     | 7             | nama stan dan produk
Dapur Ning/Keripik Tempe.jpg                                  | 1             | nama produk
3. Sari Rasa/keripik_tempe (3).jpg                            | 7             | nama produk
7 Keripik Tempe.jpg                                           | 7             | nama produk
No 1 Keripik Tempe.jpg                                        | 1             | nama produk
KB-017 Keripik Tempe.jpg                                      | 1             | nama stan dan produk
kb17_keripik tempe_2.jpg                                      | 1             | nama stan dan produk
Dapur Ning/Keripik Tempe/IMG_0001.jpg                         | 1             | nama folder
Dapur Ning/Keripik Tempe/2.jpg                                | 1             | nama folder
Taplak/WhatsApp Image 2023-11-05 at 10.11.12.jpeg             | -             | bisa berarti jenis barang
Kopi/1.jpg                                                    | -             | bisa berarti jenis barang
Batik Mawar/Taplak/WhatsApp Image 2023-11-05 at 10.11.12.jpeg | 6             | nama folder
Kemeja Batik Merah/IMG_0001.jpg                               | 5             | nama folder
Dapur Nina.jpg                                                | -             | Tidak ada stan
Dapur Nin.jpg                                                 | -             | Tidak ada stan
Krispi Tempe Pedas.jpg                                        | -             | Tidak ada stan
Dapur Ning.jpg                                                | Dapur Ning    | nama stan
dapur_ning (2).jpg                                            | Dapur Ning    | nama stan
Foto stan Dapur Ning.jpg                                      | Dapur Ning    | nama stan
Dapoer Ning.jpg                                               | Dapur Ning    | nama stan
UD Dapur Ning.jpg                                             | Dapur Ning    | nama stan
stan Kafe Kelud.jpg                                           | UD Kafé Kelud | nama stan
produk kafe kelud.jpg                                         | 12            | nama produk
KB-017.jpg                                                    | Dapur Ning    | nomor stan
kb 17_1.jpg                                                   | Dapur Ning    | nomor stan
8991234567891.jpg                                             | 1             | barcode
8991234567891_2.jpg                                           | 1             | barcode
8991234567891 (3).jpg                                         | 1             | barcode
4.jpg                                                         | 4             | nomor urut
04.jpg                                                        | 4             | nomor urut
No 4.jpg                                                      | 4             | nomor urut
no. 4.jpg                                                     | 4             | nomor urut
Nomor_4.jpg                                                   | 4             | nomor urut
4_1.jpg                                                       | 4             | nomor urut
4-2.jpg                                                       | 4             | nomor urut
4 (2).jpg                                                     | 4             | nomor urut
4a.jpg                                                        | 4             | nomor urut
4 - Copy.jpg                                                  | 4             | nomor urut
foto produk no 4.jpg                                          | 4             | nomor urut
baris 5.jpg                                                   | 4             | nomor baris
Baris_5_2.jpg                                                 | 4             | nomor baris
Dapur Ning/baris 3.jpg                                        | 2             | nomor baris
IMG_2041.HEIC                                                 | 2             | kolom foto
img_2041.jpg                                                  | 2             | kolom foto
IMG-20231105-WA0012.jpg                                       | 3             | kolom foto
IMG-20231105-WA0012.jpeg                                      | 3             | kolom foto
Mawar  Depan.PNG                                              | 4             | kolom foto
mawar_depan_2.jpg                                             | 4             | kolom foto
Foto/Kemeja/1.jpg                                             | 5             | kolom foto
DSC_0100.jpg                                                  | 6             | kolom foto
Keripik Tempe.jpg                                             | -             | Cocok dengan beberapa: “Keripik Tempe” (baris 2), “Keripik Tempe” (baris 8)
Keripik Tempe Manis.jpg                                       | -             | Menyebut “Keripik Tempe”
Keripik Tempe 250.jpg                                         | -             | Menyebut “Keripik Tempe”
Sambal Pecel.jpg                                              | -             | Tidak ada stan atau produk bernama ini
Sambal Pecel 250 g.jpg                                        | -             | Tidak ada stan atau produk bernama ini
Kemeja Batik Merak.jpg                                        | -             | Tidak ada stan atau produk bernama ini
Batik Mawar/Keripik Tempe.jpg                                 | -             | bukan milik stan itu
Batik Mawar - Keripik Tempe.jpg                               | -             | bukan milik stan itu
Kafe Kelud.jpg                                                | -             | Cocok dengan beberapa: “UD Kafé Kelud” (baris 11), “Kafé Kelud” (baris 13)
sama.jpg                                                      | -             | Ditulis di beberapa baris
IMG_0004.jpg                                                  | -             | dari kamera
IMG-20231105-WA0004.jpg                                       | -             | dari kamera
IMG-20231105-WA0012 (1).jpg                                   | -             | dari kamera
IMG_2041 (4).jpg                                              | -             | dari kamera
WhatsApp Image 2023-11-05 at 10.11.12.jpeg                    | -             | dari kamera
WhatsApp Image 2023-11-05 at 10.11.12 (4).jpeg                | -             | dari kamera
DSC_0012.JPG                                                  | -             | dari kamera
DSC00012.JPG                                                  | -             | dari kamera
PXL_20231105_101112123.jpg                                    | -             | dari kamera
Screenshot_20231105-101112_Chrome.jpg                         | -             | Tidak ada stan
Screenshot_4.jpg                                              | -             | dari kamera
20231105_101112.jpg                                           | -             | dari kamera
photo_2023-11-05_10-11-12.jpg                                 | -             | dari kamera
IMG 4.jpg                                                     | -             | dari kamera
image (4).jpg                                                 | -             | dari kamera
foto 4.jpg                                                    | -             | dari kamera
Foto (4).jpg                                                  | -             | dari kamera
1699166472123.jpg                                             | -             | dari kamera
F3A1B2C4-12AB-4CDE-8F01-23456789ABCD.jpg                      | -             | dari kamera
produk 4.jpg                                                  | -             | Tidak ada stan
DSC 4.jpg                                                     | -             | Tidak ada stan
4-11-2023.jpg                                                 | -             | Tidak ada stan
99.jpg                                                        | -             | Tidak ada stan atau produk dengan nomor 99
baris 1.jpg                                                   | -             | nomor 1
stan no 4.jpg                                                 | -             | nomor 4
Dapur Ning/4.jpg                                              | -             | Foldernya menyebut stan
Dapur Ning/IMG_0001.jpg                                       | -             | Foldernya menyebut stan
Dapur Ning/baris 9.jpg                                        | -             | nomor 9
Ning.jpg                                                      | -             | Tidak ada stan
.jpg                                                          | -             | Tidak ada stan
🙂.jpg                                                         | -             | Tidak ada stan
"""


def book(rows, headings=HEADINGS, above=()):
    return plan(xlsx({"Data": [*above, headings, *rows]}))


def full(number, row):
    """A row of the sheet from its shorter form above."""
    *booth, product, barcode, photo = row
    return [number, *booth, product, 15_000, "bungkus", barcode, photo]


@pytest.fixture
def planned(db):
    return book([full(number, row) for number, row in enumerate(ROWS, 1)])


def placed(planned, *names):
    """{name: (what it was matched to, how)}: a product by its number in the workbook, a booth by its name."""
    photos = [Entry(number, name, 1) for number, name in enumerate(names)]
    matches = photo_match.match(photos, planned)
    records = {record.id: record for record in planned.records}
    shown = {"": "-"} | {key: record.name if record.of == BOOTH else str(record.row - 1) for key, record in records.items()}
    return {name: (shown[matches[number].record], matches[number].how) for number, name in enumerate(names)}


def test_names_mean_whom_the_table_says_and_nobody_else(planned):
    table = [[cell.strip() for cell in line.split(" | ")] for line in TABLE.strip().splitlines()]

    found = placed(planned, *(name for name, _whom, _how in table))

    assert {name: found[name] for name, whom, how in table if found[name][0] != whom or how not in found[name][1]} == {}
    assert len(found) == len(table) > 120


@pytest.mark.parametrize(
    ("name", "whom"),
    [
        ("kemeja batik merah 2.jpg", "5"),
        ("Foto/Kemeja/1.jpg", "5"),
        ("kiriman/IMG_2041.heic", "2"),
        ("semua/4.jpg", "4"),
        ("ZIP/Foto/Kemeja/1.jpg", "5"),
        ("kemeja/1.JPG", "5"),
        ("Taplak/1.jpg", "-"),
        ("Taplak.jpg", "6"),
    ],
)
def test_a_photo_alone_means_the_same(planned, name, whom):
    assert placed(planned, name)[name][0] == whom


def test_several_of_one_record_come_unnumbered_first_then_by_number(planned):
    names = [
        "selendang_10.jpg",
        "4_2.jpg",
        "selendang_9.jpg",
        "Selendang - Copy.jpg",
        "selendang.jpg",
        "mawar depan.png",
        "12.jpg",
        "selendang_1.jpg",
    ]
    photos = [Entry(number, name, 1) for number, name in enumerate(names)]

    matches = photo_match.match(photos, planned)

    assert [names[key] for key in matches] == [
        *("mawar depan.png", "selendang.jpg", "Selendang - Copy.jpg", "selendang_1.jpg", "4_2.jpg", "selendang_9.jpg", "selendang_10.jpg"),
        "12.jpg",
    ]
    assert [match.order for match in matches.values()] == [0, 1, 2, 3, 4, 5, 6, 0]


def test_a_row_s_own_order_of_photos_counts(planned):
    photos = [Entry(0, "IMG-20231105-WA0010.jpg", 1), Entry(1, "IMG-20231105-WA0012.jpg", 1)]
    assert list(photo_match.match(photos, planned)) == [1, 0]


def test_of_namesakes_in_folders_the_one_in_its_booth_s_folder_is_meant(planned):
    assert placed(planned, "Batik Mawar/DSC_0100.jpg", "Dapur Ning/DSC_0100.jpg") == {
        "Batik Mawar/DSC_0100.jpg": ("6", "menurut kolom foto"),
        "Dapur Ning/DSC_0100.jpg": ("-", "Ada beberapa foto dengan nama ini. Pilih yang benar."),
    }
    assert {whom for whom, _how in placed(planned, "a/DSC_0100.jpg", "b/DSC_0100.jpg").values()} == {"-"}
    assert placed(planned, "Foto/Kemeja/1.jpg", "Foto/Taplak/1.jpg")["Foto/Kemeja/1.jpg"] == ("5", "menurut kolom foto")


def test_numbers_that_begin_anew_in_every_folder_are_no_rows(planned):
    found = placed(planned, "Sukorejo/1.jpg", "Sananwetan/1.jpg", "Sananwetan/2.jpg", "Sananwetan/baris 2.jpg", "Sananwetan/Selendang.jpg")

    assert [whom for whom, _how in found.values()] == ["-", "-", "-", "1", "4"]
    assert found["Sananwetan/2.jpg"][1] == "Nomor foto berulang di beberapa folder, jadi tidak dipakai."


def test_a_column_that_says_how_many_photos_there_are_names_none(db):
    rows = [
        ["Dapur Ning", *PLACE, product, photos] for product, photos in (("Wajik", 1), ("Opak", 1), ("Jenang", 2), ("Geti", "wajik.jpg"))
    ]
    planned = book(rows, [*WITHOUT_NUMBERS, "Foto"])

    assert placed(planned, "2.jpg", "wajik.jpg") == {"2.jpg": ("1", "menurut nomor baris"), "wajik.jpg": ("4", "menurut kolom foto")}


def test_a_photo_column_and_a_number_that_disagree_mean_nobody(db):
    rows = [
        [1, "Dapur Ning", *PLACE, "Wajik", "2.jpg"],
        [2, "Dapur Ning", *PLACE, "Opak", "3.jpg"],
        [3, "Dapur Ning", *PLACE, "Geti", "a/1.jpg"],
    ]
    found = placed(book(rows, ["No", *WITHOUT_NUMBERS, "Foto"]), "2.jpg", "3.jpg", "a/1.jpg")

    assert [whom for whom, _how in found.values()] == ["-", "-", "3"]


def test_without_a_column_of_numbers_they_are_rows_of_the_sheet_if_all_of_them_can_be(db):
    planned = book([["Dapur Ning", *PLACE, "Wajik"], ["Sari Rasa", *PLACE, "Opak"]], WITHOUT_NUMBERS)

    assert placed(planned, "2.jpg", "3_2.jpg") == {"2.jpg": ("1", "menurut nomor baris"), "3_2.jpg": ("2", "menurut nomor baris")}
    counted = placed(planned, "1.jpg", "2.jpg", "baris 2.jpg")  # 1 is the heading: they count otherwise
    assert [whom for whom, _how in counted.values()] == ["-", "-", "1"]
    assert "tanpa kolom nomor" in counted["2.jpg"][1]


def test_a_number_that_stands_for_all_products_of_a_booth_means_none_of_them(db):
    rows = [[1, "Dapur Ning", *PLACE, "Wajik"], ["", "", "", "", "", "Opak"], [2, "Sari Rasa", *PLACE, "Jenang"]]
    planned = book(rows, ["No", *WITHOUT_NUMBERS])

    found = placed(planned, "1.jpg", "2_1.jpg", "stan no 2.jpg", "opak.jpg")

    assert [whom for whom, _how in found.values()] == ["-", "-", "Sari Rasa", "2"]
    assert found["1.jpg"][1].startswith("Cocok dengan beberapa: “Dapur Ning” (baris 2), “Wajik” (baris 2), “Opak” (baris 3)")


def test_what_two_rows_repeat_is_one_target(db):
    rows = [[1, "Dapur Ning", *PLACE, "Wajik"], [2, "Dapur Ning", *PLACE, "Wajik"]]
    assert placed(book(rows, ["No", *WITHOUT_NUMBERS]), "wajik.jpg", "2.jpg") == {
        "wajik.jpg": ("1", "menurut nama produk"),
        "2.jpg": ("1", "menurut nomor urut"),
    }


def test_in_two_sheets_a_number_has_to_be_one_s_own(db):
    booths = [["No", *WITHOUT_NUMBERS[:-1]], [1, "Dapur Ning", *PLACE], [2, "Sari Rasa", *PLACE]]
    offered = [["No", "Nama Usaha", "Nama Produk"], [1, "Dapur Ning", "Wajik"], [2, "Dapur Ning", "Opak"], [3, "Sari Rasa", "Geti"]]
    planned = plan(xlsx({"Stan": booths, "Produk": offered}))

    found = placed(planned, "1.jpg", "stan no 2.jpg", "produk no 2.jpg", "3.jpg", "baris 4.jpg", "baris 2.jpg", "dapur ning_opak.jpg")

    assert [whom for whom, _how in found.values()] == ["-", "Sari Rasa", "2", "3", "3", "-", "2"]
    assert found["1.jpg"][1].startswith("Cocok dengan beberapa: “Wajik” (baris 2 lembar “Produk”), “Dapur Ning” (baris 2 lembar “Stan”).")


def test_photos_of_a_booth_alone(db):
    planned = book([["Dapur Ning", *PLACE[:2], "Makanan"], ["Sari Rasa", *PLACE[:2], "Makanan"]], WITHOUT_NUMBERS[:-1])

    assert placed(planned, "dapur ning.jpg", "3.jpg") == {
        "dapur ning.jpg": ("Dapur Ning", "menurut nama stan"),
        "3.jpg": ("Sari Rasa", "menurut nomor baris"),
    }


def test_any_name_is_answered(planned):
    odd = [
        "",
        "/",
        "....",
        "a" * 300 + ".jpg",
        "1" * 300 + ".jpg",
        "_" * 300,
        "(" * 50 + ".jpg",
        "x 1 " * 70 + ".jpg",
        "Dapur Ning " * 27,
        "٣.jpg",
        "²",
    ]
    assert {whom for whom, _how in placed(planned, *odd).values()} == {"-"}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("a.jpg dan b.jpg", ["a.jpg", "b.jpg"]),
        ("a.JPG & b.jpeg + c.png", ["a.JPG", "b.jpeg", "c.png"]),
        ("a.jpg, b.jpg; c.jpg\nd.jpg", ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]),
        ("Roti dan Selai.jpg", ["Roti dan Selai.jpg"]),
        ("a.jpg danau.jpg", ["a.jpg danau.jpg"]),
        ("Roti & Selai", ["Roti & Selai"]),
    ],
)
def test_several_photos_in_one_cell_are_told_apart_and_a_name_is_left_whole(typed, names):
    assert [name.strip() for name in BETWEEN_PHOTOS.split(typed)] == names
