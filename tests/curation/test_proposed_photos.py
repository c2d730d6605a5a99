"""Photos of products that visitors see: what their owners hang, take down and describe waits, what visitors see stays."""

import pytest
from django.urls import reverse

from accounts.models import Record
from curation.models import ProposedChange
from curation.take import send_back, take
from exhibitors.models import Status
from expo import pagecache
from products.models import ProductPhoto
from tests.expo.test_admin import change, jpeg
from tests.factories import make_exhibitor, make_owner, make_product, make_product_photo
from tests.html import parse
from tests.products.test_owner_photos import files_of, photo, stored

State = ProductPhoto.State


@pytest.fixture
def product(db):
    return make_product(exhibitor=make_exhibitor(name="Wajik Bu Sari"), name="Wajik kletik")


@pytest.fixture
def phone(client_of, product, sari):
    make_owner(product.exhibitor, user=sari)
    return client_of(sari)


@pytest.fixture
def shown(product, media_root):
    """Two photos that visitors see, with their files."""
    rows = [make_product_photo(product=product, position=number, cover=number == 0, alt=f"Foto lama {number}") for number in range(2)]
    for path in files_of(*rows):
        (media_root / path).parent.mkdir(parents=True, exist_ok=True)
        (media_root / path).write_bytes(b"RIFF")
    return rows


def url(name, pk):
    return reverse(f"products:owner_{name}", args=[pk])


def seen(client, product):
    """(keys, words) of the photos on the product's page."""
    pagecache.forget()
    pictures = parse(client.get(product.get_absolute_url())).one(cls="gallery__strip").all("img")
    return [picture["src"].split("/media/")[1].rpartition("-")[0] for picture in pictures], [picture["alt"] for picture in pictures]


def everywhere(client, product):
    """All that visitors get where pictures are: pages, lists, structured data, previews for sharing."""
    text = ""
    for path in ("/", "/produk/", "/stan/", product.get_absolute_url(), product.exhibitor.get_absolute_url(), "/wilayah/kota-blitar/"):
        pagecache.forget()
        text += client.get(path).content.decode()
    return text


def only():
    return ProposedChange.objects.get()


def page_of(proposal):
    return reverse("admin:curation_proposedchange_change", args=[proposal.pk])


def test_a_new_photo_waits_and_no_visitor_sees_it(phone, client, product, shown):
    said = phone.post(url("product_photos", product.pk), {"foto": [photo("red"), photo("blue")]}, follow=True)

    new = list(product.photos.filter(state=State.PROPOSED))
    product.refresh_from_db()
    assert parse(said).one(cls="toast").text == "2 foto tersimpan, menunggu panitia."
    assert (len(new), only().state, only().fields, product.cover) == (2, "menunggu", {}, shown[0])
    assert seen(client, product)[0] == [row.key for row in shown]
    assert not [row.key for row in new if row.key in everywhere(client, product)]
    hanging = parse(said).all("li", cls="photo")
    assert [[state.text for state in row.all(cls="state")] for row in hanging] == [
        ["Sampul"],
        [],
        ["Menunggu panitia"],
        ["Menunggu panitia"],
    ]


def test_the_first_photo_of_an_accepted_product_waits_too(phone, client, product):
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})

    product.refresh_from_db()
    assert product.cover is None
    assert product.photos.get().key not in everywhere(client, product)
    home = parse(phone.get(f"/kelola/stan/{product.exhibitor_id}/")).one("section", cls="sheet--next")
    assert "belum ada fotonya" not in home.text, "she has sent one"
    preview = parse(phone.get(f"/kelola/stan/{product.exhibitor_id}/pratinjau/"))
    assert product.photos.get().key in preview.one("article", cls="product-card").one("img")["src"]


def test_a_removed_photo_stays_until_it_is_agreed_to(phone, client, product, shown, dewi, media_root, django_capture_on_commit_callbacks):
    phone.post(url("photo_remove", shown[0].pk))
    for _tap in range(2):
        phone.post(url("photo_remove", shown[0].pk))

    assert seen(client, product)[0] == [row.key for row in shown]
    page = parse(phone.get(url("product_photos", product.pk)))
    assert len(page.all("li", cls="photo")) == 1
    assert "pembeli masih melihatnya" in page.one("div", cls="photo").text
    assert only().version == 1

    with django_capture_on_commit_callbacks(execute=True):
        take(only(), {f"photo-{shown[0].pk}"}, by=dewi, version=1)

    product.refresh_from_db()
    assert seen(client, product)[0] == [shown[1].key]
    assert (product.cover, stored(media_root)) == (shown[1], files_of(shown[1]))


