"""The lists of the back office as files: what the page shows and no more, text that stays text, on record, and back in again with no change."""

import csv
import io
import tempfile

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Deed, Record
from curation.models import Outcome, Review
from exchange import exports, mending, spreadsheets
from exchange.workbook_out import Column, Sheet, written
from exhibitors.models import Status
from inquiries.models import ContactClick
from tests.factories import (
    make_document,
    make_edition,
    make_entry,
    make_exhibitor,
    make_organiser,
    make_participation,
    make_product,
    make_round,
)
from tests.html import parse

pytestmark = pytest.mark.django_db
SENTUL = "35.72.01.1003"


def post(client, listed, ending="xlsx", query="", **data):
    """The answer, with what was sent as `sent`."""
    answer = client.post(f"{reverse('admin:download')}?{query}", {"daftar": listed, "sebagai": ending} | data)
    answer.sent = b"".join(answer.streaming_content) if answer.streaming else b""
    return answer


def body(answer):
    assert answer.status_code == 200
    return answer.sent


def table(response):
    """[{heading: value}] of an answer, .xlsx or .csv."""
    data = body(response)
    if "csv" in response.headers["Content-Type"]:
        return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.values)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def names(response, heading="Nama Usaha"):
    return [row[heading] for row in table(response)]


# What the page shows


def test_booths_of_her_own_region_as_searched_and_filtered(client_of, ratna):
    for name, status in [("Dapur Ning", Status.DRAFT), ("Dapur Sari", Status.PUBLISHED), ("Batik Turi", Status.DRAFT)]:
        make_exhibitor(name=name, status=status)
    make_exhibitor(name="Dapur Nganjuk", region="nganjuk", status=Status.DRAFT)
    office = client_of(ratna)

    assert names(post(office, "stan")) == ["Batik Turi", "Dapur Ning", "Dapur Sari"]
    assert names(post(office, "stan", query="q=dapur&status__exact=draft")) == ["Dapur Ning"]
    assert names(post(office, "stan", "csv", query="o=-1&status__exact=draft")) == ["Dapur Ning", "Batik Turi"]
    assert names(post(office, "stan", query="wilayah=nganjuk&q=nganjuk")) == []


def test_all_pages_leave_not_the_first(client_of, ratna):
    for number in range(53):
        make_exhibitor(name=f"Dapur {number:03}")

    assert len(names(post(client_of(ratna), "stan", query="p=2"))) == 53


def test_who_acts_everywhere_gets_everything(client_of, dewi):
    make_exhibitor(name="Dapur Ning")
    make_exhibitor(name="Dapur Nganjuk", region="nganjuk")

    assert names(post(client_of(dewi), "stan")) == ["Dapur Nganjuk", "Dapur Ning"]


def test_products_say_whose_they_are(client_of, ratna):
    booth = make_exhibitor(name="Dapur Ning", whatsapp="+6281234567890", stall_number="KB-017")
    make_product(exhibitor=booth, name="Opak", price=15000, unit="bungkus")
    make_product(exhibitor=make_exhibitor(region="nganjuk"), name="Bukan miliknya")

    (row,) = table(post(client_of(ratna), "produk"))

    assert row["Nomor Stan"] == "KB-017"
    assert (row["Nama Usaha"], row["WhatsApp"], row["Kab/Kota"]) == ("Dapur Ning", "0812-3456-7890", "Kota Blitar")
    assert (row["Nama Produk"], row["Harga"], row["Satuan"], row["Keadaan"]) == ("Opak", 15000, "bungkus", "Tampil")


