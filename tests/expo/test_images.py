"""Whatever a phone sends becomes four small upright files, or is refused with a sentence."""

import io
import random
import struct
import threading
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, ImageDraw, ImageFilter, PngImagePlugin

from expo import images
from expo.models import PHOTO_WIDTHS
from products.models import ProductPhoto

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 170, 60), (30, 60, 220), (255, 255, 255)


def flag(width=1600, height=1200):
    """Red above left, green above right, blue below left, white below right."""
    image = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 2), RED)
    draw.rectangle((width // 2, 0, width, height // 2), GREEN)
    draw.rectangle((0, height // 2, width // 2, height), BLUE)
    return image


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def decoded(picture, width=1280):
    return Image.open(io.BytesIO(picture.files[width])).convert("RGB")


def corners(image):
    width, height = image.size
    points = [(width // 4, height // 4), (width * 3 // 4, height // 4), (width // 4, height * 3 // 4), (width * 3 // 4, height * 3 // 4)]
    return [image.getpixel(point) for point in points]


def is_near(colour, wanted, by=12):
    return all(abs(one - other) <= by for one, other in zip(colour, wanted, strict=True))


def refusal(data):
    with pytest.raises(images.PictureRefused) as refused:
        images.normalise(data)
    return str(refused.value)


def test_a_picture_becomes_webp_files_that_keep_its_shape():
    picture = images.normalise(io.BytesIO(encoded(flag(3000, 2000))))

    files = {width: Image.open(io.BytesIO(data)) for width, data in picture.files.items()}
    assert {width: (file.format, file.size) for width, file in files.items()} == {
        160: ("WEBP", (160, 106)),
        320: ("WEBP", (320, 213)),
        640: ("WEBP", (640, 426)),
        1280: ("WEBP", (1280, 853)),
    }
    assert (picture.width, picture.height) == (1280, 853)


@pytest.mark.parametrize(("width", "sizes"), [(1000, [160, 320, 640, 1000]), (500, [160, 320, 500, 500]), (200, [160, 200, 200, 200])])
def test_a_small_picture_is_never_enlarged(width, sizes):
    picture = images.normalise(encoded(flag(width, width), "PNG"))

    assert [decoded(picture, nominal).width for nominal in PHOTO_WIDTHS] == sizes
    assert (picture.width, picture.height) == (width, width)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_to_hold_a_phone_ends_upright(orientation):
    upright = flag(1500, 1000)
    back = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_90", 7: "TRANSVERSE", 8: "ROTATE_270"}
    as_held = upright.transpose(Image.Transpose[back[orientation]]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation

    picture = images.normalise(encoded(as_held, quality=95, exif=exif))

    assert (picture.width, picture.height) == (1280, 853)
    for seen, wanted in zip(corners(decoded(picture)), (RED, GREEN, BLUE, WHITE), strict=True):
        assert is_near(seen, wanted)


@pytest.mark.parametrize("kind", images.FORMATS)
def test_kinds_that_are_read(kind):
    picture = images.normalise(encoded(flag(800, 600), kind))

    assert is_near(corners(decoded(picture))[0], RED)


def test_a_two_picture_jpeg_of_a_phone_gives_its_first():
    out = io.BytesIO()
    flag(800, 600).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (800, 600), BLUE)])

    assert is_near(corners(decoded(images.normalise(out.getvalue())))[0], RED)


def test_cmyk_of_a_print_shop_comes_out_in_its_colours():
    picture = images.normalise(encoded(Image.new("CMYK", (600, 600), (0, 255, 255, 0)), quality=95))

    red = decoded(picture).getpixel((300, 300))
    assert red[0] > 200
    assert max(red[1:]) < 60


def test_colours_of_another_profile_are_brought_to_srgb():
    square = Image.new("RGB", (600, 600), (128, 128, 128))
    linear = _linear_profile()

    plain = decoded(images.normalise(encoded(square, "PNG"))).getpixel((300, 300))
    profiled = decoded(images.normalise(encoded(square, "PNG", icc_profile=linear))).getpixel((300, 300))

    assert is_near(plain, (128, 128, 128), by=3)
    assert is_near(profiled, (188, 188, 188), by=4)  # linear 0.5 is 0.735 in sRGB


@pytest.mark.parametrize("profile", [b"not a profile", b"", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_broken_or_unfit_profile_is_as_good_as_none(profile):
    picture = images.normalise(encoded(flag(600, 600), "PNG", icc_profile=profile))

    assert is_near(corners(decoded(picture))[1], GREEN)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(mode):
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 199, 399), (0, 0, 0, 255))

    picture = images.normalise(encoded(image.convert(mode), "PNG"))

    left, right = decoded(picture).getpixel((100, 200)), decoded(picture).getpixel((300, 200))
    assert is_near(left, (0, 0, 0))
    assert is_near(right, WHITE)


def test_what_is_transparent_is_white_in_a_photo_of_many_bands():
    image = Image.new("RGBA", (200, images.BAND * 2 + 50), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, images.BAND - 20, 199, images.BAND + 19), (220, 30, 30, 255))

    shown = decoded(images.normalise(encoded(image, "PNG")))

    rows = [1, images.BAND - 30, images.BAND, images.BAND + 30, images.BAND * 2 + 40]
    assert [is_near(shown.getpixel((100, row)), colour) for row, colour in zip(rows, (WHITE, WHITE, RED, WHITE, WHITE), strict=True)] == [
        True
    ] * 5


def test_a_scan_of_sixteen_bits_keeps_its_grey():
    scan = Image.new("I;16", (400, 400), 0x8000)

    assert is_near(decoded(images.normalise(encoded(scan, "PNG"))).getpixel((200, 200)), (128, 128, 128), by=3)


def test_nothing_that_the_camera_wrote_is_left():
    exif = Image.Exif()
    exif[0x010F] = "Merek Kamera"
    exif.get_ifd(0x8825)[2] = (8.0, 5.0, 41.0)
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Nama Pemilik")
    sent = [
        encoded(flag(), exif=exif, xmp=b"<x:xmpmeta>Nama Pemilik</x:xmpmeta>", comment=b"Nama Pemilik", icc_profile=_linear_profile()),
        encoded(flag(), "PNG", pnginfo=info, exif=exif),
        encoded(flag(), "WEBP", exif=exif, xmp=b"<x:xmpmeta>Nama Pemilik</x:xmpmeta>"),
    ]
    for data in sent:
        for kept in images.normalise(data).files.values():
            assert not any(mark in kept for mark in (b"EXIF", b"XMP ", b"ICCP", b"Nama Pemilik", b"Merek"))


def test_files_keep_to_their_budget_and_give_up_quality_before_they_exceed_it():
    busy = Image.frombytes("RGB", (100, 100), random.Random(1).randbytes(30_000)).resize((1400, 1400), Image.Resampling.BICUBIC)
    calm, wild = (images.normalise(encoded(image, quality=90)) for image in (flag(1400, 1400), busy))

    assert len(calm.files[320]) < 12_000
    assert len(calm.files[640]) < 28_000
    assert len(wild.files[640]) < len(encoded(busy.resize((640, 640)), "WEBP", quality=80)) * 0.7


def test_equal_pixels_have_one_fingerprint_and_others_another():
    exif = Image.Exif()
    exif[0x010F] = "Merek Kamera"
    plain, tagged = (images.normalise(encoded(flag(600, 600), "PNG", **more)) for more in ({}, {"exif": exif}))
    mirrored = images.look(io.BytesIO(encoded(flag(600, 600), "PNG")), mirrored=True)

    assert plain.fingerprint == tagged.fingerprint
    assert mirrored.fingerprint != plain.fingerprint
    assert len(plain.fingerprint) == 32


def test_a_close_up_is_the_middle():
    near = images.look(io.BytesIO(encoded(flag(1000, 1000), "PNG")), close=True)

    assert (near.width, near.height) == (640, 640)
    assert is_near(corners(decoded(near))[0], RED)


def test_the_square_is_the_middle_and_nothing_is_enlarged():
    wide = Image.new("RGB", (900, 300), RED)
    wide.paste(BLUE, (300, 0, 600, 300))

    square = images.squared(io.BytesIO(encoded(wide, "PNG")))

    assert (square.width, square.height) == (300, 300)
    assert all(is_near(colour, BLUE) for colour in corners(decoded(square)))


def basket(size=(1200, 900), shade=1.0, blur=0):
    """Something with edges in a third of the picture, on a plain cloth."""
    image = Image.new("RGB", size, (235, 225, 205))
    draw = ImageDraw.Draw(image)
    for number in range(12):
        left = size[0] // 3 + number * size[0] // 36
        draw.rectangle((left, size[1] // 3, left + size[0] // 72, size[1] * 2 // 3), (120, 70, 30))
    return image.filter(ImageFilter.GaussianBlur(blur * size[0] / 320)).point(lambda value: value * shade)


@pytest.mark.parametrize(
    ("image", "advice"),
    [
        (basket(), ()),
        (basket(shade=0.45), ()),
        (basket(shade=0.2), ("gelap",)),
        (basket(blur=0.5), ()),
        (basket(blur=3), ("kabur",)),
        (basket(shade=0.2, blur=3), ("gelap",)),  # light first: it sharpens, too
        (basket((520, 700)), ()),
        (basket((480, 700)), ("kecil",)),
        (basket((480, 700), shade=0.2), ("gelap", "kecil")),
        (Image.new("RGB", (800, 600), "white"), ("kabur",)),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "foto",
)
def test_advice_for_what_could_be_better(image, advice):
    assert images.normalise(encoded(image, quality=90)).advice == advice


def test_what_has_no_bytes_for_its_pixels_is_refused_before_it_is_decoded(monkeypatch):
    flat = [
        encoded(Image.new("RGB", (4000, 4000), RED), "PNG"),
        encoded(Image.new("L", (4000, 4000)), progressive=True),
    ]
    large_webp = encoded(Image.new("RGB", (3200, 2400), RED), "WEBP")
    plain = images.normalise(encoded(Image.new("RGB", (3400, 3400), RED), "PNG"))
    monkeypatch.setattr(images, "_decoded", lambda image: pytest.fail("decoded"))

    assert plain.width == 1280, "a plain wall of a usual size is one"
    assert [refusal(data) for data in flat] == [TOO_LARGE, TOO_LARGE]
    assert refusal(large_webp) == LARGE_WEBP


def test_a_door_may_be_narrower_than_the_limit():
    data = encoded(flag(400, 400), "PNG")

    with pytest.raises(images.PictureRefused, match="lebih dari 1 MB"):
        images.normalise(data + b"\0" * 1024 * 1024, max_bytes=1024 * 1024)


@pytest.mark.parametrize("width", PHOTO_WIDTHS)
def test_a_stored_file_ends_where_it_says(width):
    data = images.normalise(encoded(flag(1500, 1001), comment=b"x" * 99) + b"behind the end").files[width]

    assert data[:4] + data[8:12] == b"RIFFWEBP"
    assert struct.unpack("<I", data[4:8])[0] + 8 == len(data)


def _png_of(width, height):
    """A PNG that only says how large it is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


BROKEN = "Foto ini rusak atau terpotong. Coba kirim lagi, atau foto ulang."
NO_PICTURE = "Berkas ini bukan foto yang bisa dibaca. Kirim foto JPEG, PNG, atau WebP."
LARGE_WEBP = "Foto WebP sebesar ini belum bisa dibuka. Kirim foto JPEG dari kamera, atau kecilkan dulu di galeri HP."
TOO_LARGE = "Foto ini terlalu besar untuk dibuka. Kecilkan ukurannya di galeri HP, lalu kirim lagi."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Berkas ini kosong. Pilih foto lalu kirim lagi."),
        (b"halo", NO_PICTURE),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script></svg>', NO_PICTURE),
        (b"%PDF-1.7 ...", NO_PICTURE),
        (encoded(Image.new("RGB", (300, 300)), "GIF"), NO_PICTURE),
        (encoded(Image.new("RGB", (300, 300)), "TIFF"), NO_PICTURE),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64, NO_PICTURE if images.pillow_heif else "Foto jenis HEIC belum bisa dibaca. "),
        (encoded(Image.new("RGB", (1, 1)), "PNG"), "Foto ini terlalu kecil. Sisi terpendeknya paling sedikit 100 piksel."),
        (_png_of(65000, 10), "Foto ini terlalu kecil. Sisi terpendeknya paling sedikit 100 piksel."),
        (_png_of(9000, 200), "Foto ini terlalu panjang dan sempit. Potong dulu, lalu kirim lagi."),
        (_png_of(20000, 20000), TOO_LARGE),
        (_png_of(9000, 9000), TOO_LARGE),
        (_png_of(30000, 4000), TOO_LARGE),
        (_png_of(800, 800), BROKEN),
        (encoded(flag())[:9000], BROKEN),
        (encoded(flag(), "PNG")[:2000], BROKEN),
        (encoded(flag(), "WEBP")[:700], BROKEN),
        (b"\xff\xd8\xff\xe0" + b"\0" * 200, NO_PICTURE),
    ],
    ids=str,
)
def test_what_is_no_picture_is_refused_with_a_sentence(data, sentence):
    assert refusal(data).startswith(sentence)


def test_a_file_of_many_bytes_is_refused_before_it_is_read_to_its_end():
    class Endless(io.RawIOBase):
        def read(self, size=-1):
            assert 0 < size <= images.MAX_BYTES + 1
            return b"\xff" * size

    assert refusal(Endless()) == "Foto ini lebih dari 40 MB. Kirim foto yang lebih kecil."


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda self: pytest.fail("decoded"))

    assert refusal(_png_of(20000, 20000)) == TOO_LARGE


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_gives_anything_but_a_picture_or_a_refusal(seed):
    draw = random.Random(seed)
    data = bytearray(encoded(flag(400, 300), draw.choice(["JPEG", "PNG", "WEBP"])))
    for _damage in range(draw.randint(1, 30)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    try:
        assert images.normalise(bytes(data)).width > 0
    except images.PictureRefused as refused:
        assert str(refused).endswith(".")


def test_no_more_than_two_are_decoded_at_a_time(monkeypatch):
    inside, most, gate = [], [], threading.Event()

    def slow(image, width):
        inside.append(1)
        most.append(len(inside))
        gate.wait(0.2)
        inside.pop()
        return image.convert("RGB")

    monkeypatch.setattr(images, "_decoded", slow)
    data = encoded(flag(200, 200), "PNG")
    threads = [threading.Thread(target=images.normalise, args=(data,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(most) == 2


def test_stored_files_lie_under_a_random_name_and_may_be_written_again(media_root):
    picture = images.normalise(encoded(flag(800, 800)))

    key, other = images.store(picture), images.store(picture)
    images.store(images.normalise(encoded(flag(400, 400))), key)

    assert key != other
    assert sorted(str(path.relative_to(media_root)) for path in media_root.rglob("*.webp")) == sorted(
        f"{name}-{width}.webp" for name in (key, other) for width in PHOTO_WIDTHS
    )
    with default_storage.open(f"{key}-1280.webp") as file:
        assert Image.open(file).width == 400


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1280, "/media/ab/c-160.webp 160w, /media/ab/c-320.webp 320w, /media/ab/c-640.webp 640w, /media/ab/c-1280.webp 1280w"),
        (1000, "/media/ab/c-160.webp 160w, /media/ab/c-320.webp 320w, /media/ab/c-640.webp 640w, /media/ab/c-1280.webp 1000w"),
        (640, "/media/ab/c-160.webp 160w, /media/ab/c-320.webp 320w, /media/ab/c-640.webp 640w"),
        (500, "/media/ab/c-160.webp 160w, /media/ab/c-320.webp 320w, /media/ab/c-640.webp 500w"),
        (200, "/media/ab/c-160.webp 160w, /media/ab/c-320.webp 200w"),
    ],
)
def test_srcset_names_every_real_width_once(width, expected):
    assert ProductPhoto(key="ab/c", width=width, height=300).srcset == expected


def test_paper_gets_the_square_in_the_middle_as_jpeg():
    wide = images.normalise(encoded(flag(1600, 800)))

    printed = Image.open(io.BytesIO(images.printed(io.BytesIO(wide.files[640]), 90_000)))

    assert (printed.format, printed.size, printed.mode) == ("JPEG", (320, 320), "RGB")
    assert [is_near(colour, wanted, 20) for colour, wanted in zip(corners(printed), (RED, GREEN, BLUE, WHITE), strict=True)] == [True] * 4


@pytest.mark.parametrize(("side", "budget"), [(640, 90_000), (320, 14_000), (320, 7_500)])
def test_paper_gets_no_more_bytes_than_there_are(side, budget):
    noise = Image.effect_noise((side, side), 90).convert("RGB")
    file = io.BytesIO(encoded(noise, "WEBP", quality=80))

    assert len(images.printed(file, budget)) <= budget


@pytest.mark.parametrize("data", [b"", b"RIFF", encoded(flag(320, 320), "WEBP")[:150]])
def test_paper_gets_nothing_from_a_broken_file(data):
    with pytest.raises(images.PictureRefused):
        images.printed(io.BytesIO(data), 14_000)


def _linear_profile():
    """A display profile whose tone curve is a straight line: sRGB's own colours, linear light."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    for i in range(count):
        tag, offset, size = struct.unpack(">4sII", profile[132 + 12 * i : 144 + 12 * i])
        if tag in (b"rTRC", b"gTRC", b"bTRC"):
            profile[offset : offset + size] = (b"curv" + b"\0" * 8).ljust(size, b"\0")
    return bytes(profile)
