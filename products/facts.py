"""What a product's page says in its data list."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expo.templatetags.ui import number
from expo.text import translated


def product_facts(product):
    """[(label, value)] of what is filled in, in the order in which a buyer asks."""
    unit = translated(product, "unit")
    pairs = [
        (_("Komposisi") if product.category.is_food else _("Bahan"), translated(product, "material")),
        (_("Berat bersih"), product.net_weight),
        (_("Pesan paling sedikit"), f"{number(product.min_order)} {unit}"),
        (_("Tahan"), product.shelf_life_days and duration(product.shelf_life_days)),
        (
            _("Kemampuan"),
            product.capacity_per_month and _("%(count)s %(unit)s per bulan") % {"count": number(product.capacity_per_month), "unit": unit},
        ),
        (_("Waktu pengerjaan"), product.lead_time_days and duration(product.lead_time_days, months=False)),
        (_("Pesanan ekspor mulai"), product.export_moq and f"{number(product.export_moq)} {unit}"),
        (_("Kemasan kirim"), translated(product, "packing")),
        (_("Usulan kode HS"), product.hs_code),
    ]
    return [(label, value) for label, value in pairs if value]


def duration(days, months=True):
    """'6 bulan' for 180 days, '10 hari' for 10; months only from two on and when they come out even (to within two days)."""
    if months and days >= 60 and days % 30 <= 5:
        return ngettext("%d bulan", "%d bulan", days // 30) % (days // 30)
    return ngettext("%d hari", "%d hari", days) % days
