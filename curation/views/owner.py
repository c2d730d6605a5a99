"""What an owner does with a change that she proposed, under /kelola/. Another's is 404, as if it were not there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from curation import propose
from curation.models import ProposedChange
from exhibitors.states import Refused


@require_POST
def take_back(request, pk):
    proposal = _own_proposal(request, pk)
    try:
        propose.take_back(proposal)
        messages.success(request, _("Perubahan sudah ditarik. Isinya kembali seperti yang dilihat pembeli."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(proposal)


@require_POST
def send_again(request, pk):
    proposal = _own_proposal(request, pk)
    if propose.send_again(proposal, by=request.user):
        messages.success(request, _("Sudah diajukan lagi. Panitia memeriksanya dan memberi kabar di sini."))
    else:
        messages.error(request, _("Tidak ada lagi perubahan yang menunggu."))
    return _back(proposal)


def _own_proposal(request, pk):
    return get_object_or_404(ProposedChange.objects.owned_by(request.user).select_related("exhibitor", "product"), pk=pk)


def _back(proposal):
    if proposal.product_id:
        return redirect("products:owner_product", proposal.product_id)
    return redirect("exhibitors:owner_booth", proposal.exhibitor_id)
