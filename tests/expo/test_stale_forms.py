"""Forms of the back office that were open for a while: they save what was changed in them, and overwrite nothing they did not show."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Deed, Record
from curation.models import ProposedChange
from curation.take import take
from exhibitors.models import Category, Exhibitor, LegalityDocument
from products.models import Product, ProductPhoto
from tests import race
from tests.expo.test_admin import change, form_data, jpeg
from tests.factories import make_document, make_edition, make_exhibitor, make_product, make_product_photo, make_session
from tests.html import parse

MEANWHILE = "Sejak Anda membuka halaman ini, ini diubah orang lain menjadi: "


@pytest.fixture
def office(dewi, client_of):
    return client_of(dewi)


def address(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def opened(client, row):
    """The form as it lies open in somebody's browser."""
    return form_data(parse(client.get(address(row))))


def write(row, **values):
    """What somebody else writes meanwhile."""
    type(row).objects.filter(pk=row.pk).update(**values)


def now(row, *names):
    return type(row).objects.values_list(*names).get(pk=row.pk)


def faults(response):
    """{field: what its error says}"""
    page = parse(response)
    lists = [found for found in page.all("ul", cls="errorlist") if found.get("id")]
    return {found["id"].removeprefix("id_").removesuffix("_error"): found.text for found in lists}


OTHERS = {
    "booth": (make_exhibitor, "tagline", "contact_name"),
    "product": (make_product, "name", "material"),
    "edition": (make_edition, "name", "venue"),
    "session": (make_session, "title", "place"),
    "category": (lambda: Category.objects.first(), "name", "name_en"),
}


@pytest.mark.parametrize(("make", "mine", "theirs"), OTHERS.values(), ids=OTHERS)
def test_what_was_not_touched_stays_as_others_left_it(office, make, mine, theirs):
    row = make()
    form = opened(office, row)
    write(row, **{theirs: "Kata mereka"})

    assert office.post(address(row), form | {mine: "Kata saya"}).status_code == 302

    assert now(row, mine, theirs) == ("Kata saya", "Kata mereka")
    assert [change["new"] for change in Record.objects.about(row).get().changes] == ["Kata saya"]


@pytest.mark.parametrize(("make", "mine", "theirs"), OTHERS.values(), ids=OTHERS)
def test_what_both_changed_is_refused_once_with_what_it_says_now(office, make, mine, theirs):
    row = make()
    form = opened(office, row)
    write(row, **{mine: "Kata mereka", theirs: "Juga mereka"})

    answer = office.post(address(row), form | {mine: "Kata saya"})

    assert answer.status_code == 422
    assert faults(answer) == {mine: f"{MEANWHILE}Kata mereka. Simpan lagi kalau isian Anda yang berlaku."}
    assert now(row, mine, theirs) == ("Kata mereka", "Juga mereka")
    again = form_data(parse(answer))
    assert (again[mine], again[theirs]) == ("Kata saya", "Juga mereka")  # hers, and what stands there now
    assert office.post(address(row), again).status_code == 302
    assert now(row, mine, theirs) == ("Kata saya", "Juga mereka")
    assert Record.objects.about(row).get().changes[0]["old"] == "Kata mereka"


def test_each_change_that_comes_between_is_told(office):
    booth = make_exhibitor()
    form = opened(office, booth)
    write(booth, tagline="Pertama")
    again = form_data(parse(office.post(address(booth), form | {"tagline": "Kata saya"})))
    write(booth, tagline="Kedua")

    answer = office.post(address(booth), again)

    assert (answer.status_code, "Kedua" in faults(answer)["tagline"], now(booth, "tagline")) == (422, True, ("Kedua",))


def test_what_is_wrong_in_itself_does_not_hide_what_came_between(office):
    booth = make_exhibitor()
    form = opened(office, booth)
    write(booth, whatsapp="+628111111111")
    again = form_data(parse(office.post(address(booth), form | {"whatsapp": "12"})))

    answer = office.post(address(booth), again | {"whatsapp": "0822 2222 2222"})

    assert (answer.status_code, "+628111111111" in faults(answer)["whatsapp"]) == (422, True)
    assert office.post(address(booth), form_data(parse(answer))).status_code == 302
    assert now(booth, "whatsapp") == ("+6282222222222",)


