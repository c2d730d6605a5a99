"""A Report of exchange/report.py on paper, ready to be signed."""

from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from exchange.sheets import GREY, LEFT, RIGHT, TIGHT
from exchange.tables import Field, Flow
from exhibitors.signs import SITE, Column
from expo.paper import BLACK, BOLD, HEAVY, REGULAR, Line, Words, printable, width_of
from expo.paper_pdf import as_pdf
from expo.templatetags.ui import number as grouped

SIGNATURE = 52  # height of the block


class Signer(NamedTuple):
    """Who signs: "Kepala Perwakilan Bank Indonesia Kediri", and the name, or "" for dots."""

    role: str
    name: str = ""


def report_pdf(report, *, signers=(), place=""):
    """The report as PDF, signed by at most two; without any there is one line for a name to be written on."""
    with override(report.language):
        title = printable(_("Laporan %s") % report.edition)
        taken = _("%(day)s pukul %(time)s WIB") % {
            "day": date_format(report.taken_at, "j F Y"),
            "time": date_format(report.taken_at, "H.i"),
        }
        flow = Flow()
        flow.title(title, [printable(report.scope), _("Semua angka dihitung dari situs pada %s.") % taken])
        _figures(flow, report.figures)
        for section in report.sections:
            _section(flow, section)
        _signatures(flow, signers or [Signer(_("Yang mengesahkan"))], printable(place), report.taken_at)
        about = {"title": title, "subject": taken, "author": SITE, "language": report.language, "day": report.taken_at.date()}
        return as_pdf(flow.sheets(f"{title} · {taken}", demo=report.demo), **about)


def _figures(flow, figures):
    """The first figures, large, each with what it counts."""
    step, marks, lowest = (RIGHT - LEFT) / len(figures), [], 0
    for place, figure in enumerate(figures):
        words = Column(LEFT + place * step, 12, step - 5)
        words.add(figure.name, BOLD, [(10, 1), (9, 2)])
        words.add(figure.means, REGULAR, [(8, 9)], leading=1.3, colour=GREY)
        marks += [Words(words.x, 9.6, grouped(figure.value), HEAVY, 30, BLACK, TIGHT), *words.marks]
        lowest = max(lowest, words.y)
    flow.put(marks, lowest + 4)


def _section(flow, section):
    flow.heading(section.title)
    flow.add(section.means, steps=[(8.6, 99)], colour=GREY)
    flow.y += 1
    rows = [_written(row) for row in section.rows]
    flow.table(_fields(section), rows, total=_written(section.total) if section.total else None, size=9.2, empty=_("Belum ada."))


def _fields(section):
    """Words take the room that figures leave, by their longest."""
    columns = list(zip(section.columns, *section.rows, section.total or section.columns, strict=True))
    figures = [isinstance(column[-1], int) for column in columns]
    narrow = 19 if len(figures) > 7 else 22 if len(figures) > 5 else 26
    longest = [0 if figure else max(width_of(text, BOLD, 9) for text in column) for column, figure in zip(columns, figures, strict=True)]
    room = RIGHT - LEFT - narrow * sum(figures)
    return [
        Field(column[0], narrow, "end") if figure else Field(column[0], room * share / sum(longest))
        for column, figure, share in zip(columns, figures, longest, strict=True)
    ]


def _written(row):
    return [grouped(value) if isinstance(value, int) else printable(value) for value in row]


def _signatures(flow, signers, place, taken_at):
    """Side by side, the last one at the right under place and day; on one sheet."""
    flow.need(SIGNATURE)
    flow.y += 10
    width = (RIGHT - LEFT) / 2 - 10
    day = date_format(taken_at, "j F Y")
    for number, signer in enumerate(signers):
        last = number == len(signers) - 1
        words = Column(RIGHT - width if last else LEFT, flow.y, width)
        words.add(f"{place or '.' * 24}, {day}" if last else " ", REGULAR, [(10, 2)])
        words.add(printable(signer.role), BOLD, [(10, 2), (9, 4)])
        name = printable(signer.name)
        base = flow.y + SIGNATURE - 12
        flow.marks.extend(words.marks)
        flow.marks.append(Words(words.x, base, name, BOLD, 10))
        flow.marks.append(Line(words.x, base + 1.6, words.x + width, base + 1.6, 0.3))
    flow.y += SIGNATURE - 10
