"""What owners do with their booths. Each act is one short transaction that also brings up to date what visitors see."""

import secrets
from copy import copy

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import exhibitors.badges
import products.badges
import products.search
from accounts.models import Deed, Record
from curation import propose
from exhibitors.models import Exhibitor, LegalityDocument, Status
from exhibitors.states import OPEN_STATUSES, Refused
from expo.models import SiteState, delete_files_on_commit

STATED = ("number", "issuer", "valid_until")  # what a claim says


def keep(booth, form, *, by):
    """Keep what its owner changed in a form: live, or as a proposal. Returns whether something of it waits for the organisers."""
    return propose.keep(booth, form, by=by, save=save)


def save(booth, fields):
    """Write these fields of the booth, and no others: an organiser may be changing them right now. Visitors see them."""
    with transaction.atomic():
        booth.save(update_fields=fields)
        products.search.refresh_booths([booth.pk])
        _follow(booth)


def say_selling(booth, *, on_break, today):
    """Keep the owner's word that she sells, or that she takes a break; both are a sign of life."""
    booth.on_break, booth.still_selling_on = on_break, today
    with transaction.atomic():
        booth.save(update_fields=["on_break", "still_selling_on"])
        if booth.is_public:
            SiteState.move_on()


def waiting_to_be_submitted(booth):
    """Products of hers that are finished enough to be judged: they have a name."""
    return booth.products.filter(status__in=OPEN_STATUSES).exclude(name="")


def submit(booth, *, by):
    """Hand the booth and all that is ready on it to the organisers. Returns how many of them were not there yet: 0 the second time.

    Raises Refused when there is nothing on it, or when it is not hers to hand in now.
    """
    with transaction.atomic():
        rows = [*([booth] if booth.status in OPEN_STATUSES else []), *waiting_to_be_submitted(booth)]
        if booth.status in OPEN_STATUSES and not booth.products.kept().exclude(name="").exists():
            raise Refused(_("Tambahkan satu produk dulu, dengan nama dan harganya."))
        for row in rows:
            row.move(Deed.SUBMIT, by=by)
    return len(rows)


def confirm_entry(booth, *, by, now=None):
    """Its owner says that what others typed for her is right. Whether this call was the one that said it."""
    with transaction.atomic():
        waiting = Exhibitor.objects.filter(pk=booth.pk).unconfirmed()
        if not waiting.update(confirmed_by=by, confirmed_at=now or timezone.now()):
            return False
        Record.write(booth, Deed.CONFIRM, by=by)
    return True


def state(document, upload=None, covers=None):
    """Keep a new or changed claim; somebody has to look at it again, whatever was found before.

    upload: its proof file. covers: the products that it is for, None if it is for the whole business.
    What was verified stays in force and public: a change of it is a claim of its own, which replaces it once it is verified.
    """
    if upload:
        document.proof.save(f"{secrets.token_hex(16)}.{upload.kind}", upload, save=False)
    with transaction.atomic():
        propose.locked(document.exhibitor)  # of two at once the second waits, then finds the first's claim
        was = LegalityDocument.objects.filter(pk=document.pk).first()
        if was and was.status == LegalityDocument.Status.VERIFIED:
            was = _replace(document, was, upload)
        if was and was.proof and upload:
            transaction.on_commit(lambda: was.proof.storage.delete(was.proof.name))
        document.status, document.checked_on = LegalityDocument.Status.CLAIMED, None
        if document.replaces and _says_the_same(document, covers):
            LegalityDocument.objects.filter(replaces=document.replaces).delete()  # nothing is left of the change
        else:
            document.save()
            _cover(document, covers)
        _follow(document.exhibitor)


def narrow(document, covers):
    """A paper is for fewer products than before. What was checked stays checked: nothing new is claimed."""
    with transaction.atomic():
        _cover(document, covers)
        _follow(document.exhibitor)


def withdraw(document):
    """Take a document away at once, with its proof file and a claim that was to replace it. What it was itself to replace stays."""
    with transaction.atomic():
        delete_files_on_commit(LegalityDocument.objects.with_replacements_of([document]))
        document.delete()
        _follow(document.exhibitor)


def _cover(document, covers):
    """Products that were taken out keep their papers: they may be put back."""
    if covers is not None:
        document.products.set([*covers, *document.products.filter(status=Status.WITHDRAWN)])


def _says_the_same(document, covers):
    """Whether a claim that is to replace a document differs from it in nothing."""
    before = document.replaces
    covered = set(before.products.all())
    return not document.proof and set(covers or ()) <= covered and all(getattr(document, name) == getattr(before, name) for name in STATED)


def settle_documents(booth):
    """Where a claim was verified that was to replace a document, it does: under the old one's number of row, with its products.

    Call it after documents were checked, before what is derived from them.
    """
    for new in booth.documents.filter(status=LegalityDocument.Status.VERIFIED, replaces__isnull=False).select_related("replaces"):
        old = new.replaces
        if new.products.exists():
            old.products.set([*new.products.all(), *old.products.filter(status=Status.WITHDRAWN)])
        if new.proof and old.proof:
            delete_files_on_commit([copy(old)])
        for name in (*STATED, "status", "checked_on", *(["proof"] if new.proof else [])):
            setattr(old, name, getattr(new, name))
        new.delete()
        old.save()


def _replace(document, verified, upload):
    """Make this changed copy of a verified document a claim of its own, the one that there is or a new one. Returns what was there."""
    twin = LegalityDocument.objects.filter(replaces=verified).first()
    document.pk, document.replaces, document._state.adding = twin and twin.pk, verified, twin is None
    if not upload:
        document.proof = twin.proof if twin else ""
    return twin


def _follow(booth):
    """What is derived from the booth and its documents, on itself and on its products."""
    exhibitors.badges.refresh([booth.pk])
    products.badges.refresh(booth.products.values("pk"))
    if booth.is_public:
        SiteState.move_on()
