"""AVIF files come later, beside the WebP files: smaller, clean, offered when they are there, gone when the photo goes."""

import io
import random
from functools import cache

import pytest
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageDraw

from exhibitors.erase import erase
from expo import avif, images
from expo.models import PHOTO_WIDTHS, SiteState
from products import photos
from products.models import ProductPhoto
from tests.containers import assert_stored_clean
from tests.factories import make_exhibitor, make_exhibitor_photo, make_product, make_product_photo
from tests.html import parse


@cache
def picture(width=300, height=200, seed=1):
    """With edges and grain, so that there is something to save."""
    draw = random.Random(seed)
    image = Image.frombytes("RGB", (30, 20), draw.randbytes(30 * 20 * 3)).resize((width, height), Image.Resampling.BICUBIC)
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width // 2, height // 2), (30, 60, 220))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return images.normalise(out.getvalue())


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    monkeypatch.setattr(avif, "BATCH_SECONDS", 600)


@pytest.fixture
def product(db):
    return make_product(exhibitor=make_exhibitor())


@pytest.fixture
def photo(product):
    return photos.hang(product, picture())


@pytest.fixture
def large_photo(product):
    return photos.hang(product, picture(1400, 1000))


def files(media_root, kind="avif"):
    return sorted(path.name for path in media_root.rglob(f"*.{kind}"))


def version():
    return SiteState.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def asked():
    return DBTaskResult.objects.filter(task_path="expo.avif.make_avif").count()


def test_every_width_is_made_smaller_and_clean(large_photo, media_root):
    photo = large_photo

    avif.make_some()

    photo.refresh_from_db()
    assert photo.has_avif is True
    assert_stored_clean(media_root, photo)
    for nominal in PHOTO_WIDTHS:
        size, webp = (default_storage.size(f"{photo.key}-{nominal}.{kind}") for kind in ("avif", "webp"))
        assert size <= webp * images.AVIF_WORTH
        assert size <= images.BUDGETS[nominal] * images.AVIF_SHARE


def test_it_shows_the_same(large_photo, media_root):
    photo = large_photo

    avif.make_some()

    for nominal in PHOTO_WIDTHS:
        one, other = (Image.open(media_root / f"{photo.key}-{nominal}.{kind}").convert("RGB").resize((16, 12)) for kind in ("avif", "webp"))
        apart = [abs(a - b) for a, b in zip(one.tobytes(), other.tobytes(), strict=True)]
        assert max(apart) < 16


@pytest.mark.parametrize(("width", "widths"), [(500, [160, 320, 640]), (150, [160]), (160, [160]), (640, [160, 320, 640])])
def test_a_small_photo_has_each_real_width_once(product, media_root, width, widths):
    photo = photos.hang(product, picture(width, width))

    avif.make_some()

    assert files(media_root) == sorted(f"{photo.key[3:]}-{nominal}.avif" for nominal in widths)


def test_where_one_would_not_be_smaller_none_is_kept(photo, media_root, monkeypatch):
    monkeypatch.setattr(images, "AVIF_QUALITIES", (100,))

    avif.make_some()

    photo.refresh_from_db()
    assert photo.has_avif is False
    assert files(media_root) == []
    assert photo.pk not in [row.pk for row in avif._waiting()], "it is not tried for ever"


def test_a_very_tall_photo_costs_too_much(product, media_root):
    photo = photos.hang(product, picture(1280, 3200))

    avif.make_some()

    photo.refresh_from_db()
    assert (photo.has_avif, files(media_root)) == (False, [])


def test_without_avif_in_pillow_nothing_happens(photo, media_root, monkeypatch):
    monkeypatch.setattr(images, "HAS_AVIF", False)
    before = version()

    avif.make_some()

    photo.refresh_from_db()
    assert (photo.has_avif, files(media_root), version()) == (None, [], before)