def test_she_may_leave_it_up_after_all(phone, client, product, shown):
    phone.post(url("photo_remove", shown[0].pk))
    for _tap in range(2):
        phone.post(url("photo_keep", shown[0].pk))

    assert only().state == "ditarik"
    assert list(product.photos.wanted()) == shown


def test_sent_again_a_removed_photo_is_wanted(phone, product):
    type(product).objects.update(status=Status.SUBMITTED)
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})
    type(product).objects.update(status=Status.PUBLISHED)
    phone.post(url("photo_remove", product.photos.get().pk))

    phone.post(url("product_photos", product.pk), {"foto": photo("red")})

    assert (product.photos.get().state, only().state) == (State.SHOWN, "ditarik")


def test_words_wait(phone, client, product, shown, dewi):
    phone.post(url("photo_alt", shown[1].pk), {"alt": "Wajik di atas daun", "alt_en": "Wajik on a leaf"})

    assert seen(client, product)[1] == ["Foto lama 0", "Foto lama 1"]
    page = parse(phone.get(url("product_photos", product.pk)))
    assert [field["value"] for field in page.all("input", name="alt")] == ["Foto lama 0", "Wajik di atas daun"]

    take(only(), {f"photo-{shown[1].pk}"}, by=dewi, version=1)
    assert seen(client, product)[1] == ["Foto lama 0", "Wajik di atas daun"]

    phone.post(url("photo_alt", shown[1].pk), {"alt": "Lain", "alt_en": ""})
    phone.post(url("photo_alt", shown[1].pk), {"alt": "Wajik di atas daun", "alt_en": "Wajik on a leaf"})
    assert not ProposedChange.objects.open().exists(), "set back it leaves the proposal"


def test_the_words_of_a_photo_that_waits_are_its_own(phone, product, shown):
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})
    new = product.photos.get(state=State.PROPOSED)

    phone.post(url("photo_alt", new.pk), {"alt": "Baru", "alt_en": "New"})

    new.refresh_from_db()
    assert (new.alt, only().photo_words, only().version) == ("Baru", {}, 2)


def test_order_and_cover_are_out_at_once_among_what_was_accepted(phone, client, product, shown):
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})
    new = product.photos.get(state=State.PROPOSED)

    phone.post(url("photo_move", shown[1].pk), {"ke": "0"})
    assert seen(client, product)[0] == [shown[1].key, shown[0].key]

    phone.post(url("photo_move", new.pk), {"ke": "0"})
    product.refresh_from_db()
    assert (product.cover, seen(client, product)[0]) == (shown[1], [shown[1].key, shown[0].key])
    assert new.key in parse(phone.get(f"/kelola/stan/{product.exhibitor_id}/produk/")).one("li", cls="product-row").one("img")["src"]


def test_a_square_of_what_is_shown_is_out_at_once_and_of_what_waits_it_waits(phone, client, product):
    type(product).objects.update(status=Status.SUBMITTED)
    phone.post(url("product_photos", product.pk), {"foto": photo("blue")})
    type(product).objects.update(status=Status.PUBLISHED)
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})
    old, new = product.photos.all()

    phone.post(url("photo_square", old.pk))
    old.refresh_from_db()
    assert (old.is_square, seen(client, product)[0], only().version) == (True, [old.key], 1)

    phone.post(url("photo_square", new.pk))
    new.refresh_from_db()
    assert (new.is_square, new.state, only().version) == (True, State.PROPOSED, 2)
    assert seen(client, product)[0] == [old.key]


def test_eight_are_counted_as_she_wants_them(phone, product):
    rows = [make_product_photo(product=product, position=number, cover=number == 0) for number in range(8)]
    assert phone.post(url("product_photos", product.pk), {"foto": photo("red")}).status_code == 422

    phone.post(url("photo_remove", rows[0].pk))

    assert phone.post(url("product_photos", product.pk), {"foto": photo("red")}).status_code == 302
    assert phone.post(url("product_photos", product.pk), {"foto": photo("blue")}).status_code == 422
    assert product.photos.wanted().count() == 8


