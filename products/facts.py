"""What a product's page says in its data list."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from expo.templatetags.ui import number
from expo.text import translated

UNCOUNTED = frozenset({"kg", "g", "l", "ml", "m", "cm", "fish"})


def product_facts(product):
    """[(label, value)] of what is filled in, in the order in which a buyer asks."""
    unit = translated(product, "unit")
    pairs = [
        (_("Komposisi") if product.category.is_food else _("Bahan"), translated(product, "material")),
        (_("Berat bersih"), product.net_weight),
        (_("Pesan paling sedikit"), amount(product.min_order, unit)),
        (_("Tahan"), product.shelf_life_days and duration(product.shelf_life_days)),
        (
            _("Kemampuan"),
            product.capacity_per_month and _("%s per bulan") % amount(product.capacity_per_month, unit),
        ),
        (_("Waktu pengerjaan"), product.lead_time_days and duration(product.lead_time_days, months=False)),
        (_("Pesanan ekspor mulai"), product.export_moq and amount(product.export_moq, unit)),
        (_("Kemasan kirim"), translated(product, "packing")),
        (_("Usulan kode HS"), product.hs_code),
    ]
    return [(label, value) for label, value in pairs if value]


def amount(count, unit):
    """'12 pack' of the maker's unit; on English pages '12 packs'. A unit of several words, or with an s already, stays as typed."""
    if get_language() == "en" and count != 1 and unit.isalpha() and unit not in UNCOUNTED and not unit.endswith("s"):
        unit += "es" if unit.endswith(("x", "ch", "sh")) else "s"
    return f"{number(count)} {unit}"


def duration(days, months=True):
    """'6 bulan' for 180 days, '10 hari' for 10; months only from two on and when they come out even (to within two days)."""
    if months and days >= 60 and (days % 30 <= 5 or days % 365 == 0):
        count = round(days / 30.4)
        return ngettext("%d bulan", "%d bulan", count) % count
    return ngettext("%d hari", "%d hari", days) % days
