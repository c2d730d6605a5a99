"""The pages of the catalogue around the products: cover, contents, a page for each region, the list of the stalls."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.catalogue_cards import PER_PAGE, foot_of, product_sheet
from exchange.sheets import (
    GREY,
    HEIGHT,
    KUNYIT,
    LEFT,
    LIGHT_WOOD,
    NIGHT,
    NIGHT_SKY,
    RIGHT,
    TIGHT,
    WIDTH,
    WOOD,
    dots,
    heading,
    shifted,
    site_address,
    wordmark,
)
from exhibitors.signs import CREAM, REGIONS, Column, hem
from expo import paper
from expo.paper import BLACK, BOLD, HEAVY, REGULAR, WHITE, Box, Cloth, Code, Line, Link, Shape, Sheet, Words, mixed
from expo.templatetags.ui import number as grouped
from expo.text import translated

CONTENTS = 2
FIRST_PART = 3
CLOTHS = {"kota-blitar": 112, "kabupaten-blitar": 130, "nganjuk": 102, "tulungagung": 124, "trenggalek": 112}  # how long they hang
SKY, AWNING = 164, 112
LARGE_LABEL, SMALL_LABEL = [(17, 1), (15, 1), (13, 1), (11, 1)], [(9.4, 1), (8.4, 1), (7, 1), (6, 1)]
STALL_ROW, STALLS_DOWN, STALL_COLUMNS = 7.4, 33, 2


def sheets(book, jpeg_of):
    """All of it, page by page; jpeg_of(item) is asked when its page is."""
    yield cover(book)
    yield contents(book)
    for part in book.parts:
        yield region_sheet(book, part)
        for number in range(0, len(part.items), PER_PAGE):
            yield product_sheet(book, part, number, jpeg_of)
    yield from stall_sheets(book)


def last_page(book):
    return book.stalls + len(_stall_pages(book)) - 1


def counted(book):
    """'440 produk dari 225 stan'"""
    return _("%(products)s dari %(booths)s") % {"products": products_in(len(book.items)), "booths": booths_in(book.booths)}


def products_in(count):
    return ngettext("%(number)s produk", "%(number)s produk", count) % {"number": grouped(count)}


def booths_in(count):
    return ngettext("%(number)s stan", "%(number)s stan", count) % {"number": grouped(count)}


def cover(book):
    marks = [Box(0, 0, WIDTH, HEIGHT, NIGHT), Cloth(0, 0, WIDTH, SKY, "truntum", 26, NIGHT, NIGHT_SKY)]
    marks += [Box(place * WIDTH / 5, SKY, WIDTH / 5, 2.6, region.dye) for place, region in enumerate(REGIONS.values())]
    parts = {part.slug: part for part in book.parts}
    if book.region:
        marks += _hung(book.region, parts.get(book.region), 35, 22, 140, 136, 0.62)
    else:
        hung = [slug for slug in CLOTHS if slug in parts] or CLOTHS
        left = (WIDTH - len(hung) * 36.5 + 6.5) / 2
        for place, slug in enumerate(hung):
            marks += _hung(slug, parts.get(slug), left + place * 36.5, 22, 30, CLOTHS[slug], 0.31)
    marks += [Box(9, 18, WIDTH - 18, 5.2, WOOD, radius=2.6), Box(10.5, 18.7, WIDTH - 21, 1.3, LIGHT_WOOD, radius=0.6)]
    return Sheet(WIDTH, HEIGHT, (*marks, *_cover_words(book)), ((0, book.title),))


def _hung(slug, part, x, y, width, length, tile):
    """The region's cloth that hangs from the rod, with its name if it has a part."""
    region = REGIONS[slug]
    yield Cloth(x, y, width, length, region.motif, region.tile * tile, region.dye, mixed(CREAM, region.dye, 0.9))
    yield Box(x, y + length - 13, width, 13, region.deep)
    yield Box(x, y + length - 11, width, 1.2, KUNYIT)
    yield Shape(tuple(_fringe(x, y + length, width)), NIGHT)
    if part:
        yield from _name_label(part, region, x + width / 2, y + length - 32, min(width - 3, 62))


def _fringe(x, y, width, tooth=5):
    """What is cut out of the lower edge: triangles between the teeth."""
    count = round(width / tooth)
    half = width / count / 2
    for place in range(count):
        left = x + 2 * half * place
        for step in (("M", left - half, y + 0.2), ("L", left, y - half), ("L", left + half, y + 0.2), ("Z",)):
            yield step
    for step in (("M", x + width - half, y + 0.2), ("L", x + width, y - half), ("L", x + width + 1, y + 0.2), ("Z",)):
        yield step


