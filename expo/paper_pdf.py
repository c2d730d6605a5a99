"""Sheets of expo/paper.py as PDF. With it the only module that imports reportlab and segno.

Grey is written as grey, so that black type is printed with black ink alone.
"""

from io import BytesIO

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from expo import motifs
from expo.paper import (
    BLACK,
    OVERLAP,
    REGULAR,
    WHITE,
    Art,
    Box,
    Cloth,
    Code,
    Line,
    Link,
    Picture,
    Placed,
    Shape,
    Words,
    font_of,
    kerned,
    mixed,
    modules,
    parts_of,
    runs,
    tiles,
    width_of,
)

rl_config.useA85 = 0  # else pictures and pages are written as text, a quarter larger


def as_pdf(sheets, *, title, subject, author, language, day=None):
    """The sheets as a PDF with a page each, fonts inside. Printers are asked not to shrink it.

    They are taken one by one, so pictures need not be there all at once. With a `day` as its date the same sheets are the same file.
    """
    out = BytesIO()
    font_of(REGULAR)  # first, else reportlab begins with a Helvetica that is not inside
    canvas = Canvas(out, pageCompression=1, lang=language, initialFontName=REGULAR, invariant=day and 1)
    canvas.setTitle(title)
    canvas.setSubject(subject)
    canvas.setAuthor(author)
    canvas.setCreator(author)
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    if day:
        canvas.setDateFormatter(lambda *_now: f"D:{day:%Y%m%d}000000+07'00'")
    for number, sheet in enumerate(sheets, start=1):
        _page(canvas, sheet, f"#{number}")
    canvas.save()
    return out.getvalue()


def _page(canvas, sheet, name):
    canvas.setPageSize((sheet.width * mm, sheet.height * mm))
    canvas.bookmarkPage(name)
    for place, (level, title) in enumerate(sheet.outline):
        canvas.bookmarkPage(f"{name}.{place}")
        canvas.addOutlineEntry(title, f"{name}.{place}", level)
        canvas.showOutline()
    canvas.translate(0, sheet.height * mm)
    for mark in sheet.marks:
        PDF[type(mark)](canvas, mark)
    canvas.showPage()


def _fill(canvas, colour):
    red, green, blue = parts_of(colour)
    if red == green == blue:
        canvas.setFillGray(red)
    else:
        canvas.setFillColorRGB(red, green, blue)


def _stroke(canvas, colour, width):
    red, green, blue = parts_of(colour)
    canvas.setLineWidth(width)
    if red == green == blue:
        canvas.setStrokeGray(red)
    else:
        canvas.setStrokeColorRGB(red, green, blue)


def _box(canvas, box):
    _fill(canvas, box.fill)
    if box.edge:
        _stroke(canvas, box.edge, box.edge_width * mm)
    place = (box.x * mm, -(box.y + box.height) * mm, box.width * mm, box.height * mm)
    canvas.roundRect(*place, box.radius * mm, stroke=bool(box.edge), fill=1)


def _words(canvas, words):
    x = words.x - (width_of(words.text, words.font, words.size, words.tracking) * {"start": 0, "middle": 0.5, "end": 1}[words.at])
    line = canvas.beginText(x * mm, -words.y * mm)
    font_of(words.font)
    _fill(line, words.colour)
    line.setFont(words.font, words.size)
    for part, kern in kerned(words.text):
        line.setCharSpace(words.tracking * words.size)
        line.textOut(part[:-1])
        line.setCharSpace((words.tracking + kern) * words.size)
        line.textOut(part[-1])
    canvas.drawText(line)


def _line(canvas, line):
    canvas.saveState()
    _stroke(canvas, line.colour, line.width * mm)
    if line.gap:
        canvas.setLineCap(1)
        canvas.setDash(0, line.gap * mm)
    canvas.line(line.x * mm, -line.y * mm, line.to_x * mm, -line.to_y * mm)
    canvas.restoreState()


def _shape(canvas, shape):
    canvas.saveState()
    canvas.transform(mm, 0, 0, -mm, 0, 0)
    _fill(canvas, shape.fill)
    canvas.drawPath(_path(canvas, shape.steps), stroke=0, fill=1)
    canvas.restoreState()


