"""Files that mean harm, all the way: through the page, the worker, the marked workbook and the thumbnails. Each ends in a sentence."""

import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.models import Import, ImportPhoto
from exhibitors.models import Exhibitor
from exhibitors.models import private_storage as private
from tests import race
from tests.exchange import hostile, hostile_zips
from tests.exchange.importing import NING, apply, archive, let_it_work, page, photo, send_photos, step, workbook
from tests.exchange.workbooks import xlsx

pytestmark = pytest.mark.django_db
MOST_GROWTH = 300 * 1024  # kB
MOST_SECONDS = 20
ALL_OF_THEM = """
import os, resource, time
from django.core.files.uploadedfile import SimpleUploadedFile
from accounts.models import User
from exchange import work
from exchange.models import Import
from tests.door import sign_in
from tests.exchange import hostile, hostile_zips
from tests.exchange.importing import send_photos
from tests.factories import give_consents, make_organiser
browser = Client()
sign_in(browser, give_consents(make_organiser("ratna-hostile", role="Penyelenggara wilayah", regions=["kota-blitar"])))
zips = [*hostile_zips.REFUSED, *hostile_zips.LEFT_OUT]
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
def open_files():
    return len(os.listdir("/proc/self/fd"))
began, files_open, told = peak(), open_files(), {}
for make in [*hostile.REFUSED, *zips, *hostile_zips.BAD_PHOTO]:
    book, photos = (make(), b"") if make in hostile.REFUSED else (hostile.good(), make() if make in zips else hostile_zips.beside_a_good_one(make))
    began_at = time.monotonic()
    answers = [browser.post("/panitia/impor/", {"berkas": SimpleUploadedFile("data.xlsx", book)})]
    row = Import.objects.latest("pk")
    work.carry_on.call(row.pk)
    if make not in hostile.REFUSED:
        answers.append(send_photos(browser, row, photos))
        work.carry_on.call(row.pk)
    address = f"/panitia/impor/{row.pk}/"
    answers += [browser.get(address), browser.get(address + "hasil/"), browser.get(address + "foto/?lihat=semua")]
    answers += [browser.get(f"{address}foto/{photo.number}/kecil/") for photo in row.pictures.all()]
    for answer in answers:
        answer.close()
    row.refresh_from_db()
    told[f"{make.__module__}.{make.__name__}"] = [max(answer.status_code for answer in answers), row.state, time.monotonic() - began_at]
print(json.dumps([peak() - began, open_files() - files_open, told]))
"""


def sent_in(office, ratna, files):
    answer = office.post(reverse("admin:imports"), files)
    assert answer.status_code == 302, answer.content.decode()
    return let_it_work(Import.objects.filter(by=ratna).first())


def xlsx_file(data, name="data.xlsx"):
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize("make", hostile.REFUSED, ids=lambda make: make.__name__)
def test_a_hostile_workbook_is_a_sentence_on_its_page(office, ratna, make):
    answer = office.post(reverse("admin:imports"), {"berkas": xlsx_file(make())})
    assert answer.status_code == 302
    row = let_it_work(Import.objects.filter(by=ratna).first())

    shown = page(office, row)

    assert row.state == "ditolak" and hostile.REFUSED[make] in row.sentence
    assert hostile.REFUSED[make] in shown and "pihak kami" not in shown
    assert office.get(reverse("admin:import_marked", args=[row.pk])).status_code == 404
    assert step(office, row, "tulis", tulis=["baru"]).status_code == 302 and not Exhibitor.objects.exists()


@pytest.mark.parametrize("make", hostile_zips.REFUSED, ids=lambda make: make.__name__)
def test_a_hostile_zip_is_a_sentence_and_the_workbook_is_imported(office, sent, make):
    row = sent(workbook(NING))
    answer = send_photos(office, row, make())
    let_it_work(row)

    shown = page(office, row)
    apply(office, row)

    assert answer.json()["fault"] == ""
    assert hostile_zips.REFUSED[make] in shown and "pihak kami" not in shown
    assert row.state == "selesai" and Exhibitor.objects.count() == 1


@pytest.mark.parametrize("make", hostile_zips.LEFT_OUT, ids=lambda make: make.__name__)
def test_what_is_no_photo_is_named_on_the_page(office, sent, make):
    row = sent(workbook(NING))
    send_photos(office, row, make())
    let_it_work(row)

    assert hostile_zips.LEFT_OUT[make] in page(office, row)
    assert not ImportPhoto.objects.exists()
    assert apply(office, row).state == "selesai"


