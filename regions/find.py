"""A village from what somebody types: names occur several times, so the answer is a list to choose from."""

from difflib import get_close_matches

from expo.pagecache import remember
from expo.text import tokens
from regions.models import Village

MOST = 12
WEIGHT = 500  # of all villages in memory, in cards
_FILLERS = frozenset(["desa", "ds", "dusun", "kelurahan", "kel", "kecamatan", "kec", "kabupaten", "kab", "village", "district"])


def villages_like(text):
    """At most MOST villages whose name, district and region have all these words, then those whose names look like it.

    Only that one for its full_name().
    """
    words = _words(text)[:8]
    if not words:
        return []
    rows = remember(("villages",), _all, WEIGHT)
    if whole := [row for row, name, place in rows if sorted(words) == sorted(name + place)]:
        return whole
    fitting = [(_rank(words, name), row) for row, name, place in rows if all(_begins(word, name + place) for word in words)]
    fitting = [pair for pair in fitting if pair[0] < _NOT_THE_NAME] or fitting  # a district's villages only if no village is meant
    fitting.sort(key=lambda pair: (pair[0], pair[1].code))
    if fitting and len(words) > 1:
        return [row for _rank_of_it, row in fitting[:MOST]]
    spelled = {"".join(name) for _row, name, _place in rows}
    near = get_close_matches("".join(words), spelled, n=6, cutoff=0.85 if fitting else 0.75) or get_close_matches(
        words[0], spelled, n=6, cutoff=0.75
    )
    alike = [row for row, name, _place in rows if "".join(name) in near]
    return list(dict.fromkeys([row for _rank_of_it, row in fitting] + alike))[:MOST]


def full_name(village):
    return f"{village.place}, {village.district.region.name}"


_NOT_THE_NAME = 3


def _rank(words, name):
    """0: this is its name. 1: its name and where it is. 2: its name begins so. 3: only its district or region fits."""
    if words == name:
        return 0
    if words[: len(name)] == name:
        return 1
    return 2 if name[0].startswith(words[0]) or any(part.startswith(words[0]) for part in name) else _NOT_THE_NAME


def _begins(word, words):
    return any(one.startswith(word) for one in words)


def _all():
    """[(village, words of its name, words of where it is)]"""
    rows = Village.objects.select_related("district__region").order_by("code")
    return [(row, tokens(row.name), _words(f"{row.district.name} {row.district.region.name}")) for row in rows]


def _words(text):
    return [word for word in tokens(text) if word not in _FILLERS]
