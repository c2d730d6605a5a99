from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

import exhibitors.badges
import products.badges
import products.search
from curation.attention import AttentionOfBooths
from curation.decide import may_decide
from curation.legality import LEGAL_WARNING
from curation.office import DecisionsMixin
from exhibitors.invitations import invitations_made
from exhibitors.invite import invite_all, links_of, may_invite
from exhibitors.models import Category, Exhibitor, ExhibitorPhoto, LegalityDocument, Participation
from exhibitors.stall import settle_documents
from exhibitors.states import OPEN_STATUSES, Refused
from expo import images
from expo.admin import (
    CategoryFilter,
    OfficeAdmin,
    OfficeInline,
    PhotoUploadMixin,
    PublishedAdmin,
    edition_filter,
    how_many,
    ready_filter,
    region_filter,
)
from expo.forms import LinesField, OfficeForm, PhotoField, WhatsAppField, mark_of
from expo.models import SiteState, delete_files_on_commit
from expo.text import unique_slug
from products.models import Product


class ExhibitorForm(OfficeForm):
    whatsapp = WhatsAppField(label=_("WhatsApp"), required=False, help_text=_("Boleh diawali 08, 62, atau +62."))
    links = LinesField(label=_("Tautan"), required=False, help_text=Exhibitor._meta.get_field("links").help_text)
    new_photo = PhotoField(label=_("Foto bengkel atau stan"), required=False)

    def _stands(self):
        """With the photo, whose place and files a new one takes."""
        stands = super()._stands()
        return stands and stands | {"new_photo": getattr(getattr(self.instance, "photo", None), "fingerprint", "")}

    def _mark_sent(self, name):
        if name != "new_photo":
            return super()._mark_sent(name)
        uploads = self.cleaned_data[name]
        return mark_of(uploads[-1].picture.fingerprint) if uploads else self._marks[name]

    def _news_of(self, name):
        if name != "new_photo":
            return super()._news_of(name)
        return _("Sejak Anda membuka halaman ini, fotonya diganti orang lain. Pilih foto Anda sekali lagi kalau foto itu yang berlaku.")


class ParticipationInline(OfficeInline):
    """Its place in each edition. A new row is an invitation; what becomes of it is decided under Keikutsertaan."""

    model = Participation
    extra = 0
    fields = ["edition", "status", "stall_number", "venue_spot"]
    readonly_fields = ["status", "stall_number"]


