"""Words: the search text of a row, slugs, translated fields, addresses without the price of reverse()."""

import re
import unicodedata
from functools import lru_cache

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language


def translated(obj, field):
    """`obj.<field>_en` on English pages where it is filled in, else `obj.<field>`."""
    if get_language() == "en":
        return getattr(obj, field + "_en", "") or getattr(obj, field)
    return getattr(obj, field)


def path_to(view_name, slug):
    """reverse() of a view with one slug, in the active language: 40 microseconds the first time, one after that."""
    return _pattern(view_name, get_language()) % slug


@lru_cache(maxsize=256)
def _pattern(view_name, _language):
    return reverse(view_name, args=["slug-goes-here"]).replace("%", "%%").replace("slug-goes-here", "%s")


def unique_slug(text, taken, max_length=80):
    """A slug of `text` that is not in `taken` (a callable: slug → bool), numbered -2, -3 … if it must be."""
    base = slugify(text)[: max_length - 5].strip("-") or "stan"
    slug, number = base, 1
    while taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


# Search. All words are cut, stemmed and spelled here, in plain ASCII: so both databases index the same words and find the same rows.

NAME_MARK = "n0"  # before each word of the name; tokens() never mixes letters and digits, so nobody can type it
MAX_QUERY_LENGTH = 100
MAX_QUERY_WORDS = 8
MAX_WORD_LENGTH = 40
MIN_PREFIX_LENGTH = 3

WORD = re.compile(r"[^\W\d_]+|\d+")
APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
STOP_WORDS = frozenset(
    [
        "dan",
        "atau",
        "yang",
        "di",
        "ke",
        "dari",
        "untuk",
        "dengan",
        "dalam",
        "pada",
        "the",
        "an",
        "and",
        "or",
        "of",
        "for",
        "with",
        "from",
        "in",
        "on",
        "to",
    ]
)

# Spellings that people really use, to the one that is indexed. Only what the rules of fold() cannot know: words that are
# in the dictionary in both spellings, and words that are not in it at all.
SPELLINGS = {
    spelling: indexed
    for indexed, spellings in {
        "belangkon": "blangkon",
        "berokat": "brokat",
        "boks": "box",
        "cabai": "cabe",
        "cengkih": "cengkeh",
        "coklat": "cokelat",
        "ekoprint": "ecoprint",
        "gulai": "gule",
        "hangat": "anget",
        "hijau": "ijo",
        "hitam": "item",
        "jimbe": "djembe jembe djimbe",
        "kantong": "kantung",
        "kaus": "kaos",
        "kebun": "kebon",
        "kedelai": "kedele",
        "kendang": "gendang",
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
        "tapai": "tape",
        "telur": "telor",
        "tempe": "tempeh",
        "terompet": "trompet",
    }.items()
    for spelling in spellings.split()
}
STEMS = {"masakan": "masak"}  # roots of the stemmer's dictionary that are none

LAST_E = re.compile(r"e(?=[^aeiou]{1,2}$)")
LAST_O = re.compile(r"o(?=[^aeiou]{1,2}$)")
FIRST_CLUSTER = re.compile(r"^([bcdfgjkmpst])(?=[lr][aeiou])")
FIRST_SCHWA = re.compile(r"^([bcdfgjkmpst])e(?=[lr][aeiou])")


def tokens(text):
    """The words of a text: lower case, without accents, letters and digits apart ('200g' is 200 and g), ASCII only."""
    if not text.isascii():
        text = _plain(_plain(text).casefold())
    words = WORD.findall(text.translate(APOSTROPHES).lower())
    return [_ascii(word[:MAX_WORD_LENGTH]) for word in words]


