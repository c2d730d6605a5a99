import pytest

from exchange import headings
from exchange.fields import FIELDS
from exchange.grid import Sheet


def guessed(*names, below=None):
    """{heading: field} for a sheet with these headings."""
    rows = {1: dict(enumerate(names, start=1)), 2: dict(enumerate(below or ["x"] * len(names), start=1))}
    return {column.heading: column.key for column in headings.guess(Sheet("Data", rows=rows)).columns}


@pytest.mark.parametrize("key", FIELDS)
def test_every_spelling_means_its_field(key):
    beside = {"stan": "Nama Produk", "produk": "Nama Usaha"}.get(FIELDS[key].of, "Nama Usaha")

    wrong = {name: found[name] for name in FIELDS[key].names if (found := guessed(name, beside)).get(name) != key and name != beside}

    assert {name: field for name, field in wrong.items() if headings.same(name) not in headings.IN_CONTEXT} == {}


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Nama Usaha / Brand Peserta", "name"),
        ("Nomor HP/WA yang aktif", "whatsapp"),
        ("Harga jual per bungkus (Rp)", "price"),
        ("Kecamtan", "district"),
        ("Jml Tenaga Kerja (orang)", "employees"),
        ("NO. P - IRT", "pirt"),
        ("* Desa / Kelurahan (wajib)", "village"),
        ("Nomor NPWP Pemilik", "private"),
        ("Email pemilik", ""),
        ("Tanggal bayar harga stan", ""),
        ("Rata-rata omzet", "private"),
        ("Catatan petugas", ""),
        ("Jumlah", ""),
        ("", ""),
    ],
)
def test_headings_in_other_words(heading, key):
    assert guessed("Kab/Kota", heading, "Alamat").get(heading, "") == key


def test_a_guess_says_how_sure_it_is():
    rows = {1: {1: "Nama Usaha", 2: "Kecamtan", 3: "Harga jual per bungkus", 4: "Catatan"}, 2: {1: "Dapur"}}

    columns = headings.guess(Sheet("Data", rows=rows)).columns

    assert {column.heading: (column.why, column.confidence) for column in columns} == {
        "Nama Usaha": ("dikenal", 1.0),
        "Kecamtan": ("mirip", 0.94),
        "Harga jual per bungkus": ("mirip", 0.8),
        "Catatan": ("tidak dikenal", 0.0),
    }


def test_three_samples_of_each_column_and_none_of_what_is_private():
    rows = {1: {1: "Nama Usaha", 2: "NIK", 3: "Lain"}} | {
        n: {1: f"Dapur {n}", 2: "3572014107800001", 3: "KTP 3572014107800001"} for n in range(2, 9)
    }

    columns = headings.guess(Sheet("Data", rows=rows)).columns

    assert {column.heading: column.samples for column in columns} == {
        "Nama Usaha": ["Dapur 2", "Dapur 3", "Dapur 4"],
        "NIK": [],
        "Lain": ["KTP 3572…"],
    }


@pytest.mark.parametrize(("samples", "key"), [(["081234567890"] * 3, "whatsapp"), (["Bu Ning", "Pak Joko", "0812"], "contact_name")])
def test_what_says_too_little_is_told_by_what_stands_below(samples, key):
    rows = {1: {1: "Nama Usaha", 2: "Kontak"}} | {n: {1: "x", 2: sample} for n, sample in enumerate(samples, start=2)}

    assert [column.key for column in headings.guess(Sheet("Data", rows=rows)).columns if column.heading == "Kontak"] == [key]


def test_what_was_said_of_this_file_counts_before_what_was_remembered():
    rows = {1: {1: "Nama Usaha", 2: "Kode"}, 2: {1: "x", 2: "y"}}

    def of(**said):
        return {column.letter: (column.key, column.why) for column in headings.guess(Sheet("Data", rows=rows), **said).columns}["B"]

    assert of() == ("", "tidak dikenal")
    assert of(remembered={"kode": "whatsapp"}) == ("whatsapp", "diingat")
    assert of(remembered={"kode": "whatsapp"}, chosen={"B": "village"}) == ("village", "dipilih")
    assert of(remembered={"kode": "whatsapp"}, chosen={"B": ""}) == ("", "dipilih")
    assert of(chosen={"B": "no such field"}) == ("", "tidak dikenal")
