import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exhibitors.forms import GroupFilter, WordsFilter, badge_options, badge_values, category_options, region_options
from expo.forms import RupiahField
from expo.listing import Group
from products.models import Product
from products.search import matching


class RupiahFilter(django_filters.Filter):
    field_class = RupiahField


class PriceForm(forms.Form):
    def clean(self):
        low, high = self.cleaned_data.get("harga_min"), self.cleaned_data.get("harga_max")
        if low is not None and high is not None and low > high:
            raise ValidationError({"harga_max": _("Harga tertinggi harus lebih besar dari harga terendah.")})


class CatalogueFilter(django_filters.FilterSet):
    """Words and price narrow the query; the facets are applied by expo.listing, which counts them in the same pass."""

    q = WordsFilter(matching, label=_("Cari"))
    wilayah = GroupFilter(region_options, label=_("Daerah"))
    kategori = GroupFilter(category_options, label=_("Jenis"))
    lencana = GroupFilter(badge_options, label=_("Sudah punya"))
    tersedia = GroupFilter(lambda: [("1", _("Tersedia"), "")], label=_("Tersedia"))
    harga_min = RupiahFilter(method="dearest_from", label=_("Harga paling rendah"))
    harga_max = RupiahFilter(method="cheapest_to", label=_("Harga paling tinggi"))

    class Meta:
        model = Product
        fields = []
        form = PriceForm

    SORTS = [("adil", _("Acak adil")), ("terbaru", _("Terbaru")), ("termurah", _("Harga terendah")), ("termahal", _("Harga tertinggi"))]

    def dearest_from(self, queryset, name, value):
        """A range of prices counts when any part of it does."""
        return queryset.filter(Q(price__gte=value) | Q(price_max__gte=value))

    def cheapest_to(self, queryset, name, value):
        return queryset.filter(price__lte=value)

    def groups(self, chosen):
        return [
            Group("wilayah", _("Daerah"), region_options(), lambda row: (row.region,)),
            Group("kategori", _("Jenis"), category_options(), lambda row: (row.category,)),
            Group("lencana", _("Sudah punya"), badge_options(), badge_values, all_of=True),
            Group("tersedia", _("Persediaan"), [("1", _("Tersedia"), "")], lambda row: ("1",) if row.in_stock else ()),
        ]
