"""An organiser brings in what her office has: a workbook of its own making and photos from WhatsApp, until both are drafts and the workbook is marked."""

import io
import random
import zipfile

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl.styles import PatternFill
from PIL import Image, ImageDraw
from playwright.sync_api import expect

SESSION = """
from accounts.models import User
from tests.door import sign_in
browser = Client()
sign_in(browser, User.objects.get(username="ratna"))
print(json.dumps(browser.session.session_key))
"""
WORK = """
from exchange import work
from exchange.models import Import
for _step in range(20):
    for row in Import.objects.busy():
        work.carry_on.call(row.pk)
print(json.dumps(list(Import.objects.values_list("state", flat=True))))
"""
WRITTEN = """
from exhibitors.models import Exhibitor
from products.models import Product
booths = Exhibitor.objects.filter(name__in=["Dapur Bu Sri Rejeki", "Anyaman Pak Kasan"]).order_by("name")
print(json.dumps([[booth.name, booth.status, booth.whatsapp, booth.village.name, booth.contact_name,
                   [[product.name, product.photos.count()] for product in booth.products.order_by("position")]] for booth in booths]))
"""


def _workbook(path):
    """A title, headings in the office's own words, a telephone that lost its zero, a booth named once, a fault, a colour that has to stay."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Rekap 2020"
    for row in (
        ["DAFTAR PESERTA UMKM VIRTUAL EXPO"],
        ["KOTA BLITAR"],
        [],
        ["No", "Nama UMKM", "No. WA", "Desa/Kel", "Kec.", "Bidang Usaha", "Sebutan", "Produk", "Harga (Rp)"],
        [1, "DAPUR BU SRI REJEKI", 81255500011, "Kel. Sentul", "Kepanjenkidul", "makanan ringan", "Bu Sri", "Rengginang terasi", "15rb"],
        [None, None, None, None, None, None, None, "Keripik gadung", "Rp 12.500,-"],
        [2, "Anyaman Pak Kasan", "0812-5550-0022", "Kel. Sentul", "Kepanjenkidul", "kerajinan", "Pak Kasan", "Besek bambu", "± 8.000"],
        [3, "Kebun Tetangga", "081255500033", "Loceret", "Loceret", "makanan", "Bu Tatik", "Bawang goreng", "10.000"],
        ["Mengetahui,"],
    ):
        sheet.append(row)
    sheet["B5"].fill = PatternFill("solid", fgColor="FFE699")
    sheet.column_dimensions["B"].width = 31
    book.save(path)


def _photo(seed):
    draw = random.Random(seed)
    image = Image.frombytes("RGB", (40, 30), draw.randbytes(3600)).resize((1600, 1200), Image.Resampling.BICUBIC)
    ImageDraw.Draw(image).ellipse((400, 200, 1200, 1000), (180, 90 + seed, 40))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture
def files(tmp_path):
    _workbook(tmp_path / "rekap kota.xlsx")
    with zipfile.ZipFile(tmp_path / "foto wa.zip", "w") as zipped:
        for number, name in enumerate(["foto/RENGGINANG_TERASI.jpg", "foto/keripik gadung (2).jpg", "foto/IMG-20201105-WA0007.jpg"]):
            zipped.writestr(name, _photo(number))
    return tmp_path


@pytest.fixture
def office(page, base_url, on_site):
    page.context.add_cookies([{"name": "sessionid", "value": on_site(SESSION), "url": base_url}])
    page.set_viewport_size({"width": 1366, "height": 900})
    return page


def is_for_everybody(page):
    results = Axe().run(page, options={"preload": False})
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in results.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_messy_workbook_and_its_photos_become_drafts(office, files, on_site, shot):
    office.goto("/panitia/")
    office.get_by_role("link", name="Impor dari Excel").first.click()
    is_for_everybody(office)
    shot("import-begin-1366")
    office.get_by_label("Berkas Excel").set_input_files(files / "rekap kota.xlsx")
    office.get_by_label("Foto dalam satu ZIP").set_input_files(files / "foto wa.zip")
    office.get_by_role("button", name="Kirim dan periksa").click()

    expect(office.get_by_role("heading", name="Membaca berkas")).to_be_visible()
    is_for_everybody(office)
    on_site(WORK)
    expect(office.get_by_role("heading", name="Yang akan terjadi")).to_be_visible()  # by itself

    for colours in ("light", "dark"):
        office.emulate_media(color_scheme=colours)
        for width in (1366, 360):
            office.set_viewport_size({"width": width, "height": 800})
            is_for_everybody(office)
            shot(f"import-plan-{width}-{colours}")
    office.emulate_media(color_scheme="light")
    office.set_viewport_size({"width": 1366, "height": 900})

    row = office.get_by_role("row", name="Sebutan")
    expect(row).to_contain_text("Bu Sri")
    row.get_by_role("combobox").select_option(label="Siapa yang menjawab")
    office.get_by_role("button", name="Simpan dan baca ulang").click()
    on_site(WORK)
    expect(office.get_by_text("2 dari 3 foto sudah ada pasangannya.")).to_be_visible()

    office.get_by_role("link", name="Pasangkan 1 foto").first.click()
    is_for_everybody(office)
    shot("import-photos-1366")
    office.get_by_role("link", name="IMG-20201105-WA0007.jpg").click()
    is_for_everybody(office)
    shot("import-photo-1366")
    office.get_by_role("button", name="Besek bambu").click()
    expect(office.get_by_text("Semua foto sudah ada pasangannya.")).to_be_visible()
    office.get_by_role("link", name="Kembali ke impor").click()

    office.get_by_role("link", name="yang salah").click()
    expect(office.get_by_role("row", name="Kebun Tetangga")).to_contain_text("Nganjuk")
    office.get_by_role("button", name="Impor sekarang").click()
    on_site(WORK)
    expect(office.get_by_role("heading", name="Selesai")).to_be_visible()
    is_for_everybody(office)
    shot("import-done-1366")

    with office.expect_download() as download:
        office.get_by_role("link", name="Unduh berkas Anda dengan kolom Hasil").click()
    assert download.value.suggested_filename == "rekap kota - hasil.xlsx"
    marked = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))["Rekap 2020"]
    headings = {cell.value: cell.column for cell in marked[4]}
    results = [str(marked.cell(row, headings["Hasil"]).value or "") for row in range(5, 9)]
    assert all("baru" in result.lower() for result in results[:3]) and "Nganjuk" in results[3]
    assert any(cell.comment for cell in marked[8])
    assert (marked["B5"].fill.fgColor.rgb, marked.column_dimensions["B"].width, marked["A1"].value) == (
        "00FFE699",
        31,
        "DAFTAR PESERTA UMKM VIRTUAL EXPO",
    )

    assert on_site(WRITTEN) == [
        ["Anyaman Pak Kasan", "draft", "+6281255500022", "Sentul", "Pak Kasan", [["Besek bambu", 1]]],
        ["Dapur Bu Sri Rejeki", "draft", "+6281255500011", "Sentul", "Bu Sri", [["Rengginang terasi", 1], ["Keripik gadung", 1]]],
    ]


def test_a_line_that_breaks_costs_one_part_of_the_photos(office, files, on_site, complaints):
    office.goto("/panitia/impor/")
    office.get_by_label("Berkas Excel").set_input_files(files / "rekap kota.xlsx")
    broken = []

    def break_once(route):
        if broken:
            route.continue_()
        else:
            broken.append(True)
            route.abort("connectionfailed")

    office.route("**/foto/kirim/", break_once)
    office.get_by_label("Foto dalam satu ZIP").set_input_files(files / "foto wa.zip")
    office.get_by_role("button", name="Kirim dan periksa").click()

    expect(office.get_by_text("Sambungan putus. Dicoba lagi")).to_be_visible()
    expect(office.get_by_role("heading", name="Membaca berkas")).to_be_visible()
    on_site(WORK)
    expect(office.get_by_text("2 dari 3 foto sudah ada pasangannya.")).to_be_visible()
    complaints[:] = [line for line in complaints if "kirim" not in line and "ERR_CONNECTION_FAILED" not in line]


def test_without_scripts_forms_and_links_do_all_of_it(browser, base_url, on_site, files, browser_context_args):
    with browser.new_context(**browser_context_args | {"java_script_enabled": False, "base_url": base_url}) as context:
        context.add_cookies([{"name": "sessionid", "value": on_site(SESSION), "url": base_url}])
        page = context.new_page()
        page.goto("/panitia/impor/")
        page.get_by_label("Berkas Excel").set_input_files(files / "rekap kota.xlsx")
        page.get_by_label("Foto dalam satu ZIP").set_input_files(files / "foto wa.zip")
        page.get_by_role("button", name="Kirim dan periksa").click()
        on_site(WORK)
        page.get_by_role("link", name="Lihat lagi").click()
        expect(page.get_by_text("2 dari 3 foto sudah ada pasangannya.")).to_be_visible()
        page.get_by_role("button", name="Hapus unggahan ini").click()
        expect(page.get_by_text("dihapus dari daftar impor")).to_be_visible()
