"""Which column is what: headings in anybody's order and words, found below whatever titles stand above them."""

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from functools import cache, lru_cache

from exchange.fields import BOOTH, FIELDS, PRODUCT, RESULT
from exchange.grid import letters
from exchange.mending import clean
from expo.text import tokens

LOOKED_AT = 40  # rows with something in them among which the headings are looked for
LONGEST = 80  # characters of a heading; what is longer is a sentence
SURE, CONTAINED, LEAST_ALIKE = 1.0, 0.8, 0.8
SAMPLES = 3
LAST = 90  # rank of a spelling that says too little by itself
LONGEST_PHRASE = 7  # words of a heading; more are a sentence that happens to hold one
NOT_A_PART = frozenset(  # beside these a known word means something else: "Tanggal bayar" is no price, "Email pemilik" no name
    "email mail surel tanggal tgl jumlah jml total omset omzet nilai status surat lampiran modal rata rencana target ket".split()  # noqa: SIM905
)
PERSONAL_NUMBER = re.compile(r"(?<!\d)(\d(?:[ .\-]?\d){3})(?:[ .\-]?\d){11,}")
HOW_SURE = KNOWN, ALIKE, REMEMBERED, CHOSEN, TAKEN, UNKNOWN = "dikenal", "mirip", "diingat", "dipilih", "ganda", "tidak dikenal"


@dataclass
class Column:
    number: int
    heading: str
    key: str = ""  # of FIELDS; "" when it is not read
    confidence: float = 0.0
    why: str = UNKNOWN
    samples: list = field(default_factory=list)
    hidden: bool = False

    @property
    def letter(self):
        return letters(self.number)


@dataclass
class Layout:
    """How a sheet is to be read. `heading_rows` is empty when no headings were found; then nothing of it is read."""

    sheet: str
    hidden: bool = False
    heading_rows: list = field(default_factory=list)
    columns: list = field(default_factory=list)

    def of(self, key):
        """The columns that hold a field, the best first."""
        return [column for column in self.columns if column.key == key]

    def has(self, kind):
        return any(column.key and FIELDS[column.key].of == kind for column in self.columns)

    @property
    def is_read(self):
        return bool(self.heading_rows) and (self.has(BOOTH) or self.has(PRODUCT))

    @property
    def unread(self):
        """The columns that nothing is taken from, in their order."""
        return sorted((column for column in self.columns if column.key in ("", "private")), key=lambda column: column.number)


@lru_cache(maxsize=4096)
def same(heading):
    """What two spellings of a heading have in common: letters and digits only."""
    return "".join(tokens(heading))


def guess(sheet, *, chosen=None, remembered=None):
    """The `Layout` of a sheet.

    chosen: {column letter: field or ""}, what the organiser said of this sheet. remembered: {same(heading): field or ""}, of earlier ones.
    """
    rows, texts = _find(sheet)
    layout = Layout(sheet.name, sheet.hidden, rows)
    below = [row for row in sorted(sheet.rows) if rows and row > rows[-1]]
    for number in sorted(set(texts) | {column for row in below for column in sheet.rows[row]}):
        values = [sheet.rows[row][number] for row in below if number in sheet.rows[row]]
        column = Column(number, _heading(texts.get(number, [])), hidden=number in sheet.hidden_columns)
        column.samples = list(dict.fromkeys(shown for value in values[:50] if (shown := clean(value))))[:SAMPLES]
        layout.columns.append(column)
    _assign(layout, texts)
    _override(layout, chosen or {}, remembered or {})
    for column in layout.columns:
        column.samples = [_without_personal_numbers(sample) for sample in column.samples] if column.key != "private" else []
    return layout


def _heading(texts):
    return " ".join(dict.fromkeys(texts))[:LONGEST]


def _without_personal_numbers(sample):
    """A number as long as that of an identity card or a tax payer is shown by its beginning only, however it is written."""
    return PERSONAL_NUMBER.sub(r"\1…", sample[:60])


# Where the headings are


def _find(sheet):
    """([numbers of the heading rows], {column: [texts from above to below]}): one row, or two where the second says more."""
    numbers = sorted(sheet.rows)[:LOOKED_AT]
    best, found = 0, ([], {})
    for number in numbers:
        upper = _texts(sheet, number)
        for rows, texts in (([number], upper), ([number, number + 1], _joined(sheet, number, upper))):
            score = _score(texts)
            if score > best:
                best, found = score, (rows, texts)
    if best >= 2 or (best == 1 and len(found[1]) == 1):
        return found
    first = next((number for number in numbers if len(_texts(sheet, number)) > 1), None)
    return ([first], _texts(sheet, first)) if first else ([], {})


