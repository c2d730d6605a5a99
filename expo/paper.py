"""Sheets of paper: what lies where in millimetres, and the sheet as PDF. expo/paper_svg.py draws the same sheet for a page.

The only module that imports reportlab and segno. A sheet is a list of marks (Box, Words, Shape, …), origin at the top left, y
downwards, type sizes in points. Grey is written as grey, so that black type is printed with black ink alone.
"""

import csv
import unicodedata
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

import segno
from django.conf import settings
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from expo import motifs

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


class Sheet(NamedTuple):
    width: float
    height: float
    marks: tuple


# Measuring


@cache
def _font(name):
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


def printable(text):
    """The text in characters that the font has: accents go if need be, and what is left without a shape (emoji) goes too."""
    known = _font(REGULAR).face.charToGlyph
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
    return (_font(font) and pdfmetrics.stringWidth(text, font, size) + (moved + tracking * len(text)) * size) * PT


def fitted(text, font, width, steps, tracking=0):
    """(size, lines): the first of `steps` [(size, most lines)] at which the text goes into the width; the last one in any case."""
    for size, most in steps:
        lines = _lines(text, font, size, width, tracking)
        if len(lines) <= most and not any(broken for _line, broken in lines):
            break
    for narrower in range(int(width) - 1, 0, -1):  # lines of like length look better
        closer = _lines(text, font, size, narrower, tracking)
        if len(closer) > len(lines) or [broken for _line, broken in closer] != [broken for _line, broken in lines]:
            break
        lines = closer
    return size, [line for line, _broken in lines]


def _lines(text, font, size, width, tracking):
    """[(line, whether a word had to be broken at its end)]; an address may go on after a slash or a hyphen."""
    lines, line = [], ""
    for word in text.replace("/", "/\0").replace("-", "-\0").replace(" ", " \0").split("\0"):
        if line and width_of((line + word).rstrip(), font, size, tracking) > width:
            lines.append((line.rstrip(), False))
            line = ""
        line += word
        while len(line) > 1 and width_of(line.rstrip(), font, size, tracking) > width:
            fits = next((n for n in range(len(line) - 1, 1, -1) if width_of(line[:n], font, size, tracking) <= width), 1)
            lines.append((line[:fits], True))
            line = line[fits:]
    return [*lines, (line.rstrip(), False)] if line.strip() or not lines else lines


@cache
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


