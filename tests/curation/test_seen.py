"""What an organiser decides is what she saw: a booth or product that says something else by now is looked at once more."""

import pytest

from accounts.models import Record
from curation.decide import decide
from curation.said import mark
from exhibitors.models import Exhibitor
from exhibitors.states import Refused, Status
from products import photos
from products.models import Product, ProductPhoto
from tests import race
from tests.curation.test_decide import asked_for, list_of, page_of, stands, ticked
from tests.factories import make_document, make_exhibitor, make_owner, make_product, make_product_photo
from tests.html import parse

CHANGED = "Isinya berubah sejak Anda membukanya. Lihat sekali lagi, lalu putuskan."


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Dapur Contoh", tagline="Renyah", status=Status.SUBMITTED)


@pytest.fixture
def product(booth):
    product = make_product(exhibitor=booth, description="Tempe asli", status=Status.SUBMITTED)
    make_product_photo(product=product, alt="Keripik di piring")
    return product


def told(answer):
    return parse(answer).one("ul", cls="messagelist").text


def opened(client, row, act, reason=""):
    """What the page "Putuskan" sends back as it lies open."""
    page = parse(client.get(page_of(row)))
    return {"langkah": act, "alasan": reason, "terlihat": page.one("input", name="terlihat")["value"]}


@pytest.mark.parametrize(("act", "to"), [("approve", "approved"), ("send_back", "needs_work"), ("reject", "rejected")])
@pytest.mark.parametrize("kind", ["booth", "product"])
def test_what_its_owner_changed_meanwhile_is_looked_at_again(client_of, request, ratna, sari, booth, kind, act, to):
    row = request.getfixturevalue(kind)
    make_owner(booth, user=sari)
    office = client_of(ratna)
    form = opened(office, row, act, "Begini")
    type(row).objects.filter(pk=row.pk).update(name="Nama lain")

    answer = office.post(page_of(row), form)

    assert answer.status_code == 422 and CHANGED in told(answer)
    assert "Nama lain" in parse(answer).one("section", cls="said").text
    assert parse(answer).one("textarea", id="alasan").text == "Begini"
    assert stands(row) == Status.SUBMITTED and not Record.objects.exists()
    again = form | {"terlihat": parse(answer).one("input", name="terlihat")["value"]}
    assert [office.post(page_of(row), again).status_code for _twice in range(2)] == [302, 422]
    assert stands(row) == to and Record.objects.about(row).count() == 1


def test_the_page_shows_what_is_decided(client_of, ratna, product):
    page = parse(client_of(ratna).get(page_of(product))).one("section", cls="said")

    assert [image["alt"] for image in page.all("img")] == ["Keripik di piring"]
    said = dict(zip([one.text for one in page.all("dt")], [one.text for one in page.all("dd")], strict=True))
    assert (said["Keterangan"], said["Stan"], said["Persediaan"]) == ("Tempe asli", "Dapur Contoh", "Tersedia")