def _name_label(part, region, middle, y, width):
    large = width > 40
    height = 18 if large else 12.5
    size, lines = paper.fitted(part.name if large else part.short_name, BOLD, width - 4, LARGE_LABEL if large else SMALL_LABEL)
    yield Box(middle - width / 2, y, width, height, CREAM, region.deep, 0.8, 1)
    yield Words(middle, y + height * 0.46, lines[0], BOLD, size, region.deep, 0, "middle")
    yield Words(middle, y + height * 0.8, products_in(len(part.items)), REGULAR, size * 0.82, region.deep, 0, "middle")


def _cover_words(book):
    edition = book.edition
    words = Column(18, 178, WIDTH - 36)
    words.add(book.title, HEAVY, [(46, 1), (40, 2), (34, 2), (28, 3), (22, 5)], leading=1.06, colour=CREAM, tracking=-0.03)
    words.y += 2
    words.add(book.edition_name, BOLD, [(22, 1), (18, 2), (14, 4)], leading=1.2, colour=KUNYIT)
    words.y += 4
    words.add(counted(book), BOLD, [(14, 1), (12, 2)], colour=CREAM)
    when = _days(edition)
    venue = translated(edition, "venue")
    words.add(paper.printable(f"{when} · {venue}" if venue else when), REGULAR, [(12, 2), (10, 4)], leading=1.4, colour=CREAM)
    organiser = paper.printable(translated(edition, "organiser"))
    low = Column(18, 252, WIDTH - 36)
    low.add(_("Penyelenggara: %s") % organiser, REGULAR, [(10, 2), (9, 4)], leading=1.35, colour=CREAM)
    day = _("Harga dan lencana per %s") % date_format(book.day)
    if book.demo:
        day = f"{_('Data contoh')} · {day}"
    return [
        *words.marks,
        *low.marks,
        Line(18, 269, WIDTH - 18, 269, 0.8, CREAM, gap=2),
        *wordmark(18, 273.5, 11, CREAM, on_dark=True),
        Words(WIDTH - 18, 278, site_address(), BOLD, 10.5, CREAM, 0, "end"),
        Words(WIDTH - 18, 283.5, day, REGULAR, 8.5, CREAM, 0, "end"),
        Link(18, 272, WIDTH - 36, 14, settings.SITE_URL + reverse("home")),
    ]


def _days(edition):
    first, last = edition.starts_on, edition.ends_on
    if first == last:
        return date_format(first)
    start = date_format(
        first, "j" if (first.year, first.month) == (last.year, last.month) else "j F" if first.year == last.year else "j F Y"
    )
    return f"{start}–{date_format(last)}"


def contents(book):
    marks = heading(_("Isi"), 24)
    y = 32.0
    if not book.parts:
        words = Column(LEFT, y, 130)
        words.add(_("Belum ada produk yang tampil untuk pilihan ini."), REGULAR, [(13, 3)], leading=1.4)
        return Sheet(WIDTH, HEIGHT, (*marks, *words.marks, *foot_of(book, CONTENTS)), ((0, _("Isi")),))
    for part in book.parts:
        marks += _pavilion_row(part, y)
        y += 21
    marks += [
        Words(LEFT, y + 4, _("Daftar stan"), BOLD, 11),
        Words(RIGHT, y + 4, str(book.stalls), HEAVY, 11, BLACK, 0, "end"),
        Link(LEFT, y - 1, RIGHT - LEFT, 8, f"#{book.stalls}"),
    ]
    y += 18
    table, y = _by_category(book, y)
    return Sheet(WIDTH, HEIGHT, (*marks, *table, *_how_to(book, y + 12), *foot_of(book, CONTENTS)), ((0, _("Isi")),))


def _pavilion_row(part, y):
    region = REGIONS[part.slug]
    words = Column(LEFT + 23, y + 2, 118)
    words.add(part.name, HEAVY, [(13, 1)], leading=1.25, colour=region.ink)
    words.add(part.known_for, REGULAR, [(9.4, 2), (8, 3)], leading=1.3, colour=GREY)
    return [
        Cloth(LEFT, y, 18, 18, region.motif, region.tile * 0.16, region.dye, mixed(CREAM, region.dye, 0.85)),
        *words.marks,
        Words(RIGHT - 14, y + 7.6, products_in(len(part.items)), BOLD, 9.4, BLACK, 0, "end"),
        Words(RIGHT - 14, y + 12.2, booths_in(part.booths), REGULAR, 8.6, GREY, 0, "end"),
        Words(RIGHT, y + 9.8, str(part.first), HEAVY, 15, region.ink, TIGHT, "end"),
        dots(y + 19.6),
        Link(LEFT, y, RIGHT - LEFT, 19, f"#{part.first}"),
    ]