def test_applications(client_of, ratna):
    edition = make_edition(name="Expo 2026")
    make_participation(
        exhibitor=make_exhibitor(name="Dapur Ning"), edition=edition, status="accepted", stall_number="KB-001", venue_spot="A 3"
    )
    make_participation(exhibitor=make_exhibitor(name="Batik Turi"), edition=edition, status="applied")
    make_participation(exhibitor=make_exhibitor(name="Nganjuk", region="nganjuk"), edition=edition, status="applied")

    rows = {row["Nama Usaha"]: row for row in table(post(client_of(ratna), "keikutsertaan"))}

    assert set(rows) == {"Dapur Ning", "Batik Turi"}
    ning = rows["Dapur Ning"]
    assert (ning["Nomor Stan"], ning["Edisi"], ning["Keikutsertaan"], ning["Petak luring"]) == ("KB-001", "Expo 2026", "Diterima", "A 3")
    assert rows["Batik Turi"]["Keikutsertaan"] == "Mendaftar"
    assert names(post(client_of(ratna), "keikutsertaan", query="status__exact=applied")) == ["Batik Turi"]


def test_taps_are_counted_by_booth_and_edition(client_of, ratna):
    edition = make_edition(name="Expo 2026")
    ning, turi, other = make_exhibitor(name="Dapur Ning"), make_exhibitor(name="Batik Turi"), make_exhibitor(region="nganjuk")
    for number, booth in enumerate([turi, ning, ning, other]):
        ContactClick.objects.create(code=f"K-{number:05}", exhibitor=booth, edition=edition, language="id")

    rows = table(post(client_of(ratna), "ketukan"))

    assert [list(row.values()) for row in rows] == [
        ["Dapur Ning", "Kota Blitar", "Expo 2026", 2],
        ["Batik Turi", "Kota Blitar", "Expo 2026", 1],
    ]


def test_results_of_a_round_as_filtered(client_of, ratna, django_assert_max_num_queries):
    edition = make_edition()
    round = make_round(edition=edition, name="Kurasi 2026")
    made = [make_entry(round=round, product=make_product(name=name, status=Status.SUBMITTED)) for name in ("Opak", "Sale")]
    make_entry(round=round, product=make_product(exhibitor=make_exhibitor(region="nganjuk"), name="Bukan"))
    review = Review.objects.create(entry=made[0], curator=ratna, same_as_photo="ya")
    for criterion in round.criteria.all():
        review.scores.create(criterion=criterion, value=4)
    record = Record.write(made[0].product, Deed.CURATE, by=ratna)
    type(made[0]).objects.filter(pk=made[0].pk).update(outcome=Outcome.PASS, record=record)
    office = client_of(ratna)

    rows = {row["Nama Produk"]: row for row in table(post(office, "kurasi", putaran=round.pk))}

    assert set(rows) == {"Opak", "Sale"}
    assert (rows["Opak"]["Mutu"], rows["Opak"]["Jumlah nilai"], rows["Opak"]["Penilai"], rows["Opak"]["Keputusan"]) == (4, 20, 1, "Lolos")
    assert (rows["Sale"]["Mutu"], rows["Sale"]["Penilai"], rows["Sale"]["Keputusan"]) == (None, 0, "belum diputuskan")
    assert names(post(office, "kurasi", putaran=round.pk, query="hasil=belum"), "Nama Produk") == ["Sale"]
    assert Record.objects.filter(deed=Deed.EXPORT)[0].reason == "1 baris, Excel. Saringan: Putaran: Kurasi 2026; Hasil: belum diputuskan."
    assert post(office, "kurasi", putaran=987).status_code == 404


def test_an_empty_list_leaves_with_its_headings(client_of, ratna):
    for listed in ("stan", "produk", "keikutsertaan", "ketukan"):
        for ending in ("xlsx", "csv"):
            data = body(post(client_of(ratna), listed, ending))
            sheet = spreadsheets.read(io.BytesIO(data), f"data.{ending}").sheets[0]
            assert list(sheet.rows) == [1], listed


# The button, and who may


