"""Siap Ritel and Siap Ekspor: every rule kept and broken, the day on which they end, and one answer for all pages."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

import exhibitors.badges
import products.badges
from curation.models import ProposedChange
from curation.take import take
from exhibitors.badges import FOREVER
from exhibitors.models import LegalityDocument
from expo import pagecache
from expo.models import SiteState
from products.models import Product, check_barcode
from products.readiness import EXPORT, RETAIL, RULES, ladder, missing_lines
from tests.expo.test_admin import form_data
from tests.factories import make_document, make_exhibitor, make_owner, make_product, make_product_photo
from tests.html import parse

pytestmark = pytest.mark.django_db
Kind, Status = LegalityDocument.Kind, LegalityDocument.Status
SPRING = datetime.date(2028, 4, 1)
COMPLETE = {
    "name_en": "Tempeh crisps",
    "description_en": "Thin and crisp.",
    "material": "Kedelai, tepung beras",
    "net_weight": "200 g",
    "shelf_life_days": 90,
    "barcode": "2000000000008",
    "packing": "Karton isi 24",
    "capacity_per_month": 600,
    "hs_code": "1905.90",
    "export_moq": 300,
    "lead_time_days": 14,
}


def make_complete(*, category="makanan-olahan", **fields):
    """A product that has all that both steps ask for, with papers that do not end."""
    product = make_product(exhibitor=make_exhibitor(category=category), **COMPLETE | fields)
    make_document(exhibitor=product.exhibitor, kind=Kind.NIB, valid_until=None)
    for kind in (Kind.PIRT, Kind.HALAL):
        product.documents.add(make_document(exhibitor=product.exhibitor, kind=kind, valid_until=None))
    return product


def days(product):
    """(ready for shops until, ready for export until) as the badges have it."""
    products.badges.refresh([product.pk])
    product.refresh_from_db()
    return product.retail_until, product.export_until


def open_rules(product, day=None):
    """The keys of the product's rules that are not met."""
    rungs = {rung.step.key: rung for rung in ladder(product.exhibitor, day)}
    return {condition.rule.key for step in (RETAIL, EXPORT) for condition in rungs[step].conditions if not condition.met}


def test_a_complete_product_is_ready():
    product = make_complete()

    assert days(product) == (FOREVER, FOREVER)
    assert open_rules(product) == set()


@pytest.mark.parametrize(
    ("field", "value", "broken"),
    [
        ("material", "", {"ritel-bahan", "ekspor-bahan"}),
        ("net_weight", "", {"ritel-berat"}),
        ("shelf_life_days", 89, {"ritel-tahan"}),
        ("shelf_life_days", None, {"ritel-tahan"}),
        ("barcode", "", {"ritel-barcode"}),
        ("barcode", "2000000000009", {"ritel-barcode"}),
        ("packing", "", {"ritel-kemasan", "ekspor-kemasan"}),
        ("capacity_per_month", None, {"ritel-kemampuan", "ekspor-kemampuan"}),
        ("name_en", "", {"ekspor-nama"}),
        ("description_en", "", {"ekspor-keterangan"}),
        ("hs_code", "", {"ekspor-hs"}),
        ("export_moq", None, {"ekspor-pesanan"}),
        ("lead_time_days", None, {"ekspor-waktu"}),
    ],
)
def test_what_is_missing_breaks_its_rule_and_nothing_else(field, value, broken):
    product = make_complete(**{field: value})

    assert open_rules(product) == broken
    ready = days(product)
    assert [until is None for until in ready] == [any(key.startswith(step) for key in broken) for step in (RETAIL, EXPORT)]


@pytest.mark.parametrize(
    ("kind", "broken", "ready"),
    [
        (Kind.NIB, {"ritel-nib", "ekspor-nib"}, (None, None)),
        (Kind.PIRT, {"ritel-izin", "ekspor-izin"}, (None, FOREVER)),  # for export a piece of advice
        (Kind.HALAL, {"ritel-halal"}, (None, FOREVER)),
    ],
)
@pytest.mark.parametrize("status", sorted(set(Status.values) - {Status.VERIFIED}))
def test_only_a_verified_document_counts(kind, broken, ready, status):
    product = make_complete()
    product.exhibitor.documents.filter(kind=kind).update(status=status)

    assert open_rules(product) == broken
    assert days(product) == ready


def test_a_permit_of_another_product_or_booth_does_not_count():
    product = make_complete()
    product.documents.remove(*product.exhibitor.documents.filter(kind=Kind.PIRT))
    product.documents.add(make_document(kind=Kind.PIRT))

    assert days(product)[0] is None
    assert "ritel-izin" in open_rules(product)


