"""AVIF files beside the WebP files of every photo, made later by the worker. Photo.has_avif says how far each one is.

A task makes as many as it can in a few seconds and leaves the rest to the next one: other tasks get their turn, and whoever stops the
worker need not wait long. Killed in between, those seconds are lost and nothing else.
"""

import datetime
import logging
import time

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from expo import images
from expo.background import task
from expo.models import Photo, SiteState

BATCH_SECONDS = 3
BATCHES = 20  # for one new version of visitors' pages, while there is more to do
PATIENCE = datetime.timedelta(minutes=1)  # after a photo: several that come one by one are made, and shown, together

logger = logging.getLogger(__name__)


@task
def make_avif(batch=1):
    make_some(batch)


def ask_for_avif():
    """In the transaction that leaves a photo without."""
    make_avif.using(run_after=timezone.now() + PATIENCE).enqueue()


def make_some(batch=1):
    """Make AVIF files for photos that have none, and a task for what is left after BATCH_SECONDS.

    batch: which one it is of those that ask for each other.
    """
    if not images.HAS_AVIF:
        return
    until, looked_at = time.monotonic() + BATCH_SECONDS, []
    for photo in _waiting():
        looked_at.append((photo, _make(photo)))
        if time.monotonic() > until:
            break
    with transaction.atomic():
        gone = [photo for photo, made in looked_at if not _is_noted(photo, made)]
        if left := any(_without(model).exists() for model in _models()):
            make_avif.enqueue(batch + 1)
        if batch % BATCHES == 0 if left else (looked_at or batch > 1):
            SiteState.move_on()
    for photo in gone:
        photo.delete_avif()


def _make(photo):
    try:
        return images.store_avif(photo.key)
    except (FileNotFoundError, images.PictureRefused) as error:
        logger.warning("No AVIF for photo %s: %s", photo.key, error)
        return False


def _is_noted(photo, made):
    """Whether the row still shows these files: it may have been cut to a square or removed meanwhile."""
    return type(photo).objects.filter(pk=photo.pk, key=photo.key).update(has_avif=made)


def _waiting():
    for model in _models():
        yield from _without(model).only("key").order_by("pk")[:500]


def _without(model):
    return model.objects.filter(has_avif=None)


def _models():
    return [model for model in apps.get_models() if issubclass(model, Photo)]
