"""The pages of the catalogue that show products: nine cards each."""

from django.utils.translation import gettext as _

from exchange.sheets import GREY, HEIGHT, KUNYIT, LEFT, RIGHT, WIDTH, badges, foot
from exhibitors.signs import CREAM, REGIONS, Column
from expo import paper
from expo.paper import BOLD, HEAVY, PT, REGULAR, Box, Cloth, Code, Link, Picture, Placed, Shape, Sheet, Words, mixed, width_of

COLUMNS, ROWS = 3, 3
PER_PAGE = COLUMNS * ROWS
CARD = 50  # width
ACROSS = (RIGHT - LEFT - CARD) / (COLUMNS - 1)  # from a card to its neighbour
TOP, DOWN = 16, 89.4
GAP = 4  # below a card
LABEL = 4.2  # the line above the photo
CODE = 19  # with the white on its left and above
NAME = [(10, 1), (9.5, 2), (8.8, 3), (8, 4), (7.2, 99)]


def product_sheet(book, part, number, jpeg_of):
    """The part's items from that number on."""
    items = part.items[number : number + PER_PAGE]
    page = part.page_of(number)
    marks = _head(part, items)
    for row in range(0, len(items), COLUMNS):
        marks += _row(part, items[row : row + COLUMNS], TOP + row // COLUMNS * DOWN, jpeg_of)
    starts = tuple((1, name) for name, (first, _count) in part.categories.items() if first == page)
    return Sheet(WIDTH, HEIGHT, (*marks, *foot_of(book, page)), starts)


def foot_of(book, page):
    return foot(page, f"{book.title} · {book.edition_name}", demo=book.demo)


def _head(part, items):
    region = REGIONS[part.slug]
    wax = mixed(CREAM, region.dye, 0.85)
    kinds = ", ".join(dict.fromkeys(item.category for item in items))
    name = width_of(part.name, HEAVY, 10)
    return [
        Cloth(0, 0, WIDTH, 6, region.motif, region.tile * 0.14, region.dye, wax),
        Words(LEFT, 12.4, part.name, HEAVY, 10, region.ink),
        *_one_line(kinds, LEFT + name + 3, 12.4, RIGHT - LEFT - name - 3),
    ]


def _one_line(text, x, y, width):
    size, lines = paper.fitted(text, REGULAR, width, [(8.5, 1), (7.5, 1), (6.5, 2)])
    step = size * PT * 1.15
    return [Words(x, y + step * (n - (len(lines) - 1) / 2), line, REGULAR, size, GREY) for n, line in enumerate(lines)]


def _row(part, items, y, jpeg_of):
    """Cards beside each other: their photos are equally high."""
    words = [_words(part, item) for item in items]
    photo = max(20, min(CARD, DOWN - GAP - LABEL - max(height for _marks, height in words)))
    for place, (item, (marks, _height)) in enumerate(zip(items, words, strict=True)):
        x = LEFT + place * ACROSS
        yield from _label(part, item, x, y)
        yield _photo(part, item, x, y + LABEL, photo, jpeg_of(item))
        yield Placed(x, y + LABEL + photo, marks)
        yield Link(x, y + LABEL, CARD, photo, item.url)


def _label(part, item, x, y):
    """Above the photo: the kind, and where in the hall."""
    number = width_of(item.number, HEAVY, 9)
    yield Words(x + CARD, y + 2.8, item.number, HEAVY, 9, REGIONS[part.slug].ink, 0, "end")
    size, lines = paper.fitted(item.category, REGULAR, CARD - number - 2, [(7.2, 1), (6.4, 1), (5.6, 1)])
    yield Words(x, y + 2.8, lines[0], REGULAR, size, GREY)


def _words(part, item):
    """(marks, height) of what stands below the photo: what it is and whose, then the code and beside it the price."""
    head = Column(0, 1.6, CARD)
    head.add(item.name, BOLD, NAME, leading=1.2)
    head.add(item.booth, BOLD, [(8.2, 1), (7.4, 1), (7, 2), (6.4, 9)], leading=1.22, colour=REGIONS[part.slug].ink)
    head.add(item.place, REGULAR, [(7.4, 1), (6.8, 1), (6.4, 2), (6, 9)], leading=1.25, colour=GREY)
    beside = Column(0, head.y + 1.4, CARD - CODE)
    _price(beside, item)
    signs, height = badges(item.badges, 0, beside.y + 1, CARD - CODE)
    side = CODE / (1 + paper.quiet_zone(item.url, 1))
    code = Code(CARD - side, head.y + CODE - side, side, item.url)
    return (*head.marks, *beside.marks, *signs, code), max(beside.y + 1 + height, head.y + CODE)


def _price(column, item):
    """The price and, behind or below it, for how much."""
    if not item.price:
        column.add(_("Harga lewat penawaran"), BOLD, [(9, 2)], leading=1.25)
        return
    column.add(item.price, HEAVY, [(11.5, 1), (10, 1), (8.6, 1), (7.6, 2)], leading=1.25)
    unit, last = f"/ {item.unit}", column.marks[-1]
    start = width_of(last.text, HEAVY, last.size) + 1.2
    if start + width_of(unit, REGULAR, 8) <= column.width:
        column.marks.append(Words(column.x + start, last.y, unit, REGULAR, 8, GREY))
    else:
        column.add(unit, REGULAR, [(8, 1), (7, 2), (6, 9)], leading=1.2, colour=GREY)


def _photo(part, item, x, y, height, jpeg):
    if jpeg:
        return Picture(x, y, CARD, height, jpeg)
    return Placed(x, y, tuple(_face(REGIONS[part.slug], item, height)))


def _face(region, item, height):
    """The cloth with the initials, as on the site's cards."""
    dye = region.deep if item.cloth_variant == 1 else region.dye
    wax = mixed(KUNYIT if item.cloth_variant == 2 else CREAM, dye, 0.7)
    tile = region.tile * (0.7, 1, 1.5, 2.1)[item.cloth_scale] * CARD / 200
    strip = 5.4
    middle = (height - strip) / 2
    size = min(27, height - strip - 3)
    yield Cloth(0, 0, CARD, height - 1, region.motif, tile, dye, wax)
    yield from _medal(CARD / 2, middle, size, dye)
    letters = size * 0.36 / PT
    yield Words(CARD / 2, middle + letters * PT * 0.36, item.initials, HEAVY, letters, region.deep, -0.02, "middle")
    yield Box(0, height - strip, CARD, strip, region.deep)
    yield Words(CARD / 2, height - strip / 2 + 1, _("Foto menyusul"), BOLD, 7.6, CREAM, 0, "middle")


def _medal(x, y, size, dye):
    """static/motifs/medali.svg, which is made of discs: motifs.py draws no mask that adds."""
    unit = size / 100
    lobes = [(78.6, 61.9), (61.9, 78.6), (38.1, 78.6), (21.4, 61.9), (21.4, 38.1), (38.1, 21.4), (61.9, 21.4), (78.6, 38.1)]
    holes = [(87.4, 65.5), (65.5, 87.4), (34.5, 87.4), (12.6, 65.5), (12.6, 34.5), (34.5, 12.6), (65.5, 12.6), (87.4, 34.5)]
    for discs, radius, colour in (([(50, 50)], 36, CREAM), (lobes, 15, CREAM), (holes, 1.9, dye)):
        steps = [step for cx, cy in discs for step in paper.disc(x + (cx - 50) * unit, y + (cy - 50) * unit, radius * unit)]
        yield Shape(tuple(steps), colour)
