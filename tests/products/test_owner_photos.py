"""Photos as owners send them: several at once, good and bad, twice, with and without the script."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFilter

from exhibitors.models import Status
from expo import once
from expo.models import SiteState
from expo.once import new_key
from products import photos, stall
from products.models import ProductPhoto
from tests.factories import make_exhibitor, make_owner, make_product, make_product_photo
from tests.html import parse

JSON = {"accept": "application/json"}


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Wajik Bu Ning")


@pytest.fixture
def owner(booth, client_of):
    return client_of(make_owner(booth))


@pytest.fixture
def product(booth):
    """Not judged yet: what its owner does is done. What waits for the organisers: tests/curation/test_proposed_photos.py"""
    return make_product(exhibitor=booth, name="Wajik kletik", status=Status.SUBMITTED)


def photo(colour="orange", size=(900, 700), name=None, kind="JPEG", **options):
    """A sharp, bright picture with edges in it."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2), colour)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return SimpleUploadedFile(name or f"{colour}.jpg", out.getvalue(), "image/jpeg")


def no_photo(name="surat.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 ...", "image/jpeg")


def url(name, pk):
    return reverse(f"products:owner_{name}", args=[pk])


def stored(media_root):
    return sorted(str(path.relative_to(media_root)) for path in media_root.rglob("*.webp"))


def files_of(*rows):
    return sorted(f"{row.key}-{width}.webp" for row in rows for width in (160, 320, 640, 1280))


def publish(product):
    type(product).objects.filter(pk=product.pk).update(status=Status.PUBLISHED)


def version():
    return SiteState.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def test_several_photos_at_once(owner, product, media_root):
    response = owner.post(url("product_photos", product.pk), {"foto": [photo("red"), photo("blue")]}, follow=True)

    product.refresh_from_db()
    rows = list(product.photos.all())
    assert response.redirect_chain == [(url("product_photos", product.pk), 302)]
    assert parse(response).one(cls="toast").text == "2 foto tersimpan."
    assert [(row.width, row.height, row.position) for row in rows] == [(900, 700, 0), (900, 700, 1)]
    assert product.cover == rows[0]
    assert stored(media_root) == files_of(*rows)


def test_a_new_product_begins_with_its_photos(owner, booth):
    page = parse(owner.get(url("product_new", booth.pk)))
    key = page.one("form", data_photos=True).one("input", name="kunci")["value"]

    response = owner.post(url("product_new", booth.pk), {"foto": [photo("red"), photo("blue")], "kunci": key})

    product = booth.products.get()
    assert response["Location"] == url("product_photos", product.pk) + "?baru"
    assert (product.name, product.status, product.photos.count()) == ("", Status.DRAFT, 2)
    onward = parse(owner.get(response["Location"])).one("a", text="Lanjut: nama dan harga")
    assert onward["href"] == url("product_price", product.pk) + "?baru"


def test_photos_sent_one_by_one_under_one_key_hang_at_one_product(owner, booth):
    key = new_key()

    answers = [
        owner.post(url("product_new", booth.pk), {"foto": photo(colour), "kunci": key}, headers=JSON) for colour in ("red", "blue", "red")
    ]

    product = booth.products.get()
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {answer.json()["next"] for answer in answers} == {url("product_photos", product.pk) + "?baru"}
    assert [answer.json()["photos"][0]["id"] for answer in answers] == [row.pk for row in (*product.photos.all(), product.photos.first())]


def test_of_two_first_photos_at_once_one_product_is_made(owner, booth, monkeypatch):
    key, looks, look = new_key(), [], once._location
    owner.post(url("product_new", booth.pk), {"foto": photo("red"), "kunci": key}, headers=JSON)
    monkeypatch.setattr(once, "_location", lambda *args: looks.append(args) or (look(*args) if len(looks) > 1 else None))

    owner.post(url("product_new", booth.pk), {"foto": photo("blue"), "kunci": key}, headers=JSON)

    assert booth.products.get().photos.count() == 2