def test_the_same_twice_and_the_same_by_two_is_no_conflict(office):
    booth = make_exhibitor()
    form = opened(office, booth) | {"tagline": "Dibuat tiap pagi"}

    assert [office.post(address(booth), form).status_code for _twice in range(2)] == [302, 302]

    assert now(booth, "tagline") == ("Dibuat tiap pagi",)
    assert Record.objects.about(booth).count() == 1


def test_a_proposal_that_was_accepted_meanwhile_stays_accepted(office, dewi, sari):
    booth = make_exhibitor(story="Cerita lama")
    proposal = ProposedChange.objects.create(exhibitor=booth, author=sari, fields={"story": "Cerita baru"}, state="menunggu", version=1)
    form = opened(office, booth)
    take(proposal, {"story"}, by=dewi, version=1)

    assert office.post(address(booth), form | {"tagline": "Baru"}).status_code == 302
    assert now(booth, "story", "tagline") == ("Cerita baru", "Baru")
    answer = office.post(address(booth), form | {"story": "Cerita saya"})
    assert ("Cerita baru" in faults(answer)["story"], now(booth, "story")) == (True, ("Cerita baru",))


def test_texts_of_several_lines_and_lists_of_links_are_not_taken_for_changed(office):
    booth = make_exhibitor(story="Satu\nDua", links=["https://www.instagram.com/batik"])
    form = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in opened(office, booth).items()}
    write(booth, story="Tiga\nEmpat", links=["https://www.instagram.com/lurik"])

    assert office.post(address(booth), form | {"contact_name": "Bu Ning"}).status_code == 302

    assert now(booth, "story", "links", "contact_name") == ("Tiga\nEmpat", ["https://www.instagram.com/lurik"], "Bu Ning")


def test_the_parts_of_a_price_go_together(office):
    product = make_product(price=15_000)
    form = opened(office, product)
    write(product, price_kind="rentang", price=10_000, price_max=20_000)

    answer = office.post(address(product), form | {"price": "16000"})

    assert set(faults(answer)) == {"price_kind", "price", "price_max"}
    assert f"{MEANWHILE}Rentang harga." in faults(answer)["price_kind"]
    assert office.post(address(product), form_data(parse(answer))).status_code == 302
    assert now(product, "price_kind", "price", "price_max") == ("tetap", 16_000, None)


def test_what_was_emptied_and_what_was_chosen_is_told_in_words(office):
    first, other, third = Category.objects.all()[:3]
    product = make_product(material="Tempe", category=first.slug)
    form = opened(office, product)
    write(product, material="", category=other)

    found = faults(office.post(address(product), form | {"material": "Kedelai", "category": str(third.pk)}))

    assert f"{MEANWHILE}{other.name}." in found["category"]
    assert "ini dikosongkan orang lain" in found["material"]


def test_papers_that_were_ticked_meanwhile_stay_ticked(office):
    product = make_product()
    first, second = (make_document(exhibitor=product.exhibitor, kind=kind) for kind in ("halal", "pirt"))
    form = opened(office, product)
    product.documents.set([second])

    assert office.post(address(product), form | {"material": "Kedelai"}).status_code == 302
    assert list(product.documents.all()) == [second]

    answer = office.post(address(product), form | {"documents": [str(first.pk)]})
    assert (answer.status_code, str(second) in faults(answer)["documents"]) == (422, True)
    assert list(product.documents.all()) == [second]
    again = form_data(parse(answer)) | {"documents": [str(first.pk)]}
    assert office.post(address(product), again).status_code == 302
    assert list(product.documents.all()) == [first]


def test_a_date_and_time_that_was_not_touched_is_no_change(office):
    session = make_session()
    form = opened(office, session)
    later = session.ends_at + timedelta(minutes=5, microseconds=123)
    write(session, ends_at=later)

    assert office.post(address(session), form | {"title": "Baru"}).status_code == 302

    assert now(session, "title", "ends_at") == ("Baru", later)


def test_rows_under_the_form_are_kept_the_same_way(office):
    product = make_product()
    photo = make_product_photo(product=product, alt="Lama", alt_en="Old")
    form = opened(office, product)
    write(photo, alt="Kata mereka", alt_en="Theirs")

    assert office.post(address(product), form | {"name": "Baru"}).status_code == 302
    assert now(photo, "alt", "alt_en") == ("Kata mereka", "Theirs")

    answer = office.post(address(product), form | {"photos-0-alt": "Kata saya"})
    assert (answer.status_code, now(photo, "alt", "alt_en")) == (422, ("Kata mereka", "Theirs"))
    assert f"{MEANWHILE}Kata mereka." in faults(answer)["photos-0-alt"]
    assert office.post(address(product), form_data(parse(answer))).status_code == 302
    assert now(photo, "alt", "alt_en") == ("Kata saya", "Theirs")


