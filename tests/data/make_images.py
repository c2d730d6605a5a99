"""Bad and odd pictures as phones, shops and pranksters send them, made from nothing: no file of anybody's lies in the repository.

python -m tests.data.make_images FOLDER     writes them all, to look at
"""

import io
import random
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageCms, ImageDraw, ImageFilter, PngImagePlugin, features

SECRET = b"RAHASIA-RUMAH-8.0983S"  # what no stored file may hold; stands for a home's place, a name, a script
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 170, 60), (30, 60, 220), (255, 255, 255)
BACK = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_90", 7: "TRANSVERSE", 8: "ROTATE_270"}


class Odd(NamedTuple):
    name: str
    data: bytes
    taken: bool  # whether it becomes a photo; else it is refused with a sentence
    upright: bool = False  # whether it must come out as flag()


def pictures():
    """All of them, as a list of Odd."""
    return [*_turned(), *_colours(), *_carrying_more(), *_odd_shapes(), *_no_pictures(), *_broken(), *_bombs()]


def flag(width=600, height=450):
    """Red above left, green above right, blue below left, white below right; with grain, for a plain field gains nothing as AVIF."""
    image = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 2), RED)
    draw.rectangle((width // 2, 0, width, height // 2), GREEN)
    draw.rectangle((0, height // 2, width // 2, height), BLUE)
    grain = Image.frombytes("L", (120, 90), random.Random(5).randbytes(120 * 90)).resize((width, height)).convert("RGB")
    return Image.blend(image, grain, 0.1)


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def large_photos():
    """{what: bytes} of 12 megapixels, with the grain of a real photo: a plain field would cost less. WebP of the seven that are taken."""
    grain = Image.frombytes("RGB", (500, 375), random.Random(12).randbytes(500 * 375 * 3)).resize((4000, 3000))
    image = Image.blend(flag(4000, 3000), grain, 0.2)
    clear = image.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    photos = {
        "jpeg": encoded(image, quality=90),
        "jpeg-bertahap": encoded(image, quality=90, progressive=True, subsampling=0),
        "png": encoded(image, "PNG", compress_level=1),
        "png-tembus": encoded(clear, "PNG", compress_level=1),
        "webp": encoded(image.resize((3040, 2280)), "WEBP", quality=85, method=0),
    }
    if features.check("avif"):
        photos["avif"] = encoded(image, "AVIF", quality=70, speed=10)
    return photos


def _turned():
    for orientation in range(1, 9):
        image = flag().transpose(Image.Transpose[BACK[orientation]]) if orientation > 1 else flag()
        yield Odd(f"putar-{orientation}.jpg", encoded(image, quality=95, exif=_exif(orientation), xmp=_xmp()), True, True)
    for nonsense in (0, 9, 65535):
        yield Odd(f"putar-{nonsense}.jpg", encoded(flag(), quality=95, exif=_exif(nonsense)), True, True)
    yield Odd("putar-6.png", encoded(flag().transpose(Image.Transpose.ROTATE_90), "PNG", exif=_exif(6)), True, True)
    yield Odd("putar-8.webp", encoded(flag().transpose(Image.Transpose.ROTATE_270), "WEBP", quality=95, exif=_exif(8)), True, True)


def _colours():
    clear = flag().convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    yield Odd("cetak-cmyk.jpg", encoded(flag().convert("CMYK"), quality=95), True)
    yield Odd("abu.jpg", encoded(flag().convert("L")), True)
    yield Odd("bertahap.jpg", encoded(flag(), progressive=True, quality=95), True, True)
    yield Odd("kasar.jpg", encoded(flag(), quality=1), True)
    yield Odd("hemat-warna.jpg", encoded(flag(), subsampling=2, quality=95), True, True)
    yield Odd("tembus.png", encoded(clear, "PNG"), True)
    yield Odd("tembus-abu.png", encoded(clear.convert("LA"), "PNG"), True)
    yield Odd("tembus-palet.png", encoded(clear.convert("P"), "PNG", transparency=0), True)
    yield Odd("palet.png", encoded(flag().quantize(8), "PNG"), True, True)
    yield Odd("hitam-putih.png", encoded(flag().convert("1"), "PNG"), True)
    yield Odd("enam-belas-bit.png", encoded(Image.new("I;16", (300, 300), 0x8000), "PNG"), True)
    yield Odd("tembus.webp", encoded(clear, "WEBP", lossless=True), True)
    yield Odd("padat.webp", encoded(flag(), "WEBP", lossless=True), True, True)
    yield Odd("profil-rusak.png", encoded(flag(), "PNG", icc_profile=SECRET * 9), True, True)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    yield Odd("profil-lab.png", encoded(flag(), "PNG", icc_profile=lab), True, True)
    yield Odd("profil-srgb.jpg", encoded(flag(), quality=95, icc_profile=_srgb()), True, True)
    if features.check("avif"):
        yield Odd("baru.avif", encoded(flag(), "AVIF", speed=10, quality=95, exif=_exif(1), xmp=_xmp()), True, True)
        yield Odd("tembus.avif", encoded(clear, "AVIF", speed=10, quality=95), True)
        yield Odd("penuh-warna.avif", encoded(flag(), "AVIF", speed=10, quality=95, subsampling="4:4:4", icc_profile=_srgb()), True, True)
        yield Odd(
            "putar-6.avif", encoded(flag().transpose(Image.Transpose.ROTATE_90), "AVIF", speed=10, quality=95, exif=_exif(6)), True, True
        )


def _carrying_more():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET.decode())
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("rahasia.txt", SECRET)
    frames = [flag().rotate(turn) for turn in (90, 180)]
    two = io.BytesIO()
    flag().save(two, "MPO", save_all=True, append_images=frames[:1], quality=95)
    thumb = _exif(1)
    thumb.get_ifd(0x8769)[0x9286] = SECRET
    script = b"<script>" + SECRET + b"</script>"
    yield Odd("catatan.jpg", encoded(flag(), quality=95, comment=script), True, True)
    yield Odd("buntut-zip.jpg", encoded(flag(), quality=95) + archive.getvalue(), True, True)
    yield Odd("buntut-skrip.jpg", encoded(flag(), quality=95) + b"<?php system($_GET[0]); ?>" + SECRET, True, True)
    yield Odd("buntut-zip.png", encoded(flag(), "PNG") + archive.getvalue(), True, True)
    yield Odd("buntut.webp", encoded(flag(), "WEBP", quality=95) + SECRET, True, True)
    if features.check("avif"):
        yield Odd("buntut.avif", encoded(flag(), "AVIF", speed=10, quality=95) + SECRET, True, True)
        yield Odd("bergerak.avif", encoded(flag(), "AVIF", speed=10, quality=95, save_all=True, append_images=frames), True, True)
    yield Odd("teks.png", encoded(flag(), "PNG", pnginfo=text), True, True)
    yield Odd("catatan-kamera.jpg", encoded(flag(), quality=95, exif=thumb), True, True)
    yield Odd("exif-rusak.jpg", encoded(flag(), quality=95, exif=b"Exif\0\0" + SECRET), True, True)
    yield Odd("bergerak.webp", encoded(flag(), "WEBP", save_all=True, append_images=frames, quality=95), True, True)
    yield Odd("bergerak.png", encoded(flag(), "PNG", save_all=True, append_images=frames), True, True)
    yield Odd("dua-mata.jpg", two.getvalue(), True, True)
    yield Odd("salah-nama.jpg", encoded(flag(), "PNG"), True, True)
    yield Odd("../../etc/passwd.jpg", encoded(flag(), quality=90), True, True)
    yield Odd("foto\u202egpj.exe 😀 " + "x" * 200 + ".jpg", encoded(flag(), quality=91), True, True)
    yield Odd("<script>alert(1)</script>.jpg", encoded(flag(), quality=92), True, True)


def _odd_shapes():
    yield Odd("gelap.jpg", encoded(flag().point(lambda value: value // 9)), True)
    yield Odd("kabur.jpg", encoded(flag(1200, 900).filter(ImageFilter.GaussianBlur(20))), True)
    yield Odd("polos.jpg", encoded(Image.new("RGB", (800, 600), "white")), True)
    yield Odd("paling-kecil.png", encoded(flag(100, 100), "PNG"), True, True)
    yield Odd("panjang.jpg", encoded(flag(2400, 300)), True, True)
    yield Odd("tinggi.jpg", encoded(flag(300, 2400)), True, True)
    yield Odd("satu-piksel.png", encoded(Image.new("RGB", (1, 1)), "PNG"), False)
    yield Odd("terlalu-kecil.png", encoded(flag(99, 99), "PNG"), False)
    yield Odd("garis.png", encoded(Image.new("RGB", (65000, 10), "red"), "PNG"), False)
    yield Odd("garis.jpg", encoded(Image.new("RGB", (65000, 10), "red")), False)
    yield Odd("pita.jpg", encoded(Image.new("RGB", (9000, 200), "red")), False)


def _no_pictures():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script></svg>'
    entities = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg
    for name, data in {
        "kosong.jpg": b"",
        "satu-bita.jpg": b"\xff",
        "surat.jpg": b"Halo, ini foto saya.",
        "gambar.svg": svg,
        "gambar-svg.jpg": entities,
        "halaman.jpg": b"<!doctype html><script>alert(1)</script>",
        "surat.pdf": b"%PDF-1.7\n1 0 obj<<>>endobj",
        "lukisan.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 900 900\n(rm -rf) print",
        "perintah.mvg": b"push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://example.com/\"|ls \"-la)'\npop graphic-context",
        "arsip.zip": b"PK\x03\x04" + b"\0" * 100,
        "php.jpg": b"GIF89a<?php system($_GET[0]); ?>",
        "iphone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64,
        "film.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64,
        "lapis.psd": b"8BPS\0\1" + b"\0" * 60,
        "acak.jpg": random.Random(7).randbytes(5000),
    }.items():
        yield Odd(name, data, False)
    for kind in ("GIF", "TIFF", "BMP", "ICO", "JPEG2000", "PPM", "TGA", "DDS"):
        yield Odd(f"jenis-{kind.lower()}.jpg", encoded(flag(200, 200), kind), False)


def _broken():
    jpeg, png, webp = encoded(flag(), quality=90), encoded(flag(), "PNG"), encoded(flag(), "WEBP", quality=90)
    for part in (0.02, 0.4, 0.9):
        yield Odd(f"terpotong-{part}.jpg", jpeg[: int(len(jpeg) * part)], False)
        yield Odd(f"terpotong-{part}.png", png[: int(len(png) * part)], False)
        yield Odd(f"terpotong-{part}.webp", webp[: int(len(webp) * part)], False)
        if features.check("avif"):
            avif = encoded(flag(), "AVIF", speed=10)
            yield Odd(f"terpotong-{part}.avif", avif[: int(len(avif) * part)], False)
    yield Odd("kepala-saja.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 200, False)
    yield Odd("nol.png", _png(0, 0), False)
    yield Odd("jumlah-salah.png", png[:40] + bytes([png[40] ^ 255]) + png[41:], False)
    yield Odd("tanpa-isi.png", _png(800, 800), False)


def _bombs():
    yield Odd("bom-kepala.png", _png(20000, 20000), False)
    yield Odd("bom-panjang.png", _png(30000, 4000), False)
    yield Odd("bom-nol.png", _png(7000, 7000, rows=7000), False)
    yield Odd("bom-bertahap.jpg", encoded(Image.new("L", (4000, 4000)), progressive=True), False)
    yield Odd("bom.webp", encoded(Image.new("RGB", (4000, 4000)), "WEBP", lossless=True, method=0), False)
    yield Odd("bom-teks.png", _png(800, 800, before=[(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 80_000_000, 9))]), False)
    yield Odd("bom-profil.png", _png(800, 800, before=[(b"iCCP", b"p\0\0" + zlib.compress(b"a" * 80_000_000, 9))]), False)


def _png(width, height, rows=0, before=()):
    """A PNG of which little more is true than its size."""
    squeeze = zlib.compressobj(9)
    row = b"\0" * (1 + 3 * width)
    body = b"".join(squeeze.compress(row) for _row in range(rows)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), *before, (b"IDAT", body), (b"IEND", b"")]
    parts = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _exif(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (8.0, 5.0, 53.9)
    return exif


def _srgb():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _xmp():
    return b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for odd in pictures():
        (folder / Path(odd.name).name[:80]).write_bytes(odd.data)
