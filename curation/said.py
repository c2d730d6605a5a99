"""What a booth or a product says: in words for whoever decides about it, and as a mark by which he finds that it says something else by now."""

import hashlib
import json

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from curation.compare import in_words
from exhibitors.models import Exhibitor, LegalityDocument
from expo.forms import stored_value
from products.models import Product, ProductPhoto

QUIET = frozenset({"slug", "position", "on_break", "still_selling_on", "applied_at", "published_at"})  # nobody judges them
PHOTOS = {Exhibitor: "photo", Product: "photos"}  # to be prefetched for several


def said(row):
    """[(field's name, label, text)] of all fields that say something, in the order of the row; then its papers."""
    lines = [(field.name, capfirst(field.verbose_name), in_words(field, stored_value(row, field.name))) for field in _fields(row)]
    papers = [
        ", ".join(filter(None, [LegalityDocument.Kind(proof["kind"]).label, proof["number"], proof["issuer"]])) for proof in row.proofs
    ]
    return [line for line in [*lines, ("proofs", _("Legalitas terverifikasi"), "\n".join(papers))] if line[2]]


def shown(row):
    """Its photos as visitors see them, or would."""
    if isinstance(row, Exhibitor):
        return [photo for photo in [getattr(row, "photo", None)] if photo]
    return [photo for photo in row.photos.all() if photo.state != ProductPhoto.State.PROPOSED]


def mark(row):
    """Where a row stands and a digest of all that it says, shows and has proved: what a page carries that asks for a decision."""
    return f"{row.status}.{digest(row)}"


def digest(row):
    """Long enough that nobody finds two texts with the same one."""
    words = {field.name: stored_value(row, field.name) for field in _fields(row)}
    photos = [(photo.key, photo.alt, photo.alt_en) for photo in shown(row)]
    return hashlib.sha256(json.dumps([words, row.proofs, photos], sort_keys=True, default=str).encode()).hexdigest()[:32]


def _fields(row):
    """A field that is new to the model counts until somebody names it."""
    return [field for field in row._meta.concrete_fields if field.editable and not field.primary_key and field.name not in QUIET]
