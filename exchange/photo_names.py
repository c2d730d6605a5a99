"""What the name of a photo's file says: its words, the numbers that count several photos of one thing, or nothing at all.

Nothing here knows whom the words mean: exchange.photo_match does.
"""

import re
from dataclasses import dataclass

from exchange.photo_zip import ENDINGS
from expo.text import tokens

MOST_OF_ONE = 99  # a larger number counts no photos of one thing: 250 is a weight
ENDING = re.compile(f"(?:{'|'.join(map(re.escape, ENDINGS))})+$", re.IGNORECASE)  # also twice: foto.jpg.jpeg
_DAY = r"(?:19|20)\d\d[-_. ]?(?:0[1-9]|1[0-2])[-_. ]?(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:[ _\-t]*(?:at|pukul)?[ _\-]*\d{1,2}[-_.:]?\d\d(?:[-_.:]?\d\d)?(?:[-_.]?\d{3})?(?:[ _]?[ap]m)?)?"
NAMELESS = re.compile(  # what cameras, phones and messengers call a photo, whatever number they gave it
    rf"(?<![^\W_])(?:(?:whatsapp (?:image|video|photo)|img|image|vid|pxl|mvimg|pano|p|photo|foto|screenshot|tangkapan layar|signal|picsart|inshot"
    rf"|polish|lightroom|camscanner|snapchat|b612|beauty|c360|lrm|wp|burst)[ _\-]*)?{_DAY}{_TIME}(?:[ _\-]*wa\d{{3,5}})?(?![^\W_])"
    r"|(?<![^\W_])(?:img|imge?|dsc|dscn|dscf|dsci|csc|pxl|mvimg|vid|pano|gopr|dji|sam|cimg|kimg|p|pict|hpim|imag|wp|mg|fb img|fb_img|received"
    r"|line|messenger_creation|snapchat|inshot|picsart|b612|lrm|collage|img_e)[ _\-]*\d{3,}(?![^\W_])(?:[ _\-]+wa\d{3,5})?"
    r"|(?<![^\W_])(?:screenshot|tangkapan layar|whatsapp image|camscanner)(?![^\W_])(?:[ _\-.]*\d+)*"
    r"|(?<![^\W_])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![^\W_])"
    r"|^[0-9a-f]{20,}$|^1\d{12}$",
    re.IGNORECASE,
)
MACHINE = frozenset(
    [
        "image",
        "images",
        "img",
        "picture",
        "pict",
        "photo",
        "photos",
        "foto",
        "gambar",
        "download",
        "unnamed",
        "untitled",
        "unduhan",
        "file",
        "scan",
        "kamera",
        "camera",
    ]
)
COPY = frozenset(["copy", "salinan"])
FILLERS = COPY | frozenset(  # words that say nothing of whom; they stand beside a name
    "foto photo gambar pict picture image dari of by oleh the no nomor produk product stan stand booth kemasan packaging depan belakang samping kiri"  # noqa: SIM905
    " kanan atas bawah tampak detail detil close up edit edited final fix hd".split()
)
OF_PRODUCT, OF_BOOTH = frozenset(["produk", "product"]), frozenset(["stan", "stand", "booth"])
NUMBER = re.compile(  # "12", "No. 12", "baris 12", "12_1", "12 (2)", "12a", "foto produk no 12"
    r"(?a)(?P<before>(?:(?:foto|photo|gambar)[ _\-.]*)?(?P<kind>produk|product|stan|stand|booth)?[ _\-.]*)"
    r"(?P<word>(?:nomor|nomer|no|nr|baris|row|urut|#)[ _\-.:]*)?0*(?P<number>\d{1,5})"
    r"(?P<letter>[ _\-]?[a-f])?(?P<count>(?:[ _\-.]+\d{1,2})?(?:[ _\-.]*(?:copy|salinan)(?: \d{1,2})?)?(?:[ _\-.]*\(\d{1,2}\))?)",
    re.IGNORECASE,
)
ROWS = frozenset(["baris", "row"])


@dataclass(frozen=True)
class Numbered:
    """A name that is a number."""

    number: int
    is_row: bool  # of the sheet, as it says itself
    said: set  # of OF_PRODUCT or OF_BOOTH
    count: tuple


def stem(file_name):
    return ENDING.sub("", file_name.strip())


def is_nameless(name):
    """Whether a stem is a camera's or a messenger's own, or a word that machines give."""
    rest = tokens(NAMELESS.sub(" ", name))
    return not any(word not in MACHINE | COPY and not word.isdigit() for word in rest) and (
        bool(NAMELESS.search(name)) or any(word in MACHINE for word in rest)
    )


def words(name):
    """(the words of a stem without what a camera wrote into it, whether a camera did)."""
    left = NAMELESS.sub(" ", name)
    return tokens(left), left != name


def numbered(name):
    """The `Numbered` of a stem that is nothing but a number, or None: "foto 3" and "produk 3" count photos, "produk no 3" means a row."""
    match = NUMBER.fullmatch(name.strip(" ._-"))
    if not match or (match["before"] and not match["word"]):
        return None
    word = tokens(match["word"] or "")
    letter = (ord(match["letter"][-1].lower()) - ord("a") + 1,) if match["letter"] else ()
    is_row = bool(ROWS & set(word))
    return Numbered(int(match["number"]), is_row, set(tokens(match["kind"] or "")), letter + counts(tokens(match["count"])))


def barcode(name):
    """(13 digits, by what several photos of it are counted) of a stem that is a barcode, else ("", ())."""
    match = re.fullmatch(r"(?a)(\d{13})(?:[ _\-.]*\(?(\d{1,2})\)?)?", name.strip(" ._-"))
    return (match[1], counts([match[2] or ""])) if match else ("", ())


def counts(spoken):
    """By what several photos of one thing are put in order: none first, then a copy, then 1, 2, … 10."""
    return tuple(int(word) if word.isdigit() else 0 for word in spoken if word.isdigit() or word in COPY)


def natural(name):
    """Key that puts 10 behind 9."""
    return [(0, int(word), "") if word.isdigit() else (1, 0, word) for word in tokens(name)]
