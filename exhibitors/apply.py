"""A business applies for a booth: a draft in its region, which the organisers look at."""

from django.db import IntegrityError, transaction
from django.utils import timezone

import exhibitors.search
from accounts.models import User
from exhibitors.invite import account_for, join
from exhibitors.models import Exhibitor
from expo.text import unique_slug


def apply(*, name, village, category, phone, contact_name, sells, by=None, now=None):
    """The draft booth; the same one if this number has asked for this name before.

    A number that is new here gets its account. An account that exists gets no booth from whoever types its number, but from
    its own person (`by`, signed in); else the two are joined when the organisers send their link (exhibitors.invite).
    """
    with transaction.atomic():
        known = User.objects.filter(phone=phone).exists()
        user = User.objects.select_for_update().get(pk=account_for(phone, contact_name).pk)  # the second of two at once waits here
        if before := Exhibitor.objects.filter(whatsapp=phone, name__iexact=name).first():
            return before
        fields = {"name": name, "village": village, "category": category, "whatsapp": phone, "contact_name": contact_name, "sells": sells}
        booth = _create(**fields, applied_at=now or timezone.now(), shows_whatsapp=False)  # until she agrees to it
        if not known or by == user:
            join(booth, user)
        exhibitors.search.refresh([booth.pk])
    return booth


def _create(**fields):
    for attempt in range(3):
        slug = unique_slug(fields["name"], lambda slug: Exhibitor.objects.filter(slug=slug).exists())
        try:
            with transaction.atomic():
                return Exhibitor.objects.create(slug=slug, **fields)
        except IntegrityError:  # somebody with the same name was a moment faster
            if attempt == 2:
                raise
    return None
