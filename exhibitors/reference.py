"""Regions, districts and categories as the filters name them: three small tables in one trip, kept per content version."""

from typing import NamedTuple

from django.db.models import CharField, F, IntegerField, Value
from django.utils.translation import get_language

from exhibitors.models import Category
from expo.pagecache import remember
from regions.models import District, Region


class Term(NamedTuple):
    kind: str
    key: str  # slug of a region or category, code of a district
    name_id: str
    name_en: str
    extra: str  # region: short name; category: icon; district: slug of its region
    position: int

    @property
    def name(self):
        return self.name_en if self.name_en and get_language() == "en" else self.name_id


class Reference(NamedTuple):
    regions: dict  # slug → Term, in the order of the expo
    districts: dict  # code → Term, by region and name
    categories: dict  # slug → Term


def reference():
    return remember(("reference",), _load)


def _load():
    terms = [Term(*row) for row in _rows("region", Region, "slug", "name", "short_name", "position").union(
        _rows("district", District, "code", "name", "region__slug", None),
        _rows("category", Category, "slug", "name", "icon", "position", english="name_en"),
        all=True,
    )]
    terms.sort(key=lambda term: (term.position, term.name_id))
    return Reference(*({term.key: term for term in terms if term.kind == kind} for kind in ("region", "district", "category")))


def _rows(kind, model, key, name, extra, position, english=None):
    return model.objects.order_by().values_list(
        Value(kind, CharField()),
        F(key),
        F(name),
        F(english) if english else Value("", CharField()),
        F(extra),
        F(position) if position else Value(0, IntegerField()),
    )