def _by_category(book, y):
    """(marks, lower edge) of the kinds and on which page each begins in each region."""
    names = list(dict.fromkeys(item.category for item in sorted(book.items, key=lambda item: item.category_position)))
    marks = [*heading(_("Menurut jenis"), y, size=13)]
    step = min(5.6, (210 - y) / len(names))
    columns = [RIGHT - 23 * (len(book.parts) - 1 - place) for place in range(len(book.parts))]
    for part, x in zip(book.parts, columns, strict=True):
        marks.append(Words(x, y + 7.5, part.short_name, BOLD, 7.6, REGIONS[part.slug].ink, 0, "end"))
    for row, name in enumerate(names):
        base = y + 14 + row * step
        marks.append(Words(LEFT, base, name, REGULAR, 9.4))
        for part, x in zip(book.parts, columns, strict=True):
            page, _count = part.categories.get(name, (None, 0))
            if page:
                marks += [Words(x, base, str(page), BOLD, 9.4, BLACK, 0, "end"), Link(x - 12, base - 4, 12.5, 5.6, f"#{page}")]
    return marks, y + 14 + len(names) * step


def _how_to(book, y):
    """What the codes, prices and badges mean; at the foot of the contents."""
    url = settings.SITE_URL + reverse("home")
    side = 34 / (1 + 2 * paper.quiet_zone(url, 1))
    words = Column(LEFT + 40, y, RIGHT - LEFT - 40)
    words.add(_("Cara memakai katalog ini"), HEAVY, [(12, 1)])
    for text in (
        _("Pindai kode di samping produk dengan kamera HP. Halaman produk terbuka, dan di sana Anda bisa bertanya ke perajinnya."),
        _("Produk berurutan menurut daerah, jenis, lalu nomor stan."),
        _("Harga dan lencana per %s. Harga bisa berubah: tanyakan sebelum memesan.") % date_format(book.day),
        _(
            "Lencana diberikan bila buktinya sudah diperiksa dan masih berlaku pada hari itu. Siap Ekspor dan Siap Ritel adalah penilaian pameran ini, bukan izin."
        ),
    ):
        words.add(text, REGULAR, [(8.8, 9)], leading=1.32)
        words.y += 0.9
    return [
        Box(LEFT - 5, y - 4, RIGHT - LEFT + 10, 46, "#F6EEDF", radius=3),
        Box(LEFT, y + 2, 34, 34, WHITE, radius=1),
        *words.marks,
        Code(LEFT + 17 - side / 2, y + 19 - side / 2, side, url),
    ]


def region_sheet(book, part):
    """Its cloth, its figures and its kinds; the cloth gives way to a long text."""
    region = REGIONS[part.slug]
    words = Column(LEFT, 0, RIGHT - LEFT)
    words.add(_("Pavilion %s") % part.name, HEAVY, [(40, 1), (34, 1), (28, 2)], leading=1.1, colour=region.ink, tracking=-0.03)
    words.y += 2
    words.add(part.known_for, BOLD, [(14, 2), (12, 3)], leading=1.3)
    words.y += 1
    words.add(part.about, REGULAR, [(11, 6), (9.5, 12), (8, 99)], leading=1.4)
    kinds, height = _kinds(part, words.y + 36)
    awning = max(40, min(112, 232 - height))
    marks = [
        Cloth(0, 0, WIDTH, awning, region.motif, region.tile * 0.41, region.dye, mixed(CREAM, region.dye, 0.85)),
        Shape(tuple(hem(WIDTH, awning, 7.5)), WHITE),
        *shifted((*words.marks, *_figures(part, words.y + 8), *kinds), awning + 14),
        *_code_of_region(part),
    ]
    return Sheet(WIDTH, HEIGHT, (*marks, *foot_of(book, part.first)), ((0, part.name),))


def _figures(part, y):
    figures = part_figures(part)
    step = (RIGHT - LEFT) / len(figures)
    for place, (value, label) in enumerate(figures):
        below = Column(LEFT + place * step, y + 12, step - 6)
        below.add(label, REGULAR, [(9, 2), (8, 3)], colour=GREY)
        yield Words(below.x, y + 10, value, HEAVY, 30, BLACK, TIGHT)
        yield from below.marks


