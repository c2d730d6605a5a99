"""The booths and products of a plan under everything that a photo may be named after."""

import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache

from exchange.alike import LEGAL_FORMS, SHORT, Reach, name_key, near_key
from exchange.fields import BOOTH
from exchange.photo_names import stem
from expo import spelling
from expo.spelling import is_root
from expo.text import tokens

LONG = 7  # letters of a word in which one may be another
fold = lru_cache(maxsize=8192)(spelling.fold)


class Index:
    """`records`: id → Record, each booth and product once. `numbers`, `rows`, `barcodes`: what is typed there → ids."""

    def __init__(self, plan):
        self.records, self._same = {}, {}
        self.numbers, self.rows, self.barcodes = defaultdict(set), defaultdict(set), defaultdict(set)
        self._exact, self._folded, self._reach = defaultdict(set), defaultdict(set), Reach()
        self._booth_of, self._by_stall, self._column = {}, set(), defaultdict(dict)
        bare = Counter(name for record in plan.records for name in record.photos if name.isdigit())
        self._tallies = set(bare) if max(bare.values(), default=0) > 1 else set()  # how many photos there are, not what they are called
        self._unite(plan)
        for record in self.records.values():
            self._name(record)
        for record in plan.records:
            self._place(record)
        for sheet in dict.fromkeys(record.sheet for record in plan.records):
            self._count([record for record in plan.records if record.sheet == sheet])

    def booth_of(self, key):
        return self._booth_of.get(key, "")

    # What is there

    def _unite(self, plan):
        """A booth that several records mean, and a product that several rows repeat, is one: the first."""
        seen = {}
        for record in sorted(plan.records, key=lambda record: record.of != BOOTH):
            outcome = plan.outcomes[record.id]
            if record.of == BOOTH:
                marks = [("stan", outcome.pk)] if outcome.pk else []
                first = self._same.get(outcome.like) or next((seen[mark] for mark in marks if mark in seen), record.id)
                booth = first
            else:
                booth = self._same.get(record.booth, "")
                marks = [("produk", outcome.pk)] if outcome.pk else []
                marks += [(booth, name_key(record.name))] if booth and record.name else []
                first = next((seen[mark] for mark in marks if mark in seen), record.id)
            seen |= dict.fromkeys(marks, first)
            self._same[record.id] = first
            self._booth_of[record.id] = booth
            self.records.setdefault(first, record)

    def _name(self, record):
        if record.name and (key := name_key(record.name)):
            self._exact[key].add(record.id)
            self._exact["".join(word for word in tokens(record.name) if word not in LEGAL_FORMS) or key].add(record.id)
            self._folded[near_key(record.name)].add(record.id)
            self._reach.add(near_key(record.name), record)
        letters, _dash, digits = record.values.get("stall_number", "").partition("-")
        for number in {digits, digits.lstrip("0")} - {""} if record.of == BOOTH else ():
            key = f"{letters}{number}".lower()
            self._by_stall.add(key)
            self._exact[key].add(record.id)

    def _place(self, record):
        key = self._same[record.id]
        if barcode := record.values.get("barcode"):
            self.barcodes[barcode].add(key)
        for position, name in enumerate(name for name in record.photos if name not in self._tallies):
            for spelled in _typed(name):
                self._column[spelled].setdefault(key, position)

    def _count(self, records):
        """The rows of a sheet: by their place in it, and by the numbers that it gives them itself."""
        products, by_row = defaultdict(list), defaultdict(set)
        for record in records:
            if record.of != BOOTH:
                products[self.booth_of(record.id)].append(record)
        for record in sorted(records, key=lambda record: record.of == BOOTH):  # a row with a product is the product's
            for sheet, row in record.rows:
                if sheet == record.sheet and (record.of != BOOTH or row not in by_row):
                    by_row[row].add(self._same[record.id])
        for row, found in by_row.items():
            self.rows[row] |= found
        counts_booths = any(_share_a_number(several) for booth, several in products.items() if booth)
        for record in records:
            if number := re.fullmatch(r"\W*0*(\d{1,5})(?:\.0)?\W*", record.number):
                found = self.numbers[int(number[1])]
                found.add(self._same[record.id])
                if counts_booths:  # then the number is its booth's, and which of its products a photo shows is not said
                    booth = self.booth_of(record.id)
                    found |= {booth, *(self._same[product.id] for product in products[booth])} - {""}

    # Whom words mean: ids

    def exact(self, words):
        return self._exact.get("".join(words), ())

    def folded(self, words):
        return self.exact(words) or self._folded.get(_folded(words), ())

    def near(self, words):
        if found := self.folded(words):
            return found
        key = _folded(words)
        return {record.id for record in self._reach.find(key) if _may_be(words, tokens(record.name))} if len(key) > 4 else ()

    def contained_in(self, words):
        """Those whose name begins or ends these words, the longest only."""
        for length in range(len(words) - 1, 0, -1):
            if found := {*self.folded(words[:length]), *self.folded(words[-length:])}:
                return found if len("".join(words[:length])) > 3 else set()
        return set()

    def is_stall_number(self, words):
        return "".join(words) in self._by_stall

    # The photo column

    def column(self, name):
        """({id: its place in the column} of those whose photo column names this file, whether with its folder); else with its ending, else without."""
        path = _plain(name)
        tries = [("/", end) for end in _ends(path)] or [("tanpa folder", path)]
        tries += _spellings(path.rpartition("/")[2])
        return next(((found, spelled[0] == "/") for spelled in tries if (found := self._column.get(spelled))), ({}, False))

    def column_of(self, words):
        """The same of the words of a name."""
        return self._column.get(("kata", " ".join(words)), {})


def _share_a_number(products):
    """Whether products of one booth have one number for all of them, or only the first has it."""
    return 0 < len({product.number for product in products if product.number}) < len(products)


def _typed(name):
    """Under what a name in the photo column is found. One with a folder means no file of another folder."""
    path = _plain(name)
    if "/" in path:
        return [*(("/", end) for end in _ends(path)), ("tanpa folder", path.rpartition("/")[2])]
    return _spellings(path)


def _ends(path):
    """'a/b/1.jpg' → itself, 'b/1.jpg': a ZIP may begin further in than the column, or further out."""
    parts = path.split("/")
    return ["/".join(parts[start:]) for start in range(len(parts) - 1)]


def _spellings(file_name):
    """As it is, without its ending, by its words only."""
    found = [("nama", file_name), ("tanpa akhiran", stem(file_name)), ("kata", " ".join(tokens(stem(file_name))))]
    return [spelled for spelled in found if spelled[1]]


def _plain(name):
    return unicodedata.normalize("NFKC", name.replace("\\", "/")).casefold().strip("/ ")


def _folded(words):
    return "".join(fold(word) for word in words if word not in LEGAL_FORMS) or "".join(words)


def _may_be(words, name):
    """Whether a spelling may be a slip of the hand, and no other name: Nina is not Ning, merah not merak, 250 not 200."""
    words, name = ([word for word in spoken if word not in LEGAL_FORMS] for spoken in (words, name))
    pairs = [(one, other) for one, other in zip(words, name, strict=False) if fold(one) != fold(other)]
    if len(words) != len(name) or len(pairs) != 1:
        return False
    one, other = pairs[0]
    is_another_letter = len(one) == len(other) and sorted(one) != sorted(other)
    if min(len(one), len(other)) < (LONG if is_another_letter else SHORT) or not (one + other).isalpha():
        return False
    return not (is_root(one) and is_root(other))
