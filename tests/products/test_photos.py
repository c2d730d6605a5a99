"""Photos of products and booths: order, cover, content version, files."""

import dataclasses

import pytest

from expo import images
from expo.images import Picture
from expo.models import SiteState
from tests.factories import make_exhibitor, make_product

pytestmark = pytest.mark.django_db
PICTURE = Picture(dict.fromkeys((320, 640, 1280), b"webp"), 1280, 960, "f" * 32)
OTHER = dataclasses.replace(PICTURE, fingerprint="e" * 32)


def version():
    return SiteState.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def test_the_first_photo_becomes_the_cover_and_the_next_stand_behind_it():
    product = make_product()

    first = product.add_photo("aa/1", PICTURE, alt="Toples sambal", alt_en="Jar of sambal")
    second = product.add_photo("aa/2", OTHER)

    product.refresh_from_db()
    assert product.cover == first
    assert [(photo.key, photo.position) for photo in product.photos.all()] == [("aa/1", 0), ("aa/2", 1)]
    assert (first.width, first.height, first.fingerprint, first.alt_en) == (1280, 960, "f" * 32, "Jar of sambal")
    assert second.alt == ""


def test_a_picture_that_hangs_there_already_is_not_hung_twice():
    product = make_product()
    first = product.add_photo("aa/1", PICTURE)

    again = product.add_photo("aa/2", PICTURE)
    elsewhere = make_product().add_photo("aa/3", PICTURE)

    assert again == first
    assert [photo.key for photo in product.photos.all()] == ["aa/1"]
    assert elsewhere != first


def test_a_chosen_cover_stays():
    product = make_product()
    chosen = product.add_photo("aa/1", PICTURE)

    stale = type(product).objects.get(pk=product.pk)
    stale.cover = None  # as another request may still see it
    stale.add_photo("aa/2", OTHER)

    product.refresh_from_db()
    assert product.cover == chosen


@pytest.mark.parametrize(("status", "moves"), [("published", 1), ("draft", 0)])
def test_visitors_pages_move_on_only_when_visitors_see_it(status, moves):
    product = make_product(status=status)
    SiteState.move_on()
    before = version()

    product.add_photo("aa/1", PICTURE)

    assert version() == before + moves


def test_a_booth_has_one_photo_and_the_old_files_go_on_commit(media_root, django_capture_on_commit_callbacks):
    booth = make_exhibitor()
    old, new = images.store(PICTURE), images.store(PICTURE)
    booth.set_photo(old, PICTURE)

    with django_capture_on_commit_callbacks(execute=True):
        booth.set_photo(new, PICTURE, alt="Dapur sambal")

    booth.refresh_from_db()
    assert (booth.photo.key, booth.photo.alt) == (new, "Dapur sambal")
    assert sorted(path.name[:32] for path in media_root.rglob("*.webp")) == [new[3:]] * 3
