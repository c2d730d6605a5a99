"""The official village that somebody means: by its district and region where they are said, else where the organiser works."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from django.utils.translation import gettext as _

from exchange.alike import Reach, place_key, within_reach
from exchange.mending import clean, is_nothing
from regions.models import Region, Village

OFFERED = 5
LEAST_ALIKE = 0.6
MOST_SUGGESTED = 150  # rows of a workbook: the comparison takes 20 ms, and who misspells more than these has another problem
MARKS = {
    **dict.fromkeys(["kelurahan", "kel"], "kelurahan"),
    **dict.fromkeys(["desa", "ds"], "desa"),
    **dict.fromkeys(["kecamatan", "kec", "kecamtan"], "district"),
    **dict.fromkeys(["kabupaten", "kab"], "kabupaten"),
    **dict.fromkeys(["kotamadya", "kodya", "kota"], "kota"),
    **dict.fromkeys(["dusun", "dsn", "lingkungan", "lingk", "link", "jalan", "jln", "jl", "gang", "gg", "no", "blok", "perum"], "finer"),
    **dict.fromkeys(["provinsi", "prov", "propinsi", "jawa timur", "jatim", "indonesia"], "wider"),
}
LEVELS = {"kelurahan": "village", "desa": "village", "kota": "region", "kabupaten": "region"}
MARK = re.compile(rf"\b({'|'.join(sorted(MARKS, key=len, reverse=True))})\b[.:]?", re.IGNORECASE)
RT_RW = re.compile(r"\b(?:rt|rw)\b[\s.:/]*(?:\d+[\s/]*)*(?:rw[\s.:]*\d+)?", re.IGNORECASE)
POSTAL_CODE = re.compile(r"\b\d{5}\b")
CODE = re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}")


class Said(NamedTuple):
    """What was written about a place, by what it is called."""

    village: str = ""
    district: str = ""
    region: str = ""
    village_kind: str = ""  # of Village.Kind, where it was said
    region_kind: str = ""  # of Region.Kind


@dataclass
class Found:
    """`code`: of the village, or None; then `options` has codes to choose from, or `fault` says why there are none, or no village was named."""

    code: str | None = None
    note: str = ""
    fault: str = ""
    options: list = field(default_factory=list)


def said(*, village="", district="", region="", address=""):
    """The `Said` of four cells, each of which may hold more than its heading says: 'Ds. Bendorejo Kec. Pogalan'."""
    names, kinds = {}, {}
    for key, value in (("village", village), ("district", district), ("region", region), ("address", address)):
        for mark, words in _marked(value):
            level = LEVELS.get(mark, mark) or key
            if words:
                names.setdefault(level, words)
            if level in names and mark in LEVELS:
                kinds.setdefault(level, mark)
    street = names.get("address", "")
    if not re.search(r"\d", street):
        names.setdefault("village", street)
    return Said(
        names.get("village", ""), names.get("district", ""), names.get("region", ""), kinds.get("village", ""), kinds.get("region", "")
    )


def _marked(value):
    """[(mark or '', words)] of a text that names places: 'Kel. Sentul, Kec. Kepanjenkidul'."""
    text = POSTAL_CODE.sub(" ", RT_RW.sub(" ", clean(value)))
    if is_nothing(text):
        return
    pieces = MARK.split(text)
    for mark, words in zip(["", *(mark.lower() for mark in pieces[1::2])], pieces[::2], strict=True):
        first = next((part for part in re.split(r"[,;/()\n]", words) if part.strip(" .-")), "").strip(" .-:")
        if first or mark:
            yield MARKS.get(mark, ""), first


class Places:
    """All villages of the expo, held in memory: 981 rows, one query."""

    def __init__(self, villages, regions):
        self.villages = {village.code: village for village in villages}
        self.regions = {region.code: region for region in regions}
        self._in_district = defaultdict(list)
        self._districts = {}
        for village in self.villages.values():
            self._in_district[village.district_id].append(village)
            self._districts[village.district_id] = village.district
        self._reach, self._suggested = Reach(), 0
        for village in self.villages.values():
            self._reach.add(place_key(village.name), village)
        self._by_region = defaultdict(list)
        for district in self._districts.values():
            self._by_region[district.region_id].append(district)

    @classmethod
    def load(cls):
        return cls(Village.objects.select_related("district__region").order_by("code"), Region.objects.all())

    def label(self, code):
        village = self.villages[code]
        return f"{village.place}, {village.district.region.name}"

    def region_of(self, code):
        return self.villages[code].district.region_id

    def find(self, place, *, scope):
        """The village of a `Said` in one of the regions of `scope` (codes)."""
        if CODE.fullmatch(place.village) and place.village in self.villages:
            return self._within(place.village, scope)
        regions = self._regions_of(place)
        if regions is None:
            return Found(fault=_("“%s” bukan salah satu dari lima daerah pameran.") % place.region[:40])
        if not regions & scope:
            return Found(fault=_outside(self.regions[min(regions)]))
        if not place.village:
            return Found()
        return self._in_regions(place, regions, scope)

    def _regions_of(self, place):
        """Codes of the regions that are meant: all when none is named, None when an unknown one is."""
        if not place.region:
            return set(self.regions)
        wanted = place_key(place.region)
        found = {
            code: region
            for code, region in self.regions.items()
            if wanted in (place_key(region.name), place_key(region.name.split(" ", 1)[-1]), place_key(region.short_name))
            or within_reach(wanted, place_key(region.name.split(" ", 1)[-1]))
        }
        of_kind = {code for code, region in found.items() if not place.region_kind or region.kind == place.region_kind}
        return of_kind or set(found) or None

    def _in_regions(self, place, meant, scope):
        districts, misspelled = self._districts_of(place, meant & scope)
        if not districts:
            return self._no_district(place, meant, scope)
        villages = [village for district in districts for village in self._in_district[district.code]]
        others = [] if place.district else self._named(place.village, meant - scope)
        found = self._choose(place, villages, misspelled)
        if found:
            return Found(options=[found.code]) if found.note and others else found  # spelled like that it is elsewhere
        if others:
            one = len({village.district.region_id for village in others}) == 1
            words = _("“%s” ada di daerah lain, tidak di wilayah Anda.") % place.village[:40]
            return Found(fault=_outside(others[0].district.region) if one else words)
        if place.district and (same := self._named(place.village, meant & scope)):
            return Found(options=[village.code for village in same[:OFFERED]])
        return self._suggest(place, villages)

    def _districts_of(self, place, regions):
        """(districts that are meant, whether their spelling was mended)"""
        known = [district for code in sorted(regions) for district in self._by_region[code]]
        if not place.district:
            return known, False
        wanted = place_key(place.district)
        exact = [district for district in known if place_key(district.name) == wanted]
        return exact or [district for district in known if within_reach(place_key(district.name), wanted)], not exact

    def _no_district(self, place, meant, scope):
        named = [district for district in self._districts.values() if place_key(district.name) == place_key(place.district)]
        if beyond := [district for district in named if district.region_id in meant - scope]:
            return Found(fault=_outside(beyond[0].region))
        if named:
            words = _("Kec. %(district)s ada di %(region)s. Periksa lagi tempatnya.")
            return Found(fault=words % {"district": named[0].name, "region": named[0].region.name})
        names = {place_key(district.name): district.name for code in meant & scope for district in self._by_region[code]}
        near = get_close_matches(place_key(place.district), names, n=3, cutoff=LEAST_ALIKE)
        if near:
            words = _("Kecamatan “%(typed)s” tidak ada. Mungkin maksudnya %(names)s.")
            return Found(fault=words % {"typed": place.district[:40], "names": ", ".join(names[name] for name in near)})
        return Found(fault=_("Kecamatan “%s” tidak ada di wilayah Anda.") % place.district[:40])

    def _choose(self, place, villages, misspelled):
        """The only village of this name, else the only one within reach, else those to choose from; None when there is none."""
        wanted = place_key(place.village)
        exact = [village for village in villages if place_key(village.name) == wanted]
        if len(exact) > 1 and place.village_kind:
            exact = [village for village in exact if village.kind == place.village_kind] or exact
        districts = {village.district_id for village in villages}
        near = exact or [village for village in self._reach.find(wanted) if village.district_id in districts]
        if not near:
            return None
        if len(near) > 1:
            return Found(options=[village.code for village in near[:OFFERED]])
        mended = misspelled or not exact
        return Found(near[0].code, _("Dibaca %s.") % self.label(near[0].code) if mended else "")

    def _named(self, name, regions):
        return [
            village
            for village in self.villages.values()
            if village.district.region_id in regions and place_key(village.name) == place_key(name)
        ]

    def _suggest(self, place, villages):
        by_name = defaultdict(list)
        self._suggested += 1
        for village in villages if self._suggested <= MOST_SUGGESTED else ():
            by_name[place_key(village.name)].append(village.code)
        near = get_close_matches(place_key(place.village), by_name, n=OFFERED, cutoff=LEAST_ALIKE)
        if options := [code for name in near for code in by_name[name]][:OFFERED]:
            return Found(options=options)
        where = _("Kec. %s") % place.district if place.district else _("wilayah Anda")
        words = _(
            "“%(typed)s” tidak ada di daftar resmi desa dan kelurahan %(where)s. Periksa ejaannya, atau tulis nama desanya, bukan dusunnya."
        )
        return Found(fault=words % {"typed": place.village[:40], "where": where})

    def _within(self, code, scope):
        if self.region_of(code) in scope:
            return Found(code)
        return Found(fault=_outside(self.villages[code].district.region))


def _outside(region):
    return _("Baris ini dari %s, di luar wilayah Anda.") % region.name
