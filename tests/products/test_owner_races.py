"""Two at once on a real database: photos, products and addresses that nobody doubles."""

from tests import race

BEGIN = """
import io, secrets
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from expo.models import PHOTO_WIDTHS
from products import stall
from tests.factories import make_exhibitor, make_owner, make_product
mark = secrets.token_hex(4)  # the database is the same for all of these tests
booth = make_exhibitor(slug=f"stan-{mark}")
user = make_owner(booth, username=mark, phone=None)

def photo(colour):
    out = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, "PNG")
    return SimpleUploadedFile(f"{colour}.png", out.getvalue())

def send(path, **data):
    client = Client()
    client.force_login(user)
    return client.post(path, data, headers={"accept": "application/json"}).status_code

def files(root):
    return sum(1 for path in root.rglob("*.webp"))
"""


def test_the_same_photo_at_once_is_stored_once(own_database):
    answers = race.run(
        own_database,
        BEGIN
        + """
from pathlib import Path
before, product = files(Path(settings.MEDIA_ROOT)), make_product(exhibitor=booth, slug=f"produk-{mark}")
at_once(lambda: send(f"/kelola/produk/{product.pk}/foto/", foto=photo("red")), 4)
print(json.dumps([product.photos.count(), files(Path(settings.MEDIA_ROOT)) - before == len(PHOTO_WIDTHS)]))
""",
    )

    assert answers == [1, True]


def test_the_ninth_photo_finds_no_room_however_fast(own_database):
    answers = race.run(
        own_database,
        BEGIN
        + """
product, colours = make_product(exhibitor=booth, slug=f"produk-{mark}"), iter(["red", "blue", "green", "black", "navy", "teal", "olive", "purple", "maroon", "gray"])
statuses = at_once(lambda: send(f"/kelola/produk/{product.pk}/foto/", foto=photo(next(colours))), 10)
print(json.dumps([statuses, product.photos.count(), sorted(product.photos.values_list("position", flat=True))]))
""",
    )

    assert answers == [[200] * 8 + [422] * 2, 8, list(range(8))]


def test_first_photos_at_once_under_one_key_make_one_product(own_database):
    answers = race.run(
        own_database,
        BEGIN
        + """
colours = iter(["red", "blue", "green"])
at_once(lambda: send(f"/kelola/stan/{booth.pk}/produk/baru/", foto=photo(next(colours)), kunci=f"kunci-{mark}"), 3)
print(json.dumps([booth.products.count(), booth.products.get().photos.count()]))
""",
    )

    assert answers == [1, 3]


def test_equal_names_at_once_get_addresses_and_places_of_their_own(own_database):
    answers = race.run(
        own_database,
        BEGIN
        + """
slugs = at_once(lambda: stall.start(booth, name="Wajik balapan").slug, 5)
print(json.dumps([slugs, list(booth.products.values_list("position", flat=True))]))
""",
    )

    assert answers == [["wajik-balapan", *(f"wajik-balapan-{number}" for number in range(2, 6))], [0, 1, 2, 3, 4]]


def test_removing_and_putting_back_at_once_ends_in_one_of_both(own_database):
    answers = race.run(
        own_database,
        BEGIN
        + """
product = make_product(exhibitor=booth, slug=f"produk-{mark}")
acts = iter([stall.take_out, stall.put_back] * 3)
at_once(lambda: next(acts)(product, by=None) or 0, 6)
product.refresh_from_db()
print(json.dumps([product.status, product.status_before_removal]))
""",
    )

    assert answers in (["published", ""], ["withdrawn", "published"])
