"""A plan as its organiser reads it: each record a line, in her workbook's own names, with what changes and what is wrong."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.fields import BOOTH, FIELDS, OTHER, PRODUCT
from exchange.headings import ALIKE, CHOSEN, KNOWN, REMEMBERED, TAKEN
from exchange.resolve import CHANGED, FAULT, LEFT_OUT, NEW, QUESTION, SAME, WARNING
from exchange.shown import label
from expo.templatetags.ui import number
from expo.text import tokens

SKIPPED = "luar"
TABS = {
    QUESTION: gettext_lazy("Perlu jawaban"),
    FAULT: gettext_lazy("Salah"),
    NEW: gettext_lazy("Baru"),
    CHANGED: gettext_lazy("Berubah"),
    WARNING: gettext_lazy("Tidak diubah"),
    SAME: gettext_lazy("Sama"),
    LEFT_OUT: gettext_lazy("Dilewati"),
    SKIPPED: gettext_lazy("Bukan isi tabel"),
}
KINDS = {BOOTH: gettext_lazy("Stan"), PRODUCT: gettext_lazy("Produk"), OTHER: gettext_lazy("Lainnya")}
HOW = {
    KNOWN: gettext_lazy("dikenal"),
    ALIKE: gettext_lazy("mirip, periksa"),
    REMEMBERED: gettext_lazy("dari impor sebelumnya"),
    CHOSEN: gettext_lazy("pilihan Anda"),
    TAKEN: gettext_lazy("sudah ada kolom lain untuk itu"),
}
PAGES = {BOOTH: "admin:exhibitors_exhibitor_change", PRODUCT: "admin:products_product_change"}
NAMES = {"name", "product_name"}  # which stand beside the changes
FEW = 3  # of those whom a question is about, by name


class Line(NamedTuple):
    """`changes`: (field, old, new); `remarks`: (fault, warning or note, cells, sentence); `url`: of what is there already."""

    record: object
    kind: str
    name: str
    where: str
    changes: list
    remarks: list
    url: str


def line(plan, record, words):
    outcome = plan.outcomes[record.id]
    changes = [(label(key), words.of(key, old), words.of(key, new)) for key, (old, new) in outcome.changes.items() if key not in NAMES]
    url = reverse(PAGES[record.of], args=[outcome.pk]) if outcome.pk else ""
    return Line(record, str(KINDS[record.of]), record.name or "–", where(record, plan), changes, _remarks(plan, record), url)


def where(record, plan):
    return capfirst(record.seen_from(record.sheet if len(plan.layouts) == 1 else ""))


def _remarks(plan, record):
    """What is said of several cells alike is said once: a merged cell stands for all below it."""
    outcome = plan.outcomes[record.id]
    spoken = {}
    for kind, remarks in (
        ("salah", [*record.faults, *outcome.faults]),
        ("periksa", [*record.warnings, *outcome.warnings]),
        ("dibetulkan", record.notes),
    ):
        for remark in dict.fromkeys(remarks):
            spoken.setdefault((kind, remark.text), []).append(_cell(remark, record))
    return [(kind, ", ".join(dict.fromkeys(cells)), sentence) for (kind, sentence), cells in spoken.items()]


def _cell(remark, record):
    """Its sheet is named where it is another than the record's."""
    sheet, _mark, cell = remark.cell.rpartition("!")
    spoken = _("baris %s") % cell if cell.isdigit() else cell
    return spoken if sheet == record.sheet else f"{sheet}: {spoken}"


class Tab(NamedTuple):
    key: str
    label: str
    count: int


def tabs(plan):
    """Those with something in them, in the order in which they want to be looked at."""
    counts = plan.counts() | {SKIPPED: len(plan.skipped)}
    return [Tab(key, str(name), counts[key]) for key, name in TABS.items() if counts.get(key)]


# Columns


class Choice(NamedTuple):
    """A column, the name of its box in the form, and what stands in it."""

    name: str
    column: object
    how: str
    key: str