def _texts(sheet, number):
    row = sheet.rows.get(number, {})
    return {column: [text] for column, value in row.items() if isinstance(value, str) and 0 < len(text := clean(value)) <= LONGEST}


def _joined(sheet, number, upper):
    """Headings over two rows: what stands above several columns belongs to each of them."""
    lower = _texts(sheet, number + 1)
    if len(lower) < len(sheet.rows.get(number + 1, {})) or sum(bool(_known(text)) for (text,) in lower.values()) < 2:
        return {}  # numbers, or words that are no headings: the first row of what follows
    spans = {column: last for first, column, end, last in sheet.merged if first <= number <= end}
    texts, above, until = {}, [], 0
    for column in range(1, max([*upper, *lower]) + 1):
        if column in upper:
            above, until = upper[column], spans.get(column, 0)
        elif column > until and (spans or column not in lower):
            above = []
        both = [*above, *lower.get(column, [])] if column in lower else upper.get(column, [])
        if both:
            texts[column] = list(dict.fromkeys(both))
    return texts


def _score(texts):
    """How many different fields these headings name."""
    found = {key[0][0] for words in texts.values() if (key := _exact(words))}
    return len(found)


# What a heading means


@cache
def _table():
    """{spelling: [(field, rank among its spellings)]}"""
    table = {}
    for key, known in FIELDS.items():
        for rank, name in enumerate(known.names):
            table.setdefault(same(name), []).append((key, rank))
    return table


IN_CONTEXT = {  # what says too little by itself, and is settled by what else the sheet has
    same(name): kind
    for kind, names in {
        "?name": "Nama",
        "?kind": "Jenis|Kategori|Jenis Produk|Kategori Produk|Jenis Barang|Kelompok Produk|Category",
        "?remark": "Keterangan|Deskripsi|Ket",
        "?product": "Produk|Produk Unggulan|Nama Produk Unggulan|Produk Utama",
        "?contact": "Kontak|CP|Contact Person|Kontak Person|Contact|Narahubung",
        "?brand": "Merek|Merk|Merek Dagang|Merk Dagang|Nama Merek|Nama Merk|Merek Produk|Merk Produk",
        "?measure": "Ukuran",
    }.items()
    for name in names.split("|")
}


def _known(text):
    """[(field, rank of this spelling)], or what it may be: [(one of "?name" …, LAST)]."""
    if (kind := IN_CONTEXT.get(same(text))) is not None:
        return [(kind, LAST)]
    return _table().get(same(text), [])


def _exact(texts):
    """Readings of a heading that is in the table: the lower line, both lines, without what stands in brackets, the upper line."""
    for text in dict.fromkeys([texts[-1], " ".join(texts), _unbracketed(texts[-1]), _unbracketed(" ".join(texts)), texts[0]]):
        if known := _known(text):
            return known
    return []


def _unbracketed(text):
    return re.sub(r"\(.*?\)|\[.*?\]|\*", " ", text)


def _assign(layout, texts):
    readings = {column.number: _exact(texts.get(column.number, [""])) for column in layout.columns}
    has = Counter(key for known in readings.values() for key, _rank in known if key in FIELDS)
    is_product = any(FIELDS[key].of == PRODUCT for key in has)
    for column in layout.columns:
        known = readings[column.number]
        if known and known[0][0] not in FIELDS:
            kind, key = known[0][0], _in_context(known[0][0], column, has, is_product)
            readings[column.number] = known = [(key, LAST)] if key else []
            has[key] += 1
            if key and kind == "?remark":  # or somebody's own notes: who pays, who came
                column.key, column.confidence, column.why = key, CONTAINED, ALIKE
                continue
        elif not known and column.heading:
            column.key, column.confidence = _alike(_unbracketed(column.heading))
            column.why = ALIKE if column.key else UNKNOWN
        if known:
            column.key, column.confidence, column.why = known[0][0], SURE, KNOWN
    _settle(layout, {number: known[0][1] for number, known in readings.items() if known})