def test_a_product_without_name_cannot_be_seen_by_visitors(owner, booth, client):
    owner.post(url("product_new", booth.pk), {"foto": photo()})

    assert client.get(booth.products.get().get_absolute_url()).status_code == 404


def test_one_bad_photo_does_not_lose_the_good_ones(owner, product):
    sent = [photo("red"), no_photo(), photo("blue"), SimpleUploadedFile("kosong.jpg", b"")]

    response = owner.post(url("product_photos", product.pk), {"foto": sent}, follow=True)

    assert response.status_code == 200
    assert product.photos.count() == 2
    page = parse(response)
    assert page.one(cls="toast").text == "2 foto tersimpan."
    assert sorted(callout.text for callout in page.all(cls="callout")) == [
        "kosong.jpg: Berkas ini kosong. Pilih foto lalu kirim lagi.",
        "surat.pdf: Berkas ini bukan foto yang bisa dibaca. Kirim foto JPEG, PNG, atau WebP.",
    ]


@pytest.mark.parametrize("sent", [[], [no_photo()], [no_photo("a.jpg"), no_photo("b.jpg")]], ids=len)
def test_without_any_photo_the_form_comes_back_and_no_product_is_made(owner, booth, product, sent):
    new = owner.post(url("product_new", booth.pk), {"foto": sent, "kunci": "k"})
    more = owner.post(url("product_photos", product.pk), {"foto": sent})

    assert (new.status_code, more.status_code) == (422, 422)
    for response in (new, more):
        assert len(parse(response).one(cls="callout--error").all("li")) == max(1, len(sent))
    assert parse(new).one("input", name="kunci")["value"] == "k"
    assert list(booth.products.all()) == [product]


def test_the_script_is_answered_in_its_language(owner, product):
    good = owner.post(url("product_photos", product.pk), {"foto": photo()}, headers=JSON)
    bad = owner.post(url("product_photos", product.pk), {"foto": no_photo()}, headers=JSON)
    none = owner.post(url("product_photos", product.pk), headers=JSON)

    row = product.photos.get()
    assert (good.status_code, good.json()) == (
        200,
        {"photos": [{"id": row.pk, "url": row.url160}], "refused": [], "next": url("product_photos", product.pk)},
    )
    assert (bad.status_code, bad.json()["photos"]) == (422, [])
    assert bad.json()["refused"] == ["surat.pdf: Berkas ini bukan foto yang bisa dibaca. Kirim foto JPEG, PNG, atau WebP."]
    assert none.status_code == 422


def test_the_same_photo_is_stored_once(owner, product, media_root):
    for _time in range(2):
        owner.post(url("product_photos", product.pk), {"foto": [photo("red"), photo("red", name="lagi.jpg")]})

    assert stored(media_root) == files_of(product.photos.get())


def test_the_same_photo_at_once_is_stored_once(owner, product, media_root, monkeypatch):
    owner.post(url("product_photos", product.pk), {"foto": photo("red")})
    first = product.photos.get()
    picture, _refused = photos.read([photo("red")])
    monkeypatch.setattr(ProductPhoto.objects.__class__, "filter", _blind_once(ProductPhoto.objects.__class__.filter))

    assert photos.hang(product, picture[0]) == first
    assert stored(media_root) == files_of(first)


def _blind_once(real):
    """A look that was taken before the other photo was there."""
    seen = []

    def look(self, *args, **kwargs):
        rows = real(self, *args, **kwargs)
        if "fingerprint" in kwargs and not seen:
            seen.append(1)
            return rows.none()
        return rows

    return look


def test_no_more_than_eight_hang_at_a_product(owner, product, media_root):
    colours = ["red", "blue", "green", "black", "navy", "teal", "olive", "purple", "maroon", "gray"]

    response = owner.post(url("product_photos", product.pk), {"foto": [photo(colour) for colour in colours]}, follow=True)

    rows = list(product.photos.all())
    assert len(rows) == photos.MOST_PHOTOS == 8
    assert stored(media_root) == files_of(*rows)
    page = parse(response)
    assert page.one(cls="callout").text == "Satu produk memuat paling banyak 8 foto. Hapus dulu yang kurang bagus."
    assert page.all("input", type="file") == []


