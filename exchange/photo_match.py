"""Which photo of a ZIP belongs to which booth or product of a workbook, by its file's name. Nothing is guessed between two: then an organiser says.

A photo is named by the workbook's own photo column, or it names somebody: by product, booth, both, barcode, stall number, or the row's number.
All of a name has to be explained: "keripik tempe pedas" is no photo of "Keripik Tempe".
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from exchange import photo_names
from exchange.fields import BOOTH
from exchange.photo_index import Index
from exchange.photo_names import FILLERS, MOST_OF_ONE, OF_BOOTH, OF_PRODUCT

SHOWN = 3  # names in a sentence
MOST_COUNTS = 2
NEARLY = 2  # the third way in which words are read
MOST_WORDS = 30  # the longest names have fewer


@dataclass(frozen=True)
class Match:
    record: str  # id in the plan, or ""
    how: str  # by what it was matched, or why not
    order: int = 0  # among the photos of its record


@dataclass
class Reading:
    """What the words of a name come to."""

    found: set  # ids of records; empty when a product and a booth are named that do not belong together
    how: str = ""
    number: int | None = None  # before the name
    count: tuple = ()
    said: frozenset = frozenset()  # words that say which kind of thing it is
    score: tuple = ()


class Inside(NamedTuple):
    """Whom the folders of a photo name: ids. Vague: one word, in no booth's folder, may be a kind of goods ("Kopi")."""

    booths: set
    products: set
    is_vague: bool


class Unclear(Exception):
    """Why a photo cannot be matched, as a sentence."""


def match(photos, plan):
    """{id: Match} of photo_zip.Entry items, in the order in which they are to be hung: records as in the plan, the unmatched last."""
    matcher = _Matcher(photos, plan)
    found = {photo.id: matcher.place(photo) for photo in photos}
    matcher.part_namesakes(found)
    places = {record.id: number for number, record in enumerate(plan.records)}
    rows = sorted(
        photos, key=lambda photo: (places.get(found[photo.id][0], len(places)), found[photo.id][2], photo_names.natural(photo.name))
    )
    orders, matches = {}, {}
    for photo in rows:
        record, how, _key = found[photo.id]
        orders[record] = orders.get(record, -1) + 1
        matches[photo.id] = Match(record, how, orders[record])
    return matches


