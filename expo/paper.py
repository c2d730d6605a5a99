"""Sheets of paper: what lies where in millimetres. expo/paper_pdf.py draws them for the copy shop, expo/paper_svg.py on a page.

A sheet is a list of marks (Box, Words, Shape, …), origin at the top left, y downwards, type sizes in points.
"""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import segno
from django.conf import settings
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

BLACK, WHITE, GREY = "#000000", "#FFFFFF", "#777777"
REGULAR, BOLD, HEAVY = "Regular", "Bold", "ExtraBold"
WEIGHTS = {REGULAR: 400, BOLD: 700, HEAVY: 800}
FOLDER = settings.BASE_DIR / "expo" / "paper_fonts"
PT = 25.4 / 72  # millimetres
WORD_GAP = 0.06  # in parts of the size: the font's space is narrow
QUIET = 4  # modules around a QR code that stay white
OVERLAP = 0.4  # of a tile's units: no hair line between two tiles


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    fill: str
    edge: str | None = None
    edge_width: float = 0
    radius: float = 0


class Words(NamedTuple):
    """One line; x, y is the start (or the end) of its base line. `tracking` in parts of the size."""

    x: float
    y: float
    text: str
    font: str
    size: float
    colour: str = BLACK
    tracking: float = 0
    at: str = "start"


class Line(NamedTuple):
    x: float
    y: float
    to_x: float
    to_y: float
    width: float
    colour: str = BLACK
    gap: float = 0  # from the middle of one dot to the next; 0: no dots


class Shape(NamedTuple):
    """Steps as in motifs.Mark."""

    steps: tuple
    fill: str


class Cloth(NamedTuple):
    """A rectangle of batik: a motif's tiles beside each other, one starting in the middle of the upper edge."""

    x: float
    y: float
    width: float
    height: float
    motif: str
    tile: float
    dye: str
    wax: str


class Art(NamedTuple):
    """A drawing of ours; `colour` is that of its uncoloured parts."""

    x: float
    y: float
    size: float
    path: str
    colour: str = BLACK


class Code(NamedTuple):
    """A QR code; its quiet zone lies outside of the square."""

    x: float
    y: float
    size: float
    text: str


class Placed(NamedTuple):
    """Marks with their origin at (x, y), and upside down if `turned`, as seen from across the table."""

    x: float
    y: float
    marks: tuple
    turned: bool = False


class Picture(NamedTuple):
    """A square JPEG that fills the box, its middle in the middle. In PDF only."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes


class Link(NamedTuple):
    """Where a reader may press: leads to an address, or to "#3", the third page. In PDF only."""

    x: float
    y: float
    width: float
    height: float
    to: str


class Sheet(NamedTuple):
    """`outline`: [(level, title)] of what begins here, for the reader's list of contents; levels from 0."""

    width: float
    height: float
    marks: tuple
    outline: tuple = ()


# Measuring


@cache
def font_of(name):
    """The font as reportlab knows it. Registered when it is first needed."""
    pdfmetrics.registerFont(TTFont(name, FOLDER / f"PlusJakartaSans-{name}.ttf"))
    return pdfmetrics.getFont(name)


