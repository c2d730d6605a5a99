"""Workbooks that go out, written row by row. The only module that imports openpyxl, and that only when somebody asks for a workbook.

Nothing in them is ever worked out: a text that begins like a formula is a text, and is marked so that editing it leaves it one.
"""

import datetime
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MOST_TEXT = 32_000  # characters that Excel takes in a cell
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A, unless its first sign is written so, too
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")  # how what Excel, here or in Tokyo, works out begins
DATE, TEXT = "dd/mm/yyyy", "@"
DATE_WORDS = "{:%d/%m/%Y}"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """`choices`: (name of a Sheet, first row, last row) whose first column is offered; `text`: what is typed here stays as it was typed."""

    heading: str
    width: int = 16
    text: bool = False
    choices: tuple = ()


@dataclass(frozen=True)
class Sheet:
    """`above`: lines before the headings; `examples`: how many of the first rows are grey; `total`: the last row, in bold."""

    name: str
    columns: list
    rows: Iterable
    above: tuple = ()
    examples: int = 0
    total: tuple = ()
    hidden: bool = False
    frozen: bool = True


def written(sheets):
    """An open temporary file with the workbook, gone when it is closed. Rows are taken one by one and not kept."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    out = tempfile.TemporaryFile()  # noqa: SIM115 whoever asked closes it
    try:
        for sheet in sheets:
            _write(book, sheet)
        book.save(out)
    except BaseException:
        out.close()
        for page in book.worksheets:
            _throw_away(page)
        raise
    out.seek(0)
    return out


def _throw_away(page):
    """openpyxl keeps the rows of a sheet in a file of its own, which it removes when the book is saved."""
    if page._writer and Path(page._writer.out).exists():
        if not page.closed:
            page.close()
        page._writer.cleanup()


def _write(book, sheet):
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet.name[:31])
    page.sheet_state = "hidden" if sheet.hidden else "visible"
    looks = _looks()
    for number, column in enumerate(sheet.columns, start=1):
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        if column.text:
            dimension.number_format = TEXT
    headings = len(sheet.above) + 1
    if sheet.frozen:
        page.freeze_panes = f"A{headings + 1}"
    for number, line in enumerate(sheet.above):
        page.append([cell(page, line, looks["above"] if number == 0 else None)])
    if any(column.heading for column in sheet.columns):
        page.append([cell(page, column.heading, looks["heading"]) for column in sheet.columns])
    for number, row in enumerate(sheet.rows):
        page.append([cell(page, value, looks["example"] if number < sheet.examples else None) for value in row])
    if sheet.total:
        page.append([cell(page, value, looks["total"]) for value in sheet.total])
    _offer_choices(page, sheet, headings)


def _looks():
    from openpyxl.styles import Alignment, Font, PatternFill

    heading = {"font": Font(bold=True), "fill": PatternFill("solid", "FFE8EEF4"), "alignment": Alignment(wrap_text=True, vertical="top")}
    return {
        "heading": heading,
        "above": {"font": Font(bold=True)},
        "total": {"font": Font(bold=True)},
        "example": {"font": Font(italic=True, color="FF777777")},
    }


def cell(page, value, look=None):
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(page)
    if isinstance(value, str) or value is None or isinstance(value, bool):
        text = UNWRITABLE.sub("", str(value or ""))[:MOST_TEXT]
        made.value = ESCAPE.sub("_x005F_", text) or None
        if text:
            made.data_type = "s"
            made.quotePrefix = bool(FORMULA.match(text))
    else:
        made.value = value
        if isinstance(value, datetime.date):
            made.number_format = f"{DATE} hh:mm" if isinstance(value, datetime.datetime) else DATE
    for name, part in (look or {}).items():
        setattr(made, name, part)
    return made


def _offer_choices(page, sheet, headings):
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, column in enumerate(sheet.columns, start=1):
        if column.choices:
            name, first, last = column.choices
            offered = DataValidation(type="list", formula1=f"'{name}'!$A${first}:$A${last}", allow_blank=True, showErrorMessage=False)
            letter = get_column_letter(number)
            offered.add(f"{letter}{headings + 1}:{letter}2000")
            page.data_validations.append(offered)
