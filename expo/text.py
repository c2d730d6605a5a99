"""Words: the search text of a row, slugs, translated fields, addresses without the price of reverse()."""

import re
import unicodedata
from functools import lru_cache

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language

from expo.spelling import beginnings, fold, is_root, singular, spelled_from, stem


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
    "dan atau yang di ke dari untuk dengan dalam pada jual beli harga produk desa ds kelurahan kel kecamatan kec "  # noqa: SIM905 shorter
    "the an and or of for with from in on to".split()
)


def tokens(text):
    """The words of a text: lower case, without accents, letters and digits apart ('200g' is 200 and g), ASCII only."""
    if not text.isascii():
        text = _plain(_plain(text).casefold())
    words = WORD.findall(text.translate(APOSTROPHES).lower())
    return [_ascii(word[:MAX_WORD_LENGTH]) for word in words]


@lru_cache(maxsize=10_000)
def forms(word):
    """What a word is indexed and searched under: its one spelling, its root, its English singular."""
    spelling = fold(word)
    return tuple(dict.fromkeys((spelling, fold(stem(spelling)), fold(singular(word)))))


def index_text(names, others=(), as_written=()):
    """The search text of a row: each form of each word once, those of its names a second time behind NAME_MARK.

    as_written: names of places and kinds, whose words have no other forms: Desa Kacangan is not about kacang.
    """
    named = dict.fromkeys(form for part in names for word in tokens(part) for form in forms(word))
    words = dict.fromkeys(form for part in others for word in tokens(part) for form in forms(word))
    written = dict.fromkeys(word for part in as_written for word in tokens(part))
    return " ".join([*(NAME_MARK + form for form in named), *(named | words | written)])


def query_words(query):
    """The words of what somebody typed, bounded, without those that say nothing here (unless there is nothing else)."""
    words = tokens(query[:MAX_QUERY_LENGTH])[:MAX_QUERY_WORDS]
    return [word for word in words if word not in STOP_WORDS] or words


def query_terms(query, in_name=False):
    """A list of (term, is_prefix) for each word of a query: a row is found if it has one term of every list.

    in_name: only rows that have them in their name.
    """
    words = query_words(query)
    terms = [[(form, False) for form in dict.fromkeys((*forms(word), word))] for word in words]
    if words and len(words[-1]) >= MIN_PREFIX_LENGTH and words[-1].isalpha():
        terms[-1] += _unfinished(words[-1], in_name)
    if in_name:
        return [[(NAME_MARK + term, is_prefix) for term, is_prefix in alternatives] for alternatives in terms]
    return terms


def _unfinished(word, in_name):
    """Terms for a last word that goes on. A word of the dictionary does so in names only: tahu is not tahun."""
    mark = NAME_MARK if is_root(word) and not in_name else ""
    return [(mark + beginning, True) for beginning in beginnings(word)] + [(spelling, False) for spelling in spelled_from(word)]


def _plain(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _ascii(word):
    """Letters of other scripts by their number, so that no database has its own opinion about them."""
    return word if word.isascii() else "".join(c if c.isascii() else f"u{ord(c):x}" for c in word)
