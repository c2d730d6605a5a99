"""Photos onto booths and products: where a workbook may write and nowhere else, once, on record, without what the camera wrote."""

import io

import pytest
from django.db import transaction
from PIL import Image

from accounts.models import Record
from exchange import imports, photo_hang, photo_match
from exchange.photo_hang import Hung
from exchange.photo_zip import PhotoZip
from exhibitors.models import Exhibitor, ExhibitorPhoto, Status
from expo import images
from products import photos
from products.models import Product, ProductPhoto
from tests import race
from tests.exchange.hostile_zips import beside_a_good_one, entry, jpeg, packed, page, raw, wrong_crc
from tests.exchange.plans import KOTA, plan
from tests.exchange.workbooks import xlsx
from tests.factories import make_exhibitor, make_product

GONE = "Stan atau produknya belum diimpor, atau bukan di wilayah Anda."
ROWS = [
    ["Nama Usaha", "No HP", "Desa", "Kecamatan", "Jenis Usaha", "Nama Produk", "Harga"],
    ["Dapur Ning", "081234567890", "Sentul", "Kepanjenkidul", "Makanan olahan", "Wajik", 15_000],
    ["", "", "", "", "", "Opak", 12_000],
    ["Kebun Jauh", "081299999999", "Loceret", "Loceret", "Makanan olahan", "Bawang goreng", 9_000],
]


@pytest.fixture
def product(db):
    return make_product(exhibitor=make_exhibitor(status=Status.DRAFT), status=Status.DRAFT, name="Wajik")


def stored(media_root):
    return sorted(path.name for path in media_root.rglob("*.webp"))


def hang(row, data, scope=KOTA, **how):
    return photo_hang.hang(data, type(row), row.pk, scope=scope, **how)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.NEEDS_WORK])
def test_a_photo_hangs_once_and_is_on_record(product, ratna, status):
    Product.objects.update(status=status)

    done = [
        hang(product, jpeg("red"), by=ratna, name="wajik.jpg"),
        hang(product, jpeg("blue"), by=ratna),
        hang(product, jpeg("red"), by=ratna),
    ]

    assert done == [Hung(is_new=True), Hung(is_new=True), Hung()]
    product.refresh_from_db()
    assert product.photos.first().pk == product.cover_id
    assert product.photos.count() == 2
    assert [(record.actor, record.deed, record.region, record.changes) for record in Record.objects.about(product).order_by("pk")] == [
        (ratna, "change", "35.72", [{"field": "foto", "old": "", "new": "wajik.jpg"}]),
        (ratna, "change", "35.72", [{"field": "foto", "old": "", "new": ""}]),
    ]


def test_a_booth_keeps_the_photo_that_it_has(product, ratna, media_root):
    booth = product.exhibitor

    done = [hang(booth, jpeg("red"), by=ratna, name="ning.jpg"), hang(booth, jpeg("red"), by=ratna), hang(booth, jpeg("blue"), by=ratna)]

    assert done[:2] == [Hung(is_new=True), Hung()]
    assert done[2] == Hung("Stan ini sudah punya foto. Kalau mau diganti, ganti di halaman stannya.")
    assert ExhibitorPhoto.objects.get().exhibitor == booth
    assert len(stored(media_root)) == 4
    assert Record.objects.about(booth).get().changes == [{"field": "foto", "old": "", "new": "ning.jpg"}]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.PUBLISHED, "Sudah tampil: tambahkan fotonya di halaman stan atau produknya."),
        (Status.APPROVED, "Statusnya “Disetujui”, jadi fotonya tidak diubah."),
        (Status.REJECTED, "Statusnya “Ditolak”, jadi fotonya tidak diubah."),
        (Status.SUSPENDED, "Statusnya “Ditangguhkan”, jadi fotonya tidak diubah."),
        (Status.WITHDRAWN, "Statusnya “Ditarik pemilik”, jadi fotonya tidak diubah."),
    ],
)
def test_what_is_decided_gets_none(product, media_root, status, sentence):
    Product.objects.update(status=status)
    Exhibitor.objects.update(status=status)

    assert hang(product, jpeg()) == hang(product.exhibitor, jpeg()) == Hung(sentence)
    assert stored(media_root) == [] and not Record.objects.exists()