def test_an_original_of_more_than_twelve_megabytes_is_named(owner, product):
    large = SimpleUploadedFile("besar.jpg", photo().read() + b"\0" * photos.MAX_BYTES)

    response = owner.post(url("product_photos", product.pk), {"foto": [large, photo("red")]}, follow=True)

    assert parse(response).one(cls="callout").text == "besar.jpg: Foto ini lebih dari 12 MB. Kirim foto yang lebih kecil."
    assert product.photos.count() == 1


def test_only_so_many_are_decoded_for_one_request(owner, product, monkeypatch):
    monkeypatch.setattr(photos, "MOST_AT_ONCE", 2)

    response = owner.post(url("product_photos", product.pk), {"foto": [photo("red"), photo("blue"), photo("green")]}, follow=True)

    assert product.photos.count() == 2
    assert parse(response).one(cls="callout").text == "green.jpg: Kirim paling banyak 2 foto sekaligus."


def test_a_full_stall_says_so_before_a_photo_is_stored(owner, booth, product, media_root, monkeypatch):
    monkeypatch.setattr(stall, "MOST_PRODUCTS", 1)

    response = owner.post(url("product_new", booth.pk), {"foto": photo()})

    assert response.status_code == 422
    assert stored(media_root) == []


# What she can do with one


def test_cover_and_order_by_buttons(owner, product):
    first, second, third = (make_product_photo(product=product, position=number, cover=number == 0) for number in range(3))
    publish(product)
    before = version()

    owner.post(url("photo_move", third.pk), {"ke": "0"})

    product.refresh_from_db()
    assert list(product.photos.all()) == [third, first, second]
    assert product.cover == third
    assert version() == before + 1
    owner.post(url("photo_move", third.pk), {"ke": "2"})
    assert list(product.photos.all()) == [first, second, third]
    assert owner.post(url("photo_move", third.pk), {"ke": "entah"}).status_code == 302


def test_a_removed_photo_goes_with_its_files(owner, product, media_root, django_capture_on_commit_callbacks):
    owner.post(url("product_photos", product.pk), {"foto": [photo("red"), photo("blue")]})
    first, second = product.photos.all()

    with django_capture_on_commit_callbacks(execute=True):
        response = owner.post(url("photo_remove", first.pk) + "?baru")

    product.refresh_from_db()
    assert response["Location"] == url("product_photos", product.pk) + "?baru"
    assert product.cover == second
    assert stored(media_root) == files_of(second)
    assert owner.post(url("photo_remove", first.pk)).status_code == 404


def test_a_square_is_offered_and_cut_from_the_middle(owner, product, media_root, django_capture_on_commit_callbacks):
    wide = Image.new("RGB", (1200, 600), "red")
    ImageDraw.Draw(wide).rectangle((300, 0, 899, 599), "blue")
    out = io.BytesIO()
    wide.save(out, "PNG")
    sent = SimpleUploadedFile("lebar.png", out.getvalue())
    owner.post(url("product_photos", product.pk), {"foto": sent})
    publish(product)
    before, moved = product.photos.get(), version()
    assert parse(owner.get(url("product_photos", product.pk))).all("button", text="Potong persegi, bagian tengah")

    with django_capture_on_commit_callbacks(execute=True):
        owner.post(url("photo_square", before.pk))

    after = product.photos.get()
    assert (after.width, after.height, after.pk) == (600, 600, before.pk)
    assert stored(media_root) == files_of(after)
    with Image.open(media_root / f"{after.key}-640.webp") as image:
        assert all(near(image.getpixel(point), (0, 0, 255)) for point in ((5, 5), (590, 5), (300, 300), (5, 590)))
    assert version() == moved + 1
    assert not parse(owner.get(url("product_photos", product.pk))).all("button", text="Potong persegi, bagian tengah")
    sent.seek(0)
    owner.post(url("product_photos", product.pk), {"foto": sent})
    assert product.photos.get().width == 600, "the same original is still the same photo"