def test_organisers_see_both_as_pictures_and_take_some(phone, client, client_of, ratna, product, shown):
    phone.post(url("product_photos", product.pk), {"foto": [photo("red"), photo("blue")]})
    phone.post(url("photo_remove", shown[0].pk))
    phone.post(url("photo_alt", shown[1].pk), {"alt": "Wajik di atas daun", "alt_en": ""})
    red, blue = product.photos.filter(state=State.PROPOSED)
    office = client_of(ratna)

    parts = parse(office.get(page_of(only()))).all("section", cls="compare")

    def pictures(part):
        return [[image["src"].rpartition("-")[0] for image in side.all("img")] for side in part.one(cls="compare__sides").all("div")]

    media = "/media/"
    assert [pictures(part) for part in parts] == [
        [[media + shown[0].key], []],
        [[media + shown[1].key], [media + shown[1].key]],
        [[], [media + red.key]],
        [[], [media + blue.key]],
    ]
    assert parts[0].one("strong").text == "Foto ini dihapus"

    sent = {"versi": only().version, "terima": [f"photo-{red.pk}", f"photo-{shown[0].pk}", "photo-999"], "alasan": "Yang biru gelap"}
    assert office.post(page_of(only()), sent).status_code == 302

    assert seen(client, product) == ([shown[1].key, red.key], ["Foto lama 1", "Wajik kletik"])
    assert (only().state, [*only().photo_words]) == ("dikembalikan", [str(shown[1].pk)])
    assert [row.pk for row in product.photos.pending()] == [blue.pk]
    fields = [entry["field"] for entry in Record.objects.about(product).get().changes]
    assert fields == ["Foto 1", "Foto 3", "Foto 2 (dikembalikan)", "Foto 4 (dikembalikan)"]


def test_taken_back_nothing_of_it_is_left(phone, client, product, shown, media_root, django_capture_on_commit_callbacks):
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})
    phone.post(url("photo_remove", shown[0].pk))
    phone.post(url("photo_alt", shown[1].pk), {"alt": "Lain", "alt_en": ""})

    with django_capture_on_commit_callbacks(execute=True):
        phone.post(f"/kelola/perubahan/{only().pk}/tarik/")

    assert list(product.photos.all()) == list(product.photos.accepted()) == shown
    assert stored(media_root) == files_of(*shown)
    assert (only().state, only().photo_words) == ("ditarik", {})
    assert seen(client, product) == ([row.key for row in shown], ["Foto lama 0", "Foto lama 1"])


def test_a_photo_that_was_sent_back_may_be_replaced(phone, product, dewi, media_root, django_capture_on_commit_callbacks):
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})
    send_back(only(), by=dewi, version=1, reason="Gelap")

    with django_capture_on_commit_callbacks(execute=True):
        phone.post(url("photo_remove", product.photos.get().pk))
    assert (only().state, product.photos.count(), stored(media_root)) == ("ditarik", 0, [])

    phone.post(url("product_photos", product.pk), {"foto": photo("blue")})
    assert ProposedChange.objects.waiting().get().product == product


def test_the_back_office_counts_and_lists_what_is_shown(phone, client_of, dewi, product, shown):
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})
    office = client_of(dewi)

    row = parse(office.get("/panitia/products/product/")).one("tbody").one("tr")
    page = parse(office.get(f"/panitia/products/product/{product.pk}/change/"))

    assert row.one(cls="field-photo_count").text == "2"
    assert len(page.all(cls="field-preview")) == 2


def test_what_an_organiser_hangs_needs_nobody(phone, client, client_of, dewi, product, shown):
    red = jpeg("red")
    phone.post(url("product_photos", product.pk), {"foto": red})
    assert product.photos.get(state=State.PROPOSED)

    change(client_of(dewi), product, new_photos=[jpeg("red"), jpeg("blue")])

    assert [row.state for row in product.photos.all()] == [State.SHOWN] * 4
    assert len(seen(client, product)[0]) == 4
    empty = parse(client_of(dewi).get(page_of(only())))
    assert "Tidak ada lagi yang berbeda" in empty.one("main").text
    client_of(dewi).post(page_of(only()), {"versi": only().version})
    assert only().state == "diterima"


def test_sent_back_to_work_her_photos_are_the_products(phone, product, shown, dewi, media_root, django_capture_on_commit_callbacks):
    from curation.decide import decide

    type(product).objects.update(status=Status.APPROVED)
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})
    phone.post(url("photo_remove", shown[0].pk))
    product.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        decide(product, "send_back", by=dewi, reason="Belum")

    rows = list(product.photos.all())
    assert [row.state for row in rows] == [State.SHOWN] * 2
    assert (rows[0], stored(media_root)) == (shown[1], files_of(*rows))


@pytest.mark.parametrize("number", [1, 3])
def test_her_photo_page_costs_the_same(phone, product, number, django_assert_max_num_queries):
    for turn in range(number):
        make_product_photo(product=product, state=State.PROPOSED, cover=False, position=turn)
    phone.post(url("product_photos", product.pk), {"foto": photo("red")})

    with django_assert_max_num_queries(11):
        assert phone.get(url("product_photos", product.pk)).status_code == 200
