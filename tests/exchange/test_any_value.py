"""Whatever stands in a cell: a value, a note, a fault or a warning comes of it, never an error of ours."""

import datetime
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import imports
from exchange.fields import FIELDS
from exchange.grid import Broken, Sheet
from exchange.spreadsheets import Book
from tests.exchange.plans import KOTA

CELL = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789.,-/ +ErbjtRpkgs±–()%", max_size=40),
    st.sampled_from(
        ["8.12E+10", "15rb", "1e400", "٣٤٥", "0" * 6000, "9" * 4900, "1." * 2400, "kel " * 900, "\ud800", "=1+1", "_x0000_", "²³", "½ kg"]
    ),
    st.integers(min_value=-(10**20), max_value=10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.just(datetime.time(8, 30)),
    st.sampled_from([Broken("="), Broken("#N/A")]),
)
HEADINGS = {number: str(FIELDS[key].names[0]) for number, key in enumerate(FIELDS, start=1)}


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.dictionaries(st.sampled_from(sorted(HEADINGS)), CELL), max_size=3))
def test_any_value_in_any_column(rows):
    sheet = Sheet("Data", rows={1: HEADINGS} | {number: dict(row) for number, row in enumerate(rows, start=2)})

    made = imports.plan_book(Book("data.xlsx", "0" * 64, [sheet]), scope=KOTA)

    assert imports.Plan.from_json(made.to_json()).to_json() == made.to_json()
    assert json.loads(made.to_json())["file_name"] == "data.xlsx"
