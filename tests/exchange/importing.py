"""What the tests of imports send in, and what they do with it in the back office."""

import io
import random
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from exchange import work
from tests.exchange.workbooks import xlsx

HEADINGS = ["Nama Usaha", "No HP", "Desa", "Kecamatan", "Jenis Usaha", "Nama Produk", "Harga (Rp)", "Sebutan warga"]
NING = ["Dapur Ning", "81234567890", "Sentul", "Kepanjenkidul", "Makanan olahan", "Wajik kletik", "Rp 22.500,-", "Bu Ning"]
WATI = ["Batik Wati", "081298765432", "Sentul", "Kepanjenkidul", "Batik", "Selendang lurik", "150rb", "Bu Wati"]
LOST = ["Kebun Jauh", "081299999999", "Loceret", "Loceret", "Makanan olahan", "Bawang goreng", "15rb", ""]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(*rows, name="daftar.xlsx", **how):
    return SimpleUploadedFile(name, xlsx({"Data": [HEADINGS, *rows]}, **how).getvalue(), SPREADSHEET)


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return SimpleUploadedFile("foto.zip", out.getvalue(), "application/zip")


def photo(seed=1):
    out = io.BytesIO()
    grain = Image.frombytes("RGB", (30, 20), random.Random(seed).randbytes(1800))
    grain.resize((600, 400), Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
    return out.getvalue()


def let_it_work(row):
    """What the worker would do, until there is nothing to do."""
    row.refresh_from_db()
    for _step in range(20):
        if not row.is_busy:
            return row
        work.carry_on.call(row.pk)
        row.refresh_from_db()
    raise AssertionError(f"still {row.state}")


def page(browser, row, **query):
    response = browser.get(reverse("admin:import", args=[row.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


def step(browser, row, name, **data):
    row.refresh_from_db()
    return browser.post(reverse("admin:import", args=[row.pk]), {"langkah": name, "versi": row.version} | data)


def apply(browser, row, **data):
    response = step(browser, row, "tulis", **{"tulis": ["baru", "berubah"]} | data)
    assert response.status_code == 302
    return let_it_work(row)


def send_photos(browser, row, data, part=40_000_000):
    """As the script does: in parts; the last answer."""
    for start in range(0, max(len(data), 1), part):
        upload = {
            "foto": SimpleUploadedFile("foto.zip", data[start : start + part]),
            "nama": "foto.zip",
            "besar": len(data),
            "mulai": start,
        }
        address = reverse("admin:import_photos_receive", args=[row.pk])
        answer = browser.post(address, upload, headers={"Accept": "application/json"})
    return answer
