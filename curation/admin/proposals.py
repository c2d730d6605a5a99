"""The organisers' queue of proposed changes, and the page on which one is taken or sent back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Record
from curation.compare import labels, parts_of
from curation.decide import may_decide, message
from curation.models import ProposedChange
from curation.office import REASON_MOST
from curation.take import send_back, take
from exhibitors.news import PROPOSED
from exhibitors.states import Refused
from expo.admin import ReadOnlyAdmin, region_filter
from products.models import ProductPhoto


class StateFilter(admin.SimpleListFilter):
    """What waits, unless somebody asks for the rest."""

    title, parameter_name = gettext_lazy("keadaan"), "keadaan"

    def lookups(self, request, model_admin):
        return [("dikembalikan", _("Dikembalikan ke pemilik")), ("selesai", _("Selesai")), ("semua", _("Semua"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("Menunggu panitia")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "dikembalikan":
            return queryset.filter(state=ProposedChange.State.RETURNED)
        if self.value() == "selesai":
            return queryset.exclude(state__in=ProposedChange.OPEN)
        return queryset if self.value() == "semua" else queryset.waiting()


@admin.register(ProposedChange)
class ProposedChangeAdmin(ReadOnlyAdmin):
    """Looked at by all who look at booths, decided by those who decide."""

    list_display = ["row_name", "booth", "region", "what", "age", "author", "state"]
    list_filter = [StateFilter, region_filter("exhibitor__village__district__region__slug")]
    list_select_related = ["product", "exhibitor__village__district__region", "author"]
    search_fields = ["exhibitor__name", "product__name"]
    ordering = ["proposed_at", "pk"]  # who waits longest comes first

    def get_queryset(self, request):
        pending = ProductPhoto.objects.pending().filter(product=OuterRef("product"))
        return super().get_queryset(request).annotate(pending_photos=Exists(pending))

    @admin.display(description=gettext_lazy("tentang"))
    def row_name(self, proposal):
        return proposal.row.name or _("Produk baru")

    @admin.display(description=gettext_lazy("stan"), ordering="exhibitor__name")
    def booth(self, proposal):
        return proposal.exhibitor.name if proposal.product_id else _("stan itu sendiri")

    @admin.display(description=gettext_lazy("wilayah"), ordering="exhibitor__village__district__region__position")
    def region(self, proposal):
        return proposal.exhibitor.village.district.region.short_name

    @admin.display(description=gettext_lazy("yang diubah"))
    def what(self, proposal):
        return labels(proposal) if proposal.is_open else ""

    @admin.display(description=gettext_lazy("menunggu"), ordering="proposed_at")
    def age(self, proposal):
        return timesince(proposal.proposed_at, timezone.now(), depth=1) if proposal.is_waiting else ""

    def records_about(self, proposal):
        return super().records_about(proposal.row)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """GET shows old and new side by side; POST takes what is ticked or sends it back, if it still is what was seen."""
        proposal = self.get_object(request, object_id)
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if proposal is None:
            raise Http404
        if request.method != "POST":
            return self._page(request, proposal)
        reason, keys = request.POST.get("alasan", "")[:REASON_MOST], set(request.POST.getlist("terima"))
        try:
            seen = {"by": request.user, "version": _number(request.POST.get("versi")), "reason": reason}
            record = send_back(proposal, **seen) if "kembalikan" in request.POST else take(proposal, keys, **seen)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self._page(request, self.get_object(request, object_id), status=422, reason=reason, keys=keys)
        messages.success(request, f"{proposal.row}: {record.deed_label.lower()}.")
        return redirect(reverse("admin:curation_proposedchange_change", args=[proposal.pk]))

    def _page(self, request, proposal, status=200, reason="", keys=None):
        last = Record.objects.about(proposal.row).filter(deed__in=PROPOSED).select_related("actor").first() if proposal.decided_at else None
        text, whatsapp_url = message(proposal.row, last) if last else ("", "")
        following = self.get_queryset(request).waiting().exclude(pk=proposal.pk).order_by("proposed_at", "pk").first()
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Perubahan: %s") % proposal.row,
            "proposal": proposal,
            "row": proposal.row,
            "row_opts": proposal.row._meta,
            "parts": [(part, keys is None or part.key in keys) for part in parts_of(proposal)] if proposal.is_open else [],
            "can_decide": proposal.is_waiting and may_decide(request.user),
            "following": following,
            "last": last,
            "text": text,
            "whatsapp_url": whatsapp_url,
            "reason": reason,
            "reason_most": REASON_MOST,
        }
        return TemplateResponse(request, "admin/curation/proposal.html", context, status=status)


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
