"""What owners do with their booths. Each act is one short transaction that also brings up to date what visitors see."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import exhibitors.badges
import products.badges
import products.search
from accounts.models import Deed, Record
from exhibitors.models import Exhibitor, LegalityDocument, Status
from exhibitors.states import OPEN_STATUSES, Refused
from expo.models import SiteState, delete_files_on_commit


def save(booth, fields):
    """Keep these fields of the booth as its form left them, and no others: an organiser may be changing them right now."""
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
    """
    before = LegalityDocument.objects.filter(pk=document.pk).values_list("proof", flat=True).first()
    document.status, document.checked_on = LegalityDocument.Status.CLAIMED, None
    if upload:
        document.proof.save(f"{secrets.token_hex(16)}.{upload.kind}", upload, save=False)
    with transaction.atomic():
        document.save()
        if upload and before:
            transaction.on_commit(lambda: document.proof.storage.delete(before))
        _cover(document, covers)
        _follow(document.exhibitor)


def narrow(document, covers):
    """A paper is for fewer products than before. What was checked stays checked: nothing new is claimed."""
    with transaction.atomic():
        _cover(document, covers)
        _follow(document.exhibitor)


def withdraw(document):
    """Take a claim away, with its proof file."""
    with transaction.atomic():
        delete_files_on_commit([document])
        document.delete()
        _follow(document.exhibitor)


def _cover(document, covers):
    """Products that were taken out keep their papers: they may be put back."""
    if covers is not None:
        document.products.set([*covers, *document.products.filter(status=Status.WITHDRAWN)])


def _follow(booth):
    """What is derived from the booth and its documents, on itself and on its products."""
    exhibitors.badges.refresh([booth.pk])
    products.badges.refresh(booth.products.values("pk"))
    if booth.is_public:
        SiteState.move_on()
