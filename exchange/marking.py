"""The organiser's own workbook back, with one column more that says of each row what became of it, and a note at each faulty cell."""

import csv
import io
import tempfile
from pathlib import PurePath
from typing import NamedTuple

from django.utils.translation import override

from exchange import delimited
from exchange.fields import RESULT
from exchange.grid import MAX_COLUMN
from exchange.marked_xml import Marks, write
from exchange.results import BEGINNINGS, results
from exchange.spreadsheets import ZIP
from exchange.workbook_out import XLSX

CSV = "text/csv; charset=utf-8"
ENDING = " - hasil"  # of the file's name


class Marked(NamedTuple):
    file: object  # open at its beginning, and gone when it is closed
    name: str
    content_type: str


def mark(file, name, plan):
    """`Marked`, from the workbook that a plan was made of. Raises archives.FileRefused."""
    file.seek(0)
    is_xlsx = file.read(len(ZIP)) == ZIP
    with override("id"):  # our column is known again by its words
        said = results(plan)
    sheets = {layout.sheet: _marks(layout, said) for layout in plan.layouts if layout.is_read}
    out = tempfile.TemporaryFile()  # noqa: SIM115 whoever asked closes it
    try:
        if is_xlsx:
            write(file, sheets, out)
        else:
            out.write(_csv(file, sheets))
    except BaseException:
        out.close()
        raise
    out.seek(0)
    stem = PurePath(name).stem.removesuffix(ENDING)
    return Marked(out, f"{stem}{ENDING}.xlsx", XLSX) if is_xlsx else Marked(out, f"{stem}{ENDING}.csv", CSV)


def _marks(layout, said):
    own = next((column.number for column in layout.columns if column.key == "result" and _is_ours(column)), 0)
    beyond = max((column.number for column in layout.columns), default=0) + 1
    texts = {row: text for (sheet, row), text in said.rows.items() if sheet == layout.sheet}
    remarks = {where: mark for (sheet, where), mark in said.cells.items() if sheet == layout.sheet}
    return Marks(own or (beyond if beyond <= MAX_COLUMN else 0), layout.heading_rows[-1], RESULT, texts, remarks)


def _is_ours(column):
    """Whether an earlier marking wrote it; an office may have a column of that name."""
    return not column.samples or any(sample.startswith(BEGINNINGS) for sample in column.samples)


def _csv(file, sheets):
    file.seek(0)
    text, separator = delimited.separated(delimited.decoded(file.read(delimited.MAX_BYTES)))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    marks = next(iter(sheets.values()), None)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
        said = {marks.heading: marks.title, **marks.texts}.get(number, "") if marks and marks.column else ""
        old = bool(marks) and number > marks.heading and 0 < marks.column <= len(row)
        if said or old:
            row = [*row[: marks.column - 1], *[""] * (marks.column - 1 - len(row)), said, *row[marks.column :]]
        writer.writerow(row)
    return out.getvalue().encode("utf-8-sig")
