"""Whose products they are, in tests of an owner's pages."""

import pytest

from tests.factories import make_exhibitor, make_owner


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Wajik Bu Ning", stall_number="KB-042")


@pytest.fixture
def owner(booth, client_of):
    return client_of(make_owner(booth))


@pytest.fixture
def other(db, client_of):
    """Somebody who runs another booth."""
    return client_of(make_owner(make_exhibitor()))
