"""Villages from what people type."""

import pytest

from regions.find import MOST, villages_like


def found(text):
    return [f"{row.name}, {row.district.name}, {row.district.region.short_name}" for row in villages_like(text)]


@pytest.mark.parametrize("typed", ["sentul", "Kel. Sentul", "  SENTUL kepanjenkidul ", "kelurahan sentul kota blitar", "Sentul Kepanjen"])
def test_by_name_alone_or_with_where_it_is(db, typed):
    assert found(typed)[0] == "Sentul, Kepanjenkidul, Kota Blitar"


def test_a_name_that_occurs_twice_gives_both(db):
    assert {line.split(", ", 1)[1] for line in found("sumberjo")} >= {"Sanankulon, Kab. Blitar", "Gondang, Nganjuk"}


def test_where_it_is_chooses_among_them(db):
    assert found("sumberjo sanankulon") == ["Sumberjo, Sanankulon, Kab. Blitar"]


@pytest.mark.parametrize(("typed", "meant"), [("sumberejo", "Sumberjo"), ("Ja'an", "Ja'an"), ("jaan", "Ja'an")])
def test_what_the_papers_write_finds_the_official_name(db, typed, meant):
    assert meant in {row.name for row in villages_like(typed)}


@pytest.mark.parametrize("typed", ["", "  ", "desa", "jakarta selatan", "!!", "\x00", "x" * 80])
def test_what_is_no_village_finds_none(db, typed):
    assert found(typed) == []


def test_a_district_gives_no_endless_list(db):
    assert len(found("gandusari")) <= MOST


def test_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        villages_like("sumberjo gondang")
