"""Villages from what people type."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from regions.find import MOST, full_name, villages_like
from regions.models import Village


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


def test_a_full_name_means_that_village_and_no_other(db, client):
    for language in ("id", "en"):
        with translation.override(language):
            wrong = [row for row in Village.objects.select_related("district__region") if villages_like(full_name(row)) != [row]]
        assert wrong == []


def test_the_list_is_read_once(db):
    villages_like("sumberjo gondang")
    with CaptureQueriesContext(connection) as queries:
        villages_like("sumberjo gondang")

    assert [query["sql"] for query in queries if "regions_village" in query["sql"]] == []  # the version may be read again


# While somebody types (static/js/suggest.js)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/wilayah/desa/", "Kel. Sentul, Kec. Kepanjenkidul, Kota Blitar"),
        ("/en/wilayah/desa/", "Sentul, Kepanjenkidul district, Kota Blitar"),
    ],
)
def test_suggestions_are_for_everybody_and_for_a_day(client, db, path, first):
    response = client.get(path, {"q": "sentul kep"})

    assert response.json() == {"found": [first]}
    assert (response["Cache-Control"], response.get("Vary"), response.cookies) == ("public, max-age=86400", None, {})


@pytest.mark.parametrize("typed", ["", "zzzz", "x" * 10_000, "\x00", "%"])
def test_nothing_fitting_is_no_fault(client, db, typed):
    response = client.get("/wilayah/desa/", {"q": typed})

    assert (response.status_code, response.json()) == (200, {"found": []})


def test_suggestions_are_at_most_twelve(client, db):
    assert len(client.get("/wilayah/desa/", {"q": "s"}).json()["found"]) == MOST