def near(colour, wanted):
    return all(abs(one - other) <= 12 for one, other in zip(colour, wanted, strict=True))


def test_a_square_of_a_photo_whose_file_is_gone_is_a_sentence(owner, product):
    row = make_product_photo(product=product, width=1200, height=600)

    page = parse(owner.post(url("photo_square", row.pk), follow=True))

    assert page.one(cls="callout").text == "Foto ini tidak ada lagi di tempat kami. Hapus, lalu kirim ulang."


def test_words_for_who_cannot_see_are_suggested_and_kept(owner, product, client):
    first, second = make_product_photo(product=product, alt=""), make_product_photo(product=product, alt="", position=1, cover=False)
    page = parse(owner.get(url("product_photos", product.pk)))
    assert [field["value"] for field in page.all("input", name="alt")] == ["Wajik kletik", "Wajik kletik, foto 2"]

    owner.post(url("photo_alt", second.pk), {"alt": "Wajik di atas daun", "alt_en": "Wajik on a leaf", "product": "99", "position": "0"})

    second.refresh_from_db()
    assert (second.alt, second.alt_en, second.product, second.position) == ("Wajik di atas daun", "Wajik on a leaf", product, 1)
    faulty = owner.post(url("photo_alt", first.pk), {"alt": "x" * 201})
    assert faulty.status_code == 422
    assert parse(faulty).one(id=f"id_{first.pk}_alt_error").text


def test_advice_is_given_and_nothing_refused(owner, product):
    dark = photo("black", name="gelap.jpg")
    image = Image.open(dark).point(lambda value: value // 6)
    out = io.BytesIO()
    image.save(out, "JPEG")

    owner.post(url("product_photos", product.pk), {"foto": SimpleUploadedFile("gelap.jpg", out.getvalue())})
    owner.post(url("product_photos", product.pk), {"foto": photo("red", (300, 300))})

    assert [row.advice for row in product.photos.all()] == [["gelap"], ["kecil"]]
    words = [callout.one("b").text for callout in parse(owner.get(url("product_photos", product.pk))).all(cls="callout--warn")]
    assert words == ["Foto ini gelap.", "Foto ini kecil."]


def test_a_blurred_photo_gets_advice(owner, product):
    image = Image.open(photo("red", (1200, 900))).filter(ImageFilter.GaussianBlur(16))
    out = io.BytesIO()
    image.save(out, "JPEG")

    owner.post(url("product_photos", product.pk), {"foto": SimpleUploadedFile("kabur.jpg", out.getvalue())})

    assert product.photos.get().advice == ["kabur"]


@pytest.mark.parametrize("name", ["photo_move", "photo_alt", "photo_square", "photo_remove"])
def test_acts_on_photos_are_not_done_by_looking(owner, product, name):
    assert owner.get(url(name, make_product_photo(product=product).pk)).status_code == 405


def test_photos_of_a_removed_product_are_out_of_reach(owner, product):
    row = make_product_photo(product=product)
    stall.take_out(product, by=None)

    assert owner.post(url("photo_remove", row.pk)).status_code == 404
    assert owner.post(url("product_photos", product.pk), {"foto": photo()}).status_code == 404


def test_a_photo_is_decoded_before_anything_is_locked(owner, product, monkeypatch, django_assert_num_queries):
    """Decoding takes a second; a writer of the one database must not wait for it."""
    from django.db import connection

    inside = []
    real = photos.images.normalise
    monkeypatch.setattr(photos.images, "normalise", lambda *args: inside.append(len(connection.savepoint_ids)) or real(*args))

    depth = len(connection.savepoint_ids)
    owner.post(url("product_photos", product.pk), {"foto": photo()})

    assert inside == [depth]


def test_json_that_was_not_asked_for_is_not_given(owner, product):
    response = owner.post(url("product_photos", product.pk), {"foto": photo()}, headers={"accept": "text/html,application/json;q=0.9"})

    assert response.status_code == 302
    with pytest.raises(json.JSONDecodeError):
        json.loads(response.content)