def test_a_badge_ends_with_the_proof_it_rests_on(client):
    product = make_complete()
    today = timezone.localdate()
    product.exhibitor.documents.filter(kind=Kind.PIRT).update(valid_until=today)

    assert days(product) == (today, FOREVER)
    assert "ritel-izin" not in open_rules(product, today)
    assert "ritel-izin" in open_rules(product, today + datetime.timedelta(days=1))
    assert badges(client, product) == {"Siap Ekspor", "Siap Ritel"}
    assert {rung.step.key for rung in ladder(product.exhibitor) if rung.done} >= {RETAIL, EXPORT}

    product.exhibitor.documents.filter(kind=Kind.PIRT).update(valid_until=today - datetime.timedelta(days=1))
    products.badges.refresh([product.pk])
    pagecache.forget()

    assert badges(client, product) == {"Siap Ekspor"}
    assert {rung.step.key for rung in ladder(product.exhibitor) if rung.done} >= {EXPORT}
    assert not next(rung for rung in ladder(product.exhibitor) if rung.step.key == RETAIL).done


def test_nobody_has_to_be_there_when_it_ends(client):
    product = make_complete()
    days(product)
    Product.objects.filter(pk=product.pk).update(retail_until=timezone.localdate() - datetime.timedelta(days=1))

    assert badges(client, product) == {"Siap Ekspor"}


def badges(client, product):
    """Of the two, those that the product's page shows; its card, its booth's page and both filters agree."""
    names = {"Siap Ritel": "ritel", "Siap Ekspor": "ekspor"}

    def shown(element):
        return {badge.text for badge in element.all(cls="badge")} & set(names)

    def listed(path, cls, value):
        page = parse(client.get(path, {"lencana": value}))
        return bool(page.all(cls=cls)) and not page.all(cls="shop__empty")

    on_page = shown(parse(client.get(product.get_absolute_url())).one("main"))
    booth = parse(client.get(product.exhibitor.get_absolute_url())).one("main")
    assert shown(parse(client.get("/produk/")).one(cls="product-card")) == on_page
    assert shown(parse(client.get("/stan/")).one(cls="booth-card")) == on_page
    assert shown(booth) == on_page
    assert {name for name, value in names.items() if listed("/produk/", "product-card", value)} == on_page
    assert {name for name, value in names.items() if listed("/stan/", "booth-card", value)} == on_page
    return on_page


def test_a_booth_has_the_badge_of_its_public_products_only(client):
    product = make_complete()
    days(product)
    other = make_product(exhibitor=product.exhibitor)
    Product.objects.filter(pk=product.pk).update(status="draft")

    page = parse(client.get(product.exhibitor.get_absolute_url())).one("main")
    assert {"Siap Ritel", "Siap Ekspor"} & {badge.text for badge in page.all(cls="badge")} == set()
    rungs = {rung.step.key: rung for rung in ladder(product.exhibitor)}
    assert not rungs[RETAIL].done
    assert rungs[RETAIL].nearest == other


def test_a_drum_needs_no_permit_and_no_shelf_life():
    drum = make_complete(category="alat-musik", net_weight="", shelf_life_days=None)
    drum.documents.clear()

    assert days(drum) == (FOREVER, FOREVER)


def test_a_live_fish_is_not_made_of_anything():
    koi = make_complete(category="pertanian-perikanan", material="")

    assert days(koi) == (FOREVER, FOREVER)


def test_herbs_and_cosmetics_need_a_permit_for_shops():
    tonic = make_complete(category="kecantikan-herbal", shelf_life_days=None)
    tonic.documents.remove(*tonic.exhibitor.documents.filter(kind=Kind.HALAL))
    assert days(tonic) == (FOREVER, FOREVER)
    tonic.documents.clear()

    assert days(tonic) == (None, FOREVER)


def test_food_sold_fresh_needs_no_permit_and_is_not_for_shops():
    cake = make_complete(shelf_life_days=6)
    cake.documents.clear()

    assert "ritel-izin" not in open_rules(cake)
    assert days(cake)[0] is None


def test_a_changed_kind_changes_what_is_asked(dewi, client_of):
    product = make_complete()
    product.documents.clear()
    assert days(product)[0] is None
    food = product.category

    office, url = client_of(dewi), f"/panitia/exhibitors/category/{food.pk}/change/"
    form = form_data(parse(office.get(url)))
    del form["is_food"]
    office.post(url, form | {"slug": "lain"})

    food.refresh_from_db()
    product.refresh_from_db()
    assert (food.is_food, food.slug, product.retail_until) == (False, "makanan-olahan", FOREVER)


@pytest.mark.parametrize("code", ["4006381333931", "8999999000004", "2000000000008"])
def test_barcodes_with_the_right_last_digit_pass(code):
    check_barcode(code)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("899999900000", "harus 13 angka. Yang terisi 12"), ("8999999000005", "tertukar"), ("89999990000a4", "harus 13 angka")],
)
def test_a_wrong_barcode_is_told_what_is_wrong(code, sentence):
    with pytest.raises(ValidationError, match=sentence):
        check_barcode(code)


