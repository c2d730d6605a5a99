"""Numbers of permits: what passes, what is refused and with which sentence, and what only gets a remark."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from exhibitors.legality import Pirt, read_number, read_pirt, remarks
from exhibitors.models import LegalityDocument

TODAY = datetime.date(2026, 11, 22)
CITY = SimpleNamespace(code="35.72", name="Kota Blitar")


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("nib", "9120001234567", "9120001234567"),
        ("nib", " NIB 9120 0012 34567 ", "9120001234567"),
        ("pirt", "P-IRT 2063572010001-26", "P-IRT 2063572010001-26"),
        ("pirt", "206357201000126", "P-IRT 2063572010001-26"),
        ("pirt", "PIRT No. 2063572010001 - 26", "P-IRT 2063572010001-26"),
        ("pirt", "p.irt: 206.3572.01.0001-26", "P-IRT 2063572010001-26"),
        ("pirt", "3063306010072-19", "P-IRT 3063306010072-19"),
        ("bpom", "BPOM RI MD 123456789012", "BPOM RI MD 123456789012"),
        ("bpom", "md123456789012", "BPOM RI MD 123456789012"),
        ("bpom", "ML 123456789012345678", "BPOM RI ML 123456789012345678"),
        ("halal", "ID35110000145391021", "ID35110000145391021"),
        ("halal", "id 35110017058840424", "ID35110017058840424"),
        ("merek", "IDM001047956", "IDM001047956"),
        ("merek", "did2026012345", "DID2026012345"),
        ("sni", "SNI 01-2886-2000", "SNI 01-2886-2000"),
        ("sni", "01-2886-2000", "SNI 01-2886-2000"),
        ("sni", "sni iso 9001:2015", "SNI ISO 9001:2015"),
    ],
)
def test_a_number_is_read_as_people_type_it(kind, typed, kept):
    assert read_number(kind, typed) == kept
    assert read_number(kind, kept) == kept, "what was kept can be saved again"


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("nib", "91200", "NIB harus 13 angka. Baru terisi 5."),
        ("nib", "91200012345678", "NIB harus 13 angka. Yang tertulis 14."),
        ("nib", "91200O1234567", "NIB hanya berisi angka, tanpa huruf."),
        ("nib", "९१२०००१२३४५६७", "NIB hanya berisi angka, tanpa huruf."),
        ("pirt", "P-IRT 206357201", "P-IRT harus 15 angka. Baru terisi 9."),
        ("pirt", "9063572010001-26", "Angka pertama P-IRT menunjukkan kemasan: 1 sampai 8. Yang tertulis 9."),
        ("pirt", "P-IRT 20635720100O1-26", "Nomor P-IRT hanya berisi angka sesudah “P-IRT”."),
        ("bpom", "123456789012", "Nomor BPOM diawali MD (buatan Indonesia) atau ML, lalu angka."),
        ("bpom", "MD 12345", "Sesudah MD paling sedikit 12 angka. Baru terisi 5."),
        ("bpom", "MD " + "1" * 19, "Sesudah MD paling banyak 18 angka. Sudah terisi 19."),
        ("halal", "ID3511000014539", "Nomor halal sesudah ID harus 17 angka. Baru terisi 13."),
        ("halal", "35110000145391021", "Nomor sertifikat halal diawali ID."),
        ("halal", "KH-12345", "Itu nomor ketetapan halal (KH). Yang dicatat nomor sertifikatnya, diawali ID."),
        ("merek", "IDM12345", "Nomor merek sesudah IDM harus 9 angka. Baru terisi 5."),
        ("merek", "R002012001234", "Nomor merek terdaftar diawali IDM, permohonan diawali DID atau JID."),
        ("sni", "sudah SNI", "Tulis nomor SNI seperti di sertifikatnya, misalnya SNI 01-2886-2000."),
    ],
)
def test_a_wrong_form_is_refused_with_what_is_wrong(kind, typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        read_number(kind, typed)

    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize("kind", LegalityDocument.Kind.values)
@pytest.mark.parametrize("typed", ["", "\x00", "x" * 60, "1" * 60, "ID" * 30, "-" * 60, "🏭"])
def test_nonsense_is_refused_and_never_a_fault(kind, typed):
    with pytest.raises(ValidationError):
        read_number(kind, typed)


def test_a_pirt_number_tells_packaging_food_region_and_year():
    assert read_pirt("P-IRT 2063572010001-26") == Pirt("plastik", "tepung dan olahannya", "3572", 2026)
    assert read_pirt("P-IRT 2063572010001-26").region == "Kota Blitar"
    assert read_pirt("P-IRT 3113306010072-19") == Pirt("karton atau kertas", "jenis nomor 11", "3306", 2019)
    assert read_pirt("P-IRT 12") is None


def remarks_on(kind, number, valid_until=None, product_names=()):
    document = LegalityDocument(kind=kind, number=number, valid_until=valid_until)
    return remarks(document, region=CITY, today=TODAY, product_names=product_names)


@pytest.mark.parametrize(
    ("number", "valid_until", "products", "expected"),
    [
        ("P-IRT 2063572010001-29", None, ["Wajik"], []),
        ("P-IRT 2063572010001-29", datetime.date(2029, 5, 1), [], []),
        (
            "P-IRT 2063505010001-29",
            None,
            [],
            ["Nomor ini untuk Kabupaten Blitar, sedangkan stan Anda di Kota Blitar. Cocokkan dengan suratnya."],
        ),
        (
            "P-IRT 2063306010001-29",
            None,
            [],
            ["Nomor ini untuk daerah berkode 3306, sedangkan stan Anda di Kota Blitar. Cocokkan dengan suratnya."],
        ),
        ("P-IRT 2063572010001-25", None, [], ["Menurut dua angka terakhirnya, P-IRT ini habis tahun 2025."]),
        (
            "P-IRT 2063572010001-29",
            datetime.date(2028, 5, 1),
            [],
            ["Dua angka terakhirnya berarti habis tahun 2029, berbeda dari tanggal yang diisi."],
        ),
        ("P-IRT 2063572010001-29", None, ["Pangsit beku"], ["“Pangsit beku” makanan beku: itu perlu izin BPOM (MD), tidak cukup P-IRT."]),
        ("P-IRT 2063572010001-29", None, ["Kerupuk bekuning"], []),
    ],
)
def test_what_is_odd_about_a_pirt_is_a_remark(number, valid_until, products, expected):
    assert remarks_on("pirt", number, valid_until, products) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, ["Masa berlakunya sudah habis, jadi tidak tampil di stan."]),
        (0, ["Masa berlakunya habis hari ini."]),
        (60, ["Masa berlakunya habis 60 hari lagi."]),
        (61, []),
    ],
)
def test_the_end_is_announced(days, expected):
    assert remarks_on("halal", "ID35110000145391021", TODAY + datetime.timedelta(days=days)) == expected


def test_an_application_and_a_standard_without_year_get_a_remark():
    assert remarks_on("merek", "IDM001047956") == []
    assert len(remarks_on("merek", "DID2026012345")) == 1
    assert remarks_on("sni", "SNI 01-2886-2000") == []
    assert len(remarks_on("sni", "SNI 3141")) == 1
