"""The XML inside an .xlsx, read as a stream: cells, merged ranges, what is hidden. No tree is built and no reference is followed.

openpyxl could read it too. This is here because a limit has to hold while a file is read and not after, and because organisers' files
come from many programs and openpyxl refuses a whole workbook for one odd style.
A document type is refused, and with it every entity: none of the programs writes one.
"""

import datetime
import math
import re
from xml.parsers import expat

from django.utils.translation import gettext as _

from exchange.archives import FileRefused
from exchange.grid import MAX_CELL_TEXT, MAX_MERGED, Broken, Place, place

BROKEN = (
    expat.ExpatError,
    LookupError,
    ValueError,
)  # the last two: of letters in an encoding that nobody knows, or that has several bytes each
MAX_DEPTH = 60
MAX_SILENCE = 2 * 1024 * 1024  # bytes in which nothing begins or ends: one endless tag
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # those that Excel has built in
NOT_THE_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
EPOCH, EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)  # noqa: DTZ001 Excel's dates have no zone
LAST_SERIAL = 2_958_465  # 31 December 9999


class Reader:
    """Of one part. Below are the kinds: each says what it does with start(), text() and end()."""

    def __init__(self, tally):
        self.tally = tally
        self._depth = self._events = 0

    def read(self, chunks):
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._start, self._end, self._text
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse_type
        silence, before = 0, 0
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
                silence, before = (silence + len(chunk) if self._events == before else 0), self._events
                if silence > MAX_SILENCE:
                    raise FileRefused(_("Berkas ini disusun tidak wajar, jadi tidak dibuka."))
            parser.Parse(b"", True)
        except FileRefused:
            raise
        except BROKEN as error:
            raise FileRefused(_("Berkas ini rusak atau terpotong. Simpan atau kirim sekali lagi.")) from error
        return self

    def _start(self, name, attributes):
        self._events += 1
        self._depth += 1
        self.tally.element()
        if self._depth > MAX_DEPTH:
            raise FileRefused(_("Berkas ini disusun tidak wajar, jadi tidak dibuka."))
        self.start(name.rpartition(":")[2], attributes)

    def _end(self, name):
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def _text(self, text):
        self._events += 1
        self.text(text)

    def start(self, name, attributes):
        """An element begins; `name` without its prefix."""

    def end(self, name):
        """An element ends."""

    def text(self, text):
        """A piece of text."""


def refuse_type(*_arguments):
    raise FileRefused(_("Berkas ini memuat perintah XML yang tidak dipakai Excel, jadi tidak dibuka."))


class Relations(Reader):
    """`targets`: id → (kind, path inside the package)."""

    def __init__(self, tally, base):
        super().__init__(tally)
        self.base, self.targets = base, {}

    def start(self, name, attributes):
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = kind, _path(self.base, attributes.get("Target", ""))


def _path(base, target):
    """'xl/worksheets/sheet1.xml' for 'worksheets/sheet1.xml' or '/xl/worksheets/sheet1.xml' said in the folder 'xl'."""
    parts = [] if target.startswith("/") else base.split("/") if base else []
    for part in target.split("/"):
        parts = parts[:-1] if part == ".." else parts if part in ("", ".") else [*parts, part]
    return "/".join(parts)


class Workbook(Reader):
    """`sheets`: [(name, hidden, relation id)], `epoch`: day 0 of its dates."""

    def __init__(self, tally):
        super().__init__(tally)
        self.sheets, self.epoch = [], EPOCH

    def start(self, name, attributes):
        if name == "sheet":
            self.tally.sheet(len(self.sheets) + 1)
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", "")[:100], attributes.get("state", "visible") != "visible", relation))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = EPOCH_1904


class Styles(Reader):
    """`dates`: numbers of the cell styles that show a number as a date."""

    def __init__(self, tally):
        super().__init__(tally)
        self.dates, self._own, self._styles, self._in_cells = set(), {}, 0, False

    def start(self, name, attributes):
        if name == "numFmt":
            self._own[attributes.get("numFmtId")] = _is_date(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "0")
            if self._own.get(number, number.isdecimal() and int(number[:9]) in DATE_FORMATS):
                self.dates.add(str(self._styles))
            self._styles += 1

    def end(self, name):
        if name == "cellXfs":
            self._in_cells = False


def _is_date(code):
    return bool(re.search("[ymdhs]", NOT_THE_DATE.sub("", code[:200].split(";")[0]), re.IGNORECASE)) and "general" not in code.lower()


