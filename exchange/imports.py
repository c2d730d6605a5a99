"""A workbook comes in: first a plan that says everything at once, then the deed. The command and the pages call the same functions.

    plan(file, name, scope={"35.72"})     reads, mends, compares; writes nothing
    decide(plan, answers)                 the same plan with questions answered
    apply(plan, scope={"35.72"})          writes what is new and changed, in one transaction, drafts only

A plan is kept as JSON (to_json, from_json) between the three.
"""

import json
from dataclasses import asdict, dataclass, field

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange import headings, records, spreadsheets, writing
from exchange.cells import Ground, Remark
from exchange.headings import Column, Layout
from exchange.places import Places
from exchange.records import Record
from exchange.resolve import FAULT, QUESTION, WRITTEN, Outcome, Question, resolve
from exchange.state import State, digest
from exhibitors.models import Category, Exhibitor
from products.models import Product
from regions.models import Region

ATTEMPTS = 3


class NotApplied(Exception):
    """Nothing was written. Carries the sentence for the organiser, and the ids of the records that it is about."""

    def __init__(self, sentence, ids=()):
        super().__init__(sentence)
        self.ids = list(ids)


@dataclass
class Plan:
    file_name: str
    fingerprint: str  # of the file
    scope: list  # codes of the regions that it may write to
    layouts: list = field(default_factory=list)
    records: list = field(default_factory=list)
    skipped: list = field(default_factory=list)  # [sheet, row, why]
    answers: dict = field(default_factory=dict)
    outcomes: dict = field(default_factory=dict)  # record id → Outcome
    questions: dict = field(default_factory=dict)  # id → Question
    state: str = ""  # digest of what it was compared with

    def counts(self):
        """{state: how many}"""
        found = {}
        for outcome in self.outcomes.values():
            found[outcome.state] = found.get(outcome.state, 0) + 1
        return found

    def remembered(self):
        """{heading: field or ""} of what the organiser said of the columns, for the next workbook of the same office."""
        said = [column for layout in self.layouts for column in layout.columns if column.why in (headings.CHOSEN, headings.REMEMBERED)]
        return {headings.same(column.heading): column.key for column in said if column.heading}

    def to_json(self):
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text):
        data = json.loads(text)
        data["layouts"] = [Layout(**layout | {"columns": [Column(**column) for column in layout["columns"]]}) for layout in data["layouts"]]
        data["records"] = [Record(**_with_remarks(record)) for record in data["records"]]
        data["outcomes"] = {key: Outcome(**_with_remarks(outcome)) for key, outcome in data["outcomes"].items()}
        data["questions"] = {key: Question(**question) for key, question in data["questions"].items()}
        return cls(**data)


def _with_remarks(data):
    return {key: [Remark(*remark) for remark in value] if key in ("notes", "faults", "warnings") else value for key, value in data.items()}


@dataclass
class Applied:
    pks: dict  # record id → pk of what was written
    new_booths: int = 0
    new_products: int = 0
    changed: int = 0


def plan(file, name, *, scope, chosen=None, remembered=None, answers=None, today=None):
    """The `Plan` of an uploaded workbook. Raises archives.FileRefused.

    scope: codes of the regions that the organiser may write to. chosen: {sheet: {column letter: field or ""}}; remembered:
    {heading: field or ""}, from Plan.remembered(); answers: {question id: answer}.
    """
    return plan_book(spreadsheets.read(file, name), scope=scope, chosen=chosen, remembered=remembered, answers=answers, today=today)


def plan_book(book, *, scope, chosen=None, remembered=None, answers=None, today=None):
    """The same of a workbook that was read already."""
    layouts = [headings.guess(sheet, chosen=(chosen or {}).get(sheet.name), remembered=remembered) for sheet in book.sheets]
    ground = _ground(scope, today)
    reading = records.read(book, layouts, ground)
    made = Plan(book.name, book.fingerprint, sorted(scope), layouts, reading.records, reading.skipped, dict(answers or {}))
    return _resolved(made, ground)


