"""What owners do with the photos of a product: hang, move, describe, cut to a square, take down."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from curation import propose
from expo import images
from expo.avif import ask_for_avif
from expo.models import SiteState, delete_files_on_commit
from products.models import ProductPhoto

MAX_BYTES = 12 * 1024 * 1024  # of one original
MOST_PHOTOS = 8  # of one product
MOST_AT_ONCE = 16  # decoded for one request
State = ProductPhoto.State


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


def hang(product, picture, most=MOST_PHOTOS, *, by=None, then=None):
    """Store a picture and hang it behind the others; one that hangs there already is not hung twice. Raises PictureRefused at the limit.

    by: the owner, whose photo of an accepted product waits for the organisers; without it an organiser hangs it.
    then(row): called with the locked row in the transaction that hangs a new one; what it raises undoes that.
    """
    if there := _again(product, picture, by):
        return there
    key = images.store(picture)
    try:
        with transaction.atomic():
            row = propose.locked(product)  # of two at once the second waits, then counts both
            if most is not None and product.photos.wanted().count() >= most:
                raise images.PictureRefused(
                    _("Satu produk memuat paling banyak %(most)s foto. Hapus dulu yang kurang bagus.") % {"most": most}
                )
            waits = bool(by) and row.is_accepted
            photo = product.add_photo(key, picture, proposed=waits)
            if waits and photo.key == key:
                propose.propose(row, by=by, photos_changed=True)
            if then and photo.key == key:
                then(row)
    except BaseException:
        _discard(key)
        raise
    if photo.key != key:
        _discard(key)
    return photo


def move(photo, to):
    """Hang a photo at a place, counted from 0: the first is the cover. That shows nothing new, so it is out at once."""
    with transaction.atomic():
        product = propose.locked(photo.product)
        rows = [row for row in product.photos.wanted() if row.pk != photo.pk]
        rows.insert(max(0, to), photo)
        rows += product.photos.filter(state=State.LEAVING).exclude(pk=photo.pk)
        for number, row in enumerate(rows):
            row.position = number
        ProductPhoto.objects.bulk_update(rows, ["position"])
        _changed(product)


def describe(photo, alt, alt_en, *, by=None):
    """Say what is to be seen on it. by: the owner, whose words for an accepted product's photo wait. Returns whether they do."""
    words = {"alt": alt, "alt_en": alt_en}
    with transaction.atomic():
        product = propose.locked(photo.product)
        state = product.photos.filter(pk=photo.pk).values_list("state", flat=True).first()
        if by and product.is_accepted and state != State.PROPOSED:
            proposal = propose.propose(product, by=by, photo_words={str(photo.pk): words})
            return bool(proposal and str(photo.pk) in proposal.photo_words)
        ProductPhoto.objects.filter(pk=photo.pk).update(**words)
        _changed(product, state, by)
    return False


def square(photo, *, by=None):
    """Keep the square in its middle only, which is what every list shows of it: out at once.

    Its fingerprint stays: the same original sent again is still the same photo. Raises PictureRefused.
    """
    old = ProductPhoto(key=photo.key)
    try:
        with default_storage.open(f"{photo.key}-1280.webp") as file:
            picture = images.squared(file)
    except FileNotFoundError as error:
        raise images.PictureRefused(_("Foto ini tidak ada lagi di tempat kami. Hapus, lalu kirim ulang.")) from error
    key = images.store(picture)
    changes = {"key": key, "width": picture.width, "height": picture.height, "advice": list(picture.advice), "has_avif": None}
    with transaction.atomic():
        product = propose.locked(photo.product)
        hanging = ProductPhoto.objects.filter(pk=photo.pk, key=old.key).first()
        if hanging:
            ProductPhoto.objects.filter(pk=photo.pk).update(**changes)
            delete_files_on_commit([old])
            _changed(product, hanging.state, by)
            ask_for_avif()
        else:  # somebody was faster
            _discard(key)


def take_down(photo, *, by=None):
    """Remove it. by: the owner; what visitors see of an accepted product stays until an organiser agrees. Returns whether it waits."""
    with transaction.atomic():
        product = propose.locked(photo.product)
        photo = product.photos.filter(pk=photo.pk).first()
        if photo is None or photo.state == State.LEAVING:
            return photo is not None
        if by and product.is_accepted and photo.state == State.SHOWN:
            product.photos.filter(pk=photo.pk).update(state=State.LEAVING)
            propose.propose(product, by=by, photos_changed=True)
            return True
        delete_files_on_commit([photo])
        photo.delete()
        _changed(product, photo.state, by)
    return False


def leave_up(photo, *, by):
    """Undo take_down() of a photo that visitors still see."""
    with transaction.atomic():
        product = propose.locked(photo.product)
        if product.photos.filter(pk=photo.pk, state=State.LEAVING).update(state=State.SHOWN):
            propose.propose(product, by=by, photos_changed=True)


def _again(product, picture, by):
    """The same picture if it hangs there. Sent again it is wanted; and what an organiser hangs himself needs nobody's yes."""
    there = product.photos.filter(fingerprint=picture.fingerprint).first()
    if there and there.state == State.LEAVING and by:
        leave_up(there, by=by)
    elif there and there.state != State.SHOWN and not by:
        with transaction.atomic():
            propose.locked(product)
            product.photos.filter(pk=there.pk).update(state=State.SHOWN)
            _changed(product)
    return there


def _changed(product, state=State.SHOWN, by=None):
    """After an act on a photo in this state: visitors' pages move on, or the proposal does, of which it is a part."""
    if state == State.PROPOSED:
        propose.propose(product, by=by, photos_changed=True)
        return
    product.choose_cover()
    if product.is_public:
        SiteState.move_on()


def _discard(key):
    ProductPhoto(key=key).delete_files()
