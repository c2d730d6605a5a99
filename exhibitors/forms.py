"""The filter of the booth list, and what it shares with the catalogue's: words from the address, choices from the tables."""

import django_filters
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exhibitors.models import Exhibitor
from exhibitors.reference import reference
from exhibitors.search import matching
from expo.forms import KnownChoicesField
from expo.listing import Group
from expo.text import MAX_QUERY_LENGTH

BADGES = {
    "pirt": ("pirt", _("P-IRT atau BPOM")),
    "halal": ("halal", _("Sertifikat halal")),
    "ekspor": ("export", _("Siap Ekspor")),
    "ritel": ("retail", _("Siap Ritel")),
}


def region_options():
    return [(slug, term.name, slug) for slug, term in reference().regions.items()]


def district_options(regions):
    """The districts of the chosen regions; of none when no region is chosen, for 78 names help nobody."""
    return [(code, gettext("Kec. %s") % term.name, term.extra) for code, term in reference().districts.items() if term.extra in regions]


def category_options():
    return [(slug, term.name, "") for slug, term in reference().categories.items()]


def badge_options():
    return [(value, label, "") for value, (_key, label) in BADGES.items()]


def badge_values(row):
    """The values of the parameter `lencana` that a row of products.index has."""
    return [value for value, (key, _label) in BADGES.items() if key in row.badges]


def pairs(options):
    return lambda: [(value, label) for value, label, _region in options()]


class GroupFilter(django_filters.Filter):
    """A facet: the form reads it, expo.listing applies it to the index rows, so the query is left alone."""

    field_class = KnownChoicesField

    def __init__(self, options, **kwargs):
        super().__init__(choices=pairs(options), required=False, **kwargs)

    def filter(self, queryset, value):
        return queryset


class WordsField(forms.CharField):
    """What somebody searches for, cut to a length that a person would type."""

    def to_python(self, value):
        return " ".join(super().to_python(value).replace("\x00", "").split())[:MAX_QUERY_LENGTH]


class WordsFilter(django_filters.Filter):
    field_class = WordsField

    def __init__(self, matching, **kwargs):
        super().__init__(**kwargs)
        self.matching = matching

    def filter(self, queryset, value):
        found = self.matching(value) if value else None
        return queryset if found is None else queryset.filter(found)


class BoothFilter(django_filters.FilterSet):
    q = WordsFilter(matching, label=_("Cari"))
    wilayah = GroupFilter(region_options, label=_("Daerah"))
    kecamatan = GroupFilter(lambda: district_options(reference().regions), label=_("Kecamatan"))
    kategori = GroupFilter(category_options, label=_("Jenis"))
    lencana = GroupFilter(badge_options, label=_("Sudah punya"))

    class Meta:
        model = Exhibitor
        fields = []

    SORTS = [("adil", _("Acak adil")), ("terbaru", _("Terbaru")), ("nama", _("Nama"))]

    def groups(self, chosen):
        return [
            Group("wilayah", _("Daerah"), region_options(), lambda row: (row.region,)),
            Group(
                "kecamatan",
                _("Kecamatan"),
                district_options(chosen["wilayah"] or {reference().districts[code].extra for code in chosen["kecamatan"]}),
                lambda row: (row.district,),
            ),
            Group("kategori", _("Jenis"), category_options(), lambda row: (row.category,)),
            Group("lencana", _("Sudah punya"), badge_options(), badge_values, all_of=True),
        ]
