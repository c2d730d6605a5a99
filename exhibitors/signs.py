"""What a booth prints: the A5 stall sign and the table card, each in colour and saving ink. expo/paper.py draws them.

Sizes in millimetres, type in points, as the design's "Print sign A5" has them.
"""

from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from exhibitors.models import Participation
from exhibitors.whereabouts import lasting_numbers, venue_of
from expo import paper
from expo.paper import BLACK, BOLD, GREY, HEAVY, PT, REGULAR, WHITE, Art, Box, Cloth, Code, Line, Placed, Shape, Sheet, Words, fitted
from expo.paper_pdf import as_pdf
from expo.paper_svg import as_svg, as_symbols
from expo.text import translated

__all__ = ["KINDS", "as_svg", "as_symbols", "pdf_of", "sheet_of", "sign_of", "signs_of", "title_of"]

SITE = "UMKM Virtual Expo"
CREAM = "#FFF3DC"
WAX = 0.85  # how much of the cloth's pattern is cream
TILE = 27 / 66  # millimetres on the sign for a pixel on the screen


class Region(NamedTuple):
    """A region's cloth, as static/css/tokens.css has it: dye, deep dye, colour of its name, motif, width of a tile in pixels."""

    dye: str
    deep: str
    ink: str
    motif: str
    tile: float


REGIONS = {
    "kota-blitar": Region("#96261E", "#721B15", "#8E231C", "kendang", 66),
    "kabupaten-blitar": Region("#1F6198", "#15466F", "#17507D", "koi", 84),
    "nganjuk": Region("#7A2150", "#571538", "#84264F", "bawang", 63),
    "tulungagung": Region("#8A5C00", "#634200", "#6B4800", "marmer", 99),
    "trenggalek": Region("#2B6E4A", "#1C5036", "#1B5C40", "cengkih", 69),
}


class Sign(NamedTuple):
    """What is said on paper; `number` is "" when no short address leads to the booth."""

    number: str
    prefix: str
    name: str
    region: str
    region_name: str
    what: str
    place: str
    url: str
    venue: str
    orders: bool
    slug: str

    @property
    def address(self):
        """The address as somebody types it."""
        return self.url.partition("://")[2].rstrip("/")

    @property
    def title(self):
        return f"{self.number or self.prefix} {self.name}"


class Kind(NamedTuple):
    """`file`: how its file's name begins and ends."""

    title: str
    file: tuple
    card: bool
    saver: bool


KINDS = {
    "papan": Kind(gettext_lazy("Papan stan, berwarna"), ("papan-stan", ""), False, False),
    "papan-hemat": Kind(gettext_lazy("Papan stan, hemat tinta"), ("papan-stan", "-hemat-tinta"), False, True),
    "kartu": Kind(gettext_lazy("Kartu meja, berwarna"), ("kartu-meja", ""), True, False),
    "kartu-hemat": Kind(gettext_lazy("Kartu meja, hemat tinta"), ("kartu-meja", "-hemat-tinta"), True, True),
}


def sign_of(booth, today=None):
    """The Sign of a booth that was fetched with its place."""
    return signs_of([booth], today)[0]


def signs_of(booths, today=None):
    """The Signs of booths that were fetched with their places, in the same order; the same few queries however many there are."""
    today = today or timezone.localdate()
    parts = {booth.pk: [] for booth in booths}
    for part in Participation.objects.accepted().filter(exhibitor__in=parts).select_related("edition"):
        parts[part.exhibitor_id].append(part)
    numbers = lasting_numbers([part for own in parts.values() for part in own], today)
    return [_sign(booth, numbers.get(booth.pk, ""), parts[booth.pk], today) for booth in booths]


def _sign(booth, number, participations, today):
    region = booth.village.district.region
    venue = venue_of([part for part in participations if part.edition.is_public], today)
    short = f"/{number.replace('-', '').lower()}"
    return Sign(
        number=number,
        prefix=region.stall_prefix,
        name=paper.printable(booth.name) or booth.slug,
        region=region.slug,
        region_name=region.name,
        what=paper.printable(translated(booth, "tagline") or translated(booth.category, "name")),
        place=paper.printable(booth.village.place),
        url=settings.SITE_URL + (short if number else booth.get_absolute_url()),
        venue=paper.printable(_("%(hall)s, petak %(spot)s") % {"hall": venue["name"], "spot": venue["spot"]}) if venue else "",
        orders=booth.reachable_by_whatsapp,
        slug=booth.slug,
    )


def title_of(sign, kind):
    return f"{sign.title}: {KINDS[kind].title}"


