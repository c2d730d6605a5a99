"""Indonesian and Javanese words: one spelling for those that people use, and their roots.

Guided by the 30,000 roots of PySastrawi, for rules alone go wrong: final e for a joins sambel and sambal, but also merek
(brand) and merak (peacock), udeng (headcloth) and udang (shrimp), and 540 more pairs.
"""

import re
from functools import lru_cache

# One indexed spelling and its others: words that the dictionary has in both spellings, or in none.
SPELLINGS = {
    spelling: indexed
    for indexed, spellings in {
        "belangkon": "blangkon",
        "berokat": "brokat",
        "boks": "box",
        "cabai": "cabe",
        "cengkih": "cengkeh",
        "chilli": "chili chilly",
        "coklat": "cokelat",
        "durian": "duren",
        "ekoprint": "ecoprint",
        "gram": "g gr",
        "gulai": "gule",
        "hangat": "anget",
        "hijau": "ijo",
        "hitam": "item",
        "jimbe": "djembe jembe djimbe",
        "kabupaten": "kab",
        "kantong": "kantung",
        "kaus": "kaos",
        "kebun": "kebon",
        "kedelai": "kedele",
        "kendang": "gendang",
        "kg": "kilo kilogram",
        "lengkeng": "kelengkeng klengkeng",
        "lumpia": "lunpia loenpia",
        "mbote": "mbothe bothe",
        "mebel": "meubel",
        "merek": "merk",
        "mete": "mente",
        "mi": "mie",
        "onyx": "onix oniks",
        "pecel": "pecal",
        "petai": "pete",
        "peyek": "rempeyek",
        "sandal": "sandel",
        "selai": "sele",
        "serai": "sereh sere",
        "sirup": "sirop",
        "srikaya": "serikaya",
        "sup": "sop",
        "sutra": "sutera",
        "tapai": "tape",
        "telur": "telor",
        "tempe": "tempeh",
        "terompet": "trompet",
    }.items()
    for spelling in spellings.split()
}
STEMS = {"masakan": "masak"}  # what the dictionary takes for a root and is none

LAST_E = re.compile(r"e(?=[^aeiou]{1,2}$)")
LAST_O = re.compile(r"o(?=[^aeiou]{1,2}$)")
FIRST_CLUSTER = re.compile(r"^([bcdfgjkmpst])(?=[lr][aeiou])")
FIRST_SCHWA = re.compile(r"^([bcdfgjkmpst])e(?=[lr][aeiou])")
UNFINISHED_E = re.compile(r"(?<=..)e(?=[^aeiou]?$)")


def fold(word):
    """The one spelling under which a word is indexed: kripik → keripik, sambel → sambal, djahe → jahe, jimbe and djembe → jimbe."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    if len(word) < 4 or is_root(word):
        return word
    modern = _modern(word)
    for candidate in _respelled(modern):
        if candidate in SPELLINGS or is_root(candidate):
            return SPELLINGS.get(candidate, candidate)
    return modern


def stem(word):
    """The root of an Indonesian word, or the word itself."""
    if word in STEMS:
        return STEMS[word]
    if not 5 <= len(word) <= 30 or is_root(word):
        return word
    # The longest root first: the stemmer takes off endings before beginnings, -kan before -an: batikan bati, dipesan pes.
    if word.endswith("an") and is_root(word[:-2]):
        return word[:-2]
    for beginning in ("di", "ber", "ter", "se", "ke", "per", "pe", "me"):
        rest = word.removeprefix(beginning)
        if rest != word and len(rest) > 3 and is_root(rest):
            return rest
    return _stemmer().stem_singular_word(word)


def singular(word):
    """For buyers abroad: drums is drum, dishes dish, berries berry. Not for Indonesian words (beras, gelas)."""
    if len(word) < 4 or not word.endswith("s") or word[-2] in "isu" or is_root(word):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def is_root(word):
    return _stemmer().dictionary.contains(word)


def beginnings(word):
    """The beginnings of indexed spellings that an unfinished word may stand for: krip and kerip, sambe and samba."""
    found = [word, _modern(word)]
    if not is_root(word):
        found += [FIRST_CLUSTER.sub(r"\1e", found[1]), UNFINISHED_E.sub("a", found[1])]
    return list(dict.fromkeys(found))


def spelled_from(beginning):
    """The indexed spellings of variants that begin so: djem → jimbe."""
    return list(dict.fromkeys(indexed for spelling, indexed in SPELLINGS.items() if spelling.startswith(beginning)))


def _modern(word):
    """The spelling of before 1947 and 1972 brought to today's: djahe, tjap, doerian."""
    modern = word.replace("dj", "j").replace("tj", "c")
    return modern.replace("oe", "u") if len(word) > 4 else modern


def _respelled(word):
    """Ways in which the dictionary's spelling may differ: kripik, klepon, krupok, sambel, sayor, gethuk."""
    for base in (word, FIRST_CLUSTER.sub(r"\1e", word), FIRST_SCHWA.sub(r"\1", word)):
        yield base
        yield LAST_E.sub("a", base)
        yield LAST_O.sub("u", base)
    if len(word) > 4:
        yield word.replace("th", "t").replace("dh", "d")


@lru_cache(maxsize=1)
def _stemmer():
    """30 ms and 4 MB, only in processes where somebody searches. Without the library's own cache, which has no bound."""
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
    from Sastrawi.Stemmer.Stemmer import Stemmer
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return Stemmer(ArrayDictionary(StemmerFactory().get_words()))
