"""A proposed change taken apart: what stands there now beside what its owner wants, and how a part of it becomes what visitors see."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

import exhibitors.stall
import products.stall
from curation.models import ProposedChange
from expo.forms import same, stored_value
from expo.models import SiteState, delete_files_on_commit
from products.models import Product, ProductPhoto

MOST_COMPARED = 400_000  # pairs of words; above it a text counts as changed altogether
State = ProductPhoto.State


@dataclass
class Part:
    """One thing that an organiser takes or sends back."""

    key: str  # of its tick: the field's name, or photo-<id>
    label: str
    old: str  # in words
    new: str
    photo: ProductPhoto | None = None  # coming, leaving, or getting other words

    @property
    def is_coming(self):
        return bool(self.photo) and self.photo.state == State.PROPOSED

    @property
    def is_leaving(self):
        return bool(self.photo) and self.photo.state == State.LEAVING

    @property
    def marked(self):
        """(old, new) as HTML in which <del> and <ins> stand around the words that differ."""
        return marked(self.old, self.new)

    def on_record(self, taken=True):
        """As accounts.Record keeps it."""
        return {"field": self.label if taken else _("%s (dikembalikan)") % self.label, "old": self.old, "new": self.new}


def parts_of(proposal, row=None):
    """The parts of an open proposal, in the order of the row's fields, then of its photos. What is as it stands already is no part."""
    row = row or proposal.row
    parts = [_field_part(row, field, proposal.fields[field.name]) for field in row._meta.concrete_fields if field.name in proposal.fields]
    parts = [part for part in parts if part]
    if isinstance(row, Product):
        parts += _photo_parts(row, proposal.photo_words)
    return parts


def labels(proposal):
    """What a proposal is about, in a few words for a list; no query. `pending_photos` comes from the list's query."""
    fields = [field for field in proposal.row._meta.concrete_fields if field.name in proposal.fields]
    photos = [_("foto")] if proposal.photo_words or proposal.pending_photos else []
    return ", ".join([str(field.verbose_name) for field in fields] + photos)


def carry_over(row, proposal, parts):
    """Make these parts what visitors see. In the caller's transaction, who has locked the row."""
    names = [part.key for part in parts if not part.photo]
    for name in names:
        setattr(row, row._meta.get_field(name).attname, proposal.fields.pop(name))
    if names:
        (products.stall if isinstance(row, Product) else exhibitors.stall).save(row, names)
    photos = [part for part in parts if part.photo]
    for part in photos:
        words = proposal.photo_words.pop(str(part.photo.pk), {})
        if part.is_leaving:
            delete_files_on_commit([part.photo])
            part.photo.delete()
        else:
            ProductPhoto.objects.filter(pk=part.photo.pk).update(state=State.SHOWN, **words)
    if photos:
        row.choose_cover()
        if row.is_public:
            SiteState.move_on()


def fold(row):
    """The row is its owner's to change again (it was sent back): what she proposed goes into it, for visitors do not see it.

    Call it in the transaction of the move.
    """
    proposal = ProposedChange.objects.about(row).open().select_for_update().first()
    if proposal:
        carry_over(row, proposal, parts_of(proposal, row))
        proposal.state, proposal.version = ProposedChange.State.TAKEN, proposal.version + 1
        proposal.save()


def marked(old, new):
    """Both texts as HTML, with <del> and <ins> around what differs; words, not letters: people compare words."""
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    if len(before) * len(after) > MOST_COMPARED:
        return format_html("<del>{}</del>", old), format_html("<ins>{}</ins>", new)
    sides = ([], [])
    for kind, b1, b2, a1, a2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for side, words, tag in ((sides[0], before[b1:b2], "del"), (sides[1], after[a1:a2], "ins")):
            if words:
                side.append(format_html("<{0}>{1}</{0}>" if kind != "equal" else "{1}", tag, "".join(words)))
    return tuple(format_html_join("", "{}", ((piece,) for piece in side)) for side in sides)


def _field_part(row, field, value):
    old = stored_value(row, field.name)
    if same(old, value):
        return None
    return Part(field.name, capfirst(str(field.verbose_name)), in_words(field, old), in_words(field, value))


def in_words(field, value):
    """What the database holds for a field, as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if field.is_relation:
        return str(field.related_model._default_manager.filter(pk=value).first() or value)
    return str(dict(field.flatchoices).get(value, value)).replace("\r\n", "\n")


def _photo_parts(product, photo_words):
    for number, photo in enumerate(product.photos.all(), start=1):
        key, label = f"photo-{photo.pk}", _("Foto %d") % number
        words = photo_words.get(str(photo.pk))
        if photo.state == State.PROPOSED:
            yield Part(key, label, "", _said(photo.alt, photo.alt_en) or _("foto baru"), photo)
        elif photo.state == State.LEAVING:
            yield Part(key, label, _said(photo.alt, photo.alt_en) or _("foto"), "", photo)
        elif words:
            yield Part(key, label, _said(photo.alt, photo.alt_en), _said(words["alt"], words["alt_en"]), photo)


def _said(*words):
    return "\n".join(filter(None, words))