CHANGES = {
    "a field": lambda product: Product.objects.filter(pk=product.pk).update(description="Lain"),
    "a price": lambda product: Product.objects.filter(pk=product.pk).update(price=product.price + 1),
    "a new photo": lambda product: make_product_photo(product=product, cover=False, position=1),
    "a removed photo": lambda product: photos.take_down(product.photos.get()),
    "the words of a photo": lambda product: photos.describe(product.photos.get(), "Lain", ""),
    "a proof": lambda product: Product.objects.filter(pk=product.pk).update(proofs=[{"kind": "halal"}]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_all_that_visitors_would_see_counts(ratna, product, change):
    seen = mark(product)
    change(product)

    with pytest.raises(Refused, match="Isinya berubah"):
        decide(product, "approve", by=ratna, seen=seen)
    assert stands(product) == Status.SUBMITTED


def test_the_order_of_two_photos_counts(ratna, product):
    second = make_product_photo(product=product, cover=False, position=1)
    seen = mark(Product.objects.get(pk=product.pk))
    photos.move(second, 0)

    with pytest.raises(Refused, match="Isinya berubah"):
        decide(product, "approve", by=ratna, seen=seen)


def test_what_nobody_judges_does_not_count(ratna, booth, product):
    seen = [mark(booth), mark(product)]
    Exhibitor.objects.filter(pk=booth.pk).update(still_selling_on="2026-11-20", on_break=True)
    Product.objects.filter(pk=product.pk).update(position=7)
    make_product_photo(product=product, state=ProductPhoto.State.PROPOSED, cover=False, position=3)

    for row, words in zip((booth, product), seen, strict=True):
        decide(row, "approve", by=ratna, seen=words)
    assert [stands(booth), stands(product)] == [Status.APPROVED] * 2


def test_a_form_that_does_not_say_what_it_showed_decides_nothing(client_of, ratna, booth):
    for form in ({}, {"terlihat": ""}, {"terlihat": "submitted"}, {"terlihat": "submitted.x"}, {"terlihat": mark(booth).split(".")[1]}):
        assert client_of(ratna).post(page_of(booth), {"langkah": "approve"} | form).status_code == 422
    assert stands(booth) == Status.SUBMITTED


def test_of_the_ticked_ones_only_those_that_changed_wait(client_of, ratna):
    rows = [make_product(exhibitor=make_exhibitor(), name=f"Produk {number}", status=Status.SUBMITTED) for number in range(3)]
    office = client_of(ratna)
    form = ticked(office, "approve", *rows)
    Product.objects.filter(pk=rows[1].pk).update(description="Lain")

    answer = office.post(list_of(rows[0]), form, follow=True)

    assert "2 diputuskan" in told(answer) and f"Produk 1: {CHANGED}" in told(answer)
    assert [stands(row) for row in rows] == ["approved", "submitted", "approved"]
    office.post(list_of(rows[0]), ticked(office, "approve", rows[1]))
    assert stands(rows[1]) == Status.APPROVED


def test_the_reason_asked_for_does_not_renew_what_was_seen(client_of, ratna, booth):
    office = client_of(ratna)
    asked = office.post(list_of(booth), ticked(office, "send_back", booth) | {"terlihat": f"{booth.pk}.{mark(booth)}"})
    Exhibitor.objects.filter(pk=booth.pk).update(tagline="Lain")

    answer = office.post(list_of(booth), asked_for(asked) | {"alasan": "Foto gelap"}, follow=True)

    assert CHANGED in told(answer) and stands(booth) == Status.SUBMITTED


def test_what_was_decided_meanwhile_is_told_in_a_list_too(client_of, ratna, dewi, booth):
    office = client_of(ratna)
    form = ticked(office, "reject", booth)
    decide(booth, "approve", by=dewi)

    answer = office.post(list_of(booth), form | {"alasan": "Belum lengkap"}, follow=True)

    assert "Sudah diputuskan: Disetujui oleh Dewi Lestari" in told(answer) and stands(booth) == Status.APPROVED


def test_rows_of_other_pages_are_shown_before_they_are_decided(client_of, ratna):
    rows = [make_exhibitor(name=f"Stan {number:02}", status=Status.SUBMITTED) for number in range(52)]
    office = client_of(ratna)

    asked = office.post(list_of(rows[0]), ticked(office, "approve", rows[0]) | {"select_across": "1"})

    page = parse(asked)
    assert "2 yang dipilih ada di halaman lain" in page.one("p", cls="warnnote").text
    assert len(page.one("form", cls="decide").all("li")) == 52 and not page.all("textarea", id="alasan")
    assert not Record.objects.exists()
    Exhibitor.objects.filter(pk__in=[rows[0].pk, rows[51].pk]).update(tagline="Lain")
    office.post(list_of(rows[0]), asked_for(asked))
    assert Exhibitor.objects.filter(status=Status.APPROVED).count() == 50
    assert [stands(rows[0]), stands(rows[51])] == [Status.SUBMITTED] * 2


def test_papers_are_listed_with_what_is_decided(client_of, ratna, booth):
    make_document(exhibitor=booth, kind="nib", number="9120001234567", issuer="OSS")
    Exhibitor.objects.filter(pk=booth.pk).update(proofs=[{"kind": "nib", "number": "9120001234567", "issuer": "OSS"}])

    assert "9120001234567" in parse(client_of(ratna).get(page_of(booth))).one("section", cls="said").text


RACE = """
from accounts.models import Record
from curation.decide import decide
from curation.said import digest, mark
from exhibitors.states import Refused, Status
from products import stall
from products.models import Product
from products.owner_forms import DetailsForm
from tests.factories import make_exhibitor, make_organiser, make_product
import uuid
word = uuid.uuid4().hex[:8]
dewi = make_organiser(f"dewi-{word}", role="Penyelenggara pusat", name="Dewi")
booth = make_exhibitor(slug=f"balapan-{word}", status=Status.SUBMITTED)
results = []
for turn in range(40):
    product = make_product(exhibitor=booth, slug=f"balapan-{word}-{turn}", status=Status.SUBMITTED)
    seen, hers = Product.objects.get(pk=product.pk), Product.objects.get(pk=product.pk)
    words = mark(seen)
    form = DetailsForm({name: getattr(hers, name) if getattr(hers, name) is not None else "" for name in DetailsForm._meta.fields}
                       | {"description": "Diam-diam lain"}, instance=hers)
    assert form.is_valid(), form.errors
    def approve():
        try:
            decide(seen, "approve", by=dewi, seen=words)
            return "approved"
        except Refused:
            return "refused"
    def change():
        stall.keep(hers, form, by=None)
        return "changed"
    acts = iter([approve, change] if turn % 2 else [change, approve])
    answers = at_once(lambda: next(acts)(), 2)
    now = Product.objects.get(pk=product.pk)
    as_seen = digest(now) == words.partition(".")[2]
    results.append((now.status == Status.APPROVED) == as_seen == ("approved" in answers))
print(json.dumps(results))
"""


def test_nothing_is_approved_unseen_when_its_owner_writes_at_that_moment(own_database):
    assert race.run(own_database, RACE) == [True] * 40
