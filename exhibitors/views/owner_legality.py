"""The owner's permits and certificates: what she states, and the proof files, which only she and the organisers may open."""

import mimetypes
from copy import copy
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitors import stall
from exhibitors.legality import GUIDES, read_pirt, remarks
from exhibitors.models import LegalityDocument, Status
from exhibitors.owner_forms import DocumentForm
from exhibitors.views.owner import own_booth
from expo.once import new_key, once


@require_safe
def documents(request, pk):
    booth = own_booth(request, pk)
    held = {kind: [] for kind in GUIDES}
    names = list(booth.products.exclude(status=Status.WITHDRAWN).values_list("name", flat=True))
    for document in booth.documents.select_related("replacement").prefetch_related("products"):
        document.covers = [product.name or _("Produk baru") for product in document.products.all() if product.status != Status.WITHDRAWN]
        document.remarks = remarks(document, region=booth.village.district.region, today=timezone.localdate(), product_names=names)
        document.pirt = read_pirt(document.number) if document.kind == document.Kind.PIRT else None
        held[document.kind].append(document)
    kinds = [
        {"kind": kind, "guide": GUIDES[kind], "documents": [document for document in held[kind] if not document.replaces_id]}
        for kind in GUIDES
    ]
    return render(request, "exhibitors/owner/legality.html", {"booth": booth, "tab": "booth", "kinds": kinds, "has_products": bool(names)})


@require_http_methods(["GET", "HEAD", "POST"])
@once
def add(request, pk, kind):
    if kind not in GUIDES:
        raise Http404
    booth = own_booth(request, pk)
    return _form(request, booth, LegalityDocument(exhibitor=booth, kind=kind))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, document):
    booth = own_booth(request, pk)
    found = get_object_or_404(booth.documents.select_related("replacement", "replaces"), pk=document)
    return _form(request, booth, found.pending or found)


def _form(request, booth, document):
    """A verified document is shown as its owner wants it to be: the form of the claim that is to replace it, if there is one."""
    files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DocumentForm(*files, instance=copy(document))
    if form.is_valid():
        proof, covers = form.cleaned_data["upload"], form.cleaned_data.get("covers")
        if proof or document.pk is None or form.changes_to(document) or form.covers_more:
            stall.state(form.instance, proof, covers)
        elif "covers" in form.changed_data:
            stall.narrow(document, covers)
        if form.instance.replaces_id:
            messages.success(request, _("Tersimpan. Menunggu panitia; pembeli masih melihat yang lama."))
        else:
            is_checked = form.instance.status == LegalityDocument.Status.VERIFIED
            messages.success(request, _("Tersimpan.") if is_checked else _("Tersimpan. Panitia akan mencocokkannya."))
        return redirect("exhibitors:owner_legality", booth.pk)
    context = {"booth": booth, "tab": "booth", "document": document, "form": form, "form_key": request.POST.get("kunci") or new_key()}
    return render(request, "exhibitors/owner/document.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove(request, pk, document):
    stall.withdraw(get_object_or_404(own_booth(request, pk).documents.select_related("exhibitor"), pk=document))
    messages.success(request, _("Dihapus dari catatan."))
    return redirect("exhibitors:owner_legality", pk)


@require_safe
def proof(request, pk, document):
    """The proof file, always as a download: what somebody uploaded is never shown as a page of ours."""
    paper = get_object_or_404(LegalityDocument.objects.readable_by(request.user).filter(exhibitor=pk).exclude(proof=""), pk=document)
    try:
        content = paper.proof.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    suffix = Path(paper.proof.name).suffix
    kind = mimetypes.guess_type(paper.proof.name)[0] or "application/octet-stream"
    return FileResponse(content, as_attachment=True, filename=f"{paper.kind}-{paper.pk}{suffix}", content_type=kind)
