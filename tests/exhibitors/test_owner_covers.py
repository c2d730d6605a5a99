"""Which products a permit is for: its owner says so, a curator looks at it again when she adds one, and nobody else's product is in reach."""

import datetime

import pytest
from django.utils import timezone

import exhibitors.badges
import products.badges
from exhibitors.models import LegalityDocument, Status
from exhibitors.stall import settle_documents
from expo.models import SiteState
from products.readiness import ladder
from tests.factories import make_document, make_exhibitor, make_owner, make_product
from tests.html import parse

PIRT = "P-IRT 2063572010001-29"
UNTIL = datetime.date(2029, 5, 1)
TYPED = {"number": PIRT, "issuer": "Dinkes", "valid_until": "2029-05-01"}


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Wajik", category="makanan-olahan")


@pytest.fixture
def wajik(booth):
    return make_product(exhibitor=booth, name="Wajik kletik")


@pytest.fixture
def jenang(booth):
    return make_product(exhibitor=booth, name="Jenang ketan")


@pytest.fixture
def browser(client, booth):
    client.force_login(make_owner(booth))
    return client


@pytest.fixture
def verified(booth, wajik):
    document = make_document(exhibitor=booth, kind="pirt", number=PIRT, issuer="Dinkes", valid_until=UNTIL)
    wajik.documents.add(document)
    exhibitors.badges.refresh()
    products.badges.refresh()
    SiteState.move_on()
    return document


def pages(booth, *rest):
    return f"/kelola/stan/{booth.pk}/legalitas/" + "".join(f"{part}/" for part in rest)


def verify(claim):
    """As an organiser does in the back office."""
    LegalityDocument.objects.filter(pk=claim.pk).update(status=LegalityDocument.Status.VERIFIED, checked_on=timezone.localdate())
    settle_documents(claim.exhibitor)
    exhibitors.badges.refresh()
    products.badges.refresh()


def held(product):
    product.refresh_from_db()
    return [proof["kind"] for proof in product.proofs], product.permit_until


def test_the_form_offers_her_products_and_ticks_what_holds(browser, booth, wajik, jenang, verified):
    make_product(exhibitor=booth, name="Yang dihapus", status=Status.WITHDRAWN)
    make_product(name="Milik orang lain")

    boxes = parse(browser.get(pages(booth, verified.pk))).all("input", name="covers")

    assert [(box["type"], box["value"], "checked" in box.attributes) for box in boxes] == [
        ("checkbox", str(wajik.pk), True),
        ("checkbox", str(jenang.pk), False),
    ]


@pytest.mark.parametrize(
    ("kind", "asked"), [("pirt", True), ("bpom", True), ("halal", True), ("merek", True), ("sni", True), ("nib", False)]
)
def test_a_business_number_is_for_the_whole_business(browser, booth, wajik, kind, asked):
    assert bool(parse(browser.get(pages(booth, "tambah", kind))).all("input", name="covers")) is asked


def test_a_booth_without_products_is_not_asked(browser, booth):
    assert parse(browser.get(pages(booth, "tambah", "pirt"))).all("input", name="covers") == []


def test_a_new_claim_knows_its_products_and_shows_nothing_to_buyers_yet(browser, booth, wajik, jenang):
    browser.post(pages(booth, "tambah", "pirt"), TYPED | {"covers": [wajik.pk]})

    document = booth.documents.get()
    assert list(document.products.all()) == [wajik]
    assert (document.status, held(wajik)) == (LegalityDocument.Status.CLAIMED, ([], None))
    assert "Untuk Wajik kletik" in parse(browser.get(pages(booth))).one("section", aria_labelledby="pirt").text


def test_the_list_says_when_none_is_ticked(browser, booth, wajik):
    make_document(exhibitor=booth, kind="halal")
    make_document(exhibitor=booth, kind="nib")

    page = parse(browser.get(pages(booth)))

    assert "Belum dicentang untuk produk mana pun" in page.one("section", aria_labelledby="halal").text
    assert "Belum dicentang" not in page.one("section", aria_labelledby="nib").text