def test_all_photos_of_the_site_are_made_and_it_moves_on_once(product, media_root):
    rows = [photos.hang(product, picture(300, 250, seed=number)) for number in range(3)]
    booth = product.exhibitor
    stored = picture(300, 210)
    booth.set_photo(images.store(stored), stored)
    before = version()

    avif.make_some()

    assert ProductPhoto.objects.filter(has_avif=True).count() == len(rows)
    booth.photo.refresh_from_db()
    assert booth.photo.has_avif
    assert_stored_clean(media_root, booth.photo)
    assert version() == before + 1
    waiting = asked()
    avif.make_some()
    assert (version(), asked()) == (before + 1, waiting), "nothing is left to do"


def test_what_takes_longer_is_left_to_the_next_task(product, monkeypatch):
    monkeypatch.setattr(avif, "BATCH_SECONDS", 0)
    rows = [photos.hang(product, picture(300, 250, seed=number)) for number in range(3)]
    DBTaskResult.objects.all().delete()
    before = version()

    avif.make_some()

    assert ProductPhoto.objects.filter(has_avif=True).count() == 1
    assert DBTaskResult.objects.get().args_kwargs["args"] == [2]
    assert version() == before, "pages move on when all are made"
    for number in (2, 3):
        avif.make_some(number)
    assert ProductPhoto.objects.filter(has_avif=True).count() == len(rows)
    assert version() == before + 1


def test_pages_move_on_now_and_then_while_there_is_much_to_do(product, monkeypatch):
    monkeypatch.setattr(avif, "BATCH_SECONDS", 0)
    for number in range(3):
        photos.hang(product, picture(200, 200, seed=number))
    before = version()

    avif.make_some(avif.BATCHES)

    assert version() == before + 1


def test_it_is_asked_for_when_a_photo_is_hung_cut_or_set(product):
    photo = photos.hang(product, picture(400, 200))
    assert asked() == 1
    photos.square(photo)
    assert asked() == 2
    stored = picture(300, 210, seed=2)
    product.exhibitor.set_photo(images.store(stored), stored)
    assert asked() == 3
    assert all(row.run_after - row.enqueued_at > avif.PATIENCE / 2 for row in DBTaskResult.objects.all()), "several are made together"


def test_a_photo_whose_file_is_gone_or_broken_stops_no_other(product, media_root, caplog):
    gone = make_product_photo(product=product)
    broken = photos.hang(product, picture(300, 250))
    (media_root / f"{broken.key}-1280.webp").write_bytes(b"RIFF")
    good = photos.hang(product, picture(300, 250, seed=2))

    avif.make_some()

    assert dict(ProductPhoto.objects.values_list("pk", "has_avif")) == {gone.pk: False, broken.pk: False, good.pk: True}
    assert [key in caplog.text for key in (gone.key, broken.key, good.key)] == [True, True, False]


