"""The badges of a product: what its checked documents prove, and until when it is ready for shops and for export.

Call refresh() in the transaction of every change of a product, of its list of documents or of a document of its booth.
"""

from collections import defaultdict

import exhibitors.badges
from exhibitors.badges import derive
from exhibitors.models import LegalityDocument
from products.models import Product
from products.readiness import EXPORT, RETAIL, Case, ready_until

DERIVED = [*exhibitors.badges.DERIVED, "retail_until", "export_until"]
VERIFIED = LegalityDocument.Status.VERIFIED


def refresh(products=None):
    """Derive the badges of these products (ids or a queryset; None: all). Returns how many changed.

    Three queries and one update. The caller moves the content version on.
    """
    rows, links = Product.objects.order_by("pk").select_related("category", "exhibitor"), Product.documents.through.objects.all()
    papers = LegalityDocument.objects.order_by("kind", "pk")
    if products is not None:
        rows, links = rows.filter(pk__in=products), links.filter(product__in=products)
        papers = papers.filter(exhibitor__in=rows.order_by().values("exhibitor"))
    held, linked = defaultdict(list), defaultdict(set)
    for document in papers:
        held[document.exhibitor_id].append(document)
    for product, document in links.values_list("product_id", "legalitydocument_id"):
        linked[product].add(document)
    changed = [product for product in rows if _derive(product, held[product.exhibitor_id], linked[product.pk])]
    Product.objects.bulk_update(changed, DERIVED, batch_size=500)
    return len(changed)


def _derive(product, documents, linked):
    """Whether that changed it. documents: all of its booth."""
    before = product.retail_until, product.export_until
    case = Case(product.exhibitor, [product], documents, product, frozenset(linked))
    product.retail_until, product.export_until = ready_until(RETAIL, case), ready_until(EXPORT, case)
    moved = before != (product.retail_until, product.export_until)
    return derive(product, [paper for paper in documents if paper.status == VERIFIED and paper.pk in linked]) or moved
