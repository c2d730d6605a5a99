"""What became of each row of a workbook, in sentences for whoever sent it."""

from collections import defaultdict
from typing import NamedTuple

from django.utils.translation import gettext as _

from exchange.fields import BOOTH
from exchange.grid import place
from exchange.records import EXAMPLES, NAMELESS, OUTSIDE
from exchange.resolve import CHANGED, FAULT, LEFT_OUT, NEW, QUESTION, WARNING
from exchange.shown import Words, label

LONGEST = 60  # characters of a value that is shown beside another
SAID_OF_SKIPPED = (EXAMPLES, NAMELESS, OUTSIDE)  # totals, signatures and headings explain themselves


class Results(NamedTuple):
    rows: dict  # (sheet, row) → text
    cells: dict  # (sheet, grid.Place) → (FAULT or WARNING, text)


def results(plan):
    shown = Words(LONGEST)
    rows, cells = defaultdict(list), {}
    spoken_of = defaultdict(set)
    for record in plan.records:
        for sheet, row in record.rows:
            spoken_of[sheet, row].add(record.id)
    for record in plan.records:
        outcome = plan.outcomes[record.id]
        for sheet, row in record.rows:
            if [sheet, row] == [record.sheet, record.row]:
                rows[sheet, row].append(sentence(record, outcome, plan.questions, shown))
            elif len(spoken_of[sheet, row]) == 1:
                rows[sheet, row].append(_("Stan digabung dengan %s.") % record.seen_from(sheet))
        _mark_cells(cells, outcome)
    for sheet, row, why in plan.skipped:
        if why in map(str, SAID_OF_SKIPPED):
            rows[sheet, row].append(_("Tidak dibaca: %s") % why)
    return Results({key: "\n".join(lines) for key, lines in rows.items()}, {key: tuple(mark) for key, mark in cells.items()})


def _mark_cells(cells, outcome):
    for state, remarks in ((FAULT, outcome.faults), (WARNING, outcome.warnings)):
        for remark in remarks:
            sheet, _mark, cell = remark.cell.rpartition("!")
            where = place(cell)
            if where and (sheet, where) in cells:
                cells[sheet, where][1] += f"\n{remark.text}" if remark.text not in cells[sheet, where][1] else ""
            elif where:
                cells[sheet, where] = [state, remark.text]


BEGINNINGS = ("Stan ", "Produk ", "Tidak dibaca: ")  # by which our own column is known again


def sentence(record, outcome, questions, shown):
    """'Produk berubah: Harga Rp9.000 → Rp15.000.' and what else is to be said of a record."""
    what = _("Stan") if record.of == BOOTH else _("Produk")
    said = f"{what} {_state(outcome, questions, shown)}"
    doubts = [remark.text for remark in outcome.warnings]
    return " ".join([said, *([_("Perhatikan: %s") % " ".join(dict.fromkeys(doubts))] if doubts else [])])


def _state(outcome, questions, shown):
    if outcome.state == NEW:
        return _("baru.")
    if outcome.state == CHANGED:
        return _("berubah: %s.") % "; ".join(changes(outcome, shown))
    if outcome.state == FAULT:
        return _("salah: %s") % " ".join(dict.fromkeys(remark.text for remark in outcome.faults))
    if outcome.state == QUESTION:
        return _("ditanyakan: %s") % " ".join(_asked(questions[key]) for key in outcome.questions)
    if outcome.state == LEFT_OUT:
        return _("dilewati.")
    return _("tidak diubah.") if outcome.state == WARNING else _("sama.")


def _asked(question):
    return f"{question.text} ({'; '.join(str(label) for _answer, label in question.options)})"


def changes(outcome, shown):
    """'Harga Rp9.000 → Rp15.000', one for each field; of what was empty only what it becomes."""
    found = []
    for key, (old, new) in outcome.changes.items():
        before, after = shown.of(key, old), shown.of(key, new)
        found.append(f"{label(key)} {before} → {after}" if before else f"{label(key)} {after}")
    return found
