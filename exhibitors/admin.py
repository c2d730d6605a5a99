from django.contrib import admin
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

import exhibitors.badges
import products.badges
import products.search
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
    model = LegalityDocument
    form = ModelForm
    extra = 0


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
    fieldsets = [
        (None, {"fields": ["name", "slug", "status", "category", "village"]}),
        (_("Yang dibaca pengunjung"), {"fields": ["tagline", "tagline_en", "story", "story_en", "new_photo", "links"]}),
        (_("Menghubungi"), {"fields": ["whatsapp", "contact_name", "answer_hours", "still_selling_on"]}),
        (_("Usaha"), {"fields": ["legal_form", "size", "founded_year", "employees", "export_experience"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_stall_number().annotate(product_number=Count("products"))

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
            super().delete_queryset(request, queryset)

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
        super().published_change(saved)
