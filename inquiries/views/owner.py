"""What visitors wrote to a booth, and who tapped WhatsApp, for whoever runs it. Another's message is 404, as if it were not there."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exhibitors.views.owner import own_booth
from inquiries.models import Inquiry
from inquiries.reply import mail_reply, whatsapp_reply

PER_PAGE = 30
TAPS_SINCE = timedelta(weeks=4)
TAPS_MOST = 50


@require_safe
def inbox(request, pk):
    booth = own_booth(request, pk)
    page = Paginator(booth.inquiries.select_related("product"), PER_PAGE).get_page(request.GET.get("halaman"))
    taps = booth.contact_clicks.filter(created_at__gte=timezone.now() - TAPS_SINCE).select_related("product")[:TAPS_MOST]
    return render(request, "inquiries/owner/inbox.html", {"booth": booth, "tab": "inbox", "page": page, "taps": taps})


@require_safe
def inquiry(request, pk):
    """Opening it marks it as read: a GET that writes, as harmless as it is expected (docs/adr/0028)."""
    asked, booth = _own(request, pk)
    if request.method == "GET":
        asked.mark_read()
    context = {"booth": booth, "tab": "inbox", "inquiry": asked, "whatsapp_reply": whatsapp_reply(asked), "mail_reply": mail_reply(asked)}
    return render(request, "inquiries/owner/inquiry.html", context)


@require_POST
def answered(request, pk):
    asked, booth = _own(request, pk)
    done = request.POST.get("jawab") != "belum"
    asked.mark_answered(done)
    messages.success(request, _("Dicatat: sudah dijawab.") if done else _("Dicatat: belum dijawab."))
    return redirect("inquiries:owner_inbox", booth.pk) if done else redirect("inquiries:owner_inquiry", pk)


def _own(request, pk):
    """The message and its booth, with place and stall number as base_owner.html wants them."""
    asked = get_object_or_404(Inquiry.objects.owned_by(request.user).select_related("product"), pk=pk)
    asked.exhibitor = own_booth(request, asked.exhibitor_id)
    return asked, asked.exhibitor