def fold(word):
    """One spelling for the spellings of a word. Guided by the dictionary, for the rules alone would join merek and merak."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    if len(word) < 4 or word in _stemmer().dictionary.words:
        return word
    modern = _modern(word)
    for candidate in (modern, *_respelled(modern)):
        if candidate in SPELLINGS or candidate in _stemmer().dictionary.words:
            return SPELLINGS.get(candidate, candidate)
    return modern


def stem(word):
    """The root of an Indonesian word, or the word itself."""
    roots = _stemmer().dictionary.words
    if word in STEMS:
        return STEMS[word]
    if len(word) < 5 or len(word) > 30 or word in roots:
        return word
    if word.endswith("an") and word[:-2] in roots:
        return word[:-2]  # the stemmer tries -kan first and makes bati of batikan
    return _stemmer().stem_singular_word(word)


@lru_cache(maxsize=10_000)
def forms(word):
    """What a word is indexed and searched under: its spelling, its root, its English singular."""
    spelling = fold(word)
    return tuple(dict.fromkeys((spelling, fold(stem(spelling)), _singular(spelling))))


def index_text(name_parts, other_parts=()):
    """The search text of a row: each form of each word once, those of the name a second time with NAME_MARK before them."""
    named = dict.fromkeys(form for part in name_parts for word in tokens(part) for form in forms(word))
    others = dict.fromkeys(form for part in other_parts for word in tokens(part) for form in forms(word))
    return " ".join([*(NAME_MARK + form for form in named), *(named | others)])


def query_words(query):
    """The words of what somebody typed, bounded, without those that every text has (unless there is nothing else)."""
    words = tokens(query[:MAX_QUERY_LENGTH])[:MAX_QUERY_WORDS]
    return [word for word in words if word not in STOP_WORDS] or words


def query_terms(query, in_name=False):
    """A list of (term, is_prefix) for each word of a query: a row is found if it has one term of every list.

    The last word may be unfinished. A finished one (it is in the dictionary) is continued in names only: tahu is not tahun.
    in_name: only rows that have the words in their name.
    """
    words = query_words(query)
    terms = [[(form, False) for form in forms(word)] for word in words]
    if words and len(words[-1]) >= MIN_PREFIX_LENGTH and not words[-1].isdigit():
        beginnings = _beginnings(words[-1])
        finished = words[-1] in _stemmer().dictionary.words or words[-1] in SPELLINGS
        terms[-1] += [(beginning, True) for beginning in beginnings if in_name or not finished]
        terms[-1] += [(NAME_MARK + beginning, True) for beginning in beginnings if finished and not in_name]
        terms[-1] += [(indexed, False) for spelling, indexed in SPELLINGS.items() if spelling.startswith(words[-1])]
    if in_name:
        return [[(NAME_MARK + term, is_prefix) for term, is_prefix in alternatives] for alternatives in terms]
    return terms


def _beginnings(word):
    """The beginnings of the indexed spelling that an unfinished word may stand for: krip → kerip, sambe → samba."""
    modern = _modern(word)
    found = [word, modern]
    if word not in _stemmer().dictionary.words:
        found += [FIRST_CLUSTER.sub(r"\1e", modern), re.sub(r"e(?=[^aeiou]?$)", "a", modern) if len(word) > 3 else word]
    return list(dict.fromkeys(found))


def _modern(word):
    """The spelling of before 1947 and 1972 brought to today's: djahe, tjap, doerian."""
    modern = word.replace("dj", "j").replace("tj", "c")
    return modern.replace("oe", "u") if len(word) > 4 else modern


def _respelled(word):
    """Ways in which the standard spelling may differ: kripik, sambel, sayor, gethuk, kelepon."""
    for base in (word, FIRST_CLUSTER.sub(r"\1e", word), FIRST_SCHWA.sub(r"\1", word)):
        yield base
        yield LAST_E.sub("a", base)
        yield LAST_O.sub("u", base)
    if len(word) > 4:
        yield word.replace("th", "t").replace("dh", "d")


def _singular(word):
    """For buyers abroad: drums is drum, dishes dish, berries berry."""
    if len(word) < 4 or not word.endswith("s") or word[-2] in "isu" or word in _stemmer().dictionary.words:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def _plain(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _ascii(word):
    """Letters of other scripts by their number, so that no database has its own opinion about them."""
    return word if word.isascii() else "".join(c if c.isascii() else f"u{ord(c):x}" for c in word)


@lru_cache(maxsize=1)
def _stemmer():
    """30,000 roots: 30 ms and 4 MB, only for those who search."""
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
    from Sastrawi.Stemmer.Stemmer import Stemmer
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return Stemmer(ArrayDictionary(StemmerFactory().get_words()))
