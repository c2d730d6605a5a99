"""The owner's side of proposed changes: what waits, what goes live at once, and her own version of a row.

Once a booth or product is approved, its owner's changes wait for the organisers while visitors go on seeing the old. What
is named in LIVE goes out at once, whatever else a form holds waits. Every act locks the row itself first, then its proposal.
"""

from copy import copy

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.models import ProposedChange
from exhibitors.models import Exhibitor
from exhibitors.states import Refused
from expo.forms import same, stored_value
from expo.models import delete_files_on_commit
from products.models import Product, ProductPhoto

LIVE = {  # what a buyer needs to be right today, and what promises nothing about the goods
    Exhibitor: frozenset({"whatsapp", "contact_name", "answer_hours", "links"}),
    Product: frozenset({"price_kind", "price", "price_max", "unit", "unit_en", "min_order", "stock"}),
}
State = ProposedChange.State


# What an owner sees


def hers(row):
    """The row as its owner wants it: a copy, with its open proposal or None as `.proposal`. Not to be saved."""
    return hers_of(row.exhibitor if isinstance(row, Product) else row, [row])[0]


def hers_of(booth, rows):
    """The same for rows of one booth, itself and products: one query, two when a product has a proposal."""
    proposals = {proposal.product_id: proposal for proposal in booth.proposals.open()}
    covers = _covers([pk for pk in proposals if pk and any(isinstance(row, Product) and row.pk == pk for row in rows)])
    versions = []
    for row in rows:
        version = copy(row)
        version.proposal = proposals.get(row.pk if isinstance(row, Product) else None)
        if version.proposal:
            _set(version, version.proposal.fields)
            if isinstance(row, Product):
                version.cover = covers.get(row.pk)
        versions.append(version)
    return versions


def photos_of(product):
    """Her version's photos with the words she wants, and those that she wants to be gone: ([photo], [photo])."""
    words = product.proposal.photo_words if product.proposal else {}
    photos = list(product.photos.all())
    for photo in photos:
        photo.alt, photo.alt_en = (words.get(str(photo.pk), {}).get(name, getattr(photo, name)) for name in ("alt", "alt_en"))
    leaving = [photo for photo in photos if photo.state == ProductPhoto.State.LEAVING]
    return [photo for photo in photos if photo not in leaving], leaving


# What she does


def locked(row):
    """The row as it stands now, for the rest of the transaction: of two acts on it the second waits."""
    return type(row).objects.select_for_update(no_key=True).get(pk=row.pk)  # rows that point here may still be written


def keep(row, form, *, by, save):
    """Keep what an owner changed in a form of this row: live, or as a proposal. save(row, names) writes what is live.

    Returns whether something of it waits for the organisers now.
    """
    changes = form.changes()
    with transaction.atomic():
        row = locked(row)
        waits = {name: value for name, value in changes.items() if row.is_accepted and name not in LIVE[type(row)]}
        live = {name: value for name, value in changes.items() if name not in waits and not same(value, stored_value(row, name))}
        if live:
            _set(row, live)
            save(row, [*live])
        proposal = propose(row, by=by, fields=waits) if waits else None
    return bool(proposal and proposal.is_waiting and waits.keys() & proposal.fields.keys())


def propose(row, *, by, fields=None, photo_words=None, photos_changed=False):
    """Note what an owner wants in a row that she has locked. What is as it stands already leaves the proposal; an empty one ends.

    Called in her transaction, after her photos were written. What was sent back goes to the organisers again once something
    of it changed. Returns the open proposal, or None.
    """
    proposal = ProposedChange.objects.about(row).open().select_for_update().first() or _new(row)
    before = (proposal.fields, proposal.photo_words)
    wanted = {**proposal.fields, **(fields or {})}
    proposal.fields = {name: value for name, value in wanted.items() if not same(value, stored_value(row, name))}
    proposal.photo_words = _words_that_differ(row, {**proposal.photo_words, **(photo_words or {})})
    if not photos_changed and before == (proposal.fields, proposal.photo_words):
        return proposal if proposal.pk else None
    if not (proposal.fields or proposal.photo_words or _has_pending_photos(row)):
        _end(proposal, State.WITHDRAWN)
        return None
    _wait(proposal, by)
    return proposal


def send_again(proposal, *, by):
    """Once more as it is, after it was sent back. Whether it waits now; a second time changes nothing."""
    with transaction.atomic():
        locked(proposal.row)
        proposal = ProposedChange.objects.select_for_update().get(pk=proposal.pk)
        if proposal.state == State.RETURNED:
            _wait(proposal, by)
    return proposal.is_waiting


def take_back(proposal):
    """The owner leaves it at what visitors see. Raises Refused when it was decided meanwhile; a second time changes nothing."""
    with transaction.atomic():
        row = locked(proposal.row)
        proposal = ProposedChange.objects.select_for_update().get(pk=proposal.pk)
        if proposal.state == State.TAKEN:
            raise Refused(_("Panitia sudah menerima perubahan ini, jadi sekarang pembeli melihat yang baru."))
        if not proposal.is_open:
            return
        if isinstance(row, Product):
            coming = row.photos.filter(state=ProductPhoto.State.PROPOSED)
            delete_files_on_commit(coming)
            coming.delete()
            row.photos.filter(state=ProductPhoto.State.LEAVING).update(state=ProductPhoto.State.SHOWN)
        _end(proposal, State.WITHDRAWN)


def _new(row):
    booth = row.exhibitor_id if isinstance(row, Product) else row.pk
    return ProposedChange(exhibitor_id=booth, product=row if isinstance(row, Product) else None, state="")  # it waits once it is written


def _wait(proposal, by):
    now = timezone.now()
    if not proposal.is_waiting:
        proposal.state, proposal.proposed_at = State.WAITING, now
    proposal.author, proposal.changed_at, proposal.version = by, now, proposal.version + 1
    proposal.save()


def _end(proposal, state):
    """Nothing of it is left. One that never was is not written."""
    if proposal.pk:
        proposal.state, proposal.fields, proposal.photo_words, proposal.version = state, {}, {}, proposal.version + 1
        proposal.save()


def _words_that_differ(row, wanted):
    """Of the words for photos, those that differ from what visitors get; photos that are gone or not shown yet have none here."""
    if not wanted or not isinstance(row, Product):
        return {}
    shown = {str(photo.pk): photo for photo in row.photos.accepted().filter(pk__in=wanted)}
    return {pk: words for pk, words in wanted.items() if pk in shown and words != {name: getattr(shown[pk], name) for name in words}}


def _has_pending_photos(row):
    return isinstance(row, Product) and row.photos.pending().exists()


def _covers(products):
    """{product: the first of its photos as its owner wants them}"""
    rows = ProductPhoto.objects.wanted().filter(product__in=products).order_by("-position", "-pk") if products else ()
    return {photo.product_id: photo for photo in rows}


def _set(row, values):
    for name, value in values.items():
        setattr(row, row._meta.get_field(name).attname, value)
