"""The booths and products that the rows of a workbook speak of, before anybody looks at what is there already.

A booth may stand in a sheet of its own, be repeated in every row of its products, or be named once with the rows below it left blank.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange import mending
from exchange.alike import Reach, name_key, near_key, near_names
from exchange.archives import FileRefused
from exchange.cells import PLACE, Remark, Said, of_row
from exchange.fields import BOOTH, IDENTITY, PAPERS_OF_A_PRODUCT, PRODUCT
from exchange.grid import Broken
from exchange.headings import same
from exchange.places import LEVELS, MARK, MARKS

MOST_RECORDS = 4_000
LONGEST_NUMBER = 8  # of a row; what is longer may be somebody's
TOTAL = re.compile(r"(grand |sub ?)?(jumlah|total)\b", re.IGNORECASE)
SIGNED = re.compile(r"\b(mengetahui|kepala dinas|kepala bidang|nip[ .:]|ttd|tertanda|dibuat oleh|catatan|keterangan)\b", re.IGNORECASE)
NUMBERED = re.compile(r"\W*(?:(?:[ivx\d]+|[a-z])[.)\s]\W*)?", re.IGNORECASE)  # what may stand before the heading of a part: "B. "
BETWEEN_PHOTOS = re.compile(
    r"[,;\n]|(?:(?<=\.[a-z]{3})|(?<=\.[a-z]{4}))\s+(?:(?:dan|serta|and)\b|[&+/|])", re.IGNORECASE
)  # a name may hold "dan"
EXAMPLE = re.compile(r"contoh\b", re.IGNORECASE)


@dataclass(eq=False)
class Record:
    """A booth or a product of the workbook. `id` is its first row: 'Data!B5' would be a cell, 'Data!5 stan' is this."""

    id: str
    of: str
    sheet: str
    row: int
    rows: list = field(default_factory=list)  # [sheet, row] of all that speak of it
    values: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)
    typed: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    villages: list = field(default_factory=list)
    papers: list = field(default_factory=list)  # [kind, number, last day or None, ids of the products that it is for]
    hidden: str = ""  # the id of the question whether to read it
    booth: str = ""  # of a product: id of its booth
    number: str = ""  # as the workbook numbers its rows
    photos: list = field(default_factory=list)  # names of files

    @property
    def place(self):
        return f"{self.sheet}!{self.row}"

    def seen_from(self, sheet):
        """'baris 5', or 'baris 5 lembar “Stan”' from another sheet."""
        if sheet == self.sheet:
            return _("baris %d") % self.row
        return _("baris %(row)d lembar “%(sheet)s”") % {"row": self.row, "sheet": self.sheet}

    @property
    def name(self):
        return self.values.get("name" if self.of == BOOTH else "product_name", "")


@dataclass
class Reading:
    records: list = field(default_factory=list)
    skipped: list = field(default_factory=list)  # [sheet, row, why]


def read(book, layouts, ground):
    """The `Reading` of a workbook whose sheets are laid out like this. Sheets of booths come first: products refer to them."""
    reading = _Reader(ground)
    readable = [(sheet, layout) for sheet, layout in zip(book.sheets, layouts, strict=True) if layout.is_read]
    for sheet, layout in sorted(readable, key=lambda pair: pair[1].has(PRODUCT)):
        reading.sheet(sheet, layout)
    return Reading(list(reading.records.values()), reading.skipped)


class _Reader:
    def __init__(self, ground):
        self.ground = ground
        self.records, self.skipped = {}, []
        self._by_number, self._by_phone, self._by_name, self._near = {}, defaultdict(Reach), defaultdict(list), Reach()

    def sheet(self, sheet, layout):
        section, current = {}, None
        ours = {column.number for column in layout.of("result")}
        below = [row for row in sorted(sheet.rows) if row > layout.heading_rows[-1]]
        for position, number in enumerate(below):
            filled = {column: value for column, value in sheet.rows[number].items() if isinstance(value, Broken) or mending.clean(value)}
            row = {column: value for column, value in filled.items() if column not in ours}
            if found := _section(row):
                section = section | found
                why = _("Judul bagian.")
            else:
                why = _why_not(row, layout, first=not position)
            if why == SIGNATURES:
                self.skipped += [[sheet.name, rest, str(why)] for rest in below[position:]]
                return
            if why:
                self.skipped.append([sheet.name, number, str(why)])
            elif row:
                current = self._row(sheet, layout, row, number, current, section)

    def _row(self, sheet, layout, row, number, current, section):
        """Read a row; returns the booth that the next one goes on with."""
        booth = of_row(layout, row, number, BOOTH, self.ground, section)
        product = of_row(layout, row, number, PRODUCT, self.ground) if layout.has(PRODUCT) else Said()
        has_product = bool(product.values or product.faults)
        product_fault = ""
        if any(key in booth.values for key in IDENTITY):
            current, product_fault = self._find(sheet, booth, has_product)
            current = current or (None if product_fault else self._new(BOOTH, sheet, number))
        elif not (current and has_product):
            current = self._new(BOOTH, sheet, number)
        if current:
            self._merge(current, booth, sheet, number)
        if has_product:
            self._product(sheet, layout, row, number, product, booth, current, product_fault)
        else:
            self._aside(current, layout, row)
        return current

    def _new(self, of, sheet, number):
        if len(self.records) >= MOST_RECORDS:
            raise FileRefused(
                _("Buku kerja ini berisi lebih dari %(most)s stan dan produk. Pecah menjadi beberapa.") % {"most": MOST_RECORDS}
            )
        record = Record(f"{sheet.name}!{number} {of}", of, sheet.name, number)
        while record.id in self.records:
            record.id += "'"
        self.records[record.id] = record
        return record

    # Booths

    def _find(self, sheet, said, is_reference):
        """(the booth of this workbook that a row means, or None, why it cannot be told)."""
        number, name, phone = (said.values.get(key, "") for key in IDENTITY)
        if number:
            return self._by_number.get(number), ""
        with_phone = self._by_phone[phone] if phone else Reach()
        for record in with_phone.find(near_key(name)) if name else with_phone.all():
            return record, ""
        named = self._named(sheet, said, is_reference) if name else []
        if len(named) > 1:
            rows = ", ".join(record.seen_from(sheet.name) for record in named)
            sentence = _("Ada beberapa stan “%(name)s” (%(rows)s). Tambahkan desa atau nomor HP-nya.")
            return None, sentence % {"name": name, "rows": rows}
        return (named[0] if named else None), ""

    def _named(self, sheet, said, is_reference):
        """The booths of this name that do not contradict; for a product that names its booth only, else the one that is spelled nearly so."""
        name, phone, village = (said.values.get(key, "") for key in ("name", "whatsapp", "village"))
        exact = [
            record
            for record in self._by_name[name_key(name)]
            if _agree(village, record.values.get("village")) and _agree(phone, record.values.get("whatsapp"))
        ]
        if exact or village or not is_reference:
            return exact
        near = self._near.find(near_key(name))
        if len(near) == 1:
            sentence = _("Dibaca “%(name)s” dari %(where)s.") % {"name": near[0].name, "where": near[0].seen_from(sheet.name)}
            said.notes.append(Remark(said.cells["name"], sentence))
        return near

    def _merge(self, record, said, sheet, number):
        """Add what a row says of a booth. What contradicts an earlier row is a warning, and the earlier one counts."""
        record.rows.append([sheet.name, number])
        for key, value in said.values.items():
            before = record.values.setdefault(key, value)
            if key == "links":
                record.values[key] = list(dict.fromkeys([*before, *value]))
            elif before != value and not (key == "name" and near_names(before, value)):
                shown = {"where": record.seen_from(sheet.name), "value": self._shown(key, before)}
                sentence = _("Berbeda dari %(where)s, dan yang dipakai yang di sana: “%(value)s”.") % shown
                record.warnings.append(Remark(said.cells[key], sentence))
        record.cells = said.cells | record.cells
        record.typed = said.typed | record.typed
        record.villages = [] if "village" in record.values else record.villages or said.villages
        for name in ("notes", "faults", "warnings"):
            setattr(record, name, list(dict.fromkeys([*getattr(record, name), *getattr(said, name)])))
        for kind, paper, until in said.papers:
            _paper(record, kind, paper)[2] = _paper(record, kind, paper)[2] or until
        self._hide(record, sheet, number)
        self._remember(record)

    def _shown(self, key, value):
        if key == "village":
            return self.ground.places.label(value)
        return self.ground.categories[value] if key == "category" else value

    def _remember(self, record):
        if number := record.values.get("stall_number"):
            self._by_number.setdefault(number, record)
        if record.name and record not in self._by_name[name_key(record.name)]:
            self._near.add(near_key(record.name), record)
            self._by_name[name_key(record.name)].append(record)
        if phone := record.values.get("whatsapp"):
            self._by_phone[phone].add(near_key(record.name), record)

    # Products

    def _product(self, sheet, layout, row, number, said, booth, current, fault):
        record = self._new(PRODUCT, sheet, number)
        record.rows.append([sheet.name, number])
        for name in ("values", "cells", "typed", "notes", "faults", "warnings"):
            setattr(record, name, getattr(said, name))
        record.booth = current.id if current else ""
        if fault:
            record.faults.append(Remark(booth.cells["name"], fault))
        if not record.name and record.cells.get("product_name") not in {fault.cell for fault in record.faults}:
            record.faults.append(Remark(record.cells.get("product_name", record.place), _("Isi nama produknya.")))
        for kind, paper, _until in booth.papers if current else ():
            if kind in PAPERS_OF_A_PRODUCT:
                _paper(current, kind, paper)[3].append(record.id)
        self._hide(record, sheet, number)
        self._aside(record, layout, row)

    def _hide(self, record, sheet, number):
        """A record that a visible row speaks of, too, is none to ask about."""
        hidden = f"lembar:{sheet.name}" if sheet.hidden else f"baris:{sheet.name}" if number in sheet.hidden_rows else ""
        record.hidden = hidden if len(record.rows) < 2 or not hidden else record.hidden

    def _aside(self, record, layout, row):
        """What photos may be named after."""
        for column in layout.of("row_number"):
            number = mending.clean(row.get(column.number))
            record.number = record.number or (number if len(number) <= LONGEST_NUMBER else "")
        for column in layout.of("photo"):
            names = BETWEEN_PHOTOS.split(mending.clean(row.get(column.number), lines=True))
            record.photos += [name.strip() for name in names if name.strip()]


def _paper(record, kind, number):
    """The entry of a paper in a record, made when it is not there."""
    for entry in record.papers:
        if entry[:2] == [kind, number]:
            return entry
    record.papers.append([kind, number, None, []])
    return record.papers[-1]


def _agree(one, other):
    return not one or not other or one == other


# Rows that are none of the table

SIGNATURES = gettext_lazy("Tanda tangan atau catatan di bawah tabel.")
EXAMPLES = gettext_lazy("Baris contoh.")
NAMELESS = gettext_lazy("Tidak ada namanya.")
OUTSIDE = gettext_lazy("Di luar kolom yang dibaca.")


def _why_not(row, layout, *, first):
    """Why a row is none of the table; '' when it is."""
    texts = [mending.clean(value) for _column, value in sorted(row.items())]
    mapped = [column for column in layout.columns if column.key and column.number in row]
    fields = {column.key for column in mapped} - {"row_number", "photo", "private"}
    has_name = bool(fields & {*IDENTITY, "product_name"})
    if first and len(texts) > 2 and [text.strip("().") for text in texts] == [str(number) for number in range(1, len(texts) + 1)]:
        return _("Nomor kolom.")
    if len(mapped) > 1 and all(same(mending.clean(row[column.number])) == same(column.heading) for column in mapped):
        return _("Judul kolom diulang.")
    if any(TOTAL.match(text) for text in texts[:2]) and not fields & {"village", "district", "product_name"}:
        return _("Baris jumlah.")
    if texts and EXAMPLE.match(texts[0]) and len(mapped) > 1:
        return EXAMPLES
    if texts and len(texts) <= 4 and not fields & {"whatsapp", "village", "price"} and any(SIGNED.search(text) for text in texts):
        return SIGNATURES
    if texts and not has_name and len(fields) < 3:
        return NAMELESS if fields else OUTSIDE
    return ""


def _section(row):
    """What a line like 'B. KECAMATAN SUKOREJO' says of the rows below it: {'district': 'KECAMATAN SUKOREJO', 'village': ''}."""
    texts = {mending.clean(value) for value in row.values()}
    line = texts.pop() if len(texts) == 1 else ""
    match = MARK.match(line, NUMBERED.match(line).end()) if len(line) < 60 else None
    place = line[match.end() :].strip(" :.-") if match else ""
    level = LEVELS.get(MARKS[match[1].lower()], MARKS[match[1].lower()]) if match else ""
    if not place or level not in PLACE:
        return {}
    finer = {"region": ("district", "village"), "district": ("village",), "village": ()}[level]
    return dict.fromkeys(finer, "") | {level: f"{match[1]} {place}"}
