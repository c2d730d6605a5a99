"""What a stored picture may consist of: pixels, and nothing that says where or by whom they were taken."""

import struct

from PIL import Image

from expo.models import PHOTO_WIDTHS, real_widths

INSIDE = {b"meta": 4, b"iprp": 0, b"ipco": 0, b"iinf": 6}  # boxes that hold boxes, after so many bytes


def assert_stored_clean(media_root, photo):
    """The files of a photo are those that its row says are there and no others, and each is what it seems."""
    names = names_of(photo)
    assert sorted(str(path.relative_to(media_root)) for path in media_root.glob(f"{photo.key}-*")) == sorted(names)
    for name in names:
        assert_true(media_root / name, photo)


def names_of(photo):
    kinds = {"webp": PHOTO_WIDTHS, "avif": real_widths(photo.width) if photo.has_avif else ()}
    return [f"{photo.key}-{nominal}.{kind}" for kind, nominals in kinds.items() for nominal in nominals]


def assert_true(path, photo):
    """Clean, of the kind and size that its name says, and of the shape that its row says: so it is the right way up."""
    assert_clean(path)
    with Image.open(path) as image:
        assert image.format == path.suffix[1:].upper()
        assert image.width == min(photo.width, int(path.stem.rpartition("-")[2]))
        assert abs(image.height - image.width * photo.height / photo.width) <= 1
        assert image.mode == "RGB"
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile"} & image.info.keys()


def assert_clean(path):
    data = path.read_bytes()
    {".webp": _webp, ".avif": _avif}[path.suffix](data)


def _webp(data):
    """A WebP file and nothing else: its own length, no part but pixels."""
    assert data[:4] + data[8:12] == b"RIFFWEBP"
    assert struct.unpack("<I", data[4:8])[0] + 8 == len(data), "a byte after the end"
    place, parts = 12, []
    while place < len(data):
        parts.append(data[place : place + 4])
        place += 8 + (struct.unpack("<I", data[place + 4 : place + 8])[0] + 1) // 2 * 2
    assert parts == [b"VP8 "]


def _avif(data):
    """An AVIF file and nothing else: one image, no turn, no profile, no item of Exif or XMP."""
    boxes = list(_boxes(data, 0, len(data)))
    assert [name for name, depth, _content in boxes if depth == 0] == [b"ftyp", b"meta", b"mdat"]
    assert [content[8:12] for name, _depth, content in boxes if name == b"infe"] == [b"av01"]
    properties = {name: content for name, depth, content in boxes if depth == 3}
    assert set(properties) == {b"ispe", b"pixi", b"av1C", b"colr"}
    assert properties[b"colr"][:4] == b"nclx", "numbers that say sRGB; a profile would be prof or rICC"


def _boxes(data, place, end, depth=0):
    while place < end:
        size, name = struct.unpack(">I4s", data[place : place + 8])
        assert 8 <= size <= end - place, "a byte after the end"
        yield name, depth, data[place + 8 : place + size]
        if name in INSIDE:
            yield from _boxes(data, place + 8 + INSIDE[name], place + size, depth + 1)
        place += size