class Sheet(NamedTuple):
    layout: object
    choices: list

    @property
    def doubtful(self):
        return [choice for choice in self.choices if choice.column.why in (ALIKE, TAKEN)]

    @property
    def unread(self):
        return [choice for choice in self.choices if not choice.column.key and choice.column.why != TAKEN]

    @property
    def known(self):
        return [choice for choice in self.choices if choice.column.key and choice.column.why not in (ALIKE, TAKEN)]


def columns(plan):
    """[(number of the sheet, a column)] of all that have a heading or something in them, in the workbook's order; None for a sheet without any."""
    return [
        (place, column)
        for place, layout in enumerate(plan.layouts)
        for column in sorted(layout.columns, key=lambda column: column.number) or [None]
    ]


def box(place, column):
    """The name of a column's box in the form."""
    return f"kolom-{place}-{column.letter}"


def sheets(plan, some, posted):
    """Some of columns(), as `Sheet`s."""
    found = {}
    for place, column in some:
        choices = found.setdefault(place, Sheet(plan.layouts[place], [])).choices
        if column:
            name = box(place, column)
            choices.append(Choice(name, column, str(HOW.get(column.why, "")), posted.get(name, column.key)))
    return list(found.values())


def fields_to_choose():
    """[(kind, [(field, label)])] for the boxes."""
    return [(str(name), [(key, str(known.label)) for key, known in FIELDS.items() if known.of == of]) for of, name in KINDS.items()]


def to_check(plan):
    """The columns that are guessed or unknown, and that nobody has decided about yet; what no sheet needs is no matter."""
    return [
        column
        for layout in plan.layouts
        if layout.is_read or not any(other.is_read for other in plan.layouts)
        for column in layout.columns
        if column.heading and column.why not in (CHOSEN, REMEMBERED) and (column.why == ALIKE or not column.key)
    ]


class Asked(NamedTuple):
    """A question, and whom it is about in words."""

    id: str
    text: str
    about: str
    options: list


def asked(plan):
    records = {record.id: record for record in plan.records}
    return [
        Asked(question.id, question.text, _about([records[one] for one in question.records], plan), question.options)
        for question in plan.questions.values()
    ]


def _about(records, plan):
    """'Baris 4: Batik Melati', the first few; a booth stands for its products."""
    booths = [record for record in records if record.of == BOOTH] or records
    named = [f"{where(record, plan)}: {record.name or '–'}" for record in booths[:FEW]]
    more = len(booths) - FEW
    return "; ".join([*named, *([_("dan %s lagi") % number(more)] if more > 0 else [])])


def planned(plan):
    """What would be written, in numbers and in a sentence: '61 stan dan 130 produk baru, 4 berubah, 3 salah, 2 pertanyaan.'"""
    found = {(of, state): 0 for of in (BOOTH, PRODUCT) for state in (NEW, CHANGED)}
    for record in plan.records:
        if (record.of, plan.outcomes[record.id].state) in found:
            found[record.of, plan.outcomes[record.id].state] += 1
    counts = plan.counts()
    done = {
        "booths": number(found[BOOTH, NEW]),
        "products": number(found[PRODUCT, NEW]),
        "new": found[BOOTH, NEW] + found[PRODUCT, NEW],
        "changed": found[BOOTH, CHANGED] + found[PRODUCT, CHANGED],
        "faults": counts.get(FAULT, 0),
        "asked": len(plan.questions),
        "waiting": counts.get(QUESTION, 0),
        "columns": len(to_check(plan)),
    }
    return done | {"sentence": _sentence(done)}


def _sentence(done):
    parts = [
        _("%(booths)s stan dan %(products)s produk baru") % done if done["new"] else _("Tidak ada yang baru"),
        _("%s berubah") % number(done["changed"]) if done["changed"] else "",
        _("%s salah") % number(done["faults"]) if done["faults"] else "",
        ngettext("%s pertanyaan", "%s pertanyaan", done["asked"]) % number(done["asked"]) if done["asked"] else "",
    ]
    return f"{', '.join(filter(None, parts))}."


def is_named_in(record, file_name):
    """Whether a file's name holds all words of a record's: then it is offered first for that photo."""
    return bool(record.name) and set(tokens(record.name)) <= set(tokens(file_name))
