"""The command: in the regions of the organiser who is named, everything said at once, drafts only, on record."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Record
from exhibitors.models import Exhibitor, Status
from products.models import Product
from tests.exchange.hostile_zips import jpeg, packed
from tests.exchange.workbooks import xlsx
from tests.factories import make_organiser

HEADINGS = ["Nama Usaha", "No HP", "Desa", "Kecamatan", "Jenis Usaha", "Nama Produk", "Harga (Rp)", "Satuan", "Warna kesukaan"]
ROWS = [
    ["Dapur Ning", "81234567890", "Sentul", "Kepanjenkidul", "Makanan olahan", "Wajik kletik", "Rp 22.500,-", "bungkus", "biru"],
    ["Kebun Jauh", "081299999999", "Loceret", "Loceret", "Makanan olahan", "Bawang goreng", "15rb", "toples", ""],
]


@pytest.fixture
def workbook(tmp_path):
    file = tmp_path / "daftar.xlsx"
    file.write_bytes(xlsx({"Data": [HEADINGS, *ROWS]}).getvalue())
    return file


def run(*arguments):
    out = io.StringIO()
    call_command("impor", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_without_a_name_it_works_in_all_regions(db, workbook):
    run(workbook)

    assert {booth.name: booth.entered_by for booth in Exhibitor.objects.all()} == {"Dapur Ning": None, "Kebun Jauh": None}
    assert set(Record.objects.values_list("actor", flat=True)) == {None}


def test_a_dry_run_says_everything_and_writes_nothing(ratna, workbook):
    said = run(workbook, "--sebagai", "ratna", "--dry-run")

    assert "“Warna kesukaan” is not read" in said
    assert "salah: " in said and "di luar wilayah Anda" in said
    assert not Exhibitor.objects.exists() and not Record.objects.exists()


def test_what_is_right_is_written_once_as_drafts_of_ones_own_region(ratna, workbook):
    said = run(workbook, "--sebagai", "ratna")
    again = run(workbook, "--sebagai", "ratna")

    booth = Exhibitor.objects.get()
    assert "1 new booths, 1 new products, 0 changed" in said
    assert "0 new booths, 0 new products, 0 changed" in again
    assert (booth.name, booth.whatsapp, booth.status, booth.entered_by) == ("Dapur Ning", "+6281234567890", Status.DRAFT, ratna)
    assert Product.objects.get().price == 22_500
    assert list(Record.objects.order_by("model").values_list("model", "deed", "actor__username", "region")) == [
        ("exhibitors.exhibitor", "add", "ratna", "35.72"),
        ("products.product", "add", "ratna", "35.72"),
    ]


def test_strict_writes_nothing_while_anything_is_wrong(ratna, workbook):
    with pytest.raises(CommandError, match="Betulkan dulu"):
        run(workbook, "--sebagai", "ratna", "--ketat")
    assert not Exhibitor.objects.exists()


@pytest.mark.parametrize("name", ["sari", "amir", "siapa"])
def test_is_for_who_fills_in_booths(sari, workbook, name):
    make_organiser("amir", role="Auditor", regions=["kota-blitar"], name="Amir")
    with pytest.raises(CommandError, match="nobody who fills in"):
        run(workbook, "--sebagai", name)


def test_what_is_no_workbook_is_refused_with_a_sentence(ratna, tmp_path):
    page = tmp_path / "daftar.xlsx"
    page.write_bytes(b"<html><table></table></html>")
    with pytest.raises(CommandError, match="halaman web, bukan Excel"):
        run(page, "--sebagai", "ratna")


@pytest.fixture
def zipped(tmp_path):
    file = tmp_path / "foto.zip"
    files = {
        "Dapur Ning.jpg": jpeg("red"),
        "wajik kletik.jpg": jpeg("blue"),
        "wajik_kletik (2).jpg": b"<html>",
        "Bawang goreng.jpg": jpeg(),
    }
    file.write_bytes(packed(files | {"IMG_2041.jpg": jpeg(), "video.mp4": b"x"}))
    return file


def test_a_dry_run_says_where_each_photo_would_go_and_hangs_none(ratna, workbook, zipped, media_root):
    said = run(workbook, "--sebagai", "ratna", "--foto", zipped, "--dry-run").splitlines()

    assert said[-7:] == [
        "Dapur Ning.jpg: Dapur Ning (Data!2), menurut nama stan",
        "wajik kletik.jpg: Wajik kletik (Data!2), menurut nama produk",
        "wajik_kletik (2).jpg: Wajik kletik (Data!2), menurut nama produk",
        "Bawang goreng.jpg: Bawang goreng (Data!3), menurut nama produk",
        "IMG_2041.jpg: no match: Nama berkas ini dari kamera atau aplikasi, jadi tidak menyebut stan atau produk.",
        "video.mp4: left out: Bukan foto. Yang dibaca JPEG, PNG, atau WebP.",
        "Photos: 4 matched, 1 not, 1 left out.",
    ]
    assert not Exhibitor.objects.exists() and not Record.objects.exists() and not media_root.exists()


def test_photos_hang_at_the_drafts_once_and_a_bad_one_loses_no_other(ratna, workbook, zipped):
    said = run(workbook, "--sebagai", "ratna", "--foto", zipped).splitlines()
    again = run(workbook, "--sebagai", "ratna", "--foto", zipped).splitlines()

    refused = [
        "wajik_kletik (2).jpg: salah: Berkas ini bukan foto yang bisa dibaca. Kirim foto JPEG, PNG, atau WebP.",
        "Bawang goreng.jpg: salah: Stan atau produknya belum diimpor, atau bukan di wilayah Anda.",
    ]
    assert said[-3:] == [*refused, "Photos: 2 hung, 0 were there, 2 refused."]
    assert again[-3:] == [*refused, "Photos: 0 hung, 2 were there, 2 refused."]
    booth, product = Exhibitor.objects.get(), Product.objects.get()
    assert booth.photo and product.photos.get().pk == product.cover_id
    assert Record.objects.filter(deed="change", actor=ratna).count() == 2


@pytest.mark.parametrize(("data", "words"), [(b"Rar!", "bukan ZIP"), (packed({"a.jpg": jpeg()})[:-9], "rusak"), (None, "No such file")])
def test_a_zip_that_cannot_be_read_stops_everything(ratna, workbook, tmp_path, data, words):
    file = tmp_path / "foto.zip"
    if data is not None:
        file.write_bytes(data)

    with pytest.raises(CommandError, match=words):
        run(workbook, "--sebagai", "ratna", "--foto", file)
    assert not Exhibitor.objects.exists()


def test_a_photo_of_what_is_shown_already_is_refused(ratna, workbook, zipped):
    run(workbook, "--sebagai", "ratna")
    Exhibitor.objects.update(status=Status.PUBLISHED)
    Product.objects.update(status=Status.PUBLISHED)

    said = run(workbook, "--sebagai", "ratna", "--foto", zipped)

    assert "Dapur Ning.jpg: salah: Sudah tampil" in said and "wajik kletik.jpg: salah: Sudah tampil" in said
    assert "Photos: 0 hung, 0 were there, 4 refused." in said
