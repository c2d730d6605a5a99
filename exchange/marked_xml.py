"""A column and remarks put into a workbook; formats, formulas with their values, pictures and charts stay, byte for byte.

openpyxl would read everything and write what it knows: the values of formulas, shapes and odd formats would be gone, and a part that
our reader never opens could make it take any memory. So the XML is changed in place (exchange/package.py).
"""

import zipfile
from dataclasses import dataclass, field
from itertools import count
from posixpath import basename, dirname

from exchange import spreadsheets
from exchange.archives import Archive
from exchange.grid import Place, Tally, place
from exchange.looks import Looks
from exchange.notes import Notes, drawing_with
from exchange.package import Part, ascii_xml, tag_at
from exchange.sheet_xml import Relations, whole

MOST_BYTES = 240 * 1024 * 1024  # of everything in the package, pictures too, which are copied in pieces
WIDTH = 60  # of the column, in characters
LINE = 15  # points that a line of words takes
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NEW_PARTS = {  # kind: (what is in it, its path)
    "comments": ("application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml", "xl/comments-umkm{}.xml"),
    "vmlDrawing": ("application/vnd.openxmlformats-officedocument.vmlDrawing", "xl/drawings/umkm{}.vml"),
}
NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
BEHIND_NOTES = frozenset(  # elements of a sheet that come after the one that names its notes
    ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"]
)


@dataclass
class Marks:
    """What is put into a sheet: in `column` (0: nowhere) the title beside the headings, and a text by row; remarks by cell."""

    column: int
    heading: int
    title: str
    texts: dict = field(default_factory=dict)  # row → text
    remarks: dict = field(default_factory=dict)  # Place → (FAULT or WARNING, text)


def write(file, sheets, out):
    """Write the workbook in `file` into `out`, with {name of a sheet: Marks}. Raises archives.FileRefused."""
    package = _Package(Archive(file, most_bytes=spreadsheets.MAX_UNPACKED))
    for name, marks in sheets.items():
        if name in package.sheets:
            package.mark(package.sheets[name], marks)
    changed, archive = package.written(), Archive(file, most_bytes=MOST_BYTES)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as target:
        for entry in archive.names():
            with target.open(entry, "w", force_zip64=True) as stream:
                for chunk in [changed.pop(entry)] if entry in changed else archive.chunks(entry):
                    stream.write(chunk)
        for entry, data in changed.items():
            target.writestr(entry, data)


class _Package:
    def __init__(self, archive):
        self.archive, self.changed = archive, {}
        self.sheets, self.looks_path = spreadsheets.parts(archive, Tally())
        self.looks = Looks(self._data(self.looks_path)) if self.looks_path else None
        self.types = Part(self._data("[Content_Types].xml"))

    def _data(self, path):
        return b"".join(self.archive.chunks(path)) if path and path in self.archive else b""

    def mark(self, path, marks):
        sheet = Worksheet(self._data(path), marks, self.looks)
        relations_path = f"{dirname(path)}/_rels/{basename(path)}.rels"
        relations = Part(self._data(relations_path) or NO_RELATIONS)
        targets = Relations(Tally(), dirname(path)).read([relations.data]).targets
        notes_path = next((target for kind, target in targets.values() if kind == "comments" and target in self.archive), "")
        notes = Notes(self._data(notes_path), {where: text for where, (_state, text) in marks.remarks.items()})
        if notes.added or notes.edits:
            self.changed[notes_path or self._new(relations, "comments")] = notes.written()
        if notes.added or notes.removed:
            _kind, drawing_path = targets.get(sheet.drawing, ("", ""))
            drawing = drawing_with(self._data(drawing_path), added=notes.added, removed=notes.removed)
            if drawing_path not in self.archive:
                drawing_path = self._new(relations, "vmlDrawing")
                sheet.show_notes("umkm-vmlDrawing")
            self.changed[drawing_path] = drawing
        if relations.edits:
            self.changed[relations_path] = relations.written()
        self.changed[path] = sheet.written()

    def _new(self, relations, kind):
        """The path of a part that a sheet gets."""
        contents, name = NEW_PARTS[kind]
        path = next(path for number in count(1) if (path := name.format(number)) not in self.archive and path not in self.changed)
        relations.insert(relations.closing, relations.element("Relationship", Id=f"umkm-{kind}", Type=f"{KINDS}/{kind}", Target=f"/{path}"))
        self.types.insert(self.types.closing, self.types.element("Override", PartName=f"/{path}", ContentType=contents))
        return path

    def written(self):
        """{path: data} of all that changed."""
        own = {self.looks_path: self.looks} if self.looks else {}
        return self.changed | {path: part.written() for path, part in (own | {"[Content_Types].xml": self.types}).items()}


