"""Our own drawings (static/motifs, static/icons, static/img/mark*.svg) as plain outlines, for what cannot read SVG: paper.

Understands what these files use and raises KeyError for anything else. A mask becomes paint: what it cuts out of a shape is
drawn over it in the colour of the ground, which on a cloth of one colour looks the same.
"""

import re
from functools import cache
from math import atan2, ceil, cos, hypot, pi, radians, sin, sqrt, tan
from typing import NamedTuple
from xml.etree import ElementTree

from django.conf import settings

GROUND = "ground"  # paint: the colour under the drawing
MOTIF = "motif"  # paint: the colour of the drawing
INKS = {"none": None, "#000": MOTIF, "currentColor": MOTIF}
IDENTITY = (1, 0, 0, 1, 0, 0)
EDGE = 2.5  # half of the widest line, and a hair
ROUND = 0.5523  # how far the handles of a quarter of a circle reach, in radii


class Mark(NamedTuple):
    """One outline. `steps`: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",); y grows downwards.

    `fill` and `stroke` are GROUND, MOTIF, a colour "#RRGGBB" or None; `tone` is how much of the colour there is, 0 to 1.
    """

    steps: tuple
    fill: str | None
    stroke: str | None
    width: float
    round_ends: bool
    round_joins: bool
    even_odd: bool
    tone: float


class Drawing(NamedTuple):
    size: float  # width and height of its square
    marks: tuple


@cache
def drawing(path):
    """The file static/<path> as a Drawing, in the units of its viewBox."""
    root = ElementTree.parse(settings.BASE_DIR / "static" / path).getroot()  # noqa: S314 - our own file
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    style = {"fill": "#000", "stroke": "none", "stroke-width": "1"}
    size = float(root.get("width"))
    return Drawing(size, tuple(mark for mark in _marks(root, IDENTITY, style, 1.0, named) if _is_inside(mark, size)))


def _is_inside(mark, size):
    """Whether any of it can be seen: a motif repeats at all edges what crosses one of them."""
    xs, ys = ([number for step in mark.steps for number in step[first::2]] for first in (1, 2))
    return max(xs) > -EDGE and max(ys) > -EDGE and min(xs) < size + EDGE and min(ys) < size + EDGE


def _marks(element, matrix, style, tone, named, painted=None):
    """The marks of an element and all in it. `painted`: the one paint that they get, inside a mask."""
    if element.tag in ("defs", "mask"):
        return
    matrix = _times(matrix, _transform(element))
    style = style | {name: element.get(name) for name in (*style, "fill-rule", "stroke-linecap", "stroke-linejoin") if element.get(name)}
    tone *= float(element.get("opacity", 1))
    if element.tag in ("svg", "g"):
        for child in element:
            yield from _marks(child, matrix, style, tone, named, painted)
    elif element.tag == "use":
        yield from _marks(named[element.get("href")[1:]], matrix, style, tone, named, painted)
    else:
        steps = {"path": _path, "circle": _ellipse, "ellipse": _ellipse}[element.tag](element)
        yield _mark(steps, matrix, style, tone, painted)
    if mask := element.get("mask"):
        for child in named[mask[5:-1]]:
            if child.get("fill") != "#fff":  # what stays
                yield from _marks(child, matrix, {"fill": "#000", "stroke": "none", "stroke-width": "1"}, 1.0, named, GROUND)


def _mark(steps, matrix, style, tone, painted):
    fill, stroke = (INKS.get(style[name], style[name]) for name in ("fill", "stroke"))
    return Mark(
        tuple((step[0], *_points(matrix, step[1:])) for step in steps),
        fill and (painted or fill),
        stroke and (painted or stroke),
        float(style["stroke-width"]) * hypot(matrix[0], matrix[1]),
        style.get("stroke-linecap") == "round",
        style.get("stroke-linejoin") == "round",
        style.get("fill-rule") == "evenodd",
        tone,
    )