def test_another_region_s_looks_like_absent(product, media_root):
    absent = Product(pk=product.pk + 1)

    assert [hang(row, jpeg(), scope={"35.18"}) for row in (product, product.exhibitor)] == [Hung(GONE), Hung(GONE)]
    assert hang(absent, jpeg()) == photo_hang.hang(jpeg(), Product, None, scope=KOTA) == Hung(GONE)
    assert hang(product, jpeg(), scope=set()) == Hung(GONE)
    assert stored(media_root) == []


@pytest.mark.parametrize("of", ["product", "booth"])
@pytest.mark.parametrize("change", [{"status": Status.PUBLISHED}, {"village": "elsewhere"}, None])
def test_what_was_published_moved_or_removed_while_a_photo_was_decoded_gets_none(product, media_root, monkeypatch, of, change):
    row = product if of == "product" else product.exhibitor
    decode, elsewhere = images.normalise, make_exhibitor(region="nganjuk").village

    def slow(*arguments):
        if change is None:
            type(row).objects.filter(pk=row.pk).delete()
        elif "village" in change:
            Exhibitor.objects.filter(pk=product.exhibitor_id).update(village=elsewhere)
        else:
            type(row).objects.filter(pk=row.pk).update(**change)
        return decode(*arguments)

    monkeypatch.setattr(images, "normalise", slow)

    assert hang(row, jpeg()).why
    assert stored(media_root) == [] and not Record.objects.exists()
    assert not ProductPhoto.objects.exists() and not ExhibitorPhoto.objects.exists()


def test_a_product_takes_as_many_as_its_owner_may_send(product, media_root):
    colors = ["red", "blue", "green", "yellow", "black", "orange", "purple", "brown", "pink"]

    done = [hang(product, jpeg(color)) for color in colors]

    assert [hung.is_new for hung in done] == [True] * photos.MOST_PHOTOS + [False]
    assert "paling banyak 8 foto" in done[-1].why
    assert len(stored(media_root)) == 4 * photos.MOST_PHOTOS


def test_nothing_of_a_camera_is_left_in_it(product, media_root):
    exif = Image.Exif()
    exif[0x010F] = "Kamera Ning"
    exif.get_ifd(0x8825).update({1: "S", 2: (8.0, 5.0, 0.0), 3: "E", 4: (112.0, 10.0, 0.0)})
    data = jpeg(exif=exif)
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)

    assert hang(product, data).is_new

    files = [path.read_bytes() for path in media_root.rglob("*.webp")]
    assert len(files) == 4
    for file in files:
        assert not Image.open(io.BytesIO(file)).getexif() and b"Kamera Ning" not in file


@pytest.mark.parametrize("make", [page, wrong_crc], ids=["no photo", "broken"])
def test_one_bad_photo_never_loses_the_rest(product, make):
    archive = PhotoZip(io.BytesIO(beside_a_good_one(make)))

    done = dict(photo_hang.hang_all(archive, [(0, Product, product.pk), (1, Product, product.pk)], scope=KOTA))

    assert done[0].why.endswith(".") and not done[0].is_new
    assert done[1] == Hung(is_new=True)
    assert product.photos.count() == 1


def test_a_kill_between_two_photos_loses_neither_and_hangs_none_twice(product):
    archive = PhotoZip(io.BytesIO(raw([entry(b"1.jpg", jpeg("red")), entry(b"2.jpg", jpeg("blue"))])))
    chosen = [(0, Product, product.pk), (1, Product, product.pk)]

    next(photo_hang.hang_all(archive, chosen, scope=KOTA))
    again = [hung for _photo, hung in photo_hang.hang_all(archive, chosen, scope=KOTA)]

    assert again == [Hung(), Hung(is_new=True)]
    assert product.photos.count() == 2


def test_decoding_happens_before_the_transaction(product, monkeypatch):
    depth, decode = [], images.normalise
    outside = len(transaction.get_connection().savepoint_ids)
    monkeypatch.setattr(images, "normalise", lambda *how: depth.append(len(transaction.get_connection().savepoint_ids)) or decode(*how))

    hang(product, jpeg("red"))
    hang(product.exhibitor, jpeg("blue"))

    assert depth == [outside, outside]