def test_a_paper_that_was_checked_meanwhile_stays_checked(office):
    document = make_document(status="diajukan", number="1111")
    form = opened(office, document.exhibitor)
    write(document, status=LegalityDocument.Status.VERIFIED, checked_on="2026-11-01")

    assert office.post(address(document.exhibitor), form | {"documents-0-issuer": "Dinas"}).status_code == 302

    assert now(document, "status", "issuer") == ("terverifikasi", "Dinas")


def test_a_photo_is_not_put_in_the_place_of_one_that_nobody_saw(office, media_root):
    booth = make_exhibitor()
    form = opened(office, booth)
    change(office, booth, new_photo=jpeg("blue"))
    theirs = Exhibitor.objects.get(pk=booth.pk).photo.key

    answer = office.post(address(booth), form | {"tagline": "Baru", "new_photo": jpeg("red")})

    assert "fotonya diganti orang lain" in faults(answer)["new_photo"]
    assert (answer.status_code, Exhibitor.objects.get(pk=booth.pk).photo.key) == (422, theirs)
    again = form_data(parse(answer))
    assert office.post(address(booth), again).status_code == 302  # without choosing it again: theirs stays
    assert (Exhibitor.objects.get(pk=booth.pk).photo.key, *now(booth, "tagline")) == (theirs, "Baru")
    assert office.post(address(booth), again | {"new_photo": jpeg("red")}).status_code == 302
    assert Exhibitor.objects.get(pk=booth.pk).photo.key != theirs


def test_photos_that_are_added_never_conflict(office, media_root):
    product = make_product()
    form = opened(office, product)
    change(office, product, new_photos=[jpeg("blue")])

    assert office.post(address(product), form | {"new_photos": [jpeg("red")]}).status_code == 302

    assert ProductPhoto.objects.filter(product=product).count() == 2


def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(office):
    product = make_product(name="Keripik")
    form = {name: value for name, value in opened(office, product).items() if not name.endswith("terlihat")}

    answer = office.post(address(product), form | {"name": "Kerupuk"})

    assert (answer.status_code, set(faults(answer)), now(product, "name")) == (422, {"name"}, ("Keripik",))
    assert office.post(address(product), form | {"terlihat": "a.b.c", "name": "Kerupuk"}).status_code == 422


def test_what_was_deleted_meanwhile_is_absent(office):
    product = make_product()
    form = opened(office, product)
    Product.objects.filter(pk=product.pk).delete()

    assert office.post(address(product), form).status_code == 404


RACE = """
from tests.expo.test_stale_forms import address, now, opened
from tests.door import sign_in
from tests.factories import make_exhibitor, make_organiser
import uuid
mark = uuid.uuid4().hex[:8]
dewi = make_organiser(f"dewi-{mark}", role="Penyelenggara pusat", name="Dewi")
def browser():
    client = Client()
    sign_in(client, dewi)
    return client
browsers = [browser(), browser()]
results = []
for turn in range(20):
    booth = make_exhibitor(slug=f"balapan-{mark}-{turn}")
    same = turn % 2
    forms = [opened(client, booth) for client in browsers]
    forms = [forms[0] | {"tagline": "Satu"}, forms[1] | ({"tagline": "Dua"} if same else {"contact_name": "Dua"})]
    sent = iter(zip(browsers, forms))
    def save():
        client, form = next(sent)
        return client.post(address(booth), form).status_code
    answers = at_once(save, 2)
    results.append([answers, sorted(now(booth, "tagline", "contact_name")) if not same else None])
print(json.dumps(results))
"""


def test_of_two_at_once_none_undoes_the_other(own_database):
    both = [[302, 302], ["Dua", "Satu"]]
    assert race.run(own_database, RACE) == [both, [[302, 422], None]] * 10


def test_a_stale_form_records_nothing(office):
    booth = make_exhibitor()
    form = opened(office, booth)
    write(booth, tagline="Kata mereka")

    office.post(address(booth), form | {"tagline": "Kata saya"})

    assert not Record.objects.about(booth).filter(deed=Deed.CHANGE).exists()