class Strings(Reader):
    """`values`: the shared strings, in their order. What is said how to pronounce (rPh) is none of it."""

    def __init__(self, tally):
        super().__init__(tally)
        self.values, self._parts, self._open, self._spoken = [], [], False, False

    def start(self, name, attributes):
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._spoken = True
        elif name == "t":
            self._open = not self._spoken

    def end(self, name):
        if name == "si":
            self.values.append("".join(self._parts)[: MAX_CELL_TEXT + 1])
        elif name == "rPh":
            self._spoken = False
        elif name == "t":
            self._open = False

    def text(self, text):
        if self._open and len(self._parts) < MAX_CELL_TEXT:
            self._parts.append(text)


class Cells(Reader):
    """Reads a worksheet into `sheet`."""

    def __init__(self, tally, sheet, *, strings, dates, epoch):
        super().__init__(tally)
        self.sheet, self.strings, self.dates, self.epoch = sheet, strings, dates, epoch
        self._row = self._column = 0
        self._kind = self._style = ""
        self._parts, self._open, self._spoken, self._is_formula = [], False, False, False

    def start(self, name, attributes):
        if name == "c":
            self._begin(attributes)
        elif name in ("v", "t"):
            self._open = not self._spoken
        elif name == "f":
            self._is_formula = True
        elif name == "rPh":
            self._spoken = True
        elif name == "row":
            self._row, self._column = whole(attributes.get("r"), self._row + 1), 0
            if attributes.get("hidden") in ("1", "true"):
                self.sheet.hidden_rows.add(self._row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first = whole(attributes.get("min"), 1)
            self.sheet.hidden_columns.update(range(first, min(whole(attributes.get("max"), first), first + 500) + 1))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _begin(self, attributes):
        where = place(attributes["r"]) if "r" in attributes else Place(self._row, self._column + 1)
        if where is None:
            raise FileRefused(_("Berkas ini rusak atau terpotong. Simpan atau kirim sekali lagi."))
        self._row, self._column = where
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._parts, self._is_formula = [], False

    def _merge(self, reference):
        corners = [place(corner) for corner in reference.split(":")]
        if len(corners) == 2 and all(corners):
            self.sheet.merged.append((*corners[0], *corners[1]))
            if len(self.sheet.merged) > MAX_MERGED:
                raise FileRefused(_("Buku kerja ini terlalu banyak sel gabungannya. Salin tabelnya ke buku baru."))

    def text(self, text):
        if self._open and len(self._parts) < MAX_CELL_TEXT:
            self._parts.append(text)

    def end(self, name):
        if name in ("v", "t"):
            self._open = False
        elif name == "rPh":
            self._spoken = False
        elif name == "c":
            self.tally.put(self.sheet, self._row, self._column, self._value("".join(self._parts)))

    def _value(self, text):
        if self._kind in ("n", "d", "b", "s") and not text.strip():
            return Broken("=") if self._is_formula else None
        if self._kind == "s":
            return self._shared(text)
        if self._kind == "b":
            return text.strip() == "1"
        if self._kind == "e":
            return Broken(text[:20])
        if self._kind == "d":
            return _iso_date(text)
        return self._number(text) if self._kind == "n" else text

    def _shared(self, text):
        number = whole(text, -1)
        if not 0 <= number < len(self.strings):
            raise FileRefused(_("Berkas ini rusak atau terpotong. Simpan atau kirim sekali lagi."))
        return self.strings[number]

    def _number(self, text):
        try:
            number = float(text[:40])
        except ValueError:
            return text
        if not math.isfinite(number):
            return text
        if self._style in self.dates and 0 <= number <= LAST_SERIAL:
            return from_serial(number, self.epoch)
        return int(number) if abs(number) < 1e15 and number.is_integer() else number


def from_serial(number, epoch=EPOCH):
    """Excel's day number as a date, or as a time of that day when it has a fraction."""
    try:
        moment = epoch + datetime.timedelta(days=number)
    except OverflowError:
        return number
    return moment.date() if number == int(number) else moment.replace(microsecond=0)


def _iso_date(text):
    try:
        return datetime.datetime.fromisoformat(text.strip().rstrip("Z")[:26]).date()
    except ValueError:
        return text


def whole(text, otherwise):
    return int(text) if text and len(text) < 10 and text.strip().isdecimal() else otherwise
