"""Spellings that are within reach of each other, found among thousands without comparing each with each."""

from collections import defaultdict
from functools import lru_cache

from expo.spelling import fold
from expo.text import tokens

SHORT = 5  # words with fewer letters have to be spelled right
LEGAL_FORMS = frozenset("ud cv pt tb pd po toko kub kube umkm ikm kwt usaha".split())  # noqa: SIM905


@lru_cache(maxsize=8192)
def name_key(name):
    """Equal for the same name, however it is spaced and capitalised."""
    return "".join(tokens(name))


@lru_cache(maxsize=8192)
def near_key(name):
    """Equal for a name that is spelled or clad differently: 'UD Kripik Bu Ning' and 'Keripik Bu Ning'."""
    spoken = tokens(name)
    return "".join(fold(word) for word in spoken if word not in LEGAL_FORMS) or "".join(spoken)


@lru_cache(maxsize=8192)
def place_key(name):
    """Equal for the spellings of a place's name of before and after 1972."""
    return "".join(tokens(name[:60])).replace("dj", "j").replace("tj", "c").replace("oe", "u")


def near_names(one, other):
    return within_reach(near_key(one), near_key(other))


def within_reach(one, other):
    """Whether two spellings become the same when at most one letter is left out of each."""
    if one == other:
        return True
    if min(len(one), len(other)) < SHORT or abs(len(one) - len(other)) > 1:
        return False
    return not set(_variants(one)).isdisjoint(_variants(other))


def _variants(word):
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))] if len(word) >= SHORT else [word]


class Reach:
    """Things by their spelling, to be found by every spelling that is within reach."""

    def __init__(self):
        self._things, self._by_variant = {}, defaultdict(list)

    def add(self, key, thing):
        """Again and again is the same as once."""
        if (key, id(thing)) not in self._things:
            self._things[key, id(thing)] = thing
            for variant in dict.fromkeys(_variants(key)):
                self._by_variant[variant].append((key, thing))

    def all(self):
        return list(self._things.values())

    def find(self, key):
        """The things within reach, each once; those that are spelled exactly so come first."""
        found = {}
        for variant in dict.fromkeys(_variants(key)):
            for other, thing in self._by_variant.get(variant, ()):
                if within_reach(key, other):
                    found[id(thing)] = thing
        return list(found.values())
