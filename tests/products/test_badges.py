"""A product proves what is written on its own list of documents, not what its booth has besides."""

import datetime

import pytest

from exhibitors.models import LegalityDocument
from products import badges
from tests.factories import make_document, make_exhibitor, make_product

pytestmark = pytest.mark.django_db
Kind, Status = LegalityDocument.Kind, LegalityDocument.Status


def test_a_product_shows_the_verified_documents_on_its_list():
    booth = make_exhibitor()
    syrup, jam = make_product(exhibitor=booth), make_product(exhibitor=booth)
    until = datetime.date(2029, 3, 1)
    permit = make_document(exhibitor=booth, kind=Kind.PIRT, valid_until=until)
    halal = make_document(exhibitor=booth, kind=Kind.HALAL, valid_until=None)
    claimed = make_document(exhibitor=booth, kind=Kind.BPOM, status=Status.CLAIMED, checked_on=None)
    make_document(exhibitor=booth, kind=Kind.NIB)
    syrup.documents.set([permit, halal, claimed])

    assert badges.refresh() == 1

    syrup.refresh_from_db()
    jam.refresh_from_db()
    assert [proof["kind"] for proof in syrup.proofs] == ["halal", "pirt"]
    assert (syrup.permit_until, syrup.halal_until) == (until, datetime.date(9999, 12, 31))
    assert (jam.proofs, jam.permit_until, jam.halal_until) == ([], None, None)


def test_an_expired_proof_keeps_its_past_date():
    product = make_product()
    past = datetime.date(2024, 1, 31)
    product.documents.add(make_document(exhibitor=product.exhibitor, kind=Kind.PIRT, valid_until=past))

    badges.refresh([product.pk])

    product.refresh_from_db()
    assert (product.permit_until, product.proofs[0]["valid_until"]) == (past, "2024-01-31")


@pytest.mark.parametrize("count", [1, 3])
def test_few_queries_for_any_number(count, django_assert_num_queries):
    for _product in range(count):
        product = make_product()
        product.documents.add(make_document(exhibitor=product.exhibitor))

    with django_assert_num_queries(4):  # documents, links, products with booth and kind, one update
        assert badges.refresh() == count
    with django_assert_num_queries(3):
        assert badges.refresh() == 0
