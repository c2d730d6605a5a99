"""Pictures in, pictures out. The only module that imports PIL.

Whatever a phone sends becomes a `Picture`: four WebP files of known size, upright, in sRGB, on white, with nothing
left in them that the camera wrote (place, time, maker). What cannot become one is refused with a sentence for the
person who sent it; what is dark, blurred or small is taken, with advice. AVIF files come beside them later (expo.avif).
Decoding and encoding are slow: do them outside of transactions.
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
from PIL import Image, ImageCms, ImageFilter, ImageStat, UnidentifiedImageError, features

from expo.models import PHOTO_WIDTHS, real_widths

try:  # iPhones' HEIC, where somebody has installed a decoder for it; not one of ours, for its licences
    import pillow_heif
except ImportError:
    pillow_heif = None

HAS_AVIF = features.check("avif")
FORMATS = ["JPEG", "PNG", "WEBP"] + (["AVIF"] if HAS_AVIF else [])  # decoders that may see the bytes
MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 50_000_000  # decoded in full: 300 MB at most; half as many where something is transparent
MAX_PIXELS_AVIF = 18_000_000  # its decoder holds twice as much
WEBP_MEMORY = 118_000_000  # its decoder holds four copies of the picture and three of the file
WEBP_PHOTO_MEMORY = 292_000_000  # where the bytes are those of a photo, and no bomb: sixteen megapixels pass
MAX_PIXELS_JPEG = 120_000_000  # a baseline JPEG is decoded at a fraction of its size: phones of 108 megapixels pass
ROOMY_PIXELS = 12_000_000  # above, what is decoded in full must have the bytes of a photo:
PIXELS_PER_BYTE = 50  # a plain wall in WebP has 30, a bomb 1000
MAX_SIDE = 20_000
MIN_SIDE = 100
MAX_RATIO = 8  # a long panorama passes, a line does not
BUDGETS = {160: 4_000, 320: 8_500, 640: 28_000, 1280: 110_000}  # bytes aimed at per nominal width
QUALITIES = (80, 70, 60, 50, 40, 30)
THUMBNAIL_SIDE, THUMBNAIL_BYTES, THUMBNAIL_QUALITIES = 160, 6_000, (70, 50, 30, 10, 1)
JPEG_STEPS = [(1, 88), (1, 78), (1, 66), (1, 54), (0.8, 60), (0.8, 45), (0.65, 45), (0.5, 40)]  # share of the side, quality
METHOD = 2  # of 0 to 6: 4 takes twice as long for 5 % fewer bytes
AVIF_SHARE = 0.7  # of a WebP's budget,
AVIF_WORTH = 0.85  # and of what the WebP has come to; the quality goes down until both hold
AVIF_QUALITIES = (60, 54, 48, 42, 36, 30)  # 60 looks like WebP's 80, on a scale of its own
AVIF_SPEED = 8  # of 0 to 10: 6 takes three times as long
AVIF_MOST_PIXELS = 4_000_000  # the encoder holds 24 bytes per pixel: 100 MB; only very tall pictures have more
BAND = 256  # rows
CLOSE = 0.64  # of each side, in a close-up
DARK = 50  # mean luminance of 255; photos that look right have 60 to 160
BLURRED = 60  # variance of the Laplacian in the sharpest tile, at a width of 320; sharp photos have 1300 and more, shaken ones 10 to 50
SMALL_SIDE = 500
TILES = 4  # a side: a sharp product on a plain cloth fills only some

ADVICE_WIDTH = 320
DARK_ADVICE, BLURRED_ADVICE, SMALL_ADVICE = "gelap", "kabur", "kecil"

if pillow_heif:
    pillow_heif.register_heif_opener()
    FORMATS.append("HEIF")
Image.MAX_IMAGE_PIXELS = None  # the limits above, asked before anything is decoded, stand in its place
_SRGB = ImageCms.createProfile("sRGB")
_LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
_DECODERS = threading.BoundedSemaphore(2)  # each may hold 300 MB


class PictureRefused(ValueError):
    """Carries the sentence for the person who sent the picture."""


@dataclass(frozen=True)
class Picture:
    files: dict  # nominal width → WebP bytes; a small original has its own width under the larger nominal ones
    width: int  # of the largest file, pixels
    height: int
    fingerprint: str  # of the pixels: equal pictures have it equal
    advice: tuple = ()  # of DARK_ADVICE, BLURRED_ADVICE, SMALL_ADVICE


def normalise(file, max_bytes=MAX_BYTES):
    """The `Picture` of an uploaded file (anything with read(), or bytes). Raises PictureRefused."""
    image = _received(file, max_bytes)
    with _DECODERS:
        return _picture(_whole(image))


def thumbnail(file, max_bytes=MAX_BYTES):
    """The bytes of a WebP, at most 160 pixels either way, of an uploaded file: to tell photos apart that are not stored yet. Raises PictureRefused."""
    image = _received(file, max_bytes)
    with _DECODERS:
        image = _whole(image, THUMBNAIL_SIDE)
        image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
        return _encoded(image, THUMBNAIL_BYTES, "WEBP", THUMBNAIL_QUALITIES, method=METHOD)


def store(picture, key=None):
    """Write the files of a picture beside each other and return their key; a random one unless given (then overwritten)."""
    if key is None:
        name = secrets.token_hex(16)
        key = f"{name[:2]}/{name}"
    for width, data in picture.files.items():
        _write(f"{key}-{width}.webp", data)
    return key


def store_avif(key):
    """Write AVIF files beside the WebP files of a key, made from the widest of them; returns whether they are there.

    All or none: where one would not be smaller than its WebP, nothing is written. Raises FileNotFoundError, and PictureRefused when
    the widest file is broken.
    """
    with default_storage.open(f"{key}-{PHOTO_WIDTHS[-1]}.webp") as file:
        image = _opened(file.read())
    if image.width * image.height > AVIF_MOST_PIXELS:
        return False
    sizes = {nominal: default_storage.size(f"{key}-{nominal}.webp") for nominal in real_widths(image.width)}
    files = _avif_files(_whole(image), sizes)
    for nominal, data in files.items():
        _write(f"{key}-{nominal}.avif", data)
    return bool(files)


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


def squared(file):
    """The `Picture` of the square in the middle of a file that store() wrote."""
    with _DECODERS:
        return _picture(_middle(_decoded(_opened(file.read()))))


def printed(file, budget):
    """The JPEG, for PDF knows no WebP, of the square in the middle of a file that store() wrote; of at most `budget` bytes, or nearly.

    Raises PictureRefused when the file is broken.
    """
    with _DECODERS:
        try:
            whole = _middle(_decoded(_opened(file.read())))
        except PictureRefused:
            raise
        except Exception as error:  # decoders answer broken bytes with whatever they stumble over
            raise PictureRefused(_("Foto ini rusak atau terpotong. Coba kirim lagi, atau foto ulang.")) from error
        for share, quality in JPEG_STEPS:
            side = round(whole.width * share)
            image = whole if share == 1 else whole.resize((side, side), Image.Resampling.LANCZOS)
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= budget:
                break
        return out.getvalue()


def _received(file, max_bytes):
    """An uploaded file, opened, of a size that its decoder can bear."""
    data = file if isinstance(file, bytes) else file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise PictureRefused(_("Foto ini lebih dari %(most)s MB. Kirim foto yang lebih kecil.") % {"most": max_bytes // 1024 // 1024})
    image = _opened(data)
    _check_size(image, len(data))
    return image


def _middle(image):
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))


def _opened(data):
    if not data:
        raise PictureRefused(_("Berkas ini kosong. Pilih foto lalu kirim lagi."))
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        if data[4:8] == b"ftyp" and not pillow_heif:
            raise PictureRefused(
                _("Foto jenis HEIC belum bisa dibaca. Di setelan kamera pilih JPEG, atau kirim tangkapan layar foto itu.")
            ) from error
        raise PictureRefused(_("Berkas ini bukan foto yang bisa dibaca. Kirim foto JPEG, PNG, atau WebP.")) from error
    except Exception as error:  # the head of a file is hostile input too
        raise PictureRefused(_("Foto ini rusak atau terpotong. Coba kirim lagi, atau foto ulang.")) from error


def _check_size(image, size):
    short, long = sorted(image.size)
    if short < MIN_SIDE:
        raise PictureRefused(_("Foto ini terlalu kecil. Sisi terpendeknya paling sedikit %(pixels)s piksel.") % {"pixels": MIN_SIDE})
    if long > short * MAX_RATIO:
        raise PictureRefused(_("Foto ini terlalu panjang dan sempit. Potong dulu, lalu kirim lagi."))
    memory = WEBP_PHOTO_MEMORY if short * long <= size * PIXELS_PER_BYTE else WEBP_MEMORY
    if image.format == "WEBP" and short * long > (memory - 3 * size) // 16:
        raise PictureRefused(_("Foto WebP sebesar ini belum bisa dibuka. Kirim foto JPEG dari kamera, atau kecilkan dulu di galeri HP."))
    if long > MAX_SIDE or short * long > _most_pixels(image, size):
        raise PictureRefused(_("Foto ini terlalu besar untuk dibuka. Kecilkan ukurannya di galeri HP, lalu kirim lagi."))


def _most_pixels(image, size):
    if image.format in ("JPEG", "MPO") and not image.info.get("progressive"):
        return MAX_PIXELS_JPEG
    most = MAX_PIXELS_AVIF if image.format == "AVIF" else MAX_PIXELS
    if _is_transparent(image):
        most //= 2
    return min(most, max(ROOMY_PIXELS, size * PIXELS_PER_BYTE))


def _whole(image, width=PHOTO_WIDTHS[-1]):
    try:
        return _decoded(image, width)
    except Exception as error:  # decoders answer broken bytes with whatever they stumble over
        raise PictureRefused(_("Foto ini rusak atau terpotong. Coba kirim lagi, atau foto ulang.")) from error


def _decoded(image, width=PHOTO_WIDTHS[-1]):
    """Upright, RGB in sRGB, at most as wide as that, or as the widest file."""
    turn = _TURNS.get(image.getexif().get(0x0112))
    sideways = turn in (Image.Transpose.TRANSPOSE, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)
    profile = image.info.get("icc_profile")
    full_width = image.height if sideways else image.width
    scale = min(1, width / full_width)
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
    if _is_transparent(image):
        ground = Image.new("RGB", image.size, "white")
        for top in range(0, image.height, BAND):  # by bands: a whole copy with alpha would be a third of all the memory
            band = image.crop((0, top, image.width, min(top + BAND, image.height))).convert("RGBA")
            ground.paste(band, (0, top), mask=band)
        return ground
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _is_transparent(image):
    return image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info


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
    files, advice = {}, ()
    for nominal in sorted(PHOTO_WIDTHS, reverse=True):
        image = _narrowed(image, nominal)
        if nominal == ADVICE_WIDTH:
            advice = _advice(image, min(width, height))
        files[nominal] = _encoded(image, BUDGETS[nominal], "WEBP", QUALITIES, method=METHOD)
    return Picture(files, width, height, fingerprint, advice)


def _avif_files(image, sizes):
    """{nominal width: AVIF bytes} for the WebP sizes given by nominal width, or {} when one would not be smaller."""
    files = {}
    for nominal in sorted(sizes, reverse=True):
        image = _narrowed(image, nominal)
        most = min(BUDGETS[nominal] * AVIF_SHARE, sizes[nominal] * AVIF_WORTH)
        files[nominal] = _encoded(image, most, "AVIF", AVIF_QUALITIES, speed=AVIF_SPEED, max_threads=1)  # one: pages come first
        if len(files[nominal]) >= sizes[nominal]:
            return {}
    return files


def _narrowed(image, width):
    if image.width <= width:
        return image
    size = (width, max(1, round(image.height * width / image.width)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _advice(image, short_side):
    """What could be better, the one thing that helps most first. A dark photo is not also called blurred: light sharpens it."""
    grey = image.convert("L")
    found = [DARK_ADVICE] if ImageStat.Stat(grey).mean[0] < DARK else [BLURRED_ADVICE] if _sharpness(grey) < BLURRED else []
    return tuple(found + [SMALL_ADVICE] * (short_side < SMALL_SIDE))


def _sharpness(grey):
    edges = grey.filter(_LAPLACIAN)
    width, height = grey.size
    across, down = [max(1, (side - 2) // TILES) for side in (width, height)]
    tiles = ((1 + x * across, 1 + y * down) for x in range(TILES) for y in range(TILES))  # the outermost pixels stay unfiltered
    return max(ImageStat.Stat(edges.crop((x, y, x + across, y + down))).var[0] for x, y in tiles)


def _encoded(image, budget, kind, qualities, **options):
    """Its bytes at the best of a few qualities that keeps to the budget; at the last of them it may be more."""
    for quality in qualities:
        out = io.BytesIO()
        image.save(out, kind, quality=quality, **options)
        if out.tell() <= budget:
            break
    return out.getvalue()


def _write(path, data):
    default_storage.delete(path)  # else the storage would invent another name
    default_storage.save(path, ContentFile(data))
