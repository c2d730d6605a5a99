"""What becomes of each record: whom it means among the booths that are there, what is new in it, what has to be asked.

The same function makes a plan and checks it again when it is carried out, so that the two cannot differ.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange import words
from exchange.alike import name_key
from exchange.cells import Remark
from exchange.fields import BOOTH
from exchange.mending import clean
from exchange.state import CLOSED, WRITABLE
from exchange.whom import Whom
from exhibitors.models import LegalityDocument, Status
from products.stall import MOST_PRODUCTS

NEW, CHANGED, SAME, FAULT, WARNING, QUESTION, LEFT_OUT = "baru", "berubah", "sama", "salah", "peringatan", "tanya", "dilewati"
NEEDED = {
    "name": gettext_lazy("Isi nama usahanya."),
    "village": gettext_lazy("Isi desa atau kelurahannya."),
    "category": gettext_lazy("Isi jenis usahanya."),
}
WRITTEN = frozenset({NEW, CHANGED})
LEAVE, IMPORT, ANOTHER = "lewati", "impor", "baru"  # answers; besides "sama:<pk>", "baris:<record>" and the code of a village


@dataclass
class Outcome:
    state: str = SAME
    pk: int | None = None  # of what it means, where that is there already
    changes: dict = field(default_factory=dict)  # field → [old, new]; of something new: [None, new]
    faults: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    questions: list = field(default_factory=list)  # ids
    like: str = ""  # id of the record that the organiser said is the same booth


@dataclass
class Question:
    id: str
    text: str
    options: list  # [answer, label]
    records: list = field(default_factory=list)  # ids of those that wait for it


@dataclass
class Resolution:
    outcomes: dict = field(default_factory=dict)  # record id → Outcome
    questions: dict = field(default_factory=dict)  # id → Question

    def ask(self, record, question):
        outcome = self.outcomes[record.id]
        outcome.state = QUESTION
        outcome.questions.append(question.id)
        self.questions.setdefault(question.id, question).records.append(record.id)


def resolve(records, state, ground, answers):
    """The `Resolution` of records against a State. answers: question id → answer."""
    resolver = _Resolver(records, state, ground, answers)
    for record in records:
        if record.of == BOOTH:
            resolver.booth(record)
    for record in records:
        if record.of != BOOTH:
            resolver.product(record)
    return resolver.done


class _Resolver:
    def __init__(self, records, state, ground, answers):
        self.records = {record.id: record for record in records}
        self.state, self.ground, self.answers = state, ground, answers
        self.done = Resolution()
        self.whom = Whom(state)
        self._owner = {}  # pk → the record that means this booth
        self._seen, self._counts = {}, {}  # products
        self._about = defaultdict(list)  # booth record → its products' names
        for record in records:
            if record.booth:
                self._about[record.booth].append(record)

    # Booths

    def booth(self, record):
        outcome = self.done.outcomes[record.id] = Outcome()
        if self._is_held(record):
            return
        if self._has_faults(record):
            self._name_missing(record)
            return
        village = self._village(record)
        if village is None and record.villages:
            return
        known = self._known(record, village)
        if outcome.state == QUESTION or outcome.state == LEFT_OUT or outcome.faults or outcome.like:
            outcome.state = FAULT if outcome.faults else outcome.state
        elif known:
            self._compare_booth(record, known, village)
        else:
            self._start_booth(record, village)

    def _is_held(self, record):
        """Whether it is hidden and nobody said to read it."""
        if not record.hidden:
            return False
        answer = self.answers.get(record.hidden)
        if answer == LEAVE:
            self.done.outcomes[record.id].state = LEFT_OUT
        elif answer != IMPORT:
            kind, _colon, sheet = record.hidden.partition(":")
            text = _("Lembar “%s” tersembunyi. Impor juga?") if kind == "lembar" else _("Di lembar “%s” ada baris tersembunyi. Impor juga?")
            options = [[IMPORT, _("Impor juga")], [LEAVE, _("Lewati")]]
            self.done.ask(record, Question(record.hidden, text % sheet, options))
        return answer != IMPORT

    def _has_faults(self, record):
        outcome = self.done.outcomes[record.id]
        outcome.faults, outcome.warnings = list(record.faults), list(record.warnings)
        if outcome.faults:
            outcome.state = FAULT
        return bool(outcome.faults)

    def _village(self, record):
        """The code of its village; None when it has none, or asks which."""
        if not record.villages:
            return record.values.get("village")
        answer = self.answers.get(f"desa:{record.id}")
        if answer in record.villages:
            return answer
        if answer == LEAVE:
            self.done.outcomes[record.id].state = LEFT_OUT
            return None
        options = [[code, self.ground.places.label(code)] for code in record.villages] + [[LEAVE, _("Lewati baris ini")]]
        self.done.ask(record, Question(f"desa:{record.id}", _("Desa atau kelurahan mana yang dimaksud?"), options))
        return None

    def _known(self, record, village):
        """The booth that a record means. None: it begins, or something is asked, or is wrong."""
        outcome = self.done.outcomes[record.id]
        candidates = self.whom.of(record, village)
        outcome.faults += candidates.faults
        outcome.warnings += candidates.warnings
        known = next(iter(candidates.found), None)
        if candidates.text:
            known = self._ask_whom(record, candidates)
        if known and self._owner.setdefault(known.pk, record) is not record:
            sentence = _("Stan “%(name)s” ini sudah ada di %(where)s. Satukan keduanya.")
            where = self._owner[known.pk].seen_from(record.sheet)
            outcome.faults.append(Remark(record.place, sentence % {"name": known.name, "where": where}))
        elif not known and outcome.state == SAME and not outcome.like and not outcome.faults:
            self.whom.begins(record, village)
        return known

    def _ask_whom(self, record, candidates):
        """The known booth that the organiser chose; None when she has not, or chose something else."""
        outcome, question = self.done.outcomes[record.id], f"stan:{record.id}"
        answer = self.answers.get(question, "")
        for booth in candidates.found:
            if answer == f"sama:{booth.pk}":
                return booth
        outcome.like = next((other.id for other in candidates.like if answer == f"baris:{other.id}"), "")
        if answer == LEAVE:
            outcome.state = LEFT_OUT
        elif not outcome.like and not (answer == ANOTHER and candidates.may_be_new):
            options = [[f"sama:{booth.pk}", self._label(booth.values)] for booth in candidates.found]
            for other in candidates.like:
                options.append([f"baris:{other.id}", f"{capfirst(other.seen_from(record.sheet))}: {other.name}"])
            options += [[ANOTHER, _("Bukan, ini stan lain")]] if candidates.may_be_new else []
            self.done.ask(record, Question(question, candidates.text, [*options, [LEAVE, _("Lewati baris ini")]]))
        return None

    def _label(self, values):
        return f"{values['name']}, {self.ground.places.label(values['village'])}"

    def _warn(self, record, key, text):
        self.done.outcomes[record.id].warnings.append(Remark(record.cells.get(key, record.place), text))

    def _fault(self, record, key, text):
        self.done.outcomes[record.id].faults.append(Remark(record.cells.get(key, record.place), text))

    def _start_booth(self, record, village):
        outcome = self.done.outcomes[record.id]
        values = {key: value for key, value in record.values.items() if key != "stall_number"}
        if village:
            values["village"] = village
        if self._about[record.id] and not {"village", "category"} & set(record.cells):
            self._fault(record, "name", _("Stan “%s” tidak ada di berkas ini maupun di data kami. Periksa namanya.") % record.name)
            outcome.state = FAULT
            return
        if "category" not in values:
            slug, sentence = self._category(record)
            values |= {"category": slug} if slug else {}
            if sentence:
                self._warn(record, "category", sentence)
        self._need(record, values)
        outcome.state = FAULT if outcome.faults else NEW
        outcome.changes = {key: [None, value] for key, value in values.items()} | _papers({}, record.papers)

    def _need(self, record, there):
        """A fault for everything without which a booth cannot begin."""
        outcome = self.done.outcomes[record.id]
        for key, text in NEEDED.items():
            if key not in there:
                why = [warning for warning in outcome.warnings if warning.cell == record.cells.get(key)]  # which kind nobody knows
                outcome.warnings = [warning for warning in outcome.warnings if warning not in why]
                outcome.faults += why or [Remark(record.cells.get(key, record.place), str(text))]

    def _name_missing(self, record):
        """Of a row with faults that means no booth that is there: what else a new one needs, so that all is said at once."""
        candidates = self.whom.of(record, record.values.get("village"))
        if not candidates.found and not candidates.like:
            faulty = {fault.cell for fault in record.faults}
            there = {key for key, cell in record.cells.items() if cell in faulty} | set(record.values)
            there |= {"village"} if record.villages else set()
            there |= {"category"} if self._category(record)[0] else set()
            self._need(record, there)

    def _category(self, record):
        """(slug, sentence) of a new booth that names no kind: that of its products, else what its words are about."""
        offered = self._about[record.id]
        kinds = list(dict.fromkeys(kind for product in offered if (kind := product.values.get("product_category"))))
        if kinds:
            sentence = _("Produknya beberapa jenis. Stannya dicatat sebagai %s.") if len(kinds) > 1 else ""
            return kinds[0], sentence and sentence % self.ground.categories[kinds[0]]
        spoken = [*(product.name for product in offered), record.values.get("sells", ""), record.name]
        slug = next((kind for text in spoken if (kind := words.kind_of(text, self.ground.categories))), "")
        return slug, slug and _("Jenis usahanya ditebak: %s.") % self.ground.categories[slug]

    def _compare_booth(self, record, known, village):
        outcome = self.done.outcomes[record.id]
        outcome.pk = known.pk
        values = {key: value for key, value in record.values.items() if key != "stall_number"} | ({"village": village} if village else {})
        outcome.changes = _differences(record, known, values) | _papers(known.papers, record.papers)
        if outcome.changes and known.status not in WRITABLE:
            self._warn(record, "name", _held(known.status))
        outcome.state = _state_of(outcome, known)

    # Products

    def product(self, record):
        outcome = self.done.outcomes[record.id] = Outcome()
        if self._is_held(record) or self._has_faults(record):
            return
        booth = self.done.outcomes[record.booth]
        if booth.like:
            booth = self.done.outcomes[booth.like]
        if booth.state in (FAULT, LEFT_OUT, QUESTION):
            outcome.state, outcome.questions = booth.state, list(booth.questions)
            if booth.state == FAULT:
                where = self.records[record.booth].seen_from(record.sheet)
                self._fault(record, "product_name", _("Stannya (%s) belum bisa diimpor.") % where)
            for question in booth.questions:
                self.done.questions[question].records.append(record.id)
            return
        if not self._is_repeated(record, booth):
            self._place_product(record, booth)

    def _is_repeated(self, record, booth):
        """Whether an earlier row has this product of this booth."""
        outcome = self.done.outcomes[record.id]
        owner = booth.pk or id(booth)
        first = self._seen.setdefault((owner, name_key(record.name)), record)
        if first is record:
            return False
        if all(key == "product_name" or first.values.get(key) == value for key, value in record.values.items()):
            self._warn(record, "product_name", _("Produk ini sudah tertulis di %s.") % first.seen_from(record.sheet))
        else:
            self._fault(
                record, "product_name", _("Produk ini sudah tertulis di %s, dengan isi yang berbeda.") % first.seen_from(record.sheet)
            )
        outcome.state = FAULT if outcome.faults else SAME
        return True

    def _place_product(self, record, booth):
        outcome = self.done.outcomes[record.id]
        known_booth = self.state.booths.get(booth.pk)
        offered = known_booth.products if known_booth else []
        same = [product for product in offered if name_key(record.name) in product.keys]
        if same:
            self._compare_product(record, min(same, key=lambda product: product.status == Status.WITHDRAWN), booth)
            return
        if known_booth and known_booth.status in CLOSED:
            self._warn(record, "product_name", _held(known_booth.status))
            outcome.state = WARNING
            return
        owner = booth.pk or id(booth)
        kept = self._counts.setdefault(owner, sum(product.status != Status.WITHDRAWN for product in offered))
        self._counts[owner] = kept + 1
        if kept >= MOST_PRODUCTS:
            self._fault(record, "product_name", _("Satu stan memuat paling banyak %(most)s produk.") % {"most": MOST_PRODUCTS})
        outcome.state = FAULT if outcome.faults else NEW
        outcome.changes = {key: [None, value] for key, value in record.values.items()} | self._links(record, booth, set())

    def _compare_product(self, record, known, booth):
        outcome = self.done.outcomes[record.id]
        outcome.pk = known.pk
        outcome.changes = _differences(record, known, record.values) | self._links(record, booth, known.linked)
        if known.status == Status.WITHDRAWN:
            outcome.changes = {}
            self._warn(record, "product_name", _("Produk ini dihapus pemiliknya, jadi tidak dibuat lagi."))
            outcome.state = WARNING
            return
        if outcome.changes and known.status not in WRITABLE:
            self._warn(record, "product_name", _held(known.status))
        outcome.state = _state_of(outcome, known)

    def _links(self, record, booth, linked):
        """{"papers": [None, those of its booth that become its own]}, or nothing."""
        known = self.state.booths[booth.pk].papers if booth.pk else {}
        added = []
        for kind, number, _until, products in self.records[record.booth].papers:
            there = known.get((kind, number))
            if record.id in products and (there[0] not in linked if there else booth.state in WRITTEN):
                added.append([kind, number])
        return {"papers": [None, added]} if added else {}


def _state_of(outcome, known):
    if not outcome.changes:
        return SAME
    return CHANGED if known.status in WRITABLE else WARNING


HELD = {
    Status.SUSPENDED: gettext_lazy("Sedang ditangguhkan, jadi tidak diubah."),
    Status.WITHDRAWN: gettext_lazy("Ditarik pemiliknya, jadi tidak diubah."),
    Status.REJECTED: gettext_lazy("Sudah ditolak, jadi tidak diubah."),
    Status.PUBLISHED: gettext_lazy("Sudah tampil, jadi tidak diubah lewat impor. Ubah di halamannya."),
    Status.APPROVED: gettext_lazy("Sudah disetujui, jadi tidak diubah lewat impor. Ubah di halamannya."),
}


def _held(status):
    return str(HELD[status])


def _differences(record, known, values):
    """{field: [old, new]}. Links are added, never taken away; a name in capitals is no new name."""
    found = {}
    for key, new in values.items():
        old = known.values[key]
        if key == "links":
            new = [*old, *(link for link in new if link not in old)]
        if new != old and not _is_only_louder(record.typed.get(key, new), old) and not _is_read_as(key, old, new):
            found[key] = [old, new]
    if "unit_en" in found and "unit" not in found and "unit_en" not in record.cells:
        del found["unit_en"]  # it only follows the unit
    return found


def _is_only_louder(typed, old):
    """Whether what was typed is what is there, in capitals."""
    return isinstance(typed, str) and typed.isupper() and typed.casefold() == str(old).casefold()


def _is_read_as(key, old, new):
    """Whether what is there, written into a workbook, would be read as the new: two spaces, a unit in other letters."""
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    if key in ("unit", "hs_code"):
        return (words.unit(old)[0] if key == "unit" else words.hs_code(old)) == new
    return clean(old, lines=True) == clean(new, lines=True)


def _papers(known, papers):
    """{kind: [what is there, the numbers that are added or get another last day]}"""
    found = {}
    for kind, number, until, _products in papers:
        there = known.get((kind, number))
        if there is None or (until and until != there[1] and there[2] != LegalityDocument.Status.VERIFIED):
            found.setdefault(kind, [[], []])[1].append([number, until])
    for kind, pair in found.items():
        pair[0] = [number for other, number in known if other == kind]
    return found