def test_one_more_product_is_a_new_claim_so_that_nobody_gives_herself_a_badge(browser, client_of, dewi, booth, wajik, jenang, verified):
    browser.post(pages(booth, verified.pk), TYPED | {"covers": [wajik.pk, jenang.pk]})

    claim = LegalityDocument.objects.get(replaces=verified)
    assert claim.status == LegalityDocument.Status.CLAIMED
    assert (held(wajik), held(jenang)) == ((["pirt"], UNTIL), ([], None))  # what was checked stays in force
    page = parse(client_of(dewi).get(f"/panitia/exhibitors/exhibitor/{booth.pk}/change/"))
    assert "Wajik kletik, Jenang ketan" in [cell.text for cell in page.all("td", cls="field-covers")]

    verify(claim)
    assert (held(wajik), held(jenang)) == ((["pirt"], UNTIL), (["pirt"], UNTIL))


def test_one_less_keeps_what_was_checked_for_the_others(browser, client, booth, wajik, jenang, verified):
    jenang.documents.add(verified)
    products.badges.refresh()
    version = SiteState.objects.get().version

    browser.post(pages(booth, verified.pk), TYPED | {"covers": [jenang.pk]})

    verified.refresh_from_db()
    assert verified.status == LegalityDocument.Status.VERIFIED
    assert (held(wajik), held(jenang)) == (([], None), (["pirt"], UNTIL))
    assert SiteState.objects.get().version > version


def test_said_again_it_is_the_same(browser, booth, wajik, verified):
    version = SiteState.objects.get().version

    response = browser.post(pages(booth, verified.pk), TYPED | {"covers": [wajik.pk]})

    verified.refresh_from_db()
    assert response.status_code == 302
    assert (verified.status, SiteState.objects.get().version) == (LegalityDocument.Status.VERIFIED, version)


def test_a_product_that_was_taken_out_keeps_its_paper(browser, booth, wajik, jenang, verified):
    type(wajik).objects.filter(pk=wajik.pk).update(status=Status.WITHDRAWN, status_before_removal=Status.PUBLISHED)

    browser.post(pages(booth, verified.pk), TYPED | {"covers": [jenang.pk]})
    verify(LegalityDocument.objects.get(replaces=verified))

    assert set(verified.products.all()) == {wajik, jenang}


@pytest.mark.parametrize("forged", ["another's", "99999999", "x", ""])
def test_anothers_product_is_refused_with_what_was_typed(browser, booth, wajik, forged):
    other = make_product(name="Milik orang lain")

    response = browser.post(pages(booth, "tambah", "pirt"), TYPED | {"covers": [wajik.pk, other.pk if forged == "another's" else forged]})

    page = parse(response)
    assert response.status_code == 422
    assert page.one(id="id_covers_error").text == "Pilih produk dari daftar."
    assert page.one("input", name="number")["value"] == PIRT
    assert "checked" in page.one("input", name="covers", value=str(wajik.pk)).attributes
    assert not booth.documents.exists()


def test_the_next_step_waits_only_for_a_product_that_was_ticked(booth, wajik):
    def permit():
        (rung,) = [rung for rung in ladder(booth) if rung.step.key == "ritel"]
        return next(condition for condition in rung.conditions if condition.rule.key == "ritel-izin")

    document = make_document(exhibitor=booth, kind="pirt", number=PIRT, status=LegalityDocument.Status.CLAIMED, checked_on=None)
    assert (permit().met, permit().waiting) == (False, False)
    wajik.documents.add(document)
    assert (permit().met, permit().waiting) == (False, True)


@pytest.mark.parametrize("number", [1, 30])
def test_many_products_cost_no_more(browser, booth, number, django_assert_max_num_queries):
    for place in range(number):
        make_product(exhibitor=booth, name=f"Keripik pisang rasa nomor {place}")
    document = make_document(exhibitor=booth, kind="pirt", number=PIRT)
    document.products.set(booth.products.all())

    for path in (pages(booth), pages(booth, document.pk)):
        with django_assert_max_num_queries(12):
            assert len(browser.get(path).content) <= 60_000
