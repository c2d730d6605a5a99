"""The comments of a sheet, and the drawing that Excel wants to have for each of them."""

import re

from exchange.grid import Place, place
from exchange.package import Part, ascii_xml, tag_at

AUTHOR = "UMKM Virtual Expo"
BREAK = rb"(?:\s|&#(?:10|13|x[aAdD]);|_x000[aAdD]_){0,9}"
ADDED = re.compile(BREAK + AUTHOR.encode() + rb": [^<]*")  # what an earlier marking put below somebody else's words
SHAPE, SHAPE_ENDS = re.compile(rb"<(?:\w+:)?shape\b"), re.compile(rb"</(?:\w+:)?shape>")
AT = re.compile(rb"<(?:\w+:)?(Row|Column)>\s*(\d+)\s*</")
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<authors></authors><commentList></commentList></comments>"
)
NAMESPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
DRAWING = b"<xml" + b"".join(b' xmlns:%b="%b"' % pair for pair in NAMESPACES.items()) + b"></xml>"
KIND = (
    b'<v:shapetype%b id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
NOTE = (
    b'<v:shape%b id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:90pt;'
    b'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    b'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column>'
    b"</x:ClientData></v:shape>"
)


class Notes(Part):
    """The part with the comments, ours of an earlier marking taken out and `remarks` ({Place: text}) put in.

    Where somebody commented on the cell, ours stands below it. `added`, `removed`: the cells that get or lose a drawing.
    """

    def __init__(self, data, remarks):
        self._authors, self._list = [], None
        self._others, self._own, self._at = [], [], None  # [Place, first byte, byte behind, end of its last text]
        self._closing_of_authors = self._text_at = 0
        super().__init__(data if b"comment " in data else EMPTY)
        self._remark(dict(remarks))

    def start(self, name, attributes, at):
        if name == "author":
            self._authors.append("")
            self._text_at = at
        elif name == "comment":
            self._at = [place(attributes.get("ref", "")), at, at, None]
            self._author = attributes.get("authorId", "")

    def end(self, name, at, after):
        if name == "author":
            self._authors[-1] = self.data[self._text_at : at].rpartition(b">")[2]
        elif name == "authors":
            self._closing_of_authors = at
        elif name == "t" and self._at and self.data.startswith(b"</", at):
            self._at[3] = at
        elif name == "comment":
            self._at[2] = after
            is_own = (
                self._author.isdecimal() and int(self._author) < len(self._authors) and self._authors[int(self._author)] == AUTHOR.encode()
            )
            (self._own if is_own else self._others).append(self._at)
            self._at = None
        elif name == "commentList":
            self._list = at

    def _remark(self, remarks):
        self.removed = {entry[0] for entry in self._own}
        for where, first, behind, text_end in self._others:
            for match in ADDED.finditer(self.data, first, behind):
                self.edits.append((match.start(), match.end(), b""))
            if where in remarks and text_end is not None:
                self.insert(text_end, b"\n\n" + _said(remarks.pop(where)))
        for _where, first, behind, _text_end in self._own:
            self.edits.append((first, behind, b""))
        taken = {entry[0] for entry in self._others}
        self.added = {where for where in remarks if where not in taken}
        if self.added:
            author = self._author_number()
            self.insert(self._list, b"".join(self._comment(where, remarks[where], author) for where in sorted(self.added)))

    def _author_number(self):
        if AUTHOR.encode() not in self._authors:
            self.insert(self._closing_of_authors, self.element("author", AUTHOR.encode()))
            self._authors.append(AUTHOR.encode())
        return self._authors.index(AUTHOR.encode())

    def _comment(self, where, text, author):
        said = b'<%bt xml:space="preserve">%b</%bt>' % (self.prefix, _said(text), self.prefix)
        return self.element("comment", self.element("text", self.element("r", said)), ref=where, authorId=author)


def _said(text):
    return ascii_xml(f"{AUTHOR}: {text}")


def drawing_with(data, *, added, removed):
    """The drawing (VML; b"" for none yet) with notes for the cells in `added` and without those of `removed`."""
    data = _without(data or DRAWING, removed)
    root = data.find(b"<xml")
    head = tag_at(data, max(root, 0))
    names = b"".join(b' xmlns:%b="%b"' % (name, uri) for name, uri in NAMESPACES.items() if b"xmlns:%b=" % name not in head)
    last = max([1024, *(int(found) for found in re.findall(rb'id="_x0000_s(\d{1,9})"', data))])
    pieces = [] if b'id="_x0000_t202"' in data else [KIND % names]
    for number, where in enumerate(sorted(added), start=last + 1):
        pieces.append(NOTE % (names, number, where.row - 1, where.column - 1))
    end = data.rfind(b"</xml>")
    return data[:end] + b"".join(pieces) + data[end:] if added else data


def _without(data, cells):
    """The drawing without the notes of these cells."""
    pieces, done = [], 0
    for end in SHAPE_ENDS.finditer(data):
        begin = SHAPE.search(data, done, end.start())
        at = {name: int(number) for name, number in AT.findall(data, begin.start() if begin else done, end.start())}
        is_of_them = begin and Place(at.get(b"Row", -2) + 1, at.get(b"Column", -2) + 1) in cells
        pieces.append(data[done : begin.start() if is_of_them else end.end()])
        done = end.end()
    return b"".join([*pieces, data[done:]])
