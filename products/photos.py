"""What owners do with the photos of a product: hang, move, describe, cut to a square, take down."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from expo import images
from expo.avif import ask_for_avif
from expo.models import SiteState, delete_files_on_commit
from products.models import Product, ProductPhoto

MAX_BYTES = 12 * 1024 * 1024  # of one original
MOST_PHOTOS = 8  # of one product
MOST_AT_ONCE = 16  # decoded for one request


def read(uploads):
    """Decode uploaded files: ([Picture], ["name: why it is no photo"]). Slow: outside of transactions."""
    pictures, refused = [], []
    for number, upload in enumerate(uploads):
        try:
            if number >= MOST_AT_ONCE:
                raise images.PictureRefused(_("Kirim paling banyak %(most)s foto sekaligus.") % {"most": MOST_AT_ONCE})
            pictures.append(images.normalise(upload, MAX_BYTES))
        except images.PictureRefused as refusal:
            refused.append(f"{upload.name}: {refusal}")
    return pictures, refused


def hang(product, picture, most=MOST_PHOTOS):
    """Store a picture and hang it behind the others; one that hangs there already is not hung twice. Raises PictureRefused at the limit."""
    if there := product.photos.filter(fingerprint=picture.fingerprint).first():
        return there
    key = images.store(picture)
    try:
        with transaction.atomic():
            Product.objects.select_for_update().get(pk=product.pk)  # of two at once the second waits, then counts both
            if most is not None and product.photos.count() >= most:
                raise images.PictureRefused(
                    _("Satu produk memuat paling banyak %(most)s foto. Hapus dulu yang kurang bagus.") % {"most": most}
                )
            photo = product.add_photo(key, picture)
    except BaseException:
        _discard(key)
        raise
    if photo.key != key:
        _discard(key)
    return photo


def move(photo, to):
    """Hang a photo at a place, counted from 0: the first is the cover."""
    with transaction.atomic():
        product = Product.objects.select_for_update().select_related("exhibitor").get(pk=photo.product_id)
        rows = [row for row in product.photos.all() if row.pk != photo.pk]
        rows.insert(max(0, to), photo)
        for number, row in enumerate(rows):
            row.position = number
        ProductPhoto.objects.bulk_update(rows, ["position"])
        _changed(product)


def describe(photo, alt, alt_en):
    photo.alt, photo.alt_en = alt, alt_en
    with transaction.atomic():
        photo.save(update_fields=["alt", "alt_en"])
        _changed(photo.product)


def square(photo):
    """Keep the square in its middle only. Its fingerprint stays: the same original sent again is still the same photo. Raises PictureRefused."""
    old = ProductPhoto(key=photo.key)
    try:
        with default_storage.open(f"{photo.key}-1280.webp") as file:
            picture = images.squared(file)
    except FileNotFoundError as error:
        raise images.PictureRefused(_("Foto ini tidak ada lagi di tempat kami. Hapus, lalu kirim ulang.")) from error
    key = images.store(picture)
    changes = {"key": key, "width": picture.width, "height": picture.height, "advice": list(picture.advice), "has_avif": None}
    with transaction.atomic():
        if ProductPhoto.objects.filter(pk=photo.pk, key=old.key).update(**changes):
            delete_files_on_commit([old])
            _changed(photo.product)
            ask_for_avif()
        else:  # somebody was faster
            _discard(key)


def take_down(photo):
    with transaction.atomic():
        delete_files_on_commit([photo])
        photo.delete()
        _changed(photo.product)


def _changed(product):
    """After an act on its photos: the first is the cover, and visitors' pages move on if they show it."""
    product.choose_cover()
    if product.is_public:
        SiteState.move_on()


def _discard(key):
    ProductPhoto(key=key).delete_files()