def _path(canvas, steps):
    path = canvas.beginPath()
    draw = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}
    for kind, *numbers in steps:
        draw[kind](*numbers)
    return path


def _drawing(canvas, drawing, colour, ground):
    for mark in drawing.marks:
        fill, stroke = (_colour(paint, mark.tone, colour, ground) for paint in (mark.fill, mark.stroke))
        if fill:
            _fill(canvas, fill)
        if stroke:
            _stroke(canvas, stroke, mark.width)
            canvas.setLineCap(int(mark.round_ends))
            canvas.setLineJoin(int(mark.round_joins))
        canvas.drawPath(_path(canvas, mark.steps), stroke=bool(stroke), fill=bool(fill), fillMode=0 if mark.even_odd else 1)


def _colour(paint, tone, colour, ground):
    if paint is None:
        return None
    return ground if paint == motifs.GROUND else mixed(colour if paint == motifs.MOTIF else paint, ground, tone)


def _cloth(canvas, cloth):
    drawing = motifs.drawing(f"motifs/{cloth.motif}.svg")
    name = f"{cloth.motif}{cloth.dye[1:]}{cloth.wax[1:]}"
    if not canvas.hasForm(name):
        edge = drawing.size + OVERLAP
        canvas.beginForm(name, -OVERLAP, -OVERLAP, edge, edge)
        _drawing(canvas, drawing, cloth.wax, cloth.dye)
        canvas.endForm()
    canvas.saveState()
    edges = canvas.beginPath()
    edges.rect(cloth.x * mm, -(cloth.y + cloth.height) * mm, cloth.width * mm, cloth.height * mm)
    canvas.clipPath(edges, stroke=0, fill=0)
    _box(canvas, Box(*cloth[:4], cloth.dye))
    scale = cloth.tile / drawing.size * mm
    for x, y in tiles(cloth):
        canvas.saveState()
        canvas.transform(scale, 0, 0, -scale, x * mm, -y * mm)
        canvas.doForm(name)
        canvas.restoreState()
    canvas.restoreState()


def _art(canvas, art):
    drawing = motifs.drawing(art.path)
    canvas.saveState()
    scale = art.size / drawing.size * mm
    canvas.transform(scale, 0, 0, -scale, art.x * mm, -art.y * mm)
    _drawing(canvas, drawing, art.colour, WHITE)
    canvas.restoreState()


def _code(canvas, code):
    canvas.saveState()
    side = code.size / len(modules(code.text)) * mm
    canvas.transform(side, 0, 0, -side, code.x * mm, -code.y * mm)
    _fill(canvas, BLACK)
    path = canvas.beginPath()
    for x, y, length in runs(code.text):
        path.rect(x, y, length, 1)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _picture(canvas, picture):
    canvas.saveState()
    place = (picture.x * mm, -(picture.y + picture.height) * mm, picture.width * mm, picture.height * mm)
    edges = canvas.beginPath()
    edges.rect(*place)
    canvas.clipPath(edges, stroke=0, fill=0)
    side = max(picture.width, picture.height)
    left, top = picture.x - (side - picture.width) / 2, picture.y - (side - picture.height) / 2
    canvas.drawImage(ImageReader(BytesIO(picture.jpeg)), left * mm, -(top + side) * mm, side * mm, side * mm)
    canvas.restoreState()


def _link(canvas, link):
    place = (link.x * mm, -(link.y + link.height) * mm, (link.x + link.width) * mm, -link.y * mm)
    if link.to.startswith("#"):
        canvas.linkRect("", link.to, place)
    else:
        canvas.linkURL(link.to, place, relative=1)


def _placed(canvas, placed):
    canvas.saveState()
    way = -1 if placed.turned else 1
    canvas.transform(way, 0, 0, way, placed.x * mm, -placed.y * mm)
    for mark in placed.marks:
        PDF[type(mark)](canvas, mark)
    canvas.restoreState()


PDF = {
    Box: _box,
    Words: _words,
    Line: _line,
    Shape: _shape,
    Cloth: _cloth,
    Art: _art,
    Code: _code,
    Placed: _placed,
    Picture: _picture,
    Link: _link,
}