class DocumentInline(OfficeInline):
    """What an owner states and a curator found. The proof file comes from the owner; here it is read."""

    model = LegalityDocument
    extra = 0
    fields = ["kind", "number", "issuer", "valid_until", "covers", "status", "checked_on", "replaces", "proof_file"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("replaces").prefetch_related("products")

    def get_readonly_fields(self, request, obj=None):
        fixed = ["covers", "replaces", "proof_file"]
        return fixed if may_decide(request.user) else ["status", "checked_on", *fixed]

    @admin.display(description=_("untuk produk"))
    def covers(self, document):
        return ", ".join(product.name for product in document.products.all()) if document.pk else ""

    @admin.display(description=_("bukti"))
    def proof_file(self, document):
        if not document.proof:
            return ""
        url = reverse("exhibitors:owner_document_proof", args=[document.exhibitor_id, document.pk])
        return format_html('<a href="{}">{}</a>', url, _("Unduh"))


@admin.register(Exhibitor)
class ExhibitorAdmin(DecisionsMixin, PhotoUploadMixin, PublishedAdmin):
    form = ExhibitorForm
    leaves_as = "stan"
    list_display = ["name", "stall", "region", "category", "status", "product_count", "still_selling_on"]
    list_filter = [
        "status",
        AttentionOfBooths,
        region_filter("village__district__region__slug"),
        CategoryFilter,
        edition_filter("participations__edition"),
        ready_filter("products__"),
    ]
    list_select_related = ["category", "village__district__region"]
    search_fields = ["name", "tagline", "participations__stall_number", "village__name"]
    ordering = ["name", "pk"]  # said here: grouping by the annotation drops the model's own
    autocomplete_fields = ["village"]
    inlines = [ParticipationInline, DocumentInline]
    actions = ["make_links"]
    change_form_template = "admin/exhibitors/exhibitor/change_form.html"  # its links, and the decisions
    readonly_fields = ["slug", "status", "typed_by"]  # addresses are given by the site: a taken one would tell of others' drafts
    fieldsets = [
        (None, {"fields": ["name", "slug", "status", "typed_by", "category", "village"]}),
        (_("Yang dibaca pengunjung"), {"fields": ["tagline", "tagline_en", "story", "story_en", "new_photo", "links"]}),
        (_("Menghubungi"), {"fields": ["whatsapp", "contact_name", "answer_hours", "still_selling_on"]}),
        (_("Usaha"), {"fields": ["legal_form", "size", "founded_year", "employees", "export_experience"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_stall_number().annotate(product_number=how_many(Product.objects.all(), "exhibitor"))

    def get_urls(self):
        links = path("<int:pk>/tautan/", self.admin_site.admin_view(self.links), name="exhibitors_exhibitor_links")
        return [links, *super().get_urls()]

    def links(self, request, pk):
        """What became of the owner's links; POST makes a new one and shows it this once."""
        if not self.has_invite_permission(request):
            raise PermissionDenied
        booth = get_object_or_404(Exhibitor.objects.in_scope_of(request.user).with_place(), pk=pk)
        if request.method == "POST":
            return self.make_links(request, Exhibitor.objects.filter(pk=pk))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "booth": booth,
            "title": _("Tautan masuk"),
            "links": links_of(booth),
        }
        return TemplateResponse(request, "admin/exhibitors/exhibitor/links.html", context)

    def has_change_permission(self, request, obj=None):
        """A mentor fills in while the owner is still at it; afterwards those who decide do."""
        return super().has_change_permission(request, obj) and (obj is None or obj.status in OPEN_STATUSES or may_decide(request.user))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not obj.is_public)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.entered_by = request.user
            obj.slug = unique_slug(obj.name, lambda slug: Exhibitor.objects.filter(slug=slug).exists())
        super().save_model(request, obj, form, change)

    @admin.display(description=_("diisikan oleh"))
    def typed_by(self, exhibitor):
        if not exhibitor.entered_by:
            return _("pemiliknya sendiri")
        if not exhibitor.confirmed_by:
            return _("%(who)s; belum dibenarkan pemilik") % {"who": exhibitor.entered_by}
        return _("%(who)s; dibenarkan %(owner)s, %(when)s") % {
            "who": exhibitor.entered_by,
            "owner": exhibitor.confirmed_by,
            "when": date_format(timezone.localtime(exhibitor.confirmed_at), "j F Y"),
        }

    def warnings(self, exhibitor):
        documents = set(exhibitor.documents.filter(status=LegalityDocument.Status.VERIFIED).values_list("kind", flat=True))
        return [LEGAL_WARNING] if exhibitor.category.is_food and LegalityDocument.Kind.HALAL not in documents else []

    def has_invite_permission(self, request):
        return may_invite(request.user)

    @admin.action(description=_("Buat tautan masuk untuk pemiliknya"), permissions=["invite"])
    def make_links(self, request, queryset):
        """The answer to the POST itself shows the links: they are nowhere else, and going back to them makes new ones."""
        if not self.has_invite_permission(request):
            raise PermissionDenied
        return invitations_made(request, self.admin_site, invite_all(list(queryset.with_place()), by=request.user))

    @admin.display(description=_("nomor stan"), ordering="stall_number")
    def stall(self, exhibitor):
        return exhibitor.stall_number

    @admin.display(description=_("wilayah"), ordering="village__district__region__position")
    def region(self, exhibitor):
        return exhibitor.village.district.region.short_name

    @admin.display(description=_("produk"), ordering="product_number")
    def product_count(self, exhibitor):
        return exhibitor.product_number

    def add_pictures(self, exhibitor, pictures):
        exhibitor.set_photo(images.store(pictures[-1]), pictures[-1])

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            delete_files_on_commit(ExhibitorPhoto.objects.filter(exhibitor__in=queryset))
            delete_files_on_commit(products.models.ProductPhoto.objects.filter(product__exhibitor__in=queryset))
            delete_files_on_commit(LegalityDocument.objects.filter(exhibitor__in=queryset))
            super().delete_queryset(request, queryset)

    def save_formset(self, request, form, formset, change):
        if formset.model is LegalityDocument:
            going = [row.instance for row in formset.deleted_forms if row.instance.pk]
            delete_files_on_commit(LegalityDocument.objects.with_replacements_of(going))
        super().save_formset(request, form, formset, change)

    def published_change(self, saved):
        for exhibitor in saved:
            settle_documents(exhibitor)
        pks = [exhibitor.pk for exhibitor in saved]
        exhibitors.badges.refresh(Exhibitor.objects.filter(pk__in=pks))
        products.badges.refresh(products.models.Product.objects.filter(exhibitor__in=pks))
        products.search.refresh_booths(pks)
        super().published_change(saved)


@admin.register(Category)
class CategoryAdmin(PublishedAdmin):
    list_display = ["name", "name_en", "is_food", "position"]
    search_fields = ["name", "name_en"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []  # addresses and rules of readiness go by it

    def has_delete_permission(self, request, obj=None):
        return False  # booths and products point here; rename it instead

    def published_change(self, saved):
        for category in saved:
            products.search.refresh_booths(Exhibitor.objects.filter(category=category))
            products.search.refresh(products.models.Product.objects.filter(category=category))
            products.badges.refresh(products.models.Product.objects.filter(category=category))  # food is asked for more
        super().published_change(saved)


@admin.register(Participation)
class ParticipationAdmin(OfficeAdmin):
    """Who takes part in which edition, and the stall numbers, which the site gives."""

    leaves_as = "keikutsertaan"
    list_display = ["exhibitor", "edition", "region", "status", "stall_number", "venue_spot"]
    list_filter = ["status", edition_filter("edition"), region_filter("exhibitor__village__district__region__slug")]
    list_select_related = ["exhibitor__village__district__region", "edition"]
    search_fields = ["exhibitor__name", "stall_number"]
    autocomplete_fields = ["exhibitor"]
    fields = ["exhibitor", "edition", "status", "stall_number", "venue_spot"]
    actions = ["accept", "wait", "decline", "invite"]

    def get_readonly_fields(self, request, obj=None):
        return ["status", "stall_number", *(["exhibitor", "edition"] if obj else [])]

    def has_delete_permission(self, request, obj=None):
        return False  # who does not come is "Tidak ikut"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        SiteState.move_on()

    @admin.display(description=_("wilayah"))
    def region(self, participation):
        return participation.exhibitor.village.district.region.short_name

    @admin.action(description=_("Terima, dengan nomor stan"), permissions=["change"])
    def accept(self, request, queryset):
        self._move(request, queryset, Participation.Status.ACCEPTED)

    @admin.action(description=_("Masukkan daftar tunggu"), permissions=["change"])
    def wait(self, request, queryset):
        self._move(request, queryset, Participation.Status.WAITING)

    @admin.action(description=_("Tidak ikut"), permissions=["change"])
    def decline(self, request, queryset):
        self._move(request, queryset, Participation.Status.DECLINED)

    @admin.action(description=_("Undang lagi"), permissions=["change"])
    def invite(self, request, queryset):
        self._move(request, queryset, Participation.Status.INVITED)

    def _move(self, request, queryset, to):
        moved, refused = 0, []
        for participation in queryset.select_related("exhibitor__village__district__region").order_by("pk"):
            try:
                participation.move_to(to, by=request.user)
                moved += 1
            except Refused as refusal:
                refused.append(str(refusal))
        if moved:
            messages.success(request, f"{Participation.Status(to).label}: {moved}.")
        for sentence in refused[:20]:
            messages.error(request, sentence)