def test_the_list_offers_what_it_shows(client_of, ratna):
    make_exhibitor(name="Dapur & Ning")
    address = f"{reverse('admin:exhibitors_exhibitor_changelist')}?q=dapur+%26&status__exact=published"

    page = parse(client_of(ratna).get(address))

    form = page.one("form", cls="download")
    assert form["action"] == "/panitia/unduh/?q=dapur+%26&status__exact=published"
    assert form["method"] == "post"
    assert [(button["name"], button["value"]) for button in form.all("button")] == [("sebagai", "xlsx"), ("sebagai", "csv")]
    assert names(post(client_of(ratna), "stan", query=form["action"].partition("?")[2])) == ["Dapur & Ning"]


@pytest.mark.parametrize("name", ["regions_village", "inquiries_inquiry", "accounts_record"])
def test_other_lists_offer_nothing(client_of, ratna, name):
    assert parse(client_of(ratna).get(reverse(f"admin:{name}_changelist"))).all("form", cls="download") == []


def test_results_of_a_round_offer_it(client_of, ratna):
    round = make_round(edition=make_edition())

    form = parse(client_of(ratna).get(reverse("admin:curation_round_results", args=[round.pk]))).one("form", cls="download")

    assert [field["value"] for field in form.all("input") if field["name"] != "csrfmiddlewaretoken"] == ["kurasi", str(round.pk)]


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        ("Penyelenggara wilayah", ["stan", "produk", "keikutsertaan", "ketukan", "kurasi"]),
        ("Pendamping", ["stan", "produk", "keikutsertaan", "ketukan"]),
        ("Kurator", ["stan", "produk", "keikutsertaan", "ketukan"]),
        ("Auditor", ["stan", "produk", "keikutsertaan", "ketukan", "kurasi"]),
        ("Petugas pintu", []),
    ],
)
def test_who_may_look_at_a_list_may_take_it_along(client_of, role, lists):
    round = make_round(edition=make_edition())
    office = client_of(make_organiser("tia", role=role, regions=["kota-blitar"], name="Tia"))

    answers = {listed: post(office, listed, putaran=round.pk).status_code for listed in exports.LISTS}

    assert answers == {listed: 200 if listed in lists else 403 for listed in exports.LISTS}


def test_nobody_else_may(client, client_of, sari):
    assert post(client, "stan").status_code == 302
    assert post(client_of(sari), "stan").status_code == 403
    assert Record.objects.count() == 0


@pytest.mark.parametrize(("role", "sees"), [("Penyelenggara wilayah", True), ("Pendamping", True), ("Kurator", False), ("Auditor", False)])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_auditors_and_curators_get_nothing_personal(client_of, role, sees, ending):
    edition = make_edition()
    booth = make_exhibitor(contact_name="Bu Ningsih", whatsapp="+6281234567890", stall_number="KB-001", edition=edition)
    make_document(exhibitor=booth, kind="nib", number="9120001234567")
    make_product(exhibitor=booth)
    office = client_of(make_organiser("tia", role=role, regions=["kota-blitar"], name="Tia"))

    for listed, secrets in {
        "stan": ["Bu Ningsih", "0812-3456-7890", "9120001234567"],
        "produk": ["0812-3456-7890"],
        "keikutsertaan": ["Bu Ningsih", "0812-3456-7890"],
    }.items():
        (row,) = table(post(office, listed, ending))
        assert [secret in map(str, row.values()) for secret in secrets] == [sees] * len(secrets), listed
        assert not [heading for heading in row if heading in ("WhatsApp", "Siapa yang menjawab", "NIB")] or sees


@pytest.mark.parametrize("data", [{"daftar": "pengguna"}, {"sebagai": "pdf"}, {"daftar": ""}])
def test_what_there_is_not_is_not_found(client_of, ratna, data):
    assert client_of(ratna).post(reverse("admin:download"), {"daftar": "stan", "sebagai": "csv"} | data).status_code == 404


@pytest.mark.parametrize("query", ["status__exact=x'--", "village__name=a", "wilayah=%00", "o=99.-1.x", "p=999999", "_facets=True", "all="])
def test_odd_addresses_are_answered(client_of, ratna, query):
    make_exhibitor()
    assert post(client_of(ratna), "stan", query=query).status_code in (200, 302, 400)


