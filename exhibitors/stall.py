"""What owners do with their booths. Each act is one short transaction that also brings up to date what visitors see."""

import secrets

from django.db import transaction

import exhibitors.badges
import products.badges
import products.search
from exhibitors.models import LegalityDocument, Status
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
