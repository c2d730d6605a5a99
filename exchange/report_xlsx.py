"""A Report of exchange/report.py as a workbook: the first figures, then a sheet for each table, each with what it counts and when."""

import textwrap

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from exchange.workbook_out import Column, Sheet, written

LONGEST = 31  # letters of a sheet's name
WORDS, FIGURE = 34, 16  # widths


def report_workbook(report):
    """Bytes of the .xlsx."""
    with override(report.language):
        taken = (
            _("Semua angka dihitung dari situs pada %s.")
            % _("%(day)s pukul %(time)s WIB")
            % {
                "day": date_format(report.taken_at, "j F Y"),
                "time": date_format(report.taken_at, "H.i"),
            }
        )
        about = (report.scope, taken, *([_("Data contoh")] if report.demo else []))
        sheets = [_figures(report, about), *(_table(section, place, about) for place, section in enumerate(report.sections, start=1))]
        with written(sheets) as file:
            return file.read()


def _figures(report, about):
    columns = [Column(_("Angka"), WORDS), Column(_("Nilai"), FIGURE), Column(_("Yang dihitung"), 70)]
    rows = [[figure.name, figure.value, figure.means] for figure in report.figures]
    return Sheet(_("Ringkasan"), columns, rows, above=(_("Laporan %s") % report.edition, *about))


def _table(section, place, about):
    columns = [
        Column(name, FIGURE if isinstance(last, int) else WORDS)
        for name, last in zip(section.columns, section.total or section.columns, strict=True)
    ]
    return Sheet(_name(section.title, place), columns, section.rows, above=(section.title, section.means, *about), total=section.total)


def _name(title, place):
    """Excel takes short names without these signs, cut where a word ends; the number keeps two that begin alike apart."""
    bare = "".join(letter for letter in title.replace(" menurut ", " per ") if letter not in "[]:*?/\\")
    return textwrap.shorten(f"{place}. {bare}", LONGEST, placeholder="…")
