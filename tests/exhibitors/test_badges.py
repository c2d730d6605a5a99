"""Badges come from verified documents and from nothing else."""

import datetime

import pytest

from exhibitors import badges
from exhibitors.models import LegalityDocument
from tests.factories import make_document, make_exhibitor

pytestmark = pytest.mark.django_db
Kind, Status = LegalityDocument.Kind, LegalityDocument.Status
SPRING, AUTUMN = datetime.date(2028, 4, 1), datetime.date(2029, 10, 1)


def test_a_booth_shows_all_its_verified_documents():
    booth = make_exhibitor()
    make_document(
        exhibitor=booth,
        kind=Kind.PIRT,
        number="P-IRT 1",
        issuer="Wali Kota Blitar",
        valid_until=SPRING,
        checked_on=datetime.date(2026, 11, 4),
    )
    make_document(exhibitor=booth, kind=Kind.NIB, number="1234567890123", valid_until=None)
    make_document(exhibitor=booth, kind=Kind.HALAL, status=Status.CLAIMED, checked_on=None)

    badges.refresh()

    booth.refresh_from_db()
    assert [proof["kind"] for proof in booth.proofs] == ["nib", "pirt"]
    assert booth.proofs[1] == {
        "kind": "pirt",
        "number": "P-IRT 1",
        "issuer": "Wali Kota Blitar",
        "valid_until": "2028-04-01",
        "checked_on": "2026-11-04",
    }
    assert (booth.permit_until, booth.halal_until) == (SPRING, None)


def test_the_latest_end_counts_and_no_end_is_for_ever():
    booth = make_exhibitor()
    for kind, valid_until in ((Kind.PIRT, SPRING), (Kind.BPOM, AUTUMN), (Kind.HALAL, SPRING), (Kind.HALAL, None)):
        make_document(exhibitor=booth, kind=kind, valid_until=valid_until)

    badges.refresh([booth.pk])

    booth.refresh_from_db()
    assert (booth.permit_until, booth.halal_until) == (AUTUMN, badges.FOREVER)


def test_a_proof_that_is_rejected_later_goes():
    booth = make_exhibitor()
    document = make_document(exhibitor=booth)
    badges.refresh()
    LegalityDocument.objects.filter(pk=document.pk).update(status=Status.REJECTED)

    assert badges.refresh([booth.pk]) == 1

    booth.refresh_from_db()
    assert (booth.proofs, booth.halal_until) == ([], None)


def test_only_what_changed_is_written(django_assert_num_queries):
    for _booth in range(3):
        make_document()

    with django_assert_num_queries(3):  # documents, booths, one update
        assert badges.refresh() == 3
    with django_assert_num_queries(2):
        assert badges.refresh() == 0
