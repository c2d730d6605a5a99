"""The command: in the regions of the organiser who is named, everything said at once, drafts only, on record."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Record
from exhibitors.models import Exhibitor, Status
from products.models import Product
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