# On record


def test_every_download_is_on_record_before_it_leaves(client_of, ratna):
    for number in range(3):
        make_exhibitor(name=f"Dapur {number}", status=Status.DRAFT)
    before = timezone.now()

    address = f"{reverse('admin:download')}?status__exact=draft&q=Dapur"
    answer = client_of(ratna).post(address, {"daftar": "stan", "sebagai": "csv"})

    record = Record.objects.get(deed=Deed.EXPORT)
    assert len(list(answer)) == 4  # nothing of it was read before
    assert (record.actor, record.object_name, record.region, record.model) == (ratna, "Daftar stan", "35.72", "exhibitors.exhibitor")
    assert record.reason == "3 baris, CSV. Saringan: status: Draf; dengan kata cari."
    assert record.changes == []
    assert record.at >= before


def test_what_somebody_searched_for_is_not_on_record(client_of, ratna):
    make_exhibitor(name="Ningsih")

    post(client_of(ratna), "stan", query="q=Ningsih")

    assert "Ningsih" not in str(Record.objects.values().get())


def test_the_record_and_the_overview_show_it(client_of, ratna):
    office = client_of(ratna)
    post(office, "produk")

    assert "Mengunduh data" in office.get(reverse("admin:accounts_record_changelist")).content.decode()
    assert "Daftar produk" in office.get(reverse("admin:index")).content.decode()


def test_looking_writes_nothing(client_of, ratna):
    office = client_of(ratna)
    office.get(reverse("admin:exhibitors_exhibitor_changelist"))

    assert office.get(reverse("admin:download")).status_code == 405
    assert Record.objects.count() == 0


# However many rows


@pytest.mark.parametrize("listed", ["stan", "produk", "keikutsertaan", "ketukan"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_few_queries_for_one_and_for_many(client_of, ratna, django_assert_max_num_queries, listed, ending):
    edition = make_edition()
    office = client_of(ratna)
    for count in (1, 8):
        for number in range(count):
            booth = make_exhibitor(name=f"Dapur {count}-{number}", edition=edition, stall_number=f"KB-{count}{number:02}")
            make_document(exhibitor=booth)
            make_product(exhibitor=booth)
            ContactClick.objects.create(code=f"{count}-{number:05}", exhibitor=booth, edition=edition, language="id")
        with django_assert_max_num_queries(16):
            body(post(office, listed, ending))


def test_rows_are_written_as_they_come_and_no_file_stays(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen = []

    def rows():
        for number in range(3):
            seen.append(len(list(tmp_path.iterdir())))
            yield [number]

    with written([Sheet("Angka", [Column("Angka")], rows())]) as file:
        assert spreadsheets.read(file, "angka.xlsx").sheets[0].rows[4] == {1: 2}

    assert seen[0] > 0  # they go to a file, not to a list
    assert list(tmp_path.iterdir()) == []


def test_no_file_stays_when_something_fails(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows():
        yield [1]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        written([Sheet("Angka", [Column("Angka")], rows())])

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "value",
    ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1+1", "\u00a0=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "=cmd|' /C calc'!A0"],
)
def test_what_a_spreadsheet_might_work_out_leaves_as_text_and_reads_the_same(client_of, ratna, value):
    make_exhibitor(name="Dapur Ning", tagline=value, story="a\n=1", status="draft")
    office = client_of(ratna)

    (row,) = table(post(office, "stan", "csv"))
    sheet = openpyxl.load_workbook(io.BytesIO(body(post(office, "stan")))).active
    cells = {cell.value: cell for cells in sheet.iter_rows() for cell in cells if isinstance(cell.value, str)}
    typed = next(cell for text, cell in cells.items() if text.strip() == value.strip())

    assert row["Kalimat Pendek"] == f"'{value}" and mending.clean(row["Kalimat Pendek"]) == mending.clean(value)
    assert typed.data_type == "s" and typed.quotePrefix