def _kinds(part, y):
    """(marks, lower edge) of its kinds in two columns, each with how many products and the page."""
    marks, rows = heading(_("Produknya"), y, size=13), list(part.categories.items())
    half = (len(rows) + 1) // 2
    for place, (name, (page, count)) in enumerate(rows):
        left, base = LEFT + place // half * 95, y + 9 + place % half * 6.4
        marks += [
            Words(left, base, name, REGULAR, 10),
            Words(left + 74, base, products_in(count), REGULAR, 9, GREY, 0, "end"),
            Words(left + 85, base, str(page), HEAVY, 10, REGIONS[part.slug].ink, 0, "end"),
            Link(left, base - 4.4, 85, 6, f"#{page}"),
        ]
    return marks, y + 9 + half * 6.4


def _code_of_region(part):
    end = RIGHT - 24 - paper.quiet_zone(part.url, 24) - 1
    return [
        Code(RIGHT - 24, 252, 24, part.url),
        Words(end, 272, _("Semua stan daerah ini ada di situs:"), REGULAR, 9, GREY, 0, "end"),
        Words(end, 276, part.url.partition("://")[2].rstrip("/"), BOLD, 9, BLACK, 0, "end"),
        Link(end - 70, 252, RIGHT - end + 70, 24, part.url),
    ]


def part_figures(part):
    """[(figure, what it counts)], all of what is in this catalogue."""
    halal, export = (sum(key in item.badges for item in part.items) for key in ("halal", "export"))
    districts = len({item.district for item in part.items})
    return [
        (grouped(count), label)
        for count, label in (
            (part.booths, ngettext("stan di katalog ini", "stan di katalog ini", part.booths)),
            (len(part.items), ngettext("produk di katalog ini", "produk di katalog ini", len(part.items))),
            (districts, ngettext("kecamatan asal", "kecamatan asal", districts)),
            (halal, _("produk bersertifikat halal")),
            (export, _("produk siap ekspor")),
        )
    ]


def _stall_pages(book):
    """The booths in the order of their pages, cut into pages of two columns: [[(part or None, row)]]."""
    rows = []
    for part in book.parts:
        if len(rows) % STALLS_DOWN == STALLS_DOWN - 1:
            rows.append(None)  # a name of a region does not stand alone at the foot of a column
        rows.append((part, None))
        booths = {}
        for number, item in enumerate(part.items):
            booths.setdefault(item.booth_pk, (item, []))[1].append(part.page_of(number))
        for item, pages in sorted(booths.values(), key=lambda pair: (pair[0].number or "~", pair[0].booth_pk)):
            rows.append((part, (item, list(dict.fromkeys(pages)))))
    return [rows[start : start + STALLS_DOWN * STALL_COLUMNS] for start in range(0, len(rows), STALLS_DOWN * STALL_COLUMNS)]


def stall_sheets(book):
    for page, rows in enumerate(_stall_pages(book), start=book.stalls):
        marks = heading(_("Daftar stan"), 24)
        for place, row in enumerate(rows):
            if row:
                marks += _stall(*row, LEFT + place // STALLS_DOWN * 94, 36 + place % STALLS_DOWN * STALL_ROW)
        outline = ((0, _("Daftar stan")),) if page == book.stalls else ()
        yield Sheet(WIDTH, HEIGHT, (*marks, *foot_of(book, page)), outline)


def _stall(part, row, x, y):
    region = REGIONS[part.slug]
    if row is None:
        return [
            Cloth(x, y - 4.4, 6, 6, region.motif, region.tile * 0.08, region.dye, CREAM),
            Words(x + 8.5, y, part.name, HEAVY, 11, region.ink),
        ]
    item, pages = row
    size, lines = paper.fitted(item.booth, BOLD, 54, [(8.6, 1), (7.6, 1), (6.6, 2), (4.6, 9)])
    marks = [Words(x, y - 1, item.number, HEAVY, 8.4, region.ink)]
    marks += [Words(x + 15, y - 1 + n * 2.6, line, BOLD, size) for n, line in enumerate(lines)]
    marks += [
        Words(x + 15, y + 2.2 + (len(lines) - 1) * 2, item.place, REGULAR, 6.8, GREY),
        Words(x + 86, y - 1, ", ".join(map(str, pages)), BOLD, 8.4, BLACK, 0, "end"),
        Link(x, y - 4, 86, 7, f"#{pages[0]}"),
    ]
    return marks