class Worksheet(Part):
    """A sheet with its marks. `drawing`: the relation to its notes, where it has some."""

    def __init__(self, data, marks, looks):
        self.marks, self.looks, self.drawing = marks, looks, ""
        self._row, self._row_at, self._cells, self._at = 0, 0, [], None
        self._columns, self._data_at, self._notes_at = None, 0, None  # [(first, last, where)] of <cols>
        self._todo = _by_row(marks)
        super().__init__(data)

    def start(self, name, attributes, at):
        if name == "c":
            where = place(attributes["r"]) if "r" in attributes else Place(self._row, (self._cells[-1][0] if self._cells else 0) + 1)
            self._row = where.row
            self._at = [where.column, at, at, attributes.get("s", "")]
        elif name == "row":
            self._row, self._row_at, self._cells = whole(attributes.get("r"), self._row + 1), at, []
            self._is_of_a_height = "ht" in attributes
        elif name == "col":
            self._columns.append((whole(attributes.get("min"), 1), whole(attributes.get("max"), 1), at))
        elif name == "cols":
            self._columns = []
        elif name == "sheetData":
            self._widen(at)
        elif name == "dimension":
            self.edits.append((at, at + len(tag_at(self.data, at)), b""))  # it would claim too few columns
        elif name == "legacyDrawing":
            self.drawing = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        elif self.depth == 2 and name in BEHIND_NOTES and self._notes_at is None:
            self._notes_at = at

    def end(self, name, at, after):
        if name == "c":
            self._at[2] = after
            self._cells.append(self._at)
        elif name == "row" and at != after:
            self._mark_row(at)
        elif name == "cols":
            self._cols_closing = at

    def _mark_row(self, closing):
        todo = self._todo.pop(self._row, {})
        if todo:
            self.retag(self._row_at, spans=None, **self._height(todo.get(self.marks.column)))
        left_look = "0"
        for column, first, behind, look in self._cells:
            if column == self.marks.column and column in todo:
                self.edits.append((first, behind, self._cell(todo.pop(column), column, left_look)))
            elif column == self.marks.column and self._row > self.marks.heading:
                self.edits.append((first, behind, b""))  # of an earlier marking
            elif column in todo:
                self.retag(first, s=self._tinted(look, todo.pop(column)))
            elif self.looks and look and self.looks.is_tinted(look):
                self.retag(first, s=self.looks.tinted(look, None))
            left_look = look if column < (self.marks.column or column) else left_look
        for column, mark in sorted(todo.items()):
            at = next((first for other, first, _behind, _look in self._cells if other > column), closing)
            self.insert(at, self._cell(mark, column, left_look))

    def _height(self, text):
        """Room for all lines of our text, unless the workbook has said how high the row is: not every program makes it by itself."""
        lines = sum(-(-len(line) // WIDTH) for line in text.splitlines()) if text and self._row > self.marks.heading else 0
        return {} if self._is_of_a_height or lines < 2 else {"ht": str(lines * LINE)}

    def _cell(self, mark, column, beside):
        """A new cell: with a text of ours, or an empty one with a remark."""
        where = Place(self._row, column)
        if column != self.marks.column:
            return self.element("c", r=where, s=self._tinted("0", mark))
        look = beside if self._row == self.marks.heading else self.looks.wrapped() if self.looks else "0"
        words = b'<%bt xml:space="preserve">%b</%bt>' % (self.prefix, ascii_xml(mark), self.prefix)
        return self.element("c", self.element("is", words), r=where, s=look or "0", t="inlineStr")

    def _tinted(self, look, state):
        return self.looks.tinted(look or "0", state) if self.looks else look or "0"

    def _widen(self, at):
        """Give our column a width, unless the workbook gives it one."""
        number = self.marks.column
        if not number or any(first <= number <= last for first, last, _at in self._columns or ()):
            return
        column = self.element("col", min=number, max=number, width=WIDTH, customWidth=1)
        if self._columns is None:
            self.insert(at, self.element("cols", column))
        else:
            self.insert(next((where for first, _last, where in self._columns if first > number), self._cols_closing), column)

    def show_notes(self, relation):
        said = b' xmlns:umkm="%b" umkm:id="%b"' % (KINDS.encode(), relation.encode())
        piece = b"<%blegacyDrawing%b/>" % (self.prefix, said)
        self.insert(self.closing if self._notes_at is None else self._notes_at, piece)


def _by_row(marks):
    """{row: {column: text of ours, or what kind of remark}}"""
    rows = {}
    for where, (state, _text) in marks.remarks.items():
        rows.setdefault(where.row, {})[where.column] = state
    if marks.column:
        for row, text in (marks.texts | {marks.heading: marks.title}).items():
            rows.setdefault(row, {})[marks.column] = text
    return rows
