"""The XML of an .xlsx, changed where something is put in and left as it is everywhere else.

A part is read once with where its elements stand in its bytes; then pieces are cut and put in. What is put in is ASCII, whatever the
part is written in.
"""

import re
from xml.parsers import expat
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from exchange.archives import FileRefused
from exchange.grid import Tally
from exchange.sheet_xml import BROKEN, MAX_DEPTH, refuse_type

TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}  # how a part begins that is in UTF-16
DECLARATION = re.compile(rb"^\s*<\?xml.*?\?>", re.DOTALL)
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def ascii_xml(text):
    """Text for an element or an attribute."""
    return escape(UNWRITABLE.sub("", text), {'"': "&quot;"}).encode("ascii", "xmlcharrefreplace")


def with_attribute(tag, **changes):
    """The tag (bytes) with these attributes; None takes one away."""
    for name, value in changes.items():
        tag = re.sub(rb"""\s%b\s*=\s*(?:"[^"]*"|'[^']*')""" % name.encode(), b"", tag)
        if value is not None:
            tag = re.sub(
                rb"^<[^\s/>]+", lambda match, name=name, value=value: b'%b %b="%b"' % (match[0], name.encode(), ascii_xml(value)), tag
            )
    return tag


def tag_at(data, at):
    """The tag (bytes) that begins here."""
    match = TAG.match(data, at)
    return match[0] if match else data[at : data.find(b">", at) + 1]


class Part:
    """One part. Subclasses say in start() and end() what they look for; `edits`: [(first byte, byte behind the last, what stands there instead)]."""

    def __init__(self, data):
        if wide := WIDE.get(data[:2]):
            data = DECLARATION.sub(b"", data.decode(wide, "replace").encode())
        self.data, self.edits = data, []
        self.depth, self.prefix, self.closing = 0, b"", len(data)  # `closing`: where the root ends
        self._tally, self._empty = Tally(), []  # of each open element, whether its tag closes itself
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.StartDoctypeDeclHandler = self._parser.EntityDeclHandler = refuse_type
        try:
            self._parser.Parse(data, True)
        except FileRefused:
            raise
        except BROKEN as error:
            raise FileRefused(_("Berkas ini rusak atau terpotong. Simpan atau kirim sekali lagi.")) from error

    def _start(self, name, attributes):
        before, _colon, local = name.rpartition(":")
        if not self.depth:
            self.prefix = f"{before}:".encode() if before else b""
        self.depth += 1
        self._tally.element()
        if self.depth > MAX_DEPTH:
            raise FileRefused(_("Berkas ini disusun tidak wajar, jadi tidak dibuka."))
        at = self._parser.CurrentByteIndex
        self._empty.append(tag_at(self.data, at).endswith(b"/>"))
        self.start(local, attributes, at)

    def _end(self, name):
        """`at`: where the closing tag begins, `after`: behind it; both are behind an element that is empty."""
        at = after = self._parser.CurrentByteIndex
        if not self._empty.pop():
            after = self.data.index(b">", at) + 1
        self.end(name.rpartition(":")[2], at, after)
        self.depth -= 1
        if not self.depth:
            self.closing = at

    def start(self, name, attributes, at):
        """An element begins; `name` without its prefix."""

    def end(self, name, at, after):
        """An element ends."""

    def element(self, name, inside=b"", **attributes):
        """A new element with this part's prefix."""
        said = b"".join(b' %b="%b"' % (key.encode(), ascii_xml(str(value))) for key, value in attributes.items())
        whole = self.prefix + name.encode()
        return b"<%b%b>%b</%b>" % (whole, said, inside, whole) if inside else b"<%b%b/>" % (whole, said)

    def insert(self, at, piece):
        self.edits.append((at, at, piece))

    def retag(self, at, **changes):
        tag = tag_at(self.data, at)
        self.edits.append((at, at + len(tag), with_attribute(tag, **changes)))

    def written(self):
        pieces, done = [], 0
        for first, last, piece in sorted(self.edits, key=lambda edit: edit[:2]):
            pieces += [self.data[done:first], piece]
            done = max(done, last)
        return b"".join([*pieces, self.data[done:]])
