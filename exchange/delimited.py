"""Text files with separators, as Excel, LibreOffice and telephones write them."""

import codecs
import csv
import io
import re

from django.utils.translation import gettext as _

from exchange.archives import FileRefused
from exchange.grid import Sheet

MAX_BYTES = 10 * 1024 * 1024
SEPARATORS = ";\t,|"
QUOTED = re.compile(r'"(?:[^"]|"")*"')
LOOKED_AT = 30  # lines by which the separator is told
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read(data, tally):
    """The one sheet of a text file. Its rows are numbered as Excel shows them when it opens the file."""
    text = decoded(data)
    text, separator = separated(text)
    sheet = Sheet(name="CSV")
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            for column, value in enumerate(cells, start=1):
                tally.element()
                tally.put(sheet, row, column, value.strip())
    except csv.Error as error:
        raise FileRefused(_("Ada tanda kutip yang tidak ditutup, jadi kolomnya tidak bisa dipisahkan. Simpan ulang dari Excel.")) from error
    return sheet


def looks_like_text(data):
    """Whether these first bytes can be a text at all."""
    return data.startswith(tuple(_MARKS)) or b"\x00" not in data or _bare_utf16(data) is not None


def decoded(data):
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    for encoding in (marked, None if marked else _bare_utf16(data), "utf-8"):
        try:
            if encoding:
                return data.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            pass
    return data.decode("cp1252", errors="replace").replace("\x00", "")


def _bare_utf16(data):
    """Text of Western letters in UTF-16 without a mark: every second byte is zero."""
    even, odd = data[0:2000:2], data[1:2000:2]
    if len(odd) < 4:
        return None
    if odd.count(0) > 0.7 * len(odd) and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > 0.7 * len(even) and not odd.count(0) else None


def separated(text):
    """(text without Excel's own line that names it, the separator): the one that cuts most lines into equally many parts."""
    if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n"):
        return "\n" + text.split("\n", 1)[-1], text[4]  # the line stays as an empty one, for it has a number in Excel too
    unquoted = QUOTED.sub("", text[:50_000])
    lines = [line for line in unquoted.splitlines()[:LOOKED_AT] if line]
    counts = {separator: [line.count(separator) for line in lines] for separator in SEPARATORS}
    return text, max(SEPARATORS, key=lambda separator: _evenness(counts[separator]))


def _evenness(counts):
    """How many lines have the most frequent number of separators, and then how many that is; no separator is worth nothing."""
    some = [count for count in counts if count]
    if not some:
        return 0, 0
    usual = max(set(some), key=lambda count: (some.count(count), count))
    return some.count(usual), usual
