"""Pictures in, pictures out. The only module that imports PIL.

Whatever a phone sends becomes a `Picture`: four WebP files of known size, upright, in sRGB, on white, with nothing
left in them that the camera wrote (place, time, maker). What cannot become one is refused with a sentence for the
person who sent it. Decoding is slow: do it outside of transactions.
"""

import hashlib
import io
import math
import secrets
import threading
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, UnidentifiedImageError, features

from expo.models import PHOTO_WIDTHS

FORMATS = ["JPEG", "PNG", "WEBP"] + (["AVIF"] if features.check("avif") else [])  # decoders that may see the bytes
MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 50_000_000  # decoded in full: 200 MB at most
MAX_PIXELS_JPEG = 120_000_000  # a baseline JPEG is decoded at a fraction of its size: phones of 108 megapixels pass
MAX_SIDE = 20_000
MIN_SIDE = 100
MAX_RATIO = 8  # a long panorama passes, a line does not
BUDGETS = {160: 4_000, 320: 8_500, 640: 28_000, 1280: 110_000}  # bytes aimed at per nominal width
QUALITIES = (80, 70, 60, 50, 40, 30)
METHOD = 2  # of 0 to 6: 4 takes twice as long for 5 % fewer bytes
CLOSE = 0.64  # of each side, in a close-up

Image.MAX_IMAGE_PIXELS = None  # the limits above, asked before anything is decoded, stand in its place
_SRGB = ImageCms.createProfile("sRGB")
_DECODERS = threading.BoundedSemaphore(2)  # each may hold 200 MB


class PictureRefused(ValueError):
    """Carries the sentence for the person who sent the picture."""


@dataclass(frozen=True)
class Picture:
    files: dict  # nominal width → WebP bytes; a small original has its own width under the larger nominal ones
    width: int  # of the largest file, pixels
    height: int
    fingerprint: str  # of the pixels: equal pictures have it equal


def normalise(file):
    """The `Picture` of an uploaded file (anything with read(), or bytes). Raises PictureRefused."""
    data = file if isinstance(file, bytes) else file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PictureRefused(_("Foto ini lebih dari 40 MB. Kirim foto yang lebih kecil."))
    image = _opened(data)
    _check_size(image)
    with _DECODERS:
        try:
            image = _decoded(image)
        except Exception as error:  # decoders answer broken bytes with whatever they stumble over
            raise PictureRefused(_("Foto ini rusak atau terpotong. Coba kirim lagi, atau foto ulang.")) from error
        return _picture(image)


def store(picture, key=None):
    """Write the files of a picture beside each other and return their key; a random one unless given (then overwritten)."""
    if key is None:
        name = secrets.token_hex(16)
        key = f"{name[:2]}/{name}"
    for width, data in picture.files.items():
        path = f"{key}-{width}.webp"
        default_storage.delete(path)  # else the storage would invent another name
        default_storage.save(path, ContentFile(data))
    return key


def look(file, *, close=False, mirrored=False):
    """The `Picture` of a close-up (its middle, a little below the centre, where things stand) or of the mirror image of a file."""
    image = _decoded(_opened(file.read()))
    if close:
        width, height = round(image.width * CLOSE), round(image.height * CLOSE)
        left, top = (image.width - width) // 2, round((image.height - height) * 0.6)
        image = image.crop((left, top, left + width, top + height))
    if mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return _picture(image)


def _opened(data):
    if not data:
        raise PictureRefused(_("Berkas ini kosong. Pilih foto lalu kirim lagi."))
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        if data[4:8] == b"ftyp":
            raise PictureRefused(
                _("Foto jenis HEIC belum bisa dibaca. Di setelan kamera pilih JPEG, atau kirim tangkapan layar foto itu.")
            ) from error
        raise PictureRefused(_("Berkas ini bukan foto yang bisa dibaca. Kirim foto JPEG, PNG, atau WebP.")) from error
    except Exception as error:  # the head of a file is hostile input too
        raise PictureRefused(_("Foto ini rusak atau terpotong. Coba kirim lagi, atau foto ulang.")) from error


def _check_size(image):
    short, long = sorted(image.size)
    if short < MIN_SIDE:
        raise PictureRefused(_("Foto ini terlalu kecil. Sisi terpendeknya paling sedikit %(pixels)s piksel.") % {"pixels": MIN_SIDE})
    if long > short * MAX_RATIO:
        raise PictureRefused(_("Foto ini terlalu panjang dan sempit. Potong dulu, lalu kirim lagi."))
    baseline = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    if long > MAX_SIDE or short * long > (MAX_PIXELS_JPEG if baseline else MAX_PIXELS):
        raise PictureRefused(_("Foto ini terlalu besar untuk dibuka. Kecilkan ukurannya di galeri HP, lalu kirim lagi."))


def _decoded(image):
    """Upright, RGB in sRGB, at most as wide as the widest file."""
    turn = _TURNS.get(image.getexif().get(0x0112))
    sideways = turn in (Image.Transpose.TRANSPOSE, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)
    profile = image.info.get("icc_profile")
    full_width = image.height if sideways else image.width
    scale = min(1, PHOTO_WIDTHS[-1] / full_width)
    target = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    if scale < 1:  # JPEG only: lets the decoder leave out what would be thrown away
        image.draft(None, (math.ceil(target[0] * 1.5), math.ceil(target[1] * 1.5)))
    image.load()
    image = _on_white(image)
    if image.size != target:
        image = image.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = _in_srgb(image, profile)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}
    return image


_TURNS = {  # what the camera noted (EXIF orientation) → what sets it right
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _on_white(image):
    """Without alpha, in a mode that profiles and filters understand: L, RGB or CMYK."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):  # scans of 16 bits
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("L", "RGB", "CMYK") and "transparency" not in image.info:
        return image
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def _in_srgb(image, profile):
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, _SRGB, renderingIntent=ImageCms.Intent.PERCEPTUAL, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that is broken or made for other colours: as if there were none
    return image.convert("RGB")


def _picture(image):
    width, height = image.size
    fingerprint = hashlib.blake2s(b"%d %d " % image.size + image.tobytes(), digest_size=16).hexdigest()
    files = {}
    for nominal in sorted(PHOTO_WIDTHS, reverse=True):
        if image.width > nominal:
            size = (nominal, max(1, round(image.height * nominal / image.width)))
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        files[nominal] = _webp(image, BUDGETS[nominal])
    return Picture(files, width, height, fingerprint)


def _webp(image, budget):
    """WebP bytes at the best of a few qualities that keeps to the budget; at the last of them it may be more."""
    for quality in QUALITIES:
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=METHOD)
        if out.tell() <= budget:
            break
    return out.getvalue()
