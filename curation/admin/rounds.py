from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from curation.forms import FIXED, CriterionFormSet
from curation.models import Criterion, Entry, Round
from curation.rounds import may_enter, may_judge, may_see_scores
from expo.admin import OfficeAdmin, ScopeMixin, edition_filter
from expo.forms import ModelForm


class CriterionInline(ScopeMixin, admin.TabularInline):
    """What is scored. Fixed with the first review."""

    model = Criterion
    form = ModelForm
    formset = CriterionFormSet
    extra = 0
    fields = ["position", "name", "name_en", "look_at"]

    def _while_unjudged(self, request, obj, allowed):
        return allowed and not (obj and obj.is_judged)

    def has_add_permission(self, request, obj=None):
        return self._while_unjudged(request, obj, super().has_add_permission(request, obj))

    def has_change_permission(self, request, obj=None):
        return self._while_unjudged(request, obj, super().has_change_permission(request, obj))

    def has_delete_permission(self, request, obj=None):
        return self._while_unjudged(request, obj, super().has_delete_permission(request, obj))


@admin.register(Round)
class RoundAdmin(OfficeAdmin):
    """The rounds belong to an edition, all regions share them; what is in them is seen region by region on their own pages."""

    list_display = ["name", "edition", "kind", "standing", "entry_count"]
    list_filter = ["kind", edition_filter("edition")]
    list_select_related = ["edition"]
    search_fields = ["name"]
    inlines = [CriterionInline]
    change_form_template = "admin/curation/round/change_form.html"
    fields = ["edition", "kind", "name", "opens_on", "closes_on"]

    def get_queryset(self, request):
        own = Q(entries__in=Entry.objects.in_scope_of(request.user))
        return super().get_queryset(request).annotate(entry_number=Count("entries", filter=own))

    def get_list_display(self, request):
        ways = [("judging", may_judge), ("found", may_see_scores), ("entering", may_enter)]
        return [*self.list_display, *(name for name, may in ways if may(request.user))]

    def get_fields(self, request, obj=None):
        return [*self.fields, "criteria_note"]

    def get_readonly_fields(self, request, obj=None):
        return ["criteria_note", *(["edition", "kind"] if obj else [])]

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def has_delete_permission(self, request, obj=None):
        return False  # what was decided in it stands; a mistaken one is closed

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.add_default_criteria()

    @admin.display(description=_("kriteria"))
    def criteria_note(self, round):
        if not round.pk:
            return _("Lima kriteria Bank Indonesia dipasang otomatis. Boleh diubah sampai nilai pertama masuk.")
        return FIXED if round.is_judged else _("Boleh diubah di bawah ini sampai nilai pertama masuk.")

    @admin.display(description=_("keadaan"))
    def standing(self, round):
        return round.says()

    @admin.display(description=_("produk di wilayah Anda"), ordering="entry_number")
    def entry_count(self, round):
        return round.entry_number

    @admin.display(description=_("menilai"))
    def judging(self, round):
        return _link("queue", round, _("Nilai"))

    @admin.display(description=_("memutuskan"))
    def found(self, round):
        return _link("results", round, _("Hasil"))

    @admin.display(description=_("produk"))
    def entering(self, round):
        return "" if round.closed_at else _link("enter", round, _("Masukkan"))


def _link(name, round, words):
    return format_html(
        '<a href="{}" aria-label="{}: {}">{}</a>', reverse(f"admin:curation_round_{name}", args=[round.pk]), words, round, words
    )
