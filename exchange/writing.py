"""The rows that a plan makes and changes: prepared outside of any transaction, then written in bulk in a short one."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Max

import exhibitors.badges
import products.badges
import products.search
from accounts.models import Deed, Record
from exchange.fields import BOOTH, PRODUCT
from exchange.resolve import NEW
from exchange.state import BOOTH_FIELDS, PRODUCT_FIELDS
from exhibitors.models import Category, Exhibitor, LegalityDocument, Status
from expo.text import index_text, unique_slug
from products.models import Product

BATCH = 500


class Moved(Exception):
    """Somebody wrote between the look and the deed."""


@dataclass
class Work:
    """Unsaved rows by the id of their record, and which fields of which known rows change."""

    booths: dict = field(default_factory=dict)
    products: dict = field(default_factory=dict)
    changed_booths: dict = field(default_factory=dict)  # id → known row with its new values
    changed_products: dict = field(default_factory=dict)
    names: dict = field(default_factory=lambda: {Exhibitor: set(), Product: set()})  # fields of known rows that change
    papers: list = field(default_factory=list)  # (record id of the booth, pk or None, kind, number, last day)
    links: list = field(default_factory=list)  # (record id of the product, pk or None, record id of its booth, pk or None, kind, number)

    def change(self, record, row, fields):
        for name, value in fields.items():
            setattr(row, name, value)
        (self.changed_booths if record.of == BOOTH else self.changed_products)[record.id] = row
        self.names[type(row)] |= set(fields)


def prepare(records, outcomes, wanted, *, by=None):
    """The `Work` that writes these records (ids). A new product of a booth that is not written stays away with it. Raises Moved."""
    work, categories = Work(), dict(Category.objects.values_list("slug", "pk"))
    chosen = [(record, outcomes[record.id]) for record in records if record.id in wanted]
    for model, of, add in ((Exhibitor, BOOTH, _add_booth), (Product, PRODUCT, _add_product)):
        mine = [(record, outcome) for record, outcome in chosen if record.of == of]
        slugs = set(model.objects.values_list("slug", flat=True))
        known = model.objects.in_bulk([outcome.pk for _record, outcome in mine if outcome.pk])
        for record, outcome in mine:
            fields = _model_fields(outcome.changes, categories)
            if outcome.state == NEW:
                add(work, record, outcomes, fields, slugs)
            elif outcome.pk in known:
                work.change(record, known[outcome.pk], fields)
            else:
                raise Moved
            _add_papers(work, record, outcomes)
    for booth in work.booths.values():
        booth.entered_by = by
    _warm(work)
    return work


def _add_booth(work, record, outcomes, fields, slugs):
    slug = _slug(fields["name"], slugs, Exhibitor._meta.get_field("slug").max_length)
    work.booths[record.id] = Exhibitor(slug=slug, status=Status.DRAFT, shows_whatsapp=False, **fields)  # until its owner agrees to it


def _add_product(work, record, outcomes, fields, slugs):
    booth = outcomes[record.booth].like or record.booth
    owner = work.booths.get(booth) or (Exhibitor(pk=outcomes[booth].pk) if outcomes[booth].pk else None)
    if owner:
        slug = _slug(fields["name"], slugs, Product._meta.get_field("slug").max_length)
        fields = {"price_kind": Product.PriceKind.ASK, "category_id": owner.category_id} | fields
        work.products[record.id] = Product(exhibitor=owner, slug=slug, status=Status.DRAFT, **fields)


def _add_papers(work, record, outcomes):
    outcome = outcomes[record.id]
    if record.of == BOOTH:
        for kind in LegalityDocument.Kind.values:
            for number, until in outcome.changes.get(kind, ((), ()))[1]:
                work.papers.append((record.id, outcome.pk, kind, number, until and datetime.date.fromisoformat(until)))
    else:
        booth = outcomes[record.booth].like or record.booth
        for kind, number in outcome.changes.get("papers", (None, ()))[1]:
            work.links.append((record.id, outcome.pk, booth, outcomes[booth].pk, kind, number))


def _model_fields(changes, categories):
    fields = {}
    for key, (_old, new) in changes.items():
        name = key.removeprefix("product_")
        if name == "category":
            fields["category_id"] = categories[new]
        elif key == "village":
            fields["village_id"] = new
        elif key == "price":
            fields |= dict(zip(("price_kind", "price", "price_max"), new, strict=True))
        elif name in BOOTH_FIELDS or name in PRODUCT_FIELDS:
            fields[name] = new
    return fields


def _slug(text, taken, most):
    slug = unique_slug(text, taken.__contains__, most)
    taken.add(slug)
    return slug


def _warm(work):
    """Stem all words now: their forms are remembered, so that the search rows take milliseconds inside the transaction."""
    booths = [*work.booths.values(), *work.changed_booths.values()]
    products = [*work.products.values(), *work.changed_products.values()]
    names = [(booths, ("name", "tagline", "tagline_en", "story", "story_en"))]
    names += [(products, ("name", "name_en", "description", "description_en", "material", "material_en"))]
    index_text([getattr(row, name) for rows, fields in names for row in rows for name in fields])


def write(work):
    """Write it; the caller holds the transaction. {record id: pk} of all booths and products that are new or changed."""
    Exhibitor.objects.bulk_create(work.booths.values(), batch_size=BATCH)
    _place(work.products.values())
    Product.objects.bulk_create(work.products.values(), batch_size=BATCH)
    _update(Exhibitor, work.changed_booths, work)
    _update(Product, work.changed_products, work)
    booths = {key: row.pk for key, row in [*work.booths.items(), *work.changed_booths.items()]}
    items = {key: row.pk for key, row in [*work.products.items(), *work.changed_products.items()]}
    _write_papers(work, booths, items)
    _follow(work, booths, items)
    return booths | items


def put_on_record(work, outcomes, *, by):
    """Every row that was written, with old and new. In the transaction of write()."""
    rows = [(Deed.ADD, key, row) for group in (work.booths, work.products) for key, row in group.items()]
    rows += [(Deed.CHANGE, key, row) for group in (work.changed_booths, work.changed_products) for key, row in group.items()]
    owners = {getattr(row, "exhibitor_id", row.pk) for _deed, _key, row in rows}
    villages = dict(Exhibitor.objects.filter(pk__in=owners).values_list("pk", "village_id"))
    Record.objects.bulk_create(
        (
            Record.of(row, deed, by=by, changes=_in_words(outcomes[key]), region=villages[getattr(row, "exhibitor_id", row.pk)][:5])
            for deed, key, row in rows
        ),
        batch_size=BATCH,
    )


def _in_words(outcome):
    changes = outcome.changes.items() if outcome.state != NEW else ()
    return [{"field": name.removeprefix("product_"), "old": old or "", "new": new} for name, (old, new) in changes]


def _place(rows):
    """New products stand behind those that their booth has."""
    owners = {row.exhibitor_id: row.exhibitor for row in rows}
    known = [pk for pk in owners if pk]
    last = dict(Product.objects.filter(exhibitor__in=known).order_by().values_list("exhibitor").annotate(Max("position")))
    categories = dict(Exhibitor.objects.filter(pk__in=known).values_list("pk", "category_id"))
    for row in rows:
        row.exhibitor_id = row.exhibitor.pk  # which it got a moment ago
        row.category_id = row.category_id or categories.get(row.exhibitor_id) or row.exhibitor.category_id
        row.position = last[row.exhibitor_id] = last.get(row.exhibitor_id, -1) + 1


def _update(model, rows, work):
    """Bring the fields that change up to date, and no others. An upsert: three times as fast as bulk_update(), and the rows are known to be there."""
    if names := work.names[model]:
        model.objects.bulk_create(rows.values(), update_conflicts=True, unique_fields=["pk"], update_fields=sorted(names), batch_size=BATCH)


def _write_papers(work, booths, items):
    """Claims, as an owner would make them: a curator has to look at them. Then which products they are for."""
    rows = [
        LegalityDocument(exhibitor_id=pk or booths[key], kind=kind, number=number, valid_until=until)
        for key, pk, kind, number, until in work.papers
        if pk or key in booths
    ]
    known = {}
    owners = {row.exhibitor_id for row in rows} | {pk or booths.get(booth) for _key, _pk, booth, pk, *_rest in work.links}
    for paper in LegalityDocument.objects.filter(exhibitor__in=owners - {None}):
        known[paper.exhibitor_id, paper.kind, paper.number] = paper
    fresh = [row for row in rows if (row.exhibitor_id, row.kind, row.number) not in known]
    LegalityDocument.objects.bulk_create(fresh, batch_size=BATCH)
    known |= {(row.exhibitor_id, row.kind, row.number): row for row in fresh}
    moved = []
    for row in rows:
        paper = known[row.exhibitor_id, row.kind, row.number]
        if row.valid_until and paper.valid_until != row.valid_until:
            paper.valid_until, paper.status, paper.checked_on = row.valid_until, LegalityDocument.Status.CLAIMED, None
            moved.append(paper)
    LegalityDocument.objects.bulk_update(moved, ["valid_until", "status", "checked_on"], batch_size=BATCH)
    through = Product.documents.through
    links = []
    for key, product, booth, pk, kind, number in work.links:
        paper = known.get((pk or booths.get(booth), kind, number))
        if paper and (product or key in items):
            links.append(through(product_id=product or items[key], legalitydocument_id=paper.pk))
    through.objects.bulk_create(links, ignore_conflicts=True, batch_size=BATCH)


def _follow(work, booths, items):
    """What is derived from these booths and their products. None of it is public, so visitors' pages stay as they are.

    A booth that began a moment ago has no checked paper, and so neither it nor its products have a badge.
    """
    fresh = {row.pk for row in work.booths.values()}
    owners = Product.objects.filter(pk__in=items.values()).values_list("exhibitor", flat=True)
    known = {*booths.values(), *owners} - fresh
    exhibitors.badges.refresh(known)
    products.badges.refresh(Product.objects.filter(exhibitor__in=known).values("pk"))
    products.search.refresh_booths(known | fresh)