@cache
def _kerning():
    with open(FOLDER / "kerning.tsv", newline="") as file:
        return {pair: int(value) / 1000 for pair, value in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def _gap(pair):
    """By how much two characters move apart, in parts of the size."""
    return _kerning().get(pair, 0) + (WORD_GAP if pair[0] == " " else 0)


def kerned(text):
    """(part, by how much the next part moves away, in parts of the size)."""
    start = 0
    for i in range(1, len(text)):
        if kern := _gap(text[i - 1 : i + 1]):
            yield text[start:i], kern
            start = i
    if text:
        yield text[start:], 0


def printable(text):
    """The text in characters that the font has: accents go if need be, and what is left without a shape (emoji) goes too."""
    known = font_of(REGULAR).face.charToGlyph
    plain = ""
    for character in unicodedata.normalize("NFC", text):
        if ord(character) in known:
            plain += character
        else:
            plain += "".join(part for part in unicodedata.normalize("NFKD", character) if ord(part) in known)
    return " ".join(plain.split())


def width_of(text, font, size, tracking=0):
    """In millimetres, with kerning."""
    moved = sum(map(_gap, map("".join, pairwise(text))))
    return (font_of(font) and pdfmetrics.stringWidth(text, font, size) + (moved + tracking * len(text)) * size) * PT


def fitted(text, font, width, steps, tracking=0):
    """(size, lines): the first of `steps` [(size, most lines)] at which the text goes into the width; the last one in any case."""
    for size, most in steps:
        lines = _lines(text, font, size, width, tracking)
        if len(lines) <= most and not any(broken for _line, broken in lines):
            break
    longest = max(width_of(line, font, size, tracking) for line, _broken in lines)
    for narrower in range(min(int(width) - 1, int(longest)), 0, -1):  # lines of like length look better
        closer = _lines(text, font, size, narrower, tracking)
        if len(closer) > len(lines) or [broken for _line, broken in closer] != [broken for _line, broken in lines]:
            break
        lines = closer
    return size, [line for line, _broken in lines]


def _lines(text, font, size, width, tracking):
    """[(line, whether a word had to be broken at its end)]."""
    lines, line = [], ""
    for word in _whole_words(text, font, size, width, tracking):
        if line and width_of((line + word).rstrip(), font, size, tracking) > width:
            lines.append((line.rstrip(), False))
            line = ""
        line += word
        while len(line) > 1 and width_of(line.rstrip(), font, size, tracking) > width:
            fits = next((n for n in range(len(line) - 1, 1, -1) if width_of(line[:n], font, size, tracking) <= width), 1)
            lines.append((line[:fits], True))
            line = line[fits:]
    return [*lines, (line.rstrip(), False)] if line.strip() or not lines else lines


def _whole_words(text, font, size, width, tracking):
    """With the space behind them. One that no line can hold (an address, two prices) may go on after a slash, hyphen or dash; others stay whole, to be found."""
    for word in text.replace(" ", " \0").split("\0"):
        if width_of(word.rstrip(), font, size, tracking) <= width:
            yield word
        else:
            yield from re.split(r"(?<=[/–-])", word)


@lru_cache(maxsize=256)
def modules(text):
    """The rows of the QR code, level M."""
    return tuple(tuple(row) for row in segno.make(text, error="m", boost_error=False, micro=False).matrix)


def quiet_zone(text, size):
    """How much white a code of that size needs on each side, in millimetres."""
    return QUIET * size / len(modules(text))


def runs(text):
    """(column, row, length) of dark modules beside each other."""
    for y, row in enumerate(modules(text)):
        x = 0
        while x < len(row):
            length = next((n for n, dark in enumerate(row[x:]) if not dark), len(row) - x)
            if length:
                yield x, y, length
            x += length or 1


def tiles(cloth):
    """The upper left corners of the tiles."""
    first = cloth.x + cloth.width / 2 - cloth.tile / 2
    while first > cloth.x:
        first -= cloth.tile
    columns = int((cloth.x + cloth.width - first) / cloth.tile) + 1
    rows = int(cloth.height / cloth.tile) + 1
    return [(first + i * cloth.tile, cloth.y + j * cloth.tile) for j in range(rows) for i in range(columns)]


def disc(x, y, radius):
    """The steps of a full circle."""
    reach = radius * 0.5523
    yield "M", x + radius, y
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):  # clockwise, a quarter each: from here towards (-dy, dx)
        yield (
            "C",
            x + dx * radius - dy * reach,
            y + dy * radius + dx * reach,
            x + dx * reach - dy * radius,
            y + dy * reach + dx * radius,
            x - dy * radius,
            y + dx * radius,
        )
    yield ("Z",)


def mixed(colour, ground, share):
    """`colour` laid thinly on `ground`: share 1 is all colour. Paper has no transparency, and copy shops' printers dislike it."""
    pairs = zip(parts_of(colour), parts_of(ground), strict=True)
    return "#" + "".join(f"{round(255 * (g + (c - g) * share)):02X}" for c, g in pairs)


def parts_of(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