def mixed(colour, ground, share):
    """`colour` laid thinly on `ground`: share 1 is all colour. Paper has no transparency, and copy shops' printers dislike it."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(255 * (g + (c - g) * share)):02X}" for c, g in pairs)


def _parts(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


# PDF


def as_pdf(sheet, *, title, subject, author, language):
    """The sheet as a PDF of one page, its fonts inside. Printers are asked not to shrink it."""
    out = BytesIO()
    size = (sheet.width * mm, sheet.height * mm)
    _font(REGULAR)  # first, else reportlab begins with a Helvetica that is not inside
    canvas = Canvas(out, pagesize=size, pageCompression=1, lang=language, initialFontName=REGULAR)
    canvas.setTitle(title)
    canvas.setSubject(subject)
    canvas.setAuthor(author)
    canvas.setCreator(author)
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.translate(0, sheet.height * mm)
    for mark in sheet.marks:
        PDF[type(mark)](canvas, mark)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _fill(canvas, colour):
    red, green, blue = _parts(colour)
    if red == green == blue:
        canvas.setFillGray(red)
    else:
        canvas.setFillColorRGB(red, green, blue)


def _stroke(canvas, colour, width):
    red, green, blue = _parts(colour)
    canvas.setLineWidth(width)
    if red == green == blue:
        canvas.setStrokeGray(red)
    else:
        canvas.setStrokeColorRGB(red, green, blue)


def _pdf_box(canvas, box):
    _fill(canvas, box.fill)
    if box.edge:
        _stroke(canvas, box.edge, box.edge_width * mm)
    place = (box.x * mm, -(box.y + box.height) * mm, box.width * mm, box.height * mm)
    canvas.roundRect(*place, box.radius * mm, stroke=bool(box.edge), fill=1)


def _pdf_words(canvas, words):
    x = words.x - (width_of(words.text, words.font, words.size, words.tracking) * {"start": 0, "middle": 0.5, "end": 1}[words.at])
    line = canvas.beginText(x * mm, -words.y * mm)
    _font(words.font)
    _fill(line, words.colour)
    line.setFont(words.font, words.size)
    for part, kern in _kerned(words.text):
        line.setCharSpace(words.tracking * words.size)
        line.textOut(part[:-1])
        line.setCharSpace((words.tracking + kern) * words.size)
        line.textOut(part[-1])
    canvas.drawText(line)


def _kerned(text):
    """(part, by how much the next part moves away, in parts of the size)."""
    start = 0
    for i in range(1, len(text)):
        if kern := _gap(text[i - 1 : i + 1]):
            yield text[start:i], kern
            start = i
    if text:
        yield text[start:], 0


def _pdf_line(canvas, line):
    canvas.saveState()
    _stroke(canvas, line.colour, line.width * mm)
    if line.gap:
        canvas.setLineCap(1)
        canvas.setDash(0, line.gap * mm)
    canvas.line(line.x * mm, -line.y * mm, line.to_x * mm, -line.to_y * mm)
    canvas.restoreState()


def _pdf_shape(canvas, shape):
    canvas.saveState()
    canvas.transform(mm, 0, 0, -mm, 0, 0)
    _fill(canvas, shape.fill)
    canvas.drawPath(_pdf_path(canvas, shape.steps), stroke=0, fill=1)
    canvas.restoreState()


def _pdf_path(canvas, steps):
    path = canvas.beginPath()
    draw = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}
    for kind, *numbers in steps:
        draw[kind](*numbers)
    return path


def _pdf_drawing(canvas, drawing, colour, ground):
    for mark in drawing.marks:
        fill, stroke = (colour_of(paint, mark.tone, colour, ground) for paint in (mark.fill, mark.stroke))
        if fill:
            _fill(canvas, fill)
        if stroke:
            _stroke(canvas, stroke, mark.width)
            canvas.setLineCap(int(mark.round_ends))
            canvas.setLineJoin(int(mark.round_joins))
        canvas.drawPath(_pdf_path(canvas, mark.steps), stroke=bool(stroke), fill=bool(fill), fillMode=0 if mark.even_odd else 1)


def colour_of(paint, tone, colour, ground):
    if paint is None:
        return None
    return ground if paint == motifs.GROUND else mixed(colour if paint == motifs.MOTIF else paint, ground, tone)


def _pdf_cloth(canvas, cloth):
    drawing = motifs.drawing(f"motifs/{cloth.motif}.svg")
    name = f"{cloth.motif}{cloth.dye[1:]}{cloth.wax[1:]}"
    if not canvas.hasForm(name):
        edge = drawing.size + OVERLAP
        canvas.beginForm(name, -OVERLAP, -OVERLAP, edge, edge)
        _pdf_drawing(canvas, drawing, cloth.wax, cloth.dye)
        canvas.endForm()
    canvas.saveState()
    edges = canvas.beginPath()
    edges.rect(cloth.x * mm, -(cloth.y + cloth.height) * mm, cloth.width * mm, cloth.height * mm)
    canvas.clipPath(edges, stroke=0, fill=0)
    _pdf_box(canvas, Box(*cloth[:4], cloth.dye))
    scale = cloth.tile / drawing.size * mm
    for x, y in tiles(cloth):
        canvas.saveState()
        canvas.transform(scale, 0, 0, -scale, x * mm, -y * mm)
        canvas.doForm(name)
        canvas.restoreState()
    canvas.restoreState()


def tiles(cloth):
    """The upper left corners of the tiles."""
    first = cloth.x + cloth.width / 2 - cloth.tile / 2
    while first > cloth.x:
        first -= cloth.tile
    columns = int((cloth.x + cloth.width - first) / cloth.tile) + 1
    rows = int(cloth.height / cloth.tile) + 1
    return [(first + i * cloth.tile, cloth.y + j * cloth.tile) for j in range(rows) for i in range(columns)]


def _pdf_art(canvas, art):
    drawing = motifs.drawing(art.path)
    canvas.saveState()
    scale = art.size / drawing.size * mm
    canvas.transform(scale, 0, 0, -scale, art.x * mm, -art.y * mm)
    _pdf_drawing(canvas, drawing, art.colour, WHITE)
    canvas.restoreState()


def _pdf_code(canvas, code):
    canvas.saveState()
    side = code.size / len(modules(code.text)) * mm
    canvas.transform(side, 0, 0, -side, code.x * mm, -code.y * mm)
    _fill(canvas, BLACK)
    path = canvas.beginPath()
    for x, y, length in runs(code.text):
        path.rect(x, y, length, 1)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _pdf_placed(canvas, placed):
    canvas.saveState()
    way = -1 if placed.turned else 1
    canvas.transform(way, 0, 0, way, placed.x * mm, -placed.y * mm)
    for mark in placed.marks:
        PDF[type(mark)](canvas, mark)
    canvas.restoreState()


PDF = {
    Box: _pdf_box,
    Words: _pdf_words,
    Line: _pdf_line,
    Shape: _pdf_shape,
    Cloth: _pdf_cloth,
    Art: _pdf_art,
    Code: _pdf_code,
    Placed: _pdf_placed,
}