def test_a_full_disk_is_no_verdict_on_a_photo(photo, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(images, "_write", full)

    with pytest.raises(OSError, match="No space"):
        avif.make_some()

    photo.refresh_from_db()
    assert photo.has_avif is None


# While it is made


def meanwhile(monkeypatch, act):
    """act() happens after the files were made and before the row says so."""
    real = images.store_avif

    def slow(key):
        made = real(key)
        act()
        return made

    monkeypatch.setattr(images, "store_avif", slow)


def test_a_photo_that_was_cut_meanwhile_leaves_none_of_its_old_files(photo, media_root, monkeypatch, django_capture_on_commit_callbacks):
    before = photo.key
    with django_capture_on_commit_callbacks(execute=True):
        meanwhile(monkeypatch, lambda: photo.key == before and photos.square(photo))

        avif.make_some()

    photo.refresh_from_db()
    assert photo.key != before
    assert photo.has_avif is None
    assert [path.name for path in media_root.rglob("*") if path.is_file() and path.name.startswith(before[3:])] == []
    monkeypatch.undo()
    avif.make_some()
    photo.refresh_from_db()
    assert_stored_clean(media_root, photo)


def test_a_photo_that_was_taken_down_meanwhile_leaves_nothing(photo, media_root, monkeypatch):
    def take_down():
        ProductPhoto.objects.filter(pk=photo.pk).delete()
        photo.delete_files()

    def slow(key):  # the deed comes between the look at the photo and the last file
        take_down()
        default_storage.save(f"{key}-160.avif", io.BytesIO(b"late"))
        return True

    monkeypatch.setattr(images, "store_avif", slow)

    avif.make_some()

    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_of_two_workers_none_removes_what_the_other_made(photo, media_root, monkeypatch):
    meanwhile(monkeypatch, lambda: ProductPhoto.objects.update(has_avif=True))

    avif.make_some()

    photo.refresh_from_db()
    assert_stored_clean(media_root, photo)


# They go with the photo


@pytest.mark.parametrize("deed", ["take down", "square", "another", "erase"])
def test_they_go_with_the_photo(product, media_root, deed, django_capture_on_commit_callbacks):
    photo, booth, stored = photos.hang(product, picture()), product.exhibitor, picture(300, 210)
    booth.set_photo(images.store(stored), stored)
    avif.make_some()
    old = {"take down": photo, "square": photo, "another": booth.photo, "erase": photo}[deed].key[3:]
    assert [name for name in files(media_root) if name.startswith(old)]

    with django_capture_on_commit_callbacks(execute=True):
        if deed == "take down":
            photos.take_down(photo)
        elif deed == "square":
            photos.square(photo)
        elif deed == "another":
            other = picture(300, 210, seed=3)
            booth.set_photo(images.store(other), other)
        else:
            erase(booth)

    assert [path.name for path in media_root.rglob("*.*") if path.name.startswith(old)] == []
    if deed == "erase":
        assert list(media_root.rglob("*.*")) == []
    else:
        avif.make_some()
        for row in (*ProductPhoto.objects.all(), booth.photo):
            row.refresh_from_db()
            assert_stored_clean(media_root, row)


# Pages offer them


PAGES = ["/produk/", "/stan/", "/", "product", "booth"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_offer_avif_first_and_webp_behind(client, product, path):
    photo = make_product_photo(product=product, has_avif=True)
    of_booth = make_exhibitor_photo(exhibitor=product.exhibitor, has_avif=True)
    path = {"product": product.get_absolute_url(), "booth": product.exhibitor.get_absolute_url()}.get(path, path)

    pictures = [one for one in parse(client.get(path)).all("picture") if one.all("source", type=True)]

    assert pictures
    for one in pictures:
        source, image = one.one("source"), one.one("img")
        row = of_booth if of_booth.key in image["src"] else photo
        assert (source["type"], source["srcset"]) == ("image/avif", row.avif_srcset)
        assert source["sizes"] == image["sizes"]
        assert image["srcset"] == row.srcset
        assert image["src"].endswith(".webp")


@pytest.mark.parametrize("has_avif", [None, False])
@pytest.mark.parametrize("path", PAGES)
def test_pages_offer_none_that_is_not_there(client, product, path, has_avif):
    make_product_photo(product=product, has_avif=has_avif)
    make_exhibitor_photo(exhibitor=product.exhibitor, has_avif=has_avif)
    path = {"product": product.get_absolute_url(), "booth": product.exhibitor.get_absolute_url()}.get(path, path)

    response = client.get(path)

    assert b".webp" in response.content
    assert b".avif" not in response.content


@pytest.mark.parametrize(("path", "shown"), [("/produk/", 16), ("/stan/", 36)])
def test_a_list_full_of_photos_keeps_to_its_size(db, client, path, shown):
    for number in range(12):
        booth = make_exhibitor(name=f"Sanggar Batik Tulis Nomor {number:02}")
        for colour in ("merah", "biru", "cokelat"):
            make_product_photo(product=make_product(exhibitor=booth, name=f"Kain batik tulis pewarna alam {colour}"), has_avif=True)

    response = client.get(path)

    assert response.content.count(b"image/avif") == shown
    assert len(response.content) <= 60_000


@pytest.mark.parametrize("kind", ["webp", "avif"])
def test_both_kinds_are_sent_as_what_they_are_and_kept_for_ever(client, photo, kind):
    avif.make_some()

    response = client.get(f"/media/{photo.key}-320.{kind}")

    assert response.status_code == 200
    assert b"".join(response)[8:12] in (b"WEBP", b"avif")
    assert response["Content-Type"] == f"image/{kind}"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
