"""What the checked documents prove, kept on the rows that show it. Call refresh() in the transaction of every change of a document."""

from collections import defaultdict
from datetime import date

from exhibitors.models import Exhibitor, LegalityDocument

PERMITS = frozenset({LegalityDocument.Kind.PIRT, LegalityDocument.Kind.BPOM})
FOREVER = date(9999, 12, 31)  # a proof without an end
DERIVED = ["proofs", "permit_until", "halal_until"]


def refresh(exhibitors=None):
    """Derive the proofs of these booths (ids or a queryset; None: all) from all their verified documents. Returns how many changed.

    Two queries and one update. The caller moves the content version on.
    """
    rows, papers = (
        Exhibitor.objects.order_by("pk"),
        LegalityDocument.objects.filter(status=LegalityDocument.Status.VERIFIED).order_by("kind", "pk"),
    )
    if exhibitors is not None:
        rows, papers = rows.filter(pk__in=exhibitors), papers.filter(exhibitor__in=exhibitors)
    held = defaultdict(list)
    for document in papers:
        held[document.exhibitor_id].append(document)
    changed = [booth for booth in rows.only(*DERIVED) if derive(booth, held[booth.pk])]
    Exhibitor.objects.bulk_update(changed, DERIVED, batch_size=500)
    return len(changed)


def derive(row, documents):
    """Set proofs, permit_until and halal_until of a booth or product from its verified documents. Returns whether that changed it.

    An expired proof stays: it simply is past its date, and whoever shows it looks at the date.
    """
    before = [getattr(row, name) for name in DERIVED]
    row.proofs = [
        {
            "kind": document.kind,
            "number": document.number,
            "issuer": document.issuer,
            "valid_until": document.valid_until and document.valid_until.isoformat(),
            "checked_on": document.checked_on.isoformat(),
        }
        for document in documents
    ]
    row.permit_until = latest(documents, PERMITS)
    row.halal_until = latest(documents, {LegalityDocument.Kind.HALAL})
    return before != [getattr(row, name) for name in DERIVED]


def latest(documents, kinds):
    """The last day of the best of these documents that is of one of these kinds: FOREVER if it has no end, None if there is none."""
    return max((document.valid_until or FOREVER for document in documents if document.kind in kinds), default=None)
