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
    known_id: str  # region: what it is known for
    known_en: str
    position: int

    @property
    def name(self):
        return self.name_en if self.name_en and get_language() == "en" else self.name_id

    @property
    def known_for(self):
        return self.known_en if self.known_en and get_language() == "en" else self.known_id


class Reference(NamedTuple):
    regions: dict  # slug → Term, in the order of the expo
    districts: dict  # code → Term, by region and name
    categories: dict  # slug → Term


def reference():
    return remember(("reference",), _load)


def _load():
    none = Value("", CharField())
    rows = _rows("region", Region, "slug", F("name"), none, F("short_name"), F("known_for"), F("known_for_en"), F("position")).union(
        _rows("district", District, "code", F("name"), none, F("region__slug"), none, none, Value(0, IntegerField())),
        _rows("category", Category, "slug", F("name"), F("name_en"), F("icon"), none, none, F("position")),
        all=True,
    )
    terms = sorted((Term(*row) for row in rows.order_by()), key=lambda term: (term.position, term.name_id))
    return Reference(*({term.key: term for term in terms if term.kind == kind} for kind in ("region", "district", "category")))


def _rows(kind, model, key, *columns):
    """Columns under names of their own, for a UNION takes them by place."""
    named = {f"c{place}": column for place, column in enumerate((Value(kind, CharField()), F(key), *columns))}
    return model.objects.order_by().annotate(**named).values_list(*named)
