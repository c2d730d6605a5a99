"""A plan, and what it says in lines that can be compared."""

from exchange import imports
from exchange.fields import BOOTH

KOTA = frozenset({"35.72"})
ALL = frozenset({"35.72", "35.05", "35.18", "35.04", "35.03"})


def plan(file, name="data.xlsx", scope=KOTA, **options):
    return imports.plan(file, name, scope=scope, **options)


def told(plan):
    """What a plan says, a line each: records with what would be written, below them every remark by its cell, questions, skipped rows."""
    lines = []
    for record in plan.records:
        outcome = plan.outcomes[record.id]
        shown = [f"{key}={_shown(old, new)}" for key, (old, new) in sorted(outcome.changes.items())]
        kind = "stan" if record.of == BOOTH else "produk"
        lines.append(" ".join([f"{record.sheet}!{record.row} {kind}: {outcome.state}", *shown]))
        lines += [f"  ~ {note.cell} {note.text}" for note in record.notes]
        lines += [f"  ! {fault.cell} {fault.text}" for fault in outcome.faults]
        lines += [f"  ? {warning.cell} {warning.text}" for warning in outcome.warnings]
    for question in plan.questions.values():
        lines.append(f"tanya {question.id}: {question.text}")
        lines += [f"  {answer}: {label}" for answer, label in question.options]
    lines += [f"lewat {sheet}!{row}: {why}" for sheet, row, why in plan.skipped]
    for layout in plan.layouts:
        lines += [
            f"kolom {layout.sheet}!{column.letter} tidak dibaca: {column.heading} ({column.key or column.why})" for column in layout.unread
        ]
        lines += [f"kolom {layout.sheet}!{column.letter} tersembunyi" for column in layout.columns if column.hidden]
    return lines


def _shown(old, new):
    return _plain(new) if old in (None, []) else f"{_plain(old)} > {_plain(new)}"


def _plain(value):
    return ("|".join(str(part) for part in value) if isinstance(value, list) else str(value)).replace("\n", "⏎")
