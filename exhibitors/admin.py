from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

import exhibitors.badges
import products.badges
import products.search
from exhibitors.invite import invite, links_of
from exhibitors.models import Category, Exhibitor, ExhibitorPhoto, LegalityDocument, Participation
from expo import images
from expo.admin import CategoryFilter, PhotoUploadMixin, PublishedAdmin, edition_filter, ready_filter, region_filter
from expo.forms import LinesField, ModelForm, PhotoField, WhatsAppField
from expo.models import delete_files_on_commit


class ExhibitorForm(ModelForm):
    whatsapp = WhatsAppField(label=_("WhatsApp"), required=False, help_text=_("Boleh diawali 08, 62, atau +62."))
    links = LinesField(label=_("Tautan"), required=False, help_text=Exhibitor._meta.get_field("links").help_text)
    new_photo = PhotoField(label=_("Foto bengkel atau stan"), required=False)


class ParticipationInline(admin.TabularInline):
    model = Participation
    form = ModelForm
    extra = 0


class DocumentInline(admin.TabularInline):
    """What an owner states and a curator found. The proof file comes from the owner; here it is read."""

    model = LegalityDocument
    form = ModelForm
    extra = 0
    fields = ["kind", "number", "issuer", "valid_until", "covers", "status", "checked_on", "proof_file"]
    readonly_fields = ["covers", "proof_file"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("products")

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
class ExhibitorAdmin(PhotoUploadMixin, PublishedAdmin):
    form = ExhibitorForm
    list_display = ["name", "stall", "region", "category", "status", "product_count", "still_selling_on"]
    list_filter = [
        "status",
        region_filter("village__district__region__slug"),
        CategoryFilter,
        edition_filter("participations__edition"),
        ready_filter("products__"),
    ]
    list_select_related = ["category", "village__district__region"]
    search_fields = ["name", "tagline", "participations__stall_number", "village__name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["village"]
    inlines = [ParticipationInline, DocumentInline]
    actions = ["make_links"]
    change_form_template = "admin/exhibitors/exhibitor/change_form.html"
    fieldsets = [
        (None, {"fields": ["name", "slug", "status", "category", "village"]}),
        (_("Yang dibaca pengunjung"), {"fields": ["tagline", "tagline_en", "story", "story_en", "new_photo", "links"]}),
        (_("Menghubungi"), {"fields": ["whatsapp", "contact_name", "answer_hours", "still_selling_on"]}),
        (_("Usaha"), {"fields": ["legal_form", "size", "founded_year", "employees", "export_experience"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_stall_number().annotate(product_number=Count("products"))

    def get_urls(self):
        links = path("<int:pk>/tautan/", self.admin_site.admin_view(self.links), name="exhibitors_exhibitor_links")
        return [links, *super().get_urls()]

    def links(self, request, pk):
        """What became of the owner's links; POST makes a new one and shows it this once."""
        booth = get_object_or_404(Exhibitor.objects.with_place(), pk=pk)
        if request.method == "POST":
            return self.make_links(request, Exhibitor.objects.filter(pk=pk))
        if not self.has_invite_permission(request):
            raise PermissionDenied
        return self._links_page(request, booth=booth, title=_("Tautan masuk"), links=links_of(booth))

    def has_invite_permission(self, request):
        return request.user.has_perm("accounts.add_onetimelink")

    @admin.action(description=_("Buat tautan masuk untuk pemiliknya"), permissions=["invite"])
    def make_links(self, request, queryset):
        """The answer to the POST itself shows the links: they are nowhere else, and going back to them makes new ones."""
        if not self.has_invite_permission(request):
            raise PermissionDenied
        invitations = [invite(booth, by=request.user) for booth in queryset.with_place()]
        return self._links_page(request, invitations=invitations, title=_("Tautan masuk yang baru"))

    def _links_page(self, request, **context):
        context |= self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, "admin/exhibitors/exhibitor/links.html", context)

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
        super().save_formset(request, form, formset, change)
        delete_files_on_commit(row for row in getattr(formset, "deleted_objects", ()) if isinstance(row, LegalityDocument))

    def published_change(self, saved):
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