def _in_context(kind, column, has, is_product):
    """The field of an ambiguous heading; "" when there is none left for it."""
    if kind == "?name":
        return next((key for key in ("name", "product_name" if is_product else "contact_name") if not has[key]), "")
    if kind == "?kind":
        return "product_category" if is_product and not has["product_category"] else "category"
    if kind == "?remark":
        return "description" if is_product and not has["description"] else ""
    if kind == "?product":
        return "product_name" if is_product and not has["product_name"] else "sells"
    if kind == "?contact":
        digits = sum(sum(map(str.isdigit, sample)) > 7 for sample in column.samples)
        return "whatsapp" if digits * 2 > len(column.samples) else "contact_name"
    if kind == "?brand":
        if any(re.match(r"(IDM|DID|JID)\s*\d", sample, re.IGNORECASE) for sample in column.samples):
            return "merek"
        return "" if has["name"] else "name"
    return "net_weight" if is_product else "size"


@lru_cache(maxsize=1024)
def _alike(heading):
    """(field, confidence) of the nearest known heading: one that is part of this one, else one that is spelled like it."""
    spoken, key = tokens(heading), same(heading)
    within = [phrase for word in set(spoken) for phrase in _by_first_word().get(word, ())]
    parts = [(len(name), known) for name, known, parts in within if len(name) > 2 and _is_part(parts, spoken, known)]
    if any(known == "private" for _length, known in parts):
        return "private", CONTAINED
    if parts and len(spoken) <= LONGEST_PHRASE:
        return max(parts)[1], CONTAINED
    if not 4 <= len(key) <= 40 or set(spoken) & NOT_A_PART:
        return "", 0.0
    near = {name: known for name, known, _parts in _words() if len(name) >= 4 and abs(len(name) - len(key)) <= len(key) // 3}
    for name in get_close_matches(key, near, n=1, cutoff=LEAST_ALIKE):
        return near[name], round(SequenceMatcher(None, key, name).ratio(), 2)
    return "", 0.0


def _is_part(parts, spoken, known):
    """Whether these words stand in a row in a heading, and nothing beside them makes them mean something else; what is private stays private."""
    for place in range(len(spoken) - len(parts) + 1):
        if spoken[place : place + len(parts)] == parts:
            return known == "private" or not NOT_A_PART & {*spoken[:place], *spoken[place + len(parts) :]}
    return False


@cache
def _by_first_word():
    """{word: those of _words() that begin with it}"""
    found = {}
    for phrase in _words():
        found.setdefault(phrase[2][0], []).append(phrase)
    return found


@cache
def _words():
    """[(spelling, field, its words)]"""
    whole = {*IN_CONTEXT, same(RESULT)}  # a heading that only contains it is another
    names = dict.fromkeys(name for known in FIELDS.values() for name in known.names if same(name) not in whole)
    return [(same(name), _table()[same(name)][0][0], tokens(name)) for name in names]


def _settle(layout, ranks):
    """One column per field: the surest, then the best spelling, then the first. The others are named as second to it."""
    layout.columns.sort(key=lambda column: (-column.confidence, ranks.get(column.number, 99), column.number))
    taken = set()
    for column in layout.columns:
        if column.key in taken and not FIELDS[column.key].many:
            column.key, column.confidence, column.why = "", 0.0, TAKEN
        elif column.key:
            taken.add(column.key)


def _override(layout, chosen, remembered):
    """What people said counts for more than any guess, and what was said of this file for more than what was remembered."""
    said = {}
    for column in layout.columns:
        if same(column.heading) in remembered and column.heading:
            said[column.number] = remembered[same(column.heading)], REMEMBERED
        if column.letter in chosen:
            said[column.number] = chosen[column.letter], CHOSEN
    said = {number: (key, why) for number, (key, why) in said.items() if key == "" or key in FIELDS}
    for column in layout.columns:
        if column.number in said:
            column.key, column.why = said[column.number]
            column.confidence = SURE if column.key else 0.0
    for number, (key, _why) in said.items():
        if key and not FIELDS[key].many:
            for column in layout.columns:
                if column.key == key and column.number != number and column.number not in said:
                    column.key, column.confidence, column.why = "", 0.0, TAKEN
    layout.columns.sort(key=lambda column: (column.why not in (CHOSEN, REMEMBERED), -column.confidence))
