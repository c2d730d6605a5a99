"""What stands in the expo leaves as the back office's lists do, is never worked out, and comes in again with no change."""

import csv
import datetime
import io

import openpyxl
import pytest

from exchange import exports, places
from exchange.fields import BOOTH, FIELDS, PRODUCT
from exchange.state import BOOTH_FIELDS, PRODUCT_FIELDS
from exhibitors.models import Exhibitor, LegalityDocument, Participation, Status
from inquiries.models import ContactClick
from products.models import Product
from regions.models import Village
from tests.exchange import workbooks
from tests.exchange.plans import ALL, plan, told
from tests.exchange.test_exports import body, post, table
from tests.factories import make_document, make_edition, make_exhibitor, make_participation, make_product

pytestmark = pytest.mark.django_db

EVIL = [
    "=SUM(A1)", "-5", "+62 rasa", "@rumah", "=cmd|' /C calc'!A0", "'=1+1", "007 Rasa", "1e5", "2026-11-26", "Rasa; \"Enak\", Murah",
    "Sambal 🌶 Bu Nur", "DAPUR NING JAYA", "Ba  tik", "_x0041_ Rasa", "TRUE", "#N/A", "1/2", "½ Resep", "مطبخ نور", "A\u200bB",
]  # fmt: skip


@pytest.fixture
def rich():
    """Twenty booths with names that Excel would like to read otherwise, each field and each choice somewhere, and their products."""
    edition = make_edition()
    villages = list(Village.objects.filter(district__region="35.72").order_by("pk")[:20])
    choices = {
        name: [value for value, _label in Exhibitor._meta.get_field(name).choices] for name in ("legal_form", "size", "export_experience")
    }
    for number, name in enumerate(EVIL):
        booth = make_exhibitor(
            name=name,
            village=villages[number],
            whatsapp=f"+62812345678{number:02}" if number % 3 else "",
            contact_name=["Bu NING", "=Pak Budi", ""][number % 3],
            tagline=["+62 rasa", "", "Kata; \"kutip\", 'satu'"][number % 3],
            story=["Baris satu\n\nBaris tiga\n\n\n\nBaris  enam", "=1+1", "Panjang. " * 333, "\tTab"][number % 4].strip("\n"),
            story_en="-Story" if number % 2 else "",
            sells="opak; keripik, sale",
            founded_year=1990 + number,
            employees=number or None,
            answer_hours="08.00–20.00 WIB",
            links=["https://www.instagram.com/sumber", "https://shopee.co.id/sumber"] if number % 2 else [],
            status=[Status.DRAFT, Status.PUBLISHED, Status.NEEDS_WORK][number % 3],
            edition=edition,
            stall_number=f"KB-{number + 1:03}" if number % 2 else None,
            **{field: values[number % len(values)] for field, values in choices.items()},
        )
        _papers(booth, number)
        for place in range(2):
            _product(booth, number, place)


def _papers(booth, number):
    until = datetime.date(2029, 12, 31)
    papers = [
        ("nib", f"01200012345{number:02}", None),
        ("pirt", f"P-IRT 20635720100{number:02}-29", until),
        ("halal", f"ID351100001453910{number:02}", until),
        ("halal", f"ID351100001453911{number:02}", None),
        ("merek", f"IDM0010479{number:02}", None),
        ("bpom", f"BPOM RI MD 1234567890{number:02}", None),
        ("sni", "SNI 01-2886-2000", None),
    ]
    for kind, paper, end in papers[: number % 8]:
        make_document(exhibitor=booth, kind=kind, number=paper, valid_until=end, status=LegalityDocument.Status.CLAIMED, checked_on=None)


def _product(booth, number, place):
    kind = list(Product.PriceKind)[(number + place) % 3]
    product = make_product(
        exhibitor=booth,
        name=f"{EVIL[-number]} {place}",
        description=["=1", "Gurih.\nTanpa pengawet.", ""][number % 3],
        material="ketan, gula",
        net_weight=["200 g", "500", "-"][number % 3],
        price_kind=kind,
        price=None if kind == Product.PriceKind.ASK else 9000 + number,
        price_max=15000 if kind == Product.PriceKind.RANGE else None,
        unit=["pcs", "toples besar", "KG", "bungkus"][number % 4],
        unit_en=["", "big jar"][number % 2],
        min_order=number + 1,
        shelf_life_days=90 if place else None,
        barcode="8999999000004" if place else "",
        hs_code="1905.90" if place else "0901.21.10",
        export_moq=500,
        capacity_per_month=1000,
        lead_time_days=14,
        packing="Karton isi 24",
        stock=list(Product.Stock)[number % 3],
        status=[Status.DRAFT, Status.PUBLISHED][number % 2],
    )
    product.documents.set(booth.documents.exclude(kind="nib")[:place])


def changes(made):
    return [line for line in told(made) if not line.startswith(("  ~", "kolom")) and ": sama" not in line]


