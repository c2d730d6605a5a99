"""Workbooks as they come: each gives exactly the plan that is written down beside it, in odd_shapes.txt and odd_values.txt."""

import datetime
import inspect
from pathlib import Path

import pytest

from tests.exchange import odd_shapes, odd_values
from tests.exchange.plans import plan, told

TODAY = datetime.date(2026, 11, 26)


def _cases(module):
    """[(function, the lines that are expected)]"""
    text = Path(module.__file__).with_suffix(".txt").read_text(encoding="utf-8")
    expected = {name: lines.splitlines() for name, _end, lines in (part.partition("\n") for part in text.split("== ")[1:])}
    made = {
        name: make
        for name, make in vars(module).items()
        if inspect.isfunction(make) and make.__module__ == module.__name__ and name[0] != "_"
    }
    assert list(made) == list(expected), "each workbook has its plan, in the same order"
    return [pytest.param(make, expected[name], id=name) for name, make in made.items()]


ODD = [*_cases(odd_shapes), *_cases(odd_values)]


@pytest.mark.django_db
@pytest.mark.parametrize(("make", "expected"), ODD)
def test_plan_is_exactly_as_written_down(make, expected):
    assert told(plan(**make(), today=TODAY)) == expected
