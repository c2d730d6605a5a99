"""A4 in the expo's look: measures, colours, and the parts that all its sheets share. expo/paper.py has the marks.

Sizes in millimetres, type in points. Type is black or grey, for a laser printer lays those down with black alone.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from exhibitors.signs import CREAM, SITE
from expo import paper
from expo.paper import BLACK, BOLD, HEAVY, PT, REGULAR, Art, Box, Line, Words, width_of
from expo.templatetags.ui import BADGES

WIDTH, HEIGHT = 210, 297
LEFT, RIGHT = 15, 195
FOOT = 288.5  # base line of what stands at the bottom
LEADING = 1.25  # of small type
GREY = "#555555"
NIGHT, KUNYIT, DOTS = "#1B2240", "#F6B93B", "#CDBE9F"
WOOD, LIGHT_WOOD = "#5B3519", "#9A6536"
NIGHT_SKY = paper.mixed(CREAM, NIGHT, 0.1)
BADGE_COLOURS = {"ok": ("#17663A", "#E3F1E6"), "export": ("#855000", "#FDF0D2"), "retail": ("#17507D", "#E4EFF6")}
BADGE_HEIGHT = 4.4


def site_address():
    """The site's address as somebody types it."""
    return settings.SITE_URL.partition("://")[2]


def heading(text, y, *, size=22, left=LEFT, right=RIGHT):
    """A heading on the base line `y`, with dots to the margin."""
    start = left + width_of(text, HEAVY, size, TIGHT) + 4
    marks = [Words(left, y, text, HEAVY, size, BLACK, TIGHT)]
    if start < right - 4:
        marks.append(Line(start, y - 0.9, right, y - 0.9, 0.8, DOTS, gap=2))
    return marks


TIGHT = -0.02  # tracking of large type


def shifted(marks, down):
    return [mark._replace(y=mark.y + down, **({"to_y": mark.to_y + down} if isinstance(mark, Line) else {})) for mark in marks]


def dots(y, left=LEFT, right=RIGHT):
    return Line(left, y, right, y, 0.7, DOTS, gap=2)


def foot(number, title, *, demo, total=None):
    """What stands at the bottom of every sheet: what it is, whether it is a demo's, and the page."""
    page = _("Halaman %(page)d dari %(pages)d") % {"page": number, "pages": total} if total else str(number)
    if demo:
        title = f"{_('Data contoh')} · {title}"
    size, lines = paper.fitted(paper.printable(title), REGULAR, RIGHT - LEFT - 46, [(7.5, 1), (6.5, 1), (6, 9)])
    step = size * PT * LEADING
    return [
        Art(LEFT, FOOT - 3.6, 4.6, "img/mark.svg"),
        *(Words(LEFT + 6, FOOT + step * n, line, REGULAR, size, GREY) for n, line in enumerate(lines)),
        Words(RIGHT, FOOT, page, BOLD, 7.5 if total else 9, BLACK, 0, "end"),
    ]


def wordmark(x, y, size, colour, *, on_dark=False):
    """The expo's rosette and name; `size` is that of the rosette."""
    art = "img/mark-on-dark.svg" if on_dark else "img/mark.svg"
    return [Art(x, y, size, art), Words(x + size * 1.25, y + size * 0.64, SITE, HEAVY, size * 1.25, colour)]


def badges(keys, x, y, width):
    """(marks, height) of the small signs, beside each other as far as they fit."""
    marks, here, top = [], x, y
    for key in keys:
        style, icon, word = BADGES[key]
        colour, ground = BADGE_COLOURS[style]
        broad = 5.6 + width_of(str(word), BOLD, 6.8)
        if here > x and here + broad > x + width:
            here, top = x, top + BADGE_HEIGHT + 0.8
        marks += [
            Box(here, top, broad, BADGE_HEIGHT, ground, radius=0.9),
            Art(here + 0.9, top + 0.6, 3.2, f"icons/{icon}.svg", colour),
            Words(here + 4.6, top + 3.05, str(word), BOLD, 6.8, colour),
        ]
        here += broad + 1
    return marks, (top - y + BADGE_HEIGHT if keys else 0)
