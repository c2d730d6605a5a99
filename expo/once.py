"""A form sent twice is carried out once: for forms that make something, when a line drops or a finger taps again."""

import uuid
from functools import wraps

from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect

from accounts.models import SentForm

FIELD = "kunci"


def new_key():
    """For the hidden field `kunci` of a form that is shown for the first time."""
    return str(uuid.uuid4())


def once(view):
    """For views of signed-in people. A POST whose `kunci` was carried out before goes where the first one went.

    The row is written in the transaction of the deed: of two at once the second waits, fails on the unique key and follows
    the first. Only a redirect counts as carried out; a form with faults may be sent again under the same key.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        key = kept_key(request.POST.get(FIELD, "")) if request.method == "POST" else ""
        if not key:
            return view(request, *args, **kwargs)
        if (before := _location(request.user, key)) is not None:
            return HttpResponseRedirect(before)
        try:
            with transaction.atomic():
                response = view(request, *args, **kwargs)
                if response.status_code == 302:
                    SentForm.objects.create(user=request.user, key=key, location=response.headers["Location"][:300])
                return response
        except IntegrityError:
            if (before := _location(request.user, key)) is not None:
                return HttpResponseRedirect(before)
            raise

    return wrapped


def only_once(user, key, deed):
    """The address that deed() leads to; where `key` was carried out before, that of the first time.

    For views that do something slow beside it, which @once would put into its transaction.
    """
    key = kept_key(key)
    try:
        if key and (before := _location(user, key)) is not None:
            return before
        with transaction.atomic():
            location = deed()
            if key:
                SentForm.objects.create(user=user, key=key, location=location[:300])
            return location
    except IntegrityError:
        if key and (before := _location(user, key)) is not None:
            return before
        raise


def kept_key(key):
    """As a database can keep it, whatever somebody sends."""
    return key.replace("\x00", "")[:36]


def _location(user, key):
    return SentForm.objects.filter(user=user, key=key).values_list("location", flat=True).first()
