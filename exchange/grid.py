"""A workbook once it was read: plain cells under the names that Excel gives them, and how much of that is too much."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from exchange.archives import FileRefused

MAX_SHEETS = 40
MAX_ROW = 20_000  # the last row that may hold something
MAX_COLUMN = 200
MAX_CELLS = 100_000  # with something in them, in all sheets
MAX_TEXT = 8_000_000  # characters in all cells
MAX_CELL_TEXT = 5_000  # of one cell: the longest field has 3,000
MAX_ELEMENTS = 600_000  # of XML, in all parts: also empty cells cost time
MAX_MERGED = 5_000  # ranges


class Broken(NamedTuple):
    """A cell whose value nobody knows: a formula that was never worked out ('='), or one that failed ('#N/A')."""

    shown: str


class Place(NamedTuple):
    row: int
    column: int

    def __str__(self):
        return f"{letters(self.column)}{self.row}"


@dataclass
class Sheet:
    name: str
    hidden: bool = False
    rows: dict = field(default_factory=dict)  # row → {column → str, int, float, bool, date, datetime, time or Broken}; nothing empty
    merged: list = field(default_factory=list)  # (first row, first column, last row, last column)
    hidden_rows: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)

    def fill_merged_down(self, tally):
        """Give the cells below the first of a merged range its value. To the right nothing is filled: a title is no value of all columns."""
        end = max(self.rows, default=0)
        for first, column, last, _last_column in self.merged:
            value = self.rows.get(first, {}).get(column)
            if value is not None:
                for row in range(first + 1, min(last, end) + 1):
                    tally.element()
                    if row in self.rows and column not in self.rows[row]:
                        tally.put(self, row, column, value)


@dataclass
class Tally:
    """What was read so far, of a whole workbook. Each count raises FileRefused above its limit."""

    elements: int = 0
    cells: int = 0
    text: int = 0

    def element(self):
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise FileRefused(_("Buku kerja ini terlalu besar, mungkin karena sel kosong yang diberi format. Salin tabelnya ke buku baru."))

    def sheet(self, number):
        if number > MAX_SHEETS:
            raise FileRefused(_("Buku kerja ini punya lebih dari %(most)s lembar. Sisakan yang perlu saja.") % {"most": MAX_SHEETS})

    def put(self, sheet, row, column, value):
        """Keep a value in a sheet, if there is one."""
        if value is None or value == "":
            return
        if row > MAX_ROW or column > MAX_COLUMN:
            raise FileRefused(
                _("Ada isi di sel %(cell)s, jauh di luar tabel. Hapus isi sel itu di lembar “%(sheet)s”, lalu kirim lagi.")
                % {"cell": Place(row, column), "sheet": sheet.name}
            )
        if isinstance(value, str):
            value = value[: MAX_CELL_TEXT + 1]
            self.text += len(value)
        self.cells += 1
        if self.cells > MAX_CELLS or self.text > MAX_TEXT:
            raise FileRefused(_("Buku kerja ini terlalu banyak isinya. Pecah menjadi beberapa, misalnya per kecamatan."))
        sheet.rows.setdefault(row, {})[column] = value


def letters(column):
    """28 → AB, as Excel counts."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def place(name):
    """'AB7' or '$AB$7' → Place(7, 28); None when it is none."""
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", name, re.ASCII)
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return Place(int(match[2]), column)