def sheet_of(sign, kind):
    region = REGIONS[sign.region]
    if KINDS[kind].saver:
        look = Look(WHITE, BLACK, BLACK, BLACK, "img/mark-mono.svg", region, True)
    else:
        look = Look(region.dye, paper.mixed(CREAM, region.dye, WAX), region.deep, region.ink, "img/mark.svg", region, False)
    return _two_cards(sign, look) if KINDS[kind].card else _stall_sign(sign, look)


def pdf_of(sign, kind):
    """(file name, bytes). Touches no database."""
    start, end = KINDS[kind].file
    pdf = as_pdf([sheet_of(sign, kind)], title=title_of(sign, kind), subject=sign.url, author=SITE, language=get_language())
    return f"{start}-{sign.number or sign.slug}{end}.pdf", pdf


# Drawing


class Look(NamedTuple):
    """The colours of a sheet: `deep` for the plate, `ink` for the region's name."""

    dye: str
    wax: str
    deep: str
    ink: str
    logo: str
    region: Region
    saver: bool


NAME_TRACKING = -0.035
NUMBER_TRACKING = -0.03


class Column:
    """Lines below each other; `y` is where the next thing starts."""

    def __init__(self, x, y, width):
        self.x, self.y, self.width, self.marks = x, y, width, []

    def add(self, text, font, steps, *, leading=1.3, colour=BLACK, tracking=0.0):
        """The text at the first size of `steps` that fits. 0.78 of a line of type is above its base line."""
        size, lines = fitted(text, font, self.width, steps, tracking)
        for line in lines:
            self.y += size * PT * leading
            self.marks.append(Words(self.x, self.y - size * PT * (leading - 0.78), line, font, size, colour, tracking))


def _stall_sign(sign, look):
    """148 x 210: awning 52, plate 31 x 34, code 68, then the address to type, and the foot below the dots."""
    middle = _awning(look, 148, 52, 7.4, TILE) + _plate(sign, look, 11, 41, 1)
    head = Column(47, 58, 90)
    head.add(_("Pavilion %s") % sign.region_name, BOLD, [(11, 1), (9, 1)], colour=look.ink)
    head.add(
        sign.name, HEAVY, [(30, 1), (26, 1), (23, 1), (23, 2), (20, 2), (17, 2), (15, 3), (12, 4)], leading=1.05, tracking=NAME_TRACKING
    )
    head.y += 1.5
    head.add(sign.what, REGULAR, [(12.5, 2), (11, 3), (10, 4)])
    head.add(sign.place, REGULAR, [(11, 1), (10, 2), (9, 3)])
    return Sheet(148, 210, (*middle, *head.marks, *_code_part(sign, max(head.y, 75), 187), *_foot(sign, look, 11, 137, 190, 1)))


def _code_part(sign, top, bottom):
    """The code, what to do with it beside it, and the address below, with at least the quiet zone between all of them."""
    address = _address(sign, 126, [(17, 1), (14, 1), (12, 2), (10, 3)], 12)
    quiet = paper.quiet_zone(sign.url, 1)
    side = min(68.0, (bottom - top - address.y) / (1 + 2 * quiet))
    quiet *= side
    spare = bottom - top - side - 2 * quiet - address.y
    y = top + quiet + spare * 0.2
    words = Column(11 + side + quiet, 0, 148 - 11 - 11 - side - quiet)
    words.add(_instruction(sign), BOLD, [(18, 6), (16, 7), (14, 9)], leading=1.22)
    return (
        Code(11, y, side, sign.url),
        Placed(0, y + (side - words.y) / 2, tuple(words.marks)),
        Placed(11, y + side + quiet, tuple(address.marks)),
    )


def _two_cards(sign, look):
    """A4 lying: cut once between the two, fold each once in the middle of its cloth, and it stands and is read from both sides."""
    face = _card_face(sign, look)
    marks = [Box(0, 95, 297, 20, look.dye)]  # no hair line at the fold and the cut
    for x in (0, 148.5):
        marks += [Placed(x, 105, face), Placed(x + 148.5, 105, face, turned=True)]
    for y, to_y, words_y in ((5, 74, 77.5), (135, 205, 132.5)):
        marks += [Line(148.5, y, 148.5, to_y, 0.25, GREY, gap=1.5), Words(148.5, words_y, _("potong di sini"), REGULAR, 6.5, at="middle")]
    return Sheet(297, 210, tuple(marks))