def _ellipse(element):
    x, y, r = (float(element.get(name, 0)) for name in ("cx", "cy", "r"))
    rx, ry = (float(element.get(name, r)) for name in ("rx", "ry"))
    kx, ky = rx * ROUND, ry * ROUND
    yield "M", x + rx, y
    yield "C", x + rx, y + ky, x + kx, y + ry, x, y + ry
    yield "C", x - kx, y + ry, x - rx, y + ky, x - rx, y
    yield "C", x - rx, y - ky, x - kx, y - ry, x, y - ry
    yield "C", x + kx, y - ry, x + rx, y - ky, x + rx, y
    yield ("Z",)


def _path(element):
    """The steps of a path's `d`, absolute, with arcs as curves."""
    start = here = handle = (0.0, 0.0)
    for letter, numbers in _commands(element.get("d")):
        kind, from_here = letter.upper(), here if letter.islower() else (0.0, 0.0)
        if kind == "Z":
            yield ("Z",)
            here = start
        elif kind == "A":
            end = (from_here[0] + numbers[5], from_here[1] + numbers[6])
            yield from _arc(here, numbers[0], numbers[3], numbers[4], end)
            here = end
        else:
            if kind == "H":
                numbers = [numbers[0], 0 if letter == "h" else here[1]]
            elif kind == "V":
                numbers = [0 if letter == "v" else here[0], numbers[0]]
            points = [number + from_here[i % 2] for i, number in enumerate(numbers)]
            if kind == "S":  # goes on as the curve before came in
                points = [2 * here[0] - handle[0], 2 * here[1] - handle[1], *points]
            yield {"H": "L", "V": "L", "S": "C"}.get(kind, kind), *points
            here = (points[-2], points[-1])
            handle = (points[-4], points[-3]) if len(points) > 2 else here
            start = here if kind == "M" else start


def _commands(d):
    """(letter, its numbers) one by one; a letter may be left out when it repeats, and M goes on as L."""
    counts = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}
    for letter, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        count = counts[letter.upper()]
        yield letter, numbers[:count]
        for i in range(count, len(numbers), count or 1):
            yield {"M": "L", "m": "l"}.get(letter, letter), numbers[i : i + count]


def _arc(start, r, large, sweep, end):
    """A circle's arc as curves of at most a quarter each (SVG's own formula, section B.2.4, for one radius)."""
    half = ((start[0] - end[0]) / 2, (start[1] - end[1]) / 2)
    distance = hypot(*half)
    r = max(r, distance)
    offset = sqrt(max(0.0, r * r - distance * distance)) / distance * (-1 if large == sweep else 1)
    centre = ((start[0] + end[0]) / 2 + offset * half[1], (start[1] + end[1]) / 2 - offset * half[0])
    first, last = (_angle(centre, point) for point in (start, end))
    turn = (last - first) % (2 * pi) if sweep else -((first - last) % (2 * pi))
    pieces = ceil(abs(turn) / (pi / 2) - 1e-9)
    reach = 4 / 3 * tan(turn / pieces / 4) * r
    for i in range(pieces):
        a, b = first + turn * i / pieces, first + turn * (i + 1) / pieces
        x, y = centre[0] + r * cos(a), centre[1] + r * sin(a)
        u, v = centre[0] + r * cos(b), centre[1] + r * sin(b)
        yield "C", x - reach * sin(a), y + reach * cos(a), u + reach * sin(b), v - reach * cos(b), u, v


def _angle(centre, point):
    return atan2(point[1] - centre[1], point[0] - centre[0])


def _transform(element):
    matrix = (1, 0, 0, 1, float(element.get("x", 0)), float(element.get("y", 0))) if element.tag == "use" else IDENTITY
    for name, values in reversed(re.findall(r"(\w+)\(([^)]*)\)", element.get("transform", ""))):
        numbers = [float(number) for number in values.replace(",", " ").split()]
        matrix = _times({"translate": _moved, "rotate": _turned, "scale": _scaled}[name](*numbers), matrix)
    return matrix


def _moved(x, y=0.0):
    return (1, 0, 0, 1, x, y)


def _turned(degrees):
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, s, -s, c, 0, 0)


def _scaled(factor):
    return (factor, 0, 0, factor, 0, 0)


def _times(outer, inner):
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _points(matrix, numbers):
    a, b, c, d, e, f = matrix
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        yield round(a * x + c * y + e, 3)
        yield round(b * x + d * y + f, 3)
