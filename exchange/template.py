"""The workbook to fill in: one row a product, villages and kinds to choose from, an example, and a sheet that explains.

The two other sheets have one column each: what has no columns beside each other is no table, so nobody takes it for one.
"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from exchange.workbook_out import Column, Sheet, written
from exhibitors.models import Category
from products.models import Product
from regions.models import Village

SHEET, GUIDE, CHOICES = "Stan dan produk", "Petunjuk", "Pilihan"


def template(scope_regions, *, today):
    """Bytes of the .xlsx for organisers of these regions (codes). Its words are Indonesian: the reader knows them again."""
    with override("id"):
        return _filled(*_choices(scope_regions), today)


def _filled(choices, places, today):
    columns = _columns(places)
    filled = [
        Sheet(
            SHEET,
            [Column(heading, width, text, offered) for heading, width, text, offered, _e, _w in columns],
            [_example(columns)],
            examples=1,
        ),
        Sheet(GUIDE, [Column("", 110)], [[f"{heading}: {why}"] for heading, *_rest, why in columns], above=_guide(today), frozen=False),
        Sheet(CHOICES, [Column("", 50)], [[choice] for choice in choices], hidden=True, frozen=False),
    ]
    with written(filled) as file:
        return file.read()


def _choices(scope):
    """([what is offered anywhere], {what: (sheet, first row, last row)}), all below each other in one column."""
    villages = Village.objects.filter(district__region__in=scope).select_related("district__region").order_by("name", "code")
    offered = {
        "village": [place(village) for village in villages],
        "category": list(Category.objects.order_by("position").values_list("name", flat=True)),
        "stock": [str(label) for label in Product.Stock.labels],
    }
    below, places = [], {}
    for name, values in offered.items():
        places[name] = (CHOICES, len(below) + 1, len(below) + max(1, len(values)))
        below += values
    return below, places


def place(village):
    """'Sentul, Kec. Kepanjenkidul, Kota Blitar': begins with what is looked for, and is read by exchange/places.py."""
    return f"{village.name}, Kec. {village.district.name}, {village.district.region.name}"


def _columns(places):
    """[(heading, width, whether it is text, choices, example, what it is for)]; headings of exchange/fields.py."""
    one = _("Isi sekali, di baris produk pertamanya.")
    return [
        ("Nama Usaha", 28, False, (), _("Contoh: Dapur Ning"), _("Nama seperti di papan nama. Wajib untuk stan baru. %s") % one),
        ("Siapa yang menjawab", 22, False, (), "Bu Ning", _("Nama orang yang menjawab WhatsApp.")),
        ("No. WhatsApp", 18, True, (), "0812-3456-7890", _("Diawali 08, 62, atau +62.")),
        (
            "Desa atau kelurahan",
            44,
            False,
            places["village"],
            _("pilih dari daftar"),
            _("Pilih dari daftar, atau tulis desa dan kecamatannya. Wajib untuk stan baru."),
        ),
        (
            "Jenis Usaha",
            22,
            False,
            places["category"],
            _("pilih dari daftar"),
            _("Pilih dari daftar. Kalau kosong, ditebak dari produknya."),
        ),
        ("Cerita Usaha", 40, False, (), _("Membuat opak sejak 1998."), _("Dua atau tiga kalimat, paling banyak 3.000 huruf.")),
        ("Tahun Berdiri", 15, False, (), 1998, _("Empat angka.")),
        ("NIB", 18, True, (), "0120001234567", _("13 angka. Kosongkan kalau belum ada.")),
        ("Nama Produk", 28, False, (), "Opak ketan", _("Satu produk satu baris. Di baris berikutnya nama usaha boleh kosong.")),
        ("Jenis Produk", 22, False, places["category"], "", _("Hanya kalau berbeda dari jenis usahanya.")),
        ("Harga", 12, False, (), 15000, _("Rupiah, angka saja. Tulis “tanya” kalau tidak tetap.")),
        ("Sampai harga", 15, False, (), 25000, _("Harga tertinggi, kalau harganya berkisar.")),
        ("Satuan", 12, False, (), "bungkus", _("Dijual per apa: bungkus, buah, kg.")),
        ("Berat Bersih", 15, True, (), "200 g", _("Dengan satuannya: 200 g, 250 ml.")),
        ("Bahan", 28, False, (), "ketan, gula", _("Bahan atau komposisi.")),
        ("Tahan (hari)", 14, False, (), 90, _("Berapa hari tahan disimpan.")),
        ("Persediaan", 18, False, places["stock"], "", _("Pilih dari daftar. Kosong berarti tersedia.")),
        ("No. PIRT", 26, True, (), "", _("Nomor izin untuk produk di baris itu.")),
        ("No. Halal", 26, True, (), "", _("Nomor sertifikat untuk produk di baris itu.")),
        ("Deskripsi Produk", 40, False, (), _("Renyah, tanpa pengawet."), _("Satu atau dua kalimat.")),
        ("Nama berkas foto", 26, False, (), "opak-1.jpg", _("Nama foto di berkas ZIP. Beberapa foto dipisah koma.")),
    ]


def _example(columns):
    return [example for _h, _w, _t, _o, example, _y in columns]


def _guide(today):
    return (
        _("Isi lembar “%s”, satu baris untuk satu produk. Lembar ini tidak dibaca.") % SHEET,
        _("Baris contoh yang abu-abu tidak diimpor. Boleh dihapus."),
        _("Kolom boleh dikosongkan, dihapus, atau ditukar urutannya. Yang kosong tidak menghapus apa-apa."),
        _("Daftar desa menurut keadaan %s.") % f"{today:%d/%m/%Y}",
    )
