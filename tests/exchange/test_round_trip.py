"""What stands in the expo, written into a workbook under the names of its fields, comes in again with no change."""

import datetime

import pytest

from exchange.fields import BOOTH, FIELDS, PAPERS, PRODUCT, UNTIL
from exchange.state import BOOTH_FIELDS, PRODUCT_FIELDS, State
from exhibitors.models import Category, Exhibitor, LegalityDocument, Status
from products.models import Product
from regions.models import Village
from tests.exchange.plans import KOTA, plan, told
from tests.exchange.workbooks import csv, xlsx
from tests.factories import make_document, make_exhibitor, make_product

pytestmark = pytest.mark.django_db
BOOTH_COLUMNS = [key for key, field in FIELDS.items() if field.of == BOOTH and key not in ("stall_number", "address")]
PRODUCT_COLUMNS = [key for key, field in FIELDS.items() if field.of == PRODUCT]


@pytest.fixture
def everything():
    """Two drafts of one region, one with all that can be said, one with the least; names that look like formulas and codes."""
    full = make_exhibitor(
        name="UD. =Sumber Rejeki-1",
        village=Village.objects.get(pk="35.72.01.1003"),
        whatsapp="+6281234567890",
        contact_name="Bu NING",
        tagline="+62 rasa",
        story="Baris satu\n\nBaris tiga: 100 %, @rumah",
        story_en="-Story",
        sells="opak; keripik, sale",
        founded_year=1998,
        employees=12,
        legal_form=Exhibitor.LegalForm.GROUP,
        size=Exhibitor.Size.MICRO,
        export_experience=Exhibitor.ExportExperience.INDIRECT,
        answer_hours="08.00–20.00 WIB",
        links=["https://www.instagram.com/sumber", "https://shopee.co.id/sumber"],
        status=Status.DRAFT,
    )
    for kind, number, until in [
        ("nib", "0120001234567", None),
        ("pirt", "P-IRT 2063572010001-29", datetime.date(2029, 12, 31)),
        ("halal", "ID35110000145391021", datetime.date(2029, 12, 31)),
        ("merek", "IDM001047956", None),
        ("bpom", "BPOM RI MD 123456789012", None),
        ("sni", "SNI 01-2886-2000", None),
    ]:
        make_document(exhibitor=full, kind=kind, number=number, valid_until=until, status=LegalityDocument.Status.CLAIMED, checked_on=None)
    make_product(
        exhibitor=full,
        name="OPAK 200 g",
        description="Gurih.\nTanpa pengawet.",
        material="ketan, gula",
        net_weight="200 g",
        price_kind=Product.PriceKind.RANGE,
        price=9000,
        price_max=15000,
        min_order=10,
        shelf_life_days=90,
        barcode="8999999000004",
        hs_code="1905.90",
        export_moq=500,
        capacity_per_month=1000,
        lead_time_days=14,
        packing="Karton isi 24",
        stock=Product.Stock.TO_ORDER,
        status=Status.DRAFT,
    )
    make_product(
        exhibitor=full, name="1000 rasa", price_kind=Product.PriceKind.ASK, unit="toples besar", unit_en="big jar", status=Status.DRAFT
    )
    make_exhibitor(
        name="Batik Turi", village=Village.objects.get(pk="35.72.02.1004"), category="wastra-batik", whatsapp="", status=Status.DRAFT
    )


def sheets():
    """{sheet: rows}: the booths, and the products under the names of their booths. No cell is None."""
    stan = [[str(FIELDS[key].names[0]) for key in BOOTH_COLUMNS]]
    produk = [[str(FIELDS[key].names[0]) for key in ["name", *PRODUCT_COLUMNS]]]
    for booth in State(scope=KOTA, phones=[]).booths.values():
        stan.append([_of_booth(booth, key) for key in BOOTH_COLUMNS])
        produk += [[booth.name, *(_of_product(product, key) for key in PRODUCT_COLUMNS)] for product in booth.products]
    return {"Stan": stan, "Produk": produk}


def _of_booth(booth, key):
    village = Village.objects.select_related("district__region").get(pk=booth.values["village"])
    place = {"village": village.name, "district": village.district.name, "region": village.district.region.name}
    if key in place:
        return place[key]
    if key in PAPERS:
        return ", ".join(number for kind, number in booth.papers if kind == key) or None
    if key in UNTIL:
        return next((until for (kind, _number), (_pk, until, _status) in booth.papers.items() if kind == UNTIL[key]), None)
    if key == "whatsapp":
        return booth.values[key].replace("+62", "0", 1)
    return _shown(Exhibitor, key, booth.values[key])


def _of_product(product, key):
    if key == "price":
        kind, price, _most = product.values["price"]
        return "tanya" if kind == Product.PriceKind.ASK else price
    if key == "price_max":
        return product.values["price"][2]
    return _shown(Product, key.removeprefix("product_"), product.values[key])


def _shown(model, field, value):
    if field == "category":
        return Category.objects.get(slug=value).name
    if isinstance(value, list):
        return "\n".join(value)
    choices = dict(model._meta.get_field(field).choices or ())
    return str(choices.get(value, value)).split(" (")[0] if value in choices else value


def test_every_field_has_a_column():
    assert {*BOOTH_FIELDS, "village", "category"} <= set(BOOTH_COLUMNS)
    assert {key.removeprefix("product_") for key in PRODUCT_COLUMNS} == {*PRODUCT_FIELDS, "price", "price_max", "category"}


def test_a_workbook_of_all_that_is_there_changes_nothing(everything):
    tables = {name: [[None if value == "" else value for value in row] for row in rows] for name, rows in sheets().items()}

    made = plan(xlsx(tables, text=True))

    assert made.counts() == {"sama": 4}, told(made)
    assert [line for line in told(made) if line.startswith(("  !", "  ?", "lewat", "kolom"))] == []


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8")])
@pytest.mark.parametrize("sheet", ["Stan", "Produk"])
def test_so_do_text_files(everything, sheet, separator, encoding):
    def quoted(value):
        return '"' + ("" if value is None else str(value)).replace('"', '""') + '"'

    text = "\r\n".join(separator.join(map(quoted, row)) for row in sheets()[sheet])

    made = plan(csv(text, encoding), "data.csv")

    assert set(made.counts()) == {"sama"}, told(made)
