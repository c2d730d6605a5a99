"""What the tests of an owner's pages of her products share; their cast stands in conftest.py."""

from django.urls import reverse

from expo import pagecache
from expo.models import SiteState

FIXED = {"name": "Wajik kletik 500 g", "price_kind": "tetap", "price": "22.500", "unit": "ikat"}


def url(name, pk):
    return reverse(f"products:owner_{name}", args=[pk])


def version():
    return SiteState.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def look(client, path):
    """A visitor's page as it is now, not as it was a second ago."""
    pagecache.forget()
    return client.get(path)