def test_every_field_has_a_column():
    assert {*BOOTH_FIELDS, "village", "category"} <= set(exports.BOOTH_KEYS)
    assert {key.removeprefix("product_") for key in exports.PRODUCT_KEYS} >= {*PRODUCT_FIELDS, "price", "price_max", "category"}
    assert {FIELDS[key].of for key in exports.BOOTH_KEYS} == {BOOTH}
    assert {key for key, field in FIELDS.items() if field.of == PRODUCT} <= set(exports.PRODUCT_KEYS)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("listed", ["stan", "produk"])
def test_what_went_out_comes_in_again_with_no_change(client_of, ratna, rich, listed, ending):
    data = body(post(client_of(ratna), listed, ending))

    made = plan(io.BytesIO(data), f"data.{ending}")

    assert made.counts() == {"sama": 20 if listed == "stan" else 60}, changes(made)
    assert {key: outcome.changes for key, outcome in made.outcomes.items() if outcome.changes} == {}
    assert [column.heading for column in made.layouts[0].unread] == ["Keadaan"]
    assert made.questions == {}


@pytest.mark.parametrize(("separator", "encoding"), [("\t", "utf-16"), (",", "utf-8")])
@pytest.mark.parametrize("listed", ["stan", "produk"])
def test_so_does_what_was_saved_with_other_separators(client_of, ratna, rich, listed, separator, encoding):
    rows = csv.reader(io.StringIO(body(post(client_of(ratna), listed, "csv")).decode("utf-8-sig"), newline=""), delimiter=";")
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)

    assert set(plan(workbooks.csv(text.getvalue(), encoding), "data.csv").counts()) == {"sama"}


def test_every_field_leaves(client_of, ratna, rich):
    told_of = {
        column.key for listed in ("stan", "produk") for column in plan(io.BytesIO(body(post(client_of(ratna), listed)))).layouts[0].columns
    }

    assert set(exports.BOOTH_KEYS) | set(exports.PRODUCT_KEYS) <= told_of


@pytest.mark.parametrize("listed", ["stan", "produk", "keikutsertaan", "ketukan"])
def test_no_cell_is_worked_out(client_of, ratna, rich, listed):
    for booth in Exhibitor.objects.all():
        ContactClick.objects.create(code=f"K-{booth.pk:05}", exhibitor=booth, language="id")

    sheet = openpyxl.load_workbook(io.BytesIO(body(post(client_of(ratna), listed)))).active

    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "d"}
    quoted = {cell.value for row in sheet for cell in row if cell.quotePrefix}
    assert quoted >= {"=SUM(A1)", "-5", "+62 rasa", "@rumah"}
    assert all(value.startswith(("=", "+", "-", "@", "\t")) for value in quoted)

    cells = [
        cell
        for row in csv.reader(io.StringIO(body(post(client_of(ratna), listed, "csv")).decode("utf-8-sig"), newline=""), delimiter=";")
        for cell in row
    ]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert {"'=SUM(A1)", "'-5", "'+62 rasa", "'@rumah"} <= set(cells)


def test_kinds_of_cells(client_of, ratna, rich):
    rows = {row["Nama Usaha"]: row for row in table(post(client_of(ratna), "stan"))}

    row = rows["'=1+1"]
    assert (row["Tahun Berdiri"], row["Masa Berlaku PIRT"]) == (1995, datetime.datetime(2029, 12, 31))  # noqa: DTZ001 Excel's days have no zone
    assert (row["NIB"], rows["+62 rasa"]["WhatsApp"]) == ("0120001234505", "0812-3456-7802")
    assert rows["007 Rasa"]["Masa Berlaku Halal"] is None  # two certificates with different days


def test_a_number_that_another_booth_has_now_is_left_out(client_of, ratna):
    last, now = (
        make_edition(name="Expo 2025", today=datetime.date(2025, 11, 26)),
        make_edition(name="Expo 2026", today=datetime.date(2026, 11, 26)),
    )
    former, present = make_exhibitor(name="Dapur Lama", whatsapp=""), make_exhibitor(name="Dapur Baru", whatsapp="")
    make_participation(exhibitor=former, edition=last, stall_number="KB-001")
    make_participation(exhibitor=present, edition=now, stall_number="KB-001")
    assert Participation.objects.accepted().count() == 2

    data = body(post(client_of(ratna), "stan"))

    assert plan(io.BytesIO(data)).counts() == {"sama": 2}


def test_every_village_that_leaves_is_understood():
    """All 981, as an export names them."""
    known = places.Places.load()
    wrong = {}
    for village in Village.objects.select_related("district__region"):
        said = places.said(
            village=f"{village.short_kind} {village.name}", district=village.district.name, region=village.district.region.name
        )
        if (found := known.find(said, scope=ALL)) != places.Found(village.code):
            wrong[village.code] = found

    assert wrong == {}
