"""The pages on which an organiser decides about booths and products: for their classes in the admin."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Deed, Record
from curation.decide import booth_of, decide, may_do, message
from curation.models import ProposedChange, Round
from curation.rounds import enter, may_enter
from curation.said import PHOTOS, mark, said, shown
from exhibitors.agreement import refusals
from exhibitors.states import DECISIONS, MOVES, OFFICE, Refused

REASON_MOST = 1000
SEEN = "terlihat"  # the hidden field with the marks of the rows on a page


class DecisionsMixin:
    """A page "Putuskan" for one row, and every decision as an action on many."""

    change_form_template = "admin/curation/change_form.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_decide"
        return [path("<int:pk>/putuskan/", self.admin_site.admin_view(self.decide_view), name=name), *super().get_urls()]

    def may_open_decisions(self, request):
        return may_do(request.user, Deed.SUBMIT)

    def decide_view(self, request, pk):
        """GET shows where it stands and what may be decided; POST decides and comes back with the message for the owner."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        if not self.may_open_decisions(request):
            raise PermissionDenied
        here = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_decide", args=[pk])
        if request.method == "POST":
            act, reason = request.POST.get("langkah", ""), request.POST.get("alasan", "")
            if act not in OFFICE:
                raise Http404
            try:
                decide(row, act, by=request.user, reason=reason[:REASON_MOST], seen=request.POST.get(SEEN, ""))
                messages.success(request, _("%(name)s: %(status)s.") % {"name": row, "status": row.get_status_display().lower()})
                return redirect(here)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return self._decide_page(request, self.get_object(request, str(pk)), status=422, reason=reason, act=act)
        return self._decide_page(request, row)

    def _decide_page(self, request, row, status=200, **context):
        last = Record.objects.about(row).filter(deed__in=DECISIONS).select_related("actor").first()
        text, whatsapp_url = message(row, last) if last else ("", "")
        context |= self.admin_site.each_context(request) | {
            "opts": self.opts,
            "row": row,
            "title": _("Putuskan: %s") % row,
            "decisions": [act for act in row.moves() if may_do(request.user, act)],
            "last": last,
            "text": text,
            "whatsapp_url": whatsapp_url,
            "refused": refusals(booth_of(row)),
            "warnings": self.warnings(row),
            "lines": said(row),
            "photos": shown(row),
            "mark": mark(row),
            "proposal": ProposedChange.objects.about(row).waiting().first(),
            "reason_most": REASON_MOST,
        }
        return TemplateResponse(request, "admin/curation/decide.html", context, status=status)

    def warnings(self, row):
        """Sentences that whoever decides should have read."""
        return []

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(PHOTOS[self.model])

    def action_checkbox(self, row):
        """With the row's mark, so that what is ticked is decided about as the list showed it."""
        return format_html('{}<input type="hidden" name="{}" value="{}.{}">', super().action_checkbox(row), SEEN, row.pk, mark(row))

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name not in OFFICE or may_do(request.user, name)}

    def _get_base_actions(self):
        return [*super()._get_base_actions(), *((_action(act), act.value, act.label) for act in OFFICE)]


def marks_sent(request):
    """{number of a row, as text: its mark on the page that was sent}"""
    return dict(word.split(".", 1) for words in request.POST.getlist(SEEN) for word in words.split() if "." in word)


def _action(act):
    def run(modeladmin, request, queryset):
        rows, seen = list(queryset), marks_sent(request)
        reason, asks_reason = request.POST.get("alasan", ""), MOVES[act].asks_reason
        unseen = [row for row in rows if str(row.pk) not in seen]  # of other pages of the list
        if unseen or (asks_reason and not reason.strip()):
            context = modeladmin.admin_site.each_context(request) | {
                "opts": modeladmin.opts,
                "title": act.label,
                "act": act,
                "rows": rows,
                "unseen": unseen,
                "seen": " ".join(f"{row.pk}.{seen.get(str(row.pk)) or mark(row)}" for row in rows),
                "seen_name": SEEN,
                "asks_reason": asks_reason,
                "asked": asks_reason and "alasan" in request.POST and not reason.strip(),
                "reason": reason,
                "reason_most": REASON_MOST,
                "checkbox": admin.helpers.ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/curation/reason.html", context)
        done, refused = 0, []
        for row in rows:
            try:
                decide(row, act, by=request.user, reason=reason[:REASON_MOST], seen=seen[str(row.pk)])
                done += 1
            except Refused as refusal:
                refused.append(f"{row}: {refusal}")
        if done:
            text = ngettext("%(act)s: %(count)d diputuskan.", "%(act)s: %(count)d diputuskan.", done) % {"act": act.label, "count": done}
            messages.success(request, text)
        for sentence in refused[:20]:
            messages.error(request, sentence)
        if len(refused) > 20:
            messages.error(request, _("Dan %d lagi tidak bisa.") % (len(refused) - 20))
        return None

    run.__name__ = act.value
    run.short_description = act.label
    return run


class EnterRoundMixin:
    """For products: an action that puts the ticked ones into a round of curation."""

    actions = ["enter_round"]

    def has_enter_permission(self, request):
        return may_enter(request.user)

    @admin.action(description=gettext_lazy("Masukkan ke putaran kurasi …"), permissions=["enter"])
    def enter_round(self, request, queryset):
        """Asks into which, then does it. Those that the round does not take stay out, and their number is said."""
        rounds = Round.objects.filter(closed_at=None).select_related("edition")
        number = request.POST.get("putaran", "")
        chosen = next((round for round in rounds if str(round.pk) == number), None)
        if chosen is None:
            context = self.admin_site.each_context(request) | {
                "opts": self.opts,
                "title": _("Masukkan ke putaran kurasi"),
                "rows": queryset,
                "rounds": rounds,
                "asked": "putaran" in request.POST or "lanjut" in request.POST,
                "checkbox": admin.helpers.ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/curation/choose_round.html", context)
        try:
            count = enter(chosen, self.model.objects.filter(pk__in=queryset.order_by().values("pk")), by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return None
        out = queryset.count() - count
        messages.success(
            request,
            ngettext("%(count)d produk masuk %(round)s.", "%(count)d produk masuk %(round)s.", count) % {"count": count, "round": chosen},
        )
        if out:
            messages.warning(
                request,
                ngettext(
                    "%d produk tidak masuk: sudah ada di sana, atau statusnya tidak sesuai putaran itu.",
                    "%d produk tidak masuk: sudah ada di sana, atau statusnya tidak sesuai putaran itu.",
                    out,
                )
                % out,
            )
        return None
