"""The values of a plan as people read them, on the page and in the marked workbook."""

from django.utils.translation import gettext as _

from exchange.fields import FIELDS
from exchange.mending import dialled
from exchange.places import Places
from exhibitors.models import Category, Exhibitor
from expo.templatetags.ui import rupiah
from products.models import Product

LONGEST = 300  # characters


def label(key):
    return str(FIELDS[key].label) if key in FIELDS else _("Izin dan sertifikat")


class Words:
    """`longest`: characters of a value that are shown."""

    def __init__(self, longest=LONGEST):
        self.longest = longest
        self._places = Places.load()
        self._kinds = dict(Category.objects.values_list("slug", "name"))

    def of(self, key, value):
        text = self._of(key, value)
        return text if len(text) <= self.longest else f"{text[: self.longest].rstrip()}…"

    def _of(self, key, value):
        if value in (None, "", []):
            return ""
        if key == "village":
            return self._places.label(value)
        if key in ("category", "product_category"):
            return self._kinds.get(value, value)
        if key == "price":
            return _price(*value)
        if key == "whatsapp":
            return dialled(value)
        if key == "papers":
            return ", ".join(f"{label(kind)} {digits.removeprefix(f'{label(kind)} ')}" for kind, digits in value)
        if isinstance(value, list):
            return ", ".join(_in_list(one) for one in value)
        return " ".join(str(_choices(key).get(value, value)).split())


def _price(kind, low, high):
    if kind == Product.PriceKind.ASK:
        return _("tanya")
    return f"{rupiah(low)}–{rupiah(high)}" if high else rupiah(low)


def _in_list(one):
    """A link, or a paper: its number, and its last day where one is known."""
    if isinstance(one, list):
        return _("%(number)s (sampai %(day)s)") % {"number": one[0], "day": one[1]} if one[1:] and one[1] else str(one[0])
    return str(one)


def _choices(key):
    name = key.removeprefix("product_")
    for model in (Exhibitor, Product):
        names = {field.name: field for field in model._meta.fields}
        if name in names and names[name].choices:
            return dict(names[name].flatchoices)
    return {}