@pytest.mark.parametrize("make", hostile_zips.BAD_PHOTO, ids=lambda make: make.__name__)
def test_a_hostile_photo_is_a_sentence_and_its_neighbour_hangs(office, sent, make):
    row = sent(workbook(NING), SimpleUploadedFile("foto.zip", hostile_zips.beside_a_good_one(make)))
    record = next(record for record in row.plan.records if record.of == "produk")
    for one in ImportPhoto.objects.all():
        office.post(reverse("admin:import_photo", args=[row.pk, one.number]), {"catatan": record.id})
    bad, good = ImportPhoto.objects.all()

    small = [office.get(reverse("admin:import_thumbnail", args=[row.pk, one.number])).status_code for one in (bad, good)]
    apply(office, row)

    assert small == [404, 200]
    assert row.state == "selesai" and hostile_zips.BAD_PHOTO[make] in page(office, row)
    assert list(ImportPhoto.objects.values_list("state", flat=True)) == ["tidak", "dipasang"]


def test_names_of_photos_are_words_on_the_page_and_nothing_else(office, sent):
    entries = [hostile_zips.entry(name, hostile_zips.jpeg(size=(40 + number, 30))) for number, name in enumerate(hostile_zips.NAMES)]
    row = sent(workbook(NING), SimpleUploadedFile("foto.zip", hostile_zips.raw(entries)))

    shown = office.get(reverse("admin:import_photos", args=[row.pk]), {"lihat": "semua"}).content.decode()

    assert {*ImportPhoto.objects.values_list("name", flat=True), "(tanpa nama)"} == set(hostile_zips.NAMES.values())
    assert "&lt;script&gt;.jpg" in shown and "<script>.jpg" not in shown
    for one in ImportPhoto.objects.all():
        assert office.get(reverse("admin:import_photo", args=[row.pk, one.number])).status_code == 200
    assert len(private().listdir("impor")[1]) == 2 and apply(office, row).state == "selesai"


def test_all_of_them_in_a_row_cost_little_memory_and_time_and_leave_no_file_behind(own_database, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", race.BEGIN + ALL_OF_THEM],
        cwd=race.ROOT,
        env=own_database | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr

    grown, still_open, told = race.json.loads(done.stdout)

    assert len(told) == len(hostile.REFUSED) + len(hostile_zips.REFUSED) + len(hostile_zips.LEFT_OUT) + len(hostile_zips.BAD_PHOTO)
    assert {name: one for name, one in told.items() if one[0] >= 500 or one[1] not in ("ditolak", "siap") or one[2] > MOST_SECONDS} == {}
    assert grown < MOST_GROWTH and still_open <= 2
    assert list(tmp_path.iterdir()) == []


# What a sheet says

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_what_a_workbook_says_stays_text_everywhere(office, sent):
    headings = ["Nama Usaha", "No HP", "Desa", "Kecamatan", "Jenis Usaha", "Nama Produk", "Harga", SCRIPT]
    rows = [
        [SCRIPT, "081234567890", "Sentul", "Kepanjenkidul", "Batik", SCRIPT, SCRIPT, SCRIPT],
        [SCRIPT, SCRIPT, SCRIPT, "", SCRIPT, "", "", ""],
    ]
    sheets = {"<b>x": [headings, *rows], "<i>lain": [[SCRIPT], [SCRIPT]]}
    data = xlsx(sheets, hidden_rows={"<b>x": [3]}).getvalue()
    row = sent(SimpleUploadedFile("<img src=x>.xlsx", data), archive(**{"<img src=x onerror=a>.jpg": photo()}))

    pages = [page(office, row, lihat=tab) for tab in ("tanya", "salah", "baru", "luar")]
    pages += [office.get(reverse("admin:imports")).content.decode()]
    pages += [office.get(reverse("admin:import_photos", args=[row.pk])).content.decode()]
    pages += [office.get(reverse("admin:import_photo", args=[row.pk, ImportPhoto.objects.get().number])).content.decode()]
    pages += [step(office, row, "jawab").content.decode(), step(office, row, "kolom", **{"kolom-0-A": "product_name"}).content.decode()]

    for shown in pages:
        assert "<script>alert" not in shown and "<img src=x" not in shown and "<b>x" not in shown and "<i>lain" not in shown


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/x.xlsx",
        "x\r\nSet-Cookie: a=b.xlsx",
        'x";filename=y.xlsx',
        "x" * 5_000 + ".xlsx",
        "\x00.xlsx",
        "\u202e.xlsx",
        ".xlsx",
        "Dåftär 你.xlsx",
    ],
)
def test_whatever_the_file_is_called_it_comes_back_under_a_plain_name(office, ratna, name):
    row = sent_in(office, ratna, {"berkas": xlsx_file(hostile.good(), "x.xlsx")})
    Import.objects.update(name=name.replace("\x00", "")[:200])  # more than a browser's form lets through
    answer = office.get(reverse("admin:import_marked", args=[row.pk]))
    assert answer.getvalue()[:2] == b"PK"
    plain = sent_in(office, ratna, {"berkas": xlsx_file(hostile.good(), name or "x")})

    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers["Content-Disposition"].split(";")[0]
    assert "\n" not in answer.headers["Content-Disposition"] and "no-store" in answer.headers["Cache-Control"]
    assert plain.state == "siap" and plain.name and "/" not in plain.name
    assert len(private().listdir("impor")[1]) == 2