def _card_face(sign, look):
    """148.5 x 105, the fold at its upper edge."""
    marks = _awning(look, 148.5, 22, 5.5, TILE / 1.7) + _plate(sign, look, 9, 14, 0.8)
    head = Column(38, 24, 101)
    head.add(_("Pavilion %s") % sign.region_name, BOLD, [(9, 1), (8, 1)], colour=look.ink)
    head.add(sign.name, HEAVY, [(22, 1), (19, 1), (16, 1), (14, 2), (11, 2), (9, 3)], leading=1.05, tracking=NAME_TRACKING)
    head.y += 0.8
    head.add(sign.what, REGULAR, [(9.5, 1), (8.5, 2), (7.5, 2)])
    quiet = paper.quiet_zone(sign.url, 1)
    side = min(46.0, (105 - max(head.y, 41)) / (1 + 2 * quiet))
    x, y = 139.5 - side, 105 - side * (1 + quiet)
    words = Column(9, 0, x - side * quiet - 9)
    words.add(_instruction(sign), BOLD, [(14, 4), (12, 5), (11, 6)], leading=1.2)
    address = _address(sign, words.width, [(14, 1), (12, 1), (10, 2), (8, 4)], 9.5)
    top = 48 + (83 - 48 - words.y - address.y - 3) / 2
    return (
        *marks,
        *head.marks,
        Code(x, y, side, sign.url),
        Placed(0, top, tuple(words.marks)),
        Placed(9, top + words.y + 3, tuple(address.marks)),
        *_foot(sign, look, 9, x - side * quiet, 87, 0.75),
    )


def _instruction(sign):
    return _("Pindai untuk lihat harga, foto, dan pesan lewat WhatsApp.") if sign.orders else _("Pindai untuk lihat foto dan harga.")


def _address(sign, width, steps, label_size):
    """ "atau ketik …" in one line, or the address below the words when it is long."""
    label = _("atau ketik")
    column = Column(0, 0, width)
    beside = paper.width_of(label + "  ", REGULAR, label_size)
    size, lines = fitted(sign.address, BOLD, width - beside, steps)
    if len(lines) == 1:
        column.y = size * PT
        base = size * PT * 0.78
        column.marks = [Words(0, base, label, REGULAR, label_size), Words(beside, base, lines[0], BOLD, size)]
    else:
        column.add(label, REGULAR, [(label_size, 1)], leading=1.2)
        column.add(sign.address, BOLD, steps, leading=1.2)
    return column


def _awning(look, width, height, scallop, tile):
    cloth = Cloth(0, 0, width, height, look.region.motif, look.region.tile * tile, look.dye, look.wax)
    if look.saver:
        return [cloth, Line(0, height, width, height, 1.2)]
    return [cloth, Shape(tuple(hem(width, height, scallop)), WHITE)]


def hem(width, height, scallop):
    """The white below the scallops."""
    count = round(width / scallop / 2)
    half = width / count / 2
    x, y, reach = 0.0, height - scallop, 0.5523
    yield "M", x, y
    for _scallop in range(count):
        yield "C", x, y + scallop * reach, x + half * (1 - reach), height, x + half, height
        yield "C", x + half * (1 + reach), height, x + 2 * half, y + scallop * reach, x + 2 * half, y
        x += 2 * half
    yield "L", width, height + 1
    yield "L", 0, height + 1
    yield ("Z",)


def _plate(sign, look, x, y, scale):
    """The hanging number, 31 x 34 at scale 1."""
    middle, edge = x + 15.5 * scale, 1.2 * scale
    marks = [
        Box(x + edge / 2, y + edge / 2, 31 * scale - edge, 34 * scale - edge, WHITE, look.deep, edge, 2.4 * scale),
        Words(middle, y + 8.3 * scale, pgettext("nomor di papan", "Stan"), BOLD, 10 * scale, look.deep, 0, "middle"),
    ]
    if not sign.number:
        return [*marks, Words(middle, y + 23 * scale, sign.prefix, HEAVY, 40 * scale, look.deep, NUMBER_TRACKING, "middle")]
    for part, base in zip(sign.number.split("-"), (18.3, 28.2), strict=True):
        marks.append(Words(middle, y + base * scale, part, HEAVY, 28 * scale, look.deep, NUMBER_TRACKING, "middle"))
    return marks


def _foot(sign, look, left, right, y, scale):
    """Dots; below them where it stands in the hall, and the expo's name."""
    size = 11 * scale
    start = right - paper.width_of(SITE, HEAVY, size) - 10 * scale
    venue = Column(left, 0, start - left - 4 * scale)
    if sign.venue:
        venue.add(sign.venue, BOLD, [(size, 1), (size * 0.9, 2), (size * 0.8, 3)], leading=1.25)
    base = y + 9.2 * scale
    middle = (venue.marks[0].y + venue.marks[-1].y) / 2 if venue.marks else 0
    return (
        Line(left, y, right, y, 0.8 * scale, GREY, gap=2 * scale),
        Placed(0, base - middle, tuple(venue.marks)),
        Art(start, y + 3.8 * scale, 8 * scale, look.logo),
        Words(right, base, SITE, HEAVY, size, BLACK, 0, "end"),
    )