def decide(plan, answers):
    """The plan again, with these questions answered too, compared with what is there now."""
    plan.answers |= answers
    return _resolved(plan, _ground(plan.scope))


def _ground(scope, today=None):
    categories = dict(Category.objects.order_by("position").values_list("slug", "name"))
    return Ground(Places.load(), categories, frozenset(scope), today or timezone.localdate())


def _resolved(plan, ground):
    state = State(scope=plan.scope, phones=_phones(plan))
    done = resolve(plan.records, state, ground, plan.answers)
    plan.outcomes, plan.questions, plan.state = done.outcomes, done.questions, state.digest
    return plan


def _phones(plan):
    return sorted({record.values["whatsapp"] for record in plan.records if record.values.get("whatsapp")})


# The deed


def apply(plan, *, scope, by=None, only=None, strict=False, then=None):
    """Write what the plan says, or nothing (NotApplied). `Applied` says what was written; a second time that is nothing.

    by: the organiser who imports; new booths are filled in by her until their owners confirm, and every row goes on record.
    scope: of the organiser as it is now. only: ids of the records that she confirmed (default: all that are new or changed).
    strict: nothing at all while there is a fault or an open question. then: called with `Applied` in the transaction.
    """
    if not set(plan.scope) <= set(scope):
        raise NotApplied(_("Wilayah Anda sudah berubah. Unggah berkasnya sekali lagi."))
    if strict and (open_ids := [key for key, outcome in plan.outcomes.items() if outcome.state in (FAULT, QUESTION)]):
        raise NotApplied(_("Masih ada yang salah atau belum dijawab. Betulkan dulu semuanya."), open_ids)
    wanted = {key for key, outcome in plan.outcomes.items() if outcome.state in WRITTEN and (only is None or key in only)}
    for _attempt in range(ATTEMPTS):
        try:
            return _attempt_to_apply(plan, wanted, by, then)
        except (writing.Moved, IntegrityError):  # look again
            continue
    raise NotApplied(_("Data sedang diubah orang lain. Tunggu sebentar, lalu tekan sekali lagi."))


def _attempt_to_apply(plan, wanted, by, then):
    ground, phones = _ground(plan.scope), _phones(plan)
    state = State(scope=plan.scope, phones=phones)
    outcomes = resolve(plan.records, state, ground, plan.answers).outcomes
    _refuse_outdated(plan, outcomes, wanted)
    wanted = {key for key in wanted if outcomes[key].state in WRITTEN}
    work = writing.prepare(plan.records, outcomes, wanted, by=by)
    with transaction.atomic():
        _one_at_a_time(plan, work)
        if digest(scope=plan.scope, phones=phones) != state.digest:
            raise writing.Moved
        pks = writing.write(work)
        writing.put_on_record(work, outcomes, by=by)
        done = Applied(pks, len(work.booths), len(work.products), len(work.changed_booths) + len(work.changed_products))
        if then:
            then(done)
    return done


def _refuse_outdated(plan, outcomes, wanted):
    """What was planned has to be what would be done now, or be done already."""
    moved = []
    for key in wanted:
        planned, now = plan.outcomes[key], outcomes[key]
        done = now.state not in WRITTEN and not now.changes and not now.faults and not now.questions
        if not done and (planned.state, planned.pk, planned.changes) != (now.state, now.pk, now.changes):
            moved.append(key)
    if moved:
        raise NotApplied(_("Data sudah berubah sejak rencana ini dibuat. Periksa lagi rencananya."), moved)


def _one_at_a_time(plan, work):
    """Of two imports into a region the second waits; nobody else changes the rows meanwhile. SQLite lets one write anyway."""
    if connection.features.has_select_for_update:
        list(Region.objects.select_for_update(no_key=True).filter(pk__in=plan.scope).order_by("pk"))
        for model, changes in ((Exhibitor, work.changed_booths), (Product, work.changed_products)):
            list(model.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in changes.values()]).values_list("pk"))
