"""ZIP files of photos that somebody made to hurt, or that were broken on the way. Each function returns the bytes of one."""

import io
import stat
import struct
import warnings
import zipfile
import zlib

from PIL import Image

STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
LOCAL, CENTRAL, END = "<IHHHHHIIIHH", "<IHHHHHHIIIHHHHHII", "<IHHHHIIH"


def jpeg(color="orange", size=(400, 300), **options):
    """A picture with edges in it."""
    image = Image.new("RGB", size, "white")
    image.paste(color, (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def packed(files, *, compression=STORED):
    """{name or ZipInfo: bytes}, or pairs of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive, warnings.catch_warnings(action="ignore"):
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, data)
    return out.getvalue()


def raw(entries, *, count=None, comment=b""):
    """A ZIP from (name, method, flags, crc, packed size, size, attributes, offset or None, bytes behind its header); sizes as they are told."""
    body, directory = b"", b""
    for name, method, flags, crc, packed_size, size, attributes, offset, data in entries:
        at = len(body) if offset is None else offset
        if data is not None:
            body += struct.pack(LOCAL, 0x04034B50, 20, flags, method, 0, 0, crc, packed_size, size, len(name), 0) + name + data
        sizes = (crc, packed_size, size, len(name), 0, 0, 0, 0, attributes, at)
        directory += struct.pack(CENTRAL, 0x02014B50, 20, 20, flags, method, 0, 0, *sizes) + name
    number = len(entries) if count is None else count
    return body + directory + struct.pack(END, 0x06054B50, 0, 0, number, number, len(directory), len(body), len(comment)) + comment


def entry(name=b"foto.jpg", data=None, *, method=0, flags=0, crc=None, packed_size=None, size=None, attributes=0, offset=None, stored=None):
    data = jpeg() if data is None else data
    stored = data if stored is None else stored
    crc = zlib.crc32(data) if crc is None else crc
    return (
        name,
        method,
        flags,
        crc,
        len(stored) if packed_size is None else packed_size,
        len(data) if size is None else size,
        attributes,
        offset,
        stored,
    )


def deflated(data):
    return zlib.compress(data, 9)[2:-4]


# The whole is refused


def nothing():
    return b""


def no_zip():
    return jpeg()


def photo_with_a_zip_behind_it():
    return jpeg() + packed({"foto.jpg": jpeg()})


def rar():
    return b"Rar!\x1a\x07\x00" + bytes(2000)


def only_signature():
    return b"PK\x03\x04"


def noise():
    return b"PK\x03\x04" + bytes(range(256)) * 400


def truncated():
    return packed({f"{number}.jpg": jpeg() for number in range(5)})[:-200]


def truncated_directory():
    """The table of contents ends in the middle of an entry, and the end says that it is whole."""
    data = packed({f"{number}.jpg": jpeg() for number in range(3)})
    end = data.rfind(b"PK\x05\x06")
    return data[: end - 30] + data[end:]


def half():
    data = packed({f"{number}.jpg": jpeg() for number in range(5)})
    return data[: len(data) // 2]


def overlapping():
    """Every entry of the table of contents leads to the same bytes."""
    data = bytes(11_000_000)
    stored = deflated(data)
    first = entry(b"a.jpg", data, method=8, stored=stored)
    others = [(*first[:7], 0, None) for _number in range(500)]
    return raw([first, *others])


def quoted_overlap():
    """Fifield's better bomb: each entry's bytes hold the header of the next."""
    sizes = [(f"{number}.jpg".encode(), 60 * (20 - number)) for number in range(20)]
    return raw([entry(name, bytes(size), offset=number * 60, stored=bytes(size)) for number, (name, size) in enumerate(sizes)])


def behind_the_directory():
    return raw([entry(offset=10**9)])


def locked():
    return raw([entry(b"1.jpg", flags=1), entry(b"2.jpg", flags=1)])


def too_many():
    return packed({f"{number}.jpg": b"x" for number in range(2_001)})


def a_million_claimed():
    """A table of contents of 47 MB, with ZIP64's end."""
    directory = (struct.pack(CENTRAL, 0x02014B50, 45, 45, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a") * 1_000_000
    end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1_000_000, 1_000_000, len(directory), 4)
    locator = struct.pack("<IIQI", 0x07064B50, 0, len(directory) + 4, 1)
    return b"PK\x03\x04" + directory + end + locator + struct.pack(END, 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def zip64_lies():
    """Its end says that the table of contents is as large as a number can be."""
    end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, 2**64 - 1, 2**63)
    locator = struct.pack("<IIQI", 0x07064B50, 0, 4, 1)
    return b"PK\x03\x04" + end + locator + struct.pack(END, 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def zip64_offset():
    """An entry that says it lies 16 exabytes on."""
    data, extra = jpeg(), struct.pack("<HHQ", 1, 8, 2**64 - 1)
    local = struct.pack(LOCAL, 0x04034B50, 45, 0, 0, 0, 0, zlib.crc32(data), len(data), len(data), 5, 0) + b"a.jpg" + data
    sizes = (zlib.crc32(data), len(data), len(data), 5, len(extra), 0, 0, 0, 0, 0xFFFFFFFF)
    directory = struct.pack(CENTRAL, 0x02014B50, 45, 45, 0, 0, 0, 0, *sizes) + b"a.jpg" + extra
    return local + directory + struct.pack(END, 0x06054B50, 0, 0, 1, 1, len(directory), len(local), 0)


def claims_terabytes():
    return raw(
        [
            entry(b"1.jpg", size=2**32 - 2, method=8, stored=deflated(jpeg())),
            entry(b"2.jpg", size=2**32 - 2, method=8, stored=deflated(jpeg())),
        ]
    )


def name_that_is_no_text():
    return raw([entry(b"\xff\xfe.jpg", flags=0x800)])


REFUSED = {  # → words that its sentence has
    nothing: "kosong",
    no_zip: "bukan ZIP",
    photo_with_a_zip_behind_it: "bukan ZIP",
    rar: "bukan ZIP",
    only_signature: "rusak",
    noise: "rusak",
    truncated: "rusak",
    truncated_directory: "rusak",
    half: "rusak",
    overlapping: "tidak wajar",
    quoted_overlap: "tidak wajar",
    behind_the_directory: "tidak wajar",
    locked: "sandi",
    too_many: "2000",
    a_million_claimed: "terlalu banyak",
    zip64_lies: "rusak",
    zip64_offset: "tidak wajar",
    claims_terabytes: "terlalu besar",
    name_that_is_no_text: "rusak",
}


# One is left out, before it is opened


def nested():
    inner = packed({"a": bytes(1_000_000)}, compression=DEFLATED)
    for _level in range(5):
        inner = packed({f"{number}.zip": inner for number in range(10)})
    return packed({"lib.zip": inner})


def like_42():
    return packed({f"lib {number}.zip": packed({"0.dll": bytes(5_000_000)}, compression=DEFLATED) for number in range(16)})


def symlink():
    return raw([entry(b"rahasia.jpg", b"/etc/passwd", attributes=(stat.S_IFLNK | 0o777) << 16)])


def device():
    return raw([entry(b"nol.jpg", b"x", attributes=(stat.S_IFCHR | 0o666) << 16)])


def one_locked():
    return raw([entry(b"1.jpg", flags=1), entry(b"2.txt", b"x")])


def too_large():
    return packed({"besar.jpg": bytes(12 * 1024 * 1024 + 1)}, compression=DEFLATED)


def empty_photo():
    return packed({"kosong.jpg": b""})


def folders():
    return packed({"Foto/": b"", "Foto/Dapur Ning/": b""})


def leavings():
    return packed(
        {"__MACOSX/._a.jpg": b"x", "a/__macosx/b.jpg": b"x", "Thumbs.db": b"x", "a/.DS_Store": b"x", "desktop.ini": b"x", "._a.jpg": b"x"}
    )


def others():
    return packed(
        {"daftar.xlsx": b"PK", "video.mp4": b"x", "gambar.svg": b"<svg/>", "halaman.html": b"<html>", "tanpa akhiran": b"x", "a.exe": b"MZ"}
    )


LEFT_OUT = {
    nested: "ZIP di dalam ZIP",
    like_42: "ZIP di dalam ZIP",
    symlink: "Pintasan",
    device: "Pintasan",
    one_locked: "sandi",
    too_large: "lebih dari 12 MB",
    empty_photo: "kosong",
    folders: "Folder",
    leavings: "Catatan komputer",
    others: "Bukan foto",
}


# One is refused when it is opened; its neighbour "baik.jpg" is read all the same


def wrong_crc():
    return entry(crc=1)


def damaged():
    return entry(data=jpeg(), method=8, stored=b"\xff" * 50)


def says_less():
    """An entry that says it has 100 bytes and has 100 million."""
    data = bytes(100_000_000)
    return entry(data=data, method=8, stored=deflated(data), size=100)


def says_less_and_fits():
    """The same, with the checksum of the first 100."""
    data = bytes(100_000_000)
    return entry(data=data, method=8, stored=deflated(data), size=100, crc=zlib.crc32(bytes(100)))


def bomb_within():
    """A pixel bomb: 30,000 by 30,000 in a few kilobytes."""
    head = b"\x89PNG\r\n\x1a\n"
    ihdr = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", ihdr), (b"IDAT", zlib.compress(bytes(3_000_000))), (b"IEND", b"")]
    data = head + b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)
    return entry(data=data)


def page():
    return entry(data=b"<!DOCTYPE html><html><script>alert(1)</script></html>")


def drawing():
    return entry(data=b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')


def zip_as_photo():
    return entry(data=packed({"a.jpg": jpeg()}))


def half_a_photo():
    return entry(data=jpeg(size=(1200, 900))[:2000])


def other_compression():
    return entry(method=12)


def unknown_method():
    return entry(method=99)


BAD_PHOTO = {
    wrong_crc: "rusak",
    damaged: "rusak",
    says_less: "rusak",
    says_less_and_fits: "bukan foto",
    bomb_within: "terlalu besar",
    page: "bukan foto",
    drawing: "bukan foto",
    zip_as_photo: "bukan foto",
    half_a_photo: "rusak",
    other_compression: "dimampatkan",
    unknown_method: "dimampatkan",
}


def beside_a_good_one(make):
    return raw([make(), entry(b"baik.jpg")])


# Names: labels, whatever they hold

NAMES = {
    b"../../../etc/cron.d/foto.jpg": "etc/cron.d/foto.jpg",
    b"/etc/passwd.jpg": "etc/passwd.jpg",
    b"C:\\Users\\Ning\\foto.jpg": "C:/Users/Ning/foto.jpg",
    b"..\\..\\foto.jpg": "foto.jpg",
    b"//server/./foto.jpg": "server/foto.jpg",
    b"foto.jpg\x00.exe": "foto.jpg",
    b"a\nb\tc\x1b[31m.jpg": "a b c[31m.jpg",
    "gpj.\u202eexe.jpg".encode(): "gpj.exe.jpg",
    "Crème \u200bbrûlée.jpg".encode(): "Crème brûlée.jpg",
    "Cre\u0300me.jpg".encode(): "Crème.jpg",
    "Kafé.jpg".encode("cp437"): "Kafé.jpg",
    b"<script>.jpg": "<script>.jpg",
    b"x" * 60_000 + b".jpg": "x" * 149 + "…" + "x" * 146 + ".jpg",
    b"\x00.jpg": "(tanpa nama)",
}