@pytest.mark.parametrize("value", ["\x00", "a\x00b", b"\xed\xa0\x80", "9" * 5_000, "-1", "²", "' OR 1=1", "%00"])
def test_odd_values_in_an_address_or_a_form_are_no_fault_of_ours(office, sent, value):
    row = sent(workbook(NING), archive(**{"IMG-20231105-WA0012.jpg": photo()}))
    number = ImportPhoto.objects.get().number
    ask = {"lihat": value, "p": value, "q": value, "kolom": value}
    whole = dict.fromkeys(("langkah", "versi", "tulis", "kunci", "jawab-x", "kolom-0-A", "catatan", "besar", "mulai", "nama"), value)

    answers = [office.get(reverse("admin:imports"), ask), office.get(reverse("admin:import", args=[row.pk]), ask)]
    answers += [
        office.get(reverse("admin:import_photos", args=[row.pk]), ask),
        office.get(reverse("admin:import_photo", args=[row.pk, number]), ask),
    ]
    answers += [office.post(reverse("admin:imports"), whole | {"berkas": workbook(NING)})]
    answers += [
        office.post(reverse("admin:import", args=[row.pk]), whole | {"langkah": name}) for name in ("kolom", "jawab", "tulis", value)
    ]
    answers += [office.post(reverse("admin:import_photos_receive", args=[row.pk]), whole | {"foto": archive(**{"a.jpg": photo()})})]
    answers += [office.post(reverse("admin:import_photo", args=[row.pk, number]), whole)]

    assert {answer.status_code for answer in answers} <= {200, 302, 404, 409, 422}


@pytest.mark.parametrize("number", [str(2**31), str(2**63), "9" * 30, "9" * 4_400], ids=len)
def test_numbers_that_no_column_holds_are_not_found(office, sent, number):
    row = sent(workbook(NING))

    for address in (f"{number}/", f"{number}/hasil/", f"{number}/foto/", f"{row.pk}/foto/{number}/", f"{row.pk}/foto/{number}/kecil/"):
        assert office.get(f"/panitia/impor/{address}").status_code == 404, address
    assert office.post(f"/panitia/impor/{number}/foto/kirim/", {"foto": archive()}).status_code == 404


@pytest.mark.parametrize(
    "number", ["3572012304560001", "3572 0123 0456 0001", "3572.0123.0456.0001", "12.345.678.9-012.000", "3572-012304-560001"]
)
@pytest.mark.parametrize("heading", ["NIK", "No KTP Pemilik", "Nomor apa saja", "Lainnya"])
def test_a_number_of_a_person_is_kept_nowhere(office, sent, heading, number):
    data = xlsx({"Data": [["Nama Usaha", "No HP", "Desa", "Jenis Usaha", heading], [*NING[:3], NING[4], number]]})
    row = sent(SimpleUploadedFile("x.xlsx", data.getvalue()))

    shown = page(office, row)
    apply(office, row)

    assert row.result["booths"] == 1
    for kept in (row.plan_json, shown, page(office, row)):
        assert number not in kept and number[-8:] not in kept


def test_a_long_text_merged_over_thousands_of_rows_is_too_much(office, ratna):
    rows = [["Nama Usaha", "No HP", "Desa", "Jenis Usaha", "Nama Produk", "Deskripsi Produk"]]
    rows += [[*NING[:3], NING[4], f"Produk {number}", "x" * 3_000 if not number else None] for number in range(3_000)]
    row = sent_in(office, ratna, {"berkas": xlsx_file(xlsx({"Data": rows}, merged={"Data": ["F2:F3001"]}).getvalue())})

    assert row.state == "ditolak" and "terlalu banyak isinya" in page(office, row)
