"""Sheets of expo/paper.py as SVG inside a page: for the screen, and for the browser's own printing. No style attributes: the policy refuses them."""

from functools import cache, lru_cache
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from expo import motifs
from expo.paper import BLACK, OVERLAP, PT, WEIGHTS, WORD_GAP, Art, Box, Cloth, Code, Line, Placed, Shape, Words, modules, runs, tiles


def as_svg(sheet, *, label):
    """<svg> in millimetres. What is drawn more than once is in as_symbols(), which the page needs as well."""
    inside = _all(sheet.marks)
    return format_html(
        '<svg class="paper" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', sheet.width, sheet.height, label, inside
    )


def as_symbols(sheets):
    """One hidden <svg> with the motifs, drawings and codes of all the page's sheets."""
    found = dict(symbol for sheet in sheets for symbol in _symbols(sheet.marks))
    return format_html('<svg class="paper-symbols" width="0" height="0" aria-hidden="true">{}</svg>', _joined(found.values()))


def _symbols(marks):
    """(name, <symbol>) of each mark that has one."""
    for mark in marks:
        if isinstance(mark, Placed):
            yield from _symbols(mark.marks)
            yield _group(mark.marks)
        elif isinstance(mark, Cloth):
            yield _drawing(f"motifs/{mark.motif}.svg")
        elif isinstance(mark, Art):
            yield _drawing(mark.path)
        elif isinstance(mark, Code):
            yield _code(mark.text)


@cache
def _drawing(path):
    """The motif takes the `color` of its <use>, the ground its `fill` and `stroke`."""
    drawing, name, edge = motifs.drawing(path), _name(path), OVERLAP
    marks = format_html_join("", "<path{}/>", ((_attributes(mark),) for mark in drawing.marks))
    box = f"{-edge} {-edge} {drawing.size + 2 * edge} {drawing.size + 2 * edge}"
    return name, format_html('<symbol id="{}" viewBox="{}">{}</symbol>', name, box, marks)


def _attributes(mark):
    attributes = {"d": _d(mark.steps, places=1)}  # a unit is about 0.3 mm
    for name, paint in (("fill", mark.fill), ("stroke", mark.stroke)):
        if paint != motifs.GROUND:
            attributes[name] = {None: "none", motifs.MOTIF: "currentColor"}.get(paint, paint)
    if mark.stroke:
        attributes["stroke-width"] = f"{mark.width:.3g}"
        attributes |= {"stroke-linecap": "round"} if mark.round_ends else {}
        attributes |= {"stroke-linejoin": "round"} if mark.round_joins else {}
    elif mark.fill == motifs.GROUND:
        attributes["stroke"] = "none"
    if mark.even_odd:
        attributes["fill-rule"] = "evenodd"
    if mark.tone < 1:
        attributes["opacity"] = f"{mark.tone:g}"
    return _listed(attributes)


def _d(steps, places=2):
    return "".join(kind + " ".join(f"{number:.{places}f}".rstrip("0").rstrip(".") for number in numbers) for kind, *numbers in steps)


@lru_cache(maxsize=256)
def _code(text):
    name, side = _name(text), len(modules(text))
    d = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs(text))
    return name, format_html('<symbol id="{}" viewBox="0 0 {} {}"><path fill="{}" d="{}"/></symbol>', name, side, side, BLACK, d)


def _group(marks):
    """Drawn once however often it is placed: a card has four faces of a kind."""
    name = _name(repr(marks))
    return name, format_html('<g id="{}">{}</g>', name, _all(marks))


def _name(text):
    return f"paper-{crc32(text.encode()):08x}"


def _all(marks):
    return _joined(SVG[type(mark)](mark) for mark in marks)


def _joined(pieces):
    return mark_safe("".join(pieces))  # noqa: S308 - each made by format_html


def _element(name, **attributes):
    """<name …/>; an underscore in an attribute's name stands for a hyphen."""
    return format_html("<{}{}/>", name, _listed({key.replace("_", "-"): value for key, value in attributes.items()}))


def _listed(attributes):
    """Numbers are cut to a thousandth of a millimetre."""
    pairs = ((key, f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else value) for key, value in attributes.items())
    return format_html_join("", ' {}="{}"', pairs)


def _box(box):
    edge = {"stroke": box.edge, "stroke_width": box.edge_width} if box.edge else {}
    return _element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=box.radius, fill=box.fill, **edge)


def _words(words):
    em = words.size * PT
    attributes = {"x": words.x, "y": words.y, "font-size": em, "font-weight": WEIGHTS[words.font], "fill": words.colour}
    attributes |= {"letter-spacing": words.tracking * em, "word-spacing": WORD_GAP * em, "text-anchor": words.at}
    return format_html("<text{}>{}</text>", _listed(attributes), words.text)


def _line(line):
    dots = {"stroke_linecap": "round", "stroke_dasharray": f"0 {line.gap}"} if line.gap else {}
    return _element("path", d=f"M{line.x} {line.y}L{line.to_x} {line.to_y}", stroke=line.colour, stroke_width=line.width, **dots)


def _shape(shape):
    return _element("path", d=_d(shape.steps), fill=shape.fill)


def _cloth(cloth):
    name, _symbol = _drawing(f"motifs/{cloth.motif}.svg")
    drawing = motifs.drawing(f"motifs/{cloth.motif}.svg")
    more = OVERLAP * cloth.tile / drawing.size
    uses = _joined(
        _element("use", href=f"#{name}", x=x - more, y=y - more, width=cloth.tile + 2 * more, height=cloth.tile + 2 * more)
        for x, y in tiles(cloth)
    )
    return format_html(
        '<svg x="{0}" y="{1}" width="{2}" height="{3}" viewBox="{0} {1} {2} {3}" fill="{4}" stroke="{4}" color="{5}">{6}{7}</svg>',
        *cloth[:4], cloth.dye, cloth.wax, _element("rect", x=cloth.x, y=cloth.y, width=cloth.width, height=cloth.height, stroke="none"), uses,
    )  # fmt: skip


def _art(art):
    drawing = motifs.drawing(art.path)
    more = OVERLAP * art.size / drawing.size
    size = art.size + 2 * more
    return _element("use", href=f"#{_name(art.path)}", x=art.x - more, y=art.y - more, width=size, height=size, color=art.colour)


def _code_mark(code):
    return _element("use", href=f"#{_name(code.text)}", x=code.x, y=code.y, width=code.size, height=code.size)


def _placed(placed):
    way = -1 if placed.turned else 1
    name, _marks = _group(placed.marks)
    return _element("use", href=f"#{name}", transform=f"matrix({way} 0 0 {way} {placed.x:.3f} {placed.y:.3f})")


SVG = {Box: _box, Words: _words, Line: _line, Shape: _shape, Cloth: _cloth, Art: _art, Code: _code_mark, Placed: _placed}