def test_the_nearest_product_comes_first_and_the_others_say_what_they_lack():
    far = make_complete(packing="", capacity_per_month=None, barcode="")
    near = make_product(exhibitor=far.exhibitor, **COMPLETE | {"barcode": ""})
    near.documents.set(far.documents.all())

    retail = next(rung for rung in ladder(far.exhibitor) if rung.step.key == RETAIL)

    assert retail.nearest == near
    assert [rule.rule.key for rule in retail.conditions if not rule.met] == ["ritel-barcode"]
    assert [(other.product, len(other.lacks)) for other in retail.others] == [(far, 3)]


@pytest.mark.parametrize("count", [1, 4])
def test_three_queries_for_any_number_of_products(count, django_assert_num_queries):
    booth = make_complete().exhibitor
    for _number in range(count):
        make_product(exhibitor=booth).documents.add(booth.documents.first())
    booth.refresh_from_db()

    with django_assert_num_queries(3):
        ladder(booth)


def test_the_organisers_read_what_is_missing(dewi, client_of):
    product = make_complete(barcode="")

    assert missing_lines(product) == ["Siap Ritel: kurang Barcode di kemasan", "Siap Ekspor: lengkap"]
    page = client_of(dewi).get(f"/panitia/products/product/{product.pk}/change/")
    assert "kurang Barcode di kemasan" in page.text
    assert not parse(page).all("input", name="retail_until")


@pytest.mark.parametrize(("value", "names"), [("ritel", ["Siap"]), ("ekspor", ["Siap", "Hanya ekspor"])])
def test_the_organisers_filter_by_badge(dewi, client_of, value, names):
    for name, barcode in (("Siap", COMPLETE["barcode"]), ("Hanya ekspor", "")):
        make_complete(name=name, barcode=barcode)
    make_product(name="Belum")
    products.badges.refresh()
    client = client_of(dewi)

    rows = parse(client.get(f"/panitia/products/product/?lencana={value}")).all("td", cls="field-exhibitor")
    booths = parse(client.get(f"/panitia/exhibitors/exhibitor/?lencana={value}")).all("td", cls="field-region")

    assert (len(rows), len(booths)) == (len(names), len(names))


def test_changing_a_document_in_the_back_office_moves_the_badge():
    product = make_complete()
    assert days(product) == (FOREVER, FOREVER)
    product.exhibitor.documents.filter(kind=Kind.NIB).update(valid_until=SPRING)
    exhibitors.badges.refresh([product.exhibitor_id])

    assert days(product) == (SPRING, SPRING)


def test_every_rule_has_a_key_of_its_own():
    keys = [rule.key for rule in RULES]

    assert len(set(keys)) == len(keys)


def test_the_command_works_everything_out_anew(capsys):
    make_complete()
    version = SiteState.objects.values_list("version", flat=True).first() or 0

    call_command("badges")
    call_command("badges")

    assert capsys.readouterr().out.splitlines() == ["1 booths and 1 products have changed.", "0 booths and 0 products have changed."]
    assert SiteState.objects.get().version > version
    assert Product.objects.get().retail_until == FOREVER


def test_the_owner_follows_the_button_and_has_the_badge_once_it_is_accepted(client, client_of, dewi):
    product = make_complete(barcode="", name="Keripik tempe")
    make_product_photo(product=product)
    booth = product.exhibitor
    booth.story = "Sejak 1990."
    booth.save()
    days(product)
    assert badges(client, product) == {"Siap Ekspor"}
    owner = client_of(make_owner(booth))

    button = parse(owner.get(reverse("exhibitors:owner_readiness", args=[booth.pk]))).one("main").one("a", cls="btn")
    path, _, field = button["href"].partition("#id_")
    form = next(form for form in parse(owner.get(path)).all("form") if form.all(name=field))
    typed = {name: getattr(product, name) for name in COMPLETE if form.all(name=name)} | {"barcode": COMPLETE["barcode"]}
    sent = owner.post(path, typed | {"category": product.category_id, "stock": "ada"})

    assert (button.text, field, sent.status_code) == ("Isi barcode", "barcode", 302)
    pagecache.forget()
    assert badges(client, product) == {"Siap Ekspor"}
    waiting = parse(owner.get(reverse("exhibitors:owner_readiness", args=[booth.pk])))
    assert not waiting.all("a", text="Isi barcode"), "she has done her part"
    proposal = ProposedChange.objects.get()
    take(proposal, {"barcode"}, by=dewi, version=proposal.version)
    pagecache.forget()
    assert badges(client, product) == {"Siap Ekspor", "Siap Ritel"}
