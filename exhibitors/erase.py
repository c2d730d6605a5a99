"""A booth that leaves nothing behind: its products, pictures, proof files, and its name in the back office's log."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.models import Record
from exhibitors.models import ExhibitorPhoto
from expo.models import SiteState, delete_files_on_commit
from products.models import Product, ProductPhoto

FORGOTTEN = "–"


def erase(booth):
    """Returns how many products went with it."""
    with transaction.atomic():
        products = list(booth.products.values_list("pk", flat=True))
        forget([booth, *Product.objects.filter(pk__in=products)])
        delete_files_on_commit(ExhibitorPhoto.objects.filter(exhibitor=booth))
        delete_files_on_commit(ProductPhoto.objects.filter(product__in=products))
        delete_files_on_commit(booth.documents.all())
        booth.delete()
        SiteState.move_on()
    return len(products)


def forget(objects):
    """The records keep that something was done, not the name of what is gone."""
    for one in objects:
        Record.forget(one)
        LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(one), object_id=str(one.pk)).update(object_repr=FORGOTTEN)