class _Matcher:
    def __init__(self, photos, plan):
        self.index = Index(plan)
        self._folders, self._by_column = {}, []
        bare, folders = set(), defaultdict(set)
        for photo in photos:
            number, inside = photo_names.numbered(_stem(photo)), self._folder(photo)
            if number and not number.is_row and not (inside.booths or inside.products):
                bare.add(number.number)
                folders[number.number, number.count].add(photo.name.rpartition("/")[0])
        self.rows_count = not self.index.numbers and bare <= set(self.index.rows)
        self.numbers_restart = any(len(several) > 1 for several in folders.values())

    def place(self, photo):
        """(record id or "", how or why not, key that puts several of one record in order)."""
        try:
            if placed := self._column(photo):
                self._by_column.append(photo)
            return placed or self._placed(photo)
        except Unclear as why:
            return "", str(why), ()

    def _column(self, photo):
        found, with_folder = self.index.column(photo.name)
        if len(found) > 1:
            raise Unclear(_("Ditulis di beberapa baris: %s. Pilih salah satu.") % self._named(found))
        number = photo_names.numbered(_stem(photo))
        also = self.index.numbers.get(number.number, set()) - set(found) if number and found else set()
        if also and not with_folder:
            raise Unclear(_("Cocok dengan beberapa: %s. Pilih salah satu.") % self._named({*found, *also}))
        return next(((key, _("menurut kolom foto"), (position, ())) for key, position in found.items()), None)

    def _placed(self, photo):
        stem, inside = _stem(photo), self._folder(photo)
        words, by_camera = photo_names.words(stem)
        barcode, count = photo_names.barcode(stem)
        if barcode in self.index.barcodes:
            reading = Reading(self.index.barcodes[barcode], _("menurut barcode"), count=count)
        elif numbered := photo_names.numbered(stem):
            reading = self._number(numbered, inside)
        elif photo_names.is_nameless(stem):
            reading = Reading(self._only_folder(inside), _("menurut nama folder"), count=photo_names.counts(words))
        else:
            reading = self._read(words, may_be_numbered=not by_camera)
            if not reading:
                return self._numbered_column(photo, words) or self._unknown(words)
            reading.found = self._narrowed(reading, inside)
        return self._one(reading)

    def _one(self, reading):
        """What is to be told of a reading that means one record."""
        if len(reading.found) > 1:
            raise Unclear(_("Cocok dengan beberapa: %s. Pilih salah satu.") % self._named(reading.found))
        (key,) = reading.found
        named = _("menurut nama stan") if self.index.records[key].of == BOOTH else _("menurut nama produk")
        return key, reading.how or named, (len(self.index.records), reading.count)

    def _narrowed(self, reading, inside):
        """The records that a name means, less those that its folder or its own number speaks against."""
        found = self._of_kind(reading.found, reading.said)
        if reading.found and not found:
            raise Unclear(_("Tidak ada stan atau produk bernama ini."))
        if inside.booths:
            found = {key for key in found if self.index.booth_of(key) in inside.booths}
        if not found:
            raise Unclear(_("Nama produk dan stannya tidak cocok: produk itu bukan milik stan itu."))
        if len(found) > 1 and reading.number is not None:
            numbers = self.index.numbers or (self.index.rows if self.rows_count else {})
            found = found & numbers.get(reading.number, set()) or found
        return found

    def _of_kind(self, found, said):
        for words, is_booth in ((OF_BOOTH, True), (OF_PRODUCT, False)):
            if words & said:
                return {key for key in found if (self.index.records[key].of == BOOTH) == is_booth}
        return found

    # Numbers

    def _number(self, numbered, inside):
        if numbered.is_row:
            found, how = self.index.rows.get(numbered.number, set()), _("menurut nomor baris")
        elif inside.booths or inside.products:  # "Keripik tempe/2.jpg" counts photos
            return Reading(self._only_folder(inside), _("menurut nama folder"), count=(numbered.number, *numbered.count))
        elif self.numbers_restart:
            raise Unclear(_("Nomor foto berulang di beberapa folder, jadi tidak dipakai."))
        elif self.index.numbers:
            found, how = self.index.numbers.get(numbered.number, set()), _("menurut nomor urut")
        elif self.rows_count:
            found, how = self.index.rows[numbered.number], _("menurut nomor baris")
        else:
            raise Unclear(_("Buku kerjanya tanpa kolom nomor, jadi nomor ini tidak dipakai."))
        found = self._of_kind(found, numbered.said)
        found = {key for key in found if self.index.booth_of(key) in inside.booths} if inside.booths else found
        if not found:
            raise Unclear(_("Tidak ada stan atau produk dengan nomor %d.") % numbered.number)
        return Reading(found, how, count=numbered.count)

    # Folders

    def _folder(self, photo):
        """The `Inside` of a photo's folders; an inner one counts for more."""
        path = photo.name.rpartition("/")[0]
        if path not in self._folders:
            inside = Inside(set(), set(), False)
            for folder in path.split("/"):
                words = photo_names.words(folder)[0]
                reading = self._read(words, near=False)
                found = reading.found if reading else set()
                if booths := {key for key in found if self.index.records[key].of == BOOTH}:
                    inside = Inside(booths, set(), False)
                elif found:
                    products = {key for key in found if not inside.booths or self.index.booth_of(key) in inside.booths}
                    inside = Inside(inside.booths, products, len(words) == 1 and not inside.booths)
            self._folders[path] = inside
        return self._folders[path]

    def _only_folder(self, inside):
        """Of a file that names nobody: the product that its folder names. A booth's folder does not say which of its products it shows."""
        if inside.is_vague:
            raise Unclear(_("Nama foldernya bisa berarti jenis barang. Taruh di dalam folder stannya, atau pilih sendiri."))
        if not inside.products and inside.booths:
            raise Unclear(_("Foldernya menyebut stan, tetapi nama berkasnya tidak menyebut produknya."))
        if not inside.products:
            raise Unclear(_("Nama berkas ini dari kamera atau aplikasi, jadi tidak menyebut stan atau produk."))
        return inside.products

    # Words

    def _read(self, words, *, may_be_numbered=True, near=True):
        """The best `Reading` that explains all of these words: spelled so, else spelled otherwise, else nearly so; or None."""
        if len(words) > MOST_WORDS:
            return None
        for step, spans in enumerate(self._spans(words, near)):
            if readings := list(self._readings(words, spans, may_be_numbered)):
                best = max(reading.score for reading in readings)
                same = [reading for reading in readings if reading.score == best]
                first = next((reading for reading in same if reading.found), same[0])
                first.found = set().union(*(reading.found for reading in same))
                first.how = _("menurut ejaan yang mirip") if step == NEARLY else first.how
                return first
        return None

    def _spans(self, words, near):
        """{(start, end): ids whom these words mean}, three times: the looser, the more. Nearly so is only asked of what would explain all."""
        every = [(start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
        for lookup in (self.index.exact, self.index.folded):
            spans = {span: hits for span in every if (hits := lookup(words[slice(*span)]))}
            yield spans
        if near:
            bare = [(start, end) for start, end in every if not {words[start], words[end - 1]} & FILLERS]
            open_spans = [span for span in bare if _rest(words, [span]) or any(_rest(words, [span, other]) for other in spans)]
            yield spans | {span: hits for span in open_spans if (hits := self.index.near(words[slice(*span)]))}

    def _readings(self, words, spans, may_be_numbered):
        for span, hits in spans.items():
            if rest := _rest(words, [span], may_be_numbered):
                how = _("menurut nomor stan") if self.index.is_stall_number(words[slice(*span)]) else ""
                yield Reading(set(hits), how, score=_score(words, [span]), **rest)
        for one, products in spans.items():
            for other, booths in spans.items():
                if rest := _rest(words, [one, other], may_be_numbered):
                    yield from self._both(products, booths, rest, _score(words, [one, other]))

    def _both(self, products, booths, rest, score):
        products = {key for key in products if self.index.records[key].of != BOOTH}
        booths = {key for key in booths if self.index.records[key].of == BOOTH}
        if products and booths:
            found = {key for key in products if self.index.booth_of(key) in booths}
            yield Reading(found, _("menurut nama stan dan produk"), score=score, **rest)

    def _numbered_column(self, photo, words):
        """'keripik_2.jpg' where the photo column says 'keripik.jpg'."""
        kept = list(words)
        while kept and (kept[-1] in photo_names.COPY or (kept[-1].isdigit() and int(kept[-1]) <= MOST_OF_ONE)):
            kept.pop()
        found = self.index.column_of(kept) if kept != words else {}
        if len(found) != 1:
            return None
        ((key, position),) = found.items()
        return key, _("menurut kolom foto"), (position, photo_names.counts(words[len(kept) :]))

    def _unknown(self, words):
        like = set(self.index.contained_in(words))
        if like:
            raise Unclear(_("Menyebut %s, tetapi ada kata lain di namanya. Pilih yang benar.") % self._named(like))
        raise Unclear(_("Tidak ada stan atau produk bernama ini."))

    def _named(self, found):
        records = sorted((self.index.records[key] for key in found), key=lambda record: (record.sheet, record.row, record.of != BOOTH))
        here = records[0].sheet if len({record.sheet for record in records}) == 1 else ""
        shown = [f"“{record.name}” ({record.seen_from(here)})" for record in records[:SHOWN]]
        return ", ".join(shown) + (" …" if len(records) > SHOWN else "")

    def part_namesakes(self, found):
        """Of several files of the same name in different folders a photo column means one: in its booth's folder, else nobody knows which."""
        groups = defaultdict(list)
        for photo in self._by_column:
            folder, _slash, name = photo.name.rpartition("/")
            groups[found[photo.id][0], name.casefold()].append((folder, photo))
        for (key, _name), group in groups.items():
            if len({folder for folder, _photo in group}) > 1:
                mine = [photo for _folder, photo in group if self.index.column(photo.name)[1]]
                mine = mine or [photo for _folder, photo in group if self.index.booth_of(key) in self._folder(photo).booths]
                for _folder, photo in group:
                    if mine != [photo]:
                        found[photo.id] = "", _("Ada beberapa foto dengan nama ini. Pilih yang benar."), ()


def _stem(photo):
    return photo_names.stem(photo.name.rpartition("/")[2])


def _rest(words, spans, may_be_numbered=True):
    """What stands around the names, as arguments of a Reading; None when something of it is not explained, or names overlap."""
    inside = [place for start, end in spans for place in range(start, end)]
    if len(set(inside)) < len(inside):
        return None
    number, count, said = None, [], set()
    for place, word in enumerate(words):
        if place in inside:
            continue
        if word.isdigit() and number is None and len(word) <= 5 and place <= 1 and place < min(inside):
            number = int(word)
        elif word.isdigit() and int(word) <= MOST_OF_ONE:
            count.append(word)
        elif word not in FILLERS:
            return None
        else:
            said.add(word)
            count += [word] if word in photo_names.COPY else []
    if sum(word.isdigit() for word in count) > MOST_COUNTS:
        return None
    return {"number": number if may_be_numbered else None, "count": photo_names.counts(count), "said": frozenset(said)}


def _score(words, spans):
    letters = [sum(map(len, words[start:end])) for start, end in spans]
    return max(letters), sum(letters)
