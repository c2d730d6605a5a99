import pytest

from expo.spelling import fold, stem


@pytest.mark.parametrize(
    ("spelling", "indexed"),
    [
        ("kripik", "keripik"),
        ("krupuk", "kerupuk"),
        ("krupok", "kerupuk"),
        ("kroepoek", "kerupuk"),
        ("blimbing", "belimbing"),
        ("mlinjo", "melinjo"),
        ("srabi", "serabi"),
        ("kelepon", "klepon"),
        ("slendang", "selendang"),
        ("sutera", "sutra"),
        ("cokelat", "coklat"),
        ("sambel", "sambal"),
        ("santen", "santan"),
        ("pedes", "pedas"),
        ("asem", "asam"),
        ("sayor", "sayur"),
        ("djahe", "jahe"),
        ("tjengkeh", "cengkih"),
        ("cengkeh", "cengkih"),
        ("doerian", "durian"),
        ("soekarno", "sukarno"),
        ("gethuk", "getuk"),
        ("kendhang", "kendang"),
        ("gendang", "kendang"),
        ("mbothe", "mbote"),
        ("djembe", "jimbe"),
        ("jembe", "jimbe"),
        ("mie", "mi"),
        ("merk", "merek"),
        ("telor", "telur"),
        ("cabe", "cabai"),
        ("tape", "tapai"),
        ("ecoprint", "ekoprint"),
    ],
)
def test_spellings_of_one_word_are_indexed_as_one(spelling, indexed):
    assert fold(spelling) == fold(indexed) == indexed


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("memasak", "masak"),
        ("masakan", "masak"),
        ("kerajinan", "rajin"),
        ("pengrajin", "rajin"),
        ("perajin", "rajin"),
        ("membatik", "batik"),
        ("batikan", "batik"),
        ("dipesan", "pesan"),
        ("berlapis", "lapis"),
        ("kemasan", "kemas"),
        ("anyaman", "anyam"),
        ("menenun", "tenun"),
        ("ukirannya", "ukir"),
        ("dompet", "dompet"),
        ("x" * 10_000, "x" * 10_000),
    ],
)
def test_stem(word, root):
    assert stem(word) == root
