import csv
import string
from collections import defaultdict

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from expo.text import MAX_QUERY_WORDS, NAME_MARK, forms, index_text, query_terms, query_words, tokens

HOSTILE = [
    '"',
    "'",
    "\\",
    "%",
    "%s",
    "*",
    "^",
    ":",
    "(",
    ")",
    "NEAR(",
    " AND ",
    " OR NOT ",
    "\0",
    "\ud800",
    "🥁",
    "e\u0301",
    "ꦧꦠꦶꦏ꧀",
    "İ",
    "ß",
    "½",
    "–",
    "200g",
]
hostile_text = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec=None)), st.sampled_from(["keripik", "sambel "]))
).map("".join)

unhurried = hypothesis_settings(deadline=None)  # on a busy machine one example may take long


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Keripik Tempe", ["keripik", "tempe"]),
        ("200g", ["200", "g"]),
        ("200 g", ["200", "g"]),
        ("KB-017", ["kb", "017"]),
        ("oleh-oleh", ["oleh", "oleh"]),
        ("Jum'at, Mbok’e", ["jumat", "mboke"]),
        ("crème brûlée", ["creme", "brulee"]),
        ("Ｂａｔｉｋ ﬁligree", ["batik", "filigree"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("snake_case", ["snake", "case"]),
        ("茶", ["u8336"]),
        ('🥁 \0 \ud800 " * ^ :', []),
        ("", []),
    ],
)
def test_tokens(text, words):
    assert tokens(text) == words


def test_a_composed_and_a_decomposed_accent_are_the_same():
    assert tokens("caf\u00e9") == tokens("cafe\u0301") == ["cafe"]


@unhurried
@given(hostile_text)
def test_tokens_are_plain_words_whatever_is_typed(text):
    assert all(word and set(word) <= set(string.ascii_lowercase + string.digits) for word in tokens(text))


FALSE_FRIENDS = [
    ("merek", "merak"),
    ("udeng", "udang"),
    ("batok", "batuk"),
    ("karet", "karat"),
    ("keset", "kesat"),
    ("lemper", "lempar"),
    ("bandeng", "bandang"),
    ("model", "modal"),
    ("oleh", "olahan"),
    ("teri", "tri"),
    ("seri", "sri"),
    ("kering", "kring"),
    ("geram", "gram"),
    ("tahu", "tahun"),
    ("tempe", "tempat"),
    ("kemasan", "emas"),
    ("kuningan", "kuning"),
    ("durian", "duri"),
    ("rambutan", "rambut"),
    ("celengan", "celeng"),
    ("ukir", "ukur"),
    ("gelas", "gela"),
    ("beras", "bera"),
    ("jenang", "jeneng"),
    ("serundeng", "serundang"),
    ("gong", "gung"),
    ("lombok", "cabai"),
    ("does", "dus"),
]


@pytest.mark.parametrize(("word", "other"), FALSE_FRIENDS)
def test_false_friends_stay_apart(word, other):
    assert set(forms(word)).isdisjoint(forms(other))


def test_of_the_specialities_only_words_of_one_kind_share_a_form():
    with open(settings.BASE_DIR / "regions/data/specialities.csv", encoding="utf-8") as file:
        words = {word for row in csv.DictReader(file) for word in tokens(row["name"])}
    sharing = defaultdict(set)
    for word in words:
        for form in forms(word):
            sharing[form].add(word)

    assert sorted(sorted(group) for group in sharing.values() if len(group) > 1) == [["djembe", "jimbe"]]


@pytest.mark.parametrize(
    ("plural", "word"), [("drums", "drum"), ("djembes", "jimbe"), ("dishes", "dish"), ("berries", "berry"), ("batiks", "batik")]
)
def test_english_plurals_share_a_form_with_the_singular(plural, word):
    assert word in forms(plural)


def test_index_text_holds_each_form_once_and_marks_those_of_the_name():
    text = index_text(["Kripik Tempe"], ["Keripik dari tempe", ""], ["Desa Kacangan"])

    assert text == "n0keripik n0tempe keripik tempe dari desa kacangan"


def test_nobody_can_type_the_mark_of_names():
    assert all(word != f"{NAME_MARK}tempe" for word in tokens(f"{NAME_MARK}tempe"))


def test_query_words_are_bounded():
    assert len(query_words("a b c d e f g h i j k l m")) == MAX_QUERY_WORDS
    assert query_words("keripik " * 10_000) == ["keripik"] * MAX_QUERY_WORDS
    assert sum(map(len, query_words("x" * 10_000))) == 40


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("keripik dan tempe", ["keripik", "tempe"]),
        ("dan", ["dan"]),
        ("Desa Kacangan", ["kacangan"]),
        ("jual sambal", ["sambal"]),
        ("?!", []),
    ],
)
def test_words_that_say_nothing_are_left_out_unless_there_is_nothing_else(query, words):
    assert query_words(query) == words


def test_a_row_needs_a_term_for_every_word_and_the_last_may_be_unfinished():
    assert query_terms("krupuk blimb") == [
        [("kerupuk", False), ("krupuk", False)],
        [("blimb", False), ("blimb", True), ("belimb", True)],
    ]


def test_a_finished_last_word_goes_on_in_names_only():
    assert query_terms("tahu") == [[("tahu", False), ("n0tahu", True)]]
    assert query_terms("tahu", in_name=True) == [[("n0tahu", False), ("n0tahu", True)]]


@pytest.mark.parametrize("query", ["ke", "017", "200"])
def test_short_words_and_numbers_do_not_go_on(query):
    assert query_terms(query) == [[(query, False)]]


@unhurried
@given(hostile_text)
def test_terms_are_plain_words_whatever_is_typed(query):
    terms = query_terms(query)

    assert len(terms) <= MAX_QUERY_WORDS
    assert all(set(term) <= set(string.ascii_lowercase + string.digits) for alternatives in terms for term, _ in alternatives)
    assert all(alternatives for alternatives in terms)