def test_a_photo_that_its_owner_took_down_is_left_to_her(product):
    hang(product, jpeg())
    ProductPhoto.objects.update(state=ProductPhoto.State.LEAVING)

    assert hang(product, jpeg()) == Hung()
    assert product.photos.get().state == ProductPhoto.State.LEAVING


def test_from_workbook_and_zip_to_drafts_with_photos(ratna):
    planned = plan(xlsx({"Data": ROWS}))
    files = {
        "Dapur Ning.jpg": jpeg("red"),
        "opak_2.jpg": jpeg("blue"),
        "opak.jpg": jpeg("green"),
        "Bawang goreng.jpg": jpeg(),
        "x.jpg": jpeg(),
    }
    archive = PhotoZip(io.BytesIO(packed(files)))
    matches = photo_match.match(archive.photos, planned)

    done = imports.apply(planned, scope=KOTA, by=ratna)
    chosen = photo_hang.targets(matches, planned, done.pks)
    first = list(photo_hang.hang_all(archive, chosen, scope=KOTA, by=ratna))
    later = photo_hang.targets(matches, imports.decide(planned, {}))

    opak = Product.objects.get(name="Opak")
    assert chosen == later and [photo for photo, _model, _pk in chosen] == [0, 2, 1, 3]
    assert [hung for _photo, hung in first] == [*[Hung(is_new=True)] * 3, Hung(GONE)]  # of Loceret: another region's
    assert [list(opak.photos.values_list("position", flat=True)), opak.cover.position] == [[0, 1], 0]
    assert {hung for _photo, hung in photo_hang.hang_all(archive, later, scope=KOTA, by=ratna)} == {Hung(), Hung(GONE)}


# Thumbnails


@pytest.mark.parametrize("size", [(4000, 3000), (300, 2000), (120, 110)])
def test_a_thumbnail_is_small(size):
    noise = Image.effect_noise(size, 100).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG")

    data = images.thumbnail(out.getvalue())

    image = Image.open(io.BytesIO(data))
    assert image.format == "WEBP" and max(image.size) <= 160 and len(data) <= 6_000
    assert abs(image.width / image.height - size[0] / size[1]) < 0.05


def test_a_thumbnail_stands_upright_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Kamera Ning"

    data = images.thumbnail(jpeg(size=(400, 200), exif=exif))

    assert Image.open(io.BytesIO(data)).size == (80, 160) and b"Kamera" not in data


@pytest.mark.parametrize("data", [b"", b"<html>", jpeg()[:300], jpeg(size=(90, 90)), bytes(41 * 1024 * 1024)])
def test_what_is_no_photo_has_no_thumbnail(data):
    with pytest.raises(images.PictureRefused, match=r"\.$"):
        images.thumbnail(data)


# Several at once, on a database of its own

RACE = """
from django.core.files.storage import default_storage
from exchange import photo_hang
from exhibitors.models import Exhibitor, ExhibitorPhoto
from products.models import Product, ProductPhoto
from accounts.models import Record
from tests.exchange.hostile_zips import jpeg
from tests.factories import make_exhibitor, make_product
same, colors, found = jpeg("red"), iter(["red", "blue", "green", "black"] * 9), []
for _round in range(5):
    product = make_product(exhibitor=make_exhibitor(status="draft"), status="draft")
    booth = product.exhibitor
    one = at_once(lambda: photo_hang.hang(same, Product, product.pk, scope={"35.72"}).is_new, 4)
    other = at_once(lambda: photo_hang.hang(jpeg(next(colors)), Exhibitor, booth.pk, scope={"35.72"}).is_new, 4)
    rows = [product.photos.count(), ExhibitorPhoto.objects.filter(exhibitor=booth).count()]
    found.append([one, other, rows, Record.objects.about(product).count(), Record.objects.about(booth).count()])
keys = [*ProductPhoto.objects.values_list("key", flat=True), *ExhibitorPhoto.objects.values_list("key", flat=True)]
files = [name for folder in default_storage.listdir("")[0] for name in default_storage.listdir(folder)[1]]
print(json.dumps([found, len(files) == 4 * len(keys)]))
"""


def test_of_several_at_once_one_hangs_and_no_file_is_left_over(own_database):
    found, nothing_left = race.run(own_database, RACE)

    assert found == [[[False, False, False, True], [False, False, False, True], [1, 1], 1, 1]] * 5
    assert nothing_left
