from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

import exhibitors.search
import products.badges
import products.search
from curation.attention import AttentionOfProducts
from curation.decide import may_decide
from curation.legality import LEGAL_WARNING
from curation.office import DecisionsMixin, EnterRoundMixin
from exhibitors.states import OPEN_STATUSES, PUBLIC_STATUSES
from expo.admin import CategoryFilter, OfficeInline, PhotoUploadMixin, PublishedAdmin, Uncounted, how_many, ready_filter, region_filter
from expo.forms import OfficeForm, PhotosField
from expo.models import delete_files_on_commit
from expo.text import unique_slug
from products import photos
from products.cards import price_text
from products.models import Product, ProductPhoto
from products.readiness import missing_lines
from products.stall import SLUG_LENGTH


class ProductForm(OfficeForm):
    together = [("price_kind", "price", "price_max")]
    new_photos = PhotosField(
        label=_("Tambah foto"), required=False, help_text=_("Boleh beberapa sekaligus, langsung dari kamera. Foto pertama menjadi sampul.")
    )


class StockFilter(Uncounted):
    title, parameter_name = _("persediaan"), "persediaan"

    def lookups(self, request, model_admin):
        return Product.Stock.choices

    def queryset(self, request, queryset):
        return queryset.filter(stock=self.value()) if self.value() in Product.Stock.values else queryset


class PhotoInline(OfficeInline):
    """The photos that visitors see: look, order, words, remove. New ones come in through the form's own field, owners' as proposals."""

    model = ProductPhoto
    extra = 0
    fields = ["preview", "position", "alt", "alt_en"]
    readonly_fields = ["preview"]

    def get_queryset(self, request):
        return super().get_queryset(request).accepted()

    def has_add_permission(self, request, obj=None):
        return False

    @admin.display(description=_("foto"))
    def preview(self, photo):
        return format_html('<img class="thumb" src="{}" width="96" height="96" alt="" loading="lazy">', photo.url160)


@admin.register(Product)
class ProductAdmin(EnterRoundMixin, DecisionsMixin, PhotoUploadMixin, PublishedAdmin):
    form = ProductForm
    leaves_as = "produk"
    list_display = ["thumb", "name", "exhibitor", "region", "category", "price_shown", "stock", "status", "photo_count"]
    list_display_links = ["name"]
    list_filter = [
        "status",
        AttentionOfProducts,
        region_filter("exhibitor__village__district__region__slug"),
        CategoryFilter,
        StockFilter,
        ready_filter(),
    ]
    list_select_related = ["category", "cover", "exhibitor__village__district__region"]
    search_fields = ["name", "name_en", "exhibitor__name"]
    ordering = ["exhibitor__name", "position", "pk"]
    autocomplete_fields = ["exhibitor"]
    inlines = [PhotoInline]
    readonly_fields = ["slug", "status", "readiness"]
    fieldsets = [
        (None, {"fields": ["name", "name_en", "slug", "exhibitor", "category", "status", "position"]}),
        (_("Foto"), {"fields": ["new_photos"]}),
        (
            _("Keterangan"),
            {"fields": ["description", "description_en", "material", "material_en", "net_weight", "shelf_life_days", "barcode"]},
        ),
        (_("Harga dan persediaan"), {"fields": ["price_kind", ("price", "price_max"), ("unit", "unit_en"), "min_order", "stock"]}),
        (_("Legalitas"), {"fields": ["documents"]}),
        (
            _("Ekspor dan toko modern"),
            {"fields": ["readiness", "hs_code", "export_moq", "capacity_per_month", "lead_time_days", "packing", "packing_en"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(photo_number=how_many(ProductPhoto.objects.accepted(), "product"))

    def save_model(self, request, obj, form, change):
        if not change:
            obj.slug = unique_slug(obj.name, lambda slug: Product.objects.filter(slug=slug).exists(), SLUG_LENGTH)
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request, obj=None):
        """A mentor fills in while the owner is still at it; afterwards those who decide do."""
        return super().has_change_permission(request, obj) and (obj is None or obj.status in OPEN_STATUSES or may_decide(request.user))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.status not in PUBLIC_STATUSES)

    def warnings(self, product):
        return [LEGAL_WARNING] if product.category.is_food and product.halal_until is None else []

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Only the booth's own documents can stand for its product."""
        if db_field.name == "documents":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
            pk = request.resolver_match.kwargs.get("object_id")
            documents = db_field.remote_field.model.objects.in_scope_of(request.user).select_related("exhibitor")
            kwargs["queryset"] = documents.filter(exhibitor__products=pk) if pk and pk.isdigit() else documents.none()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("foto"))
    def thumb(self, product):
        if not product.cover:
            return _("belum ada foto")
        return format_html('<img class="thumb" src="{}" width="48" height="48" alt="" loading="lazy">', product.cover.url160)

    @admin.display(description=_("wilayah"), ordering="exhibitor__village__district__region__position")
    def region(self, product):
        return product.exhibitor.village.district.region.short_name

    @admin.display(description=_("harga"), ordering="price")
    def price_shown(self, product):
        return price_text(product) or _("tanya")

    @admin.display(description=_("jumlah foto"), ordering="photo_number")
    def photo_count(self, product):
        return product.photo_number

    @admin.display(description=_("Naik kelas"))
    def readiness(self, product):
        """What the badges Siap Ritel and Siap Ekspor still wait for; they are worked out, never typed in."""
        return format_html_join("", "<p>{}</p>", ((line,) for line in missing_lines(product))) if product.pk else ""

    def add_pictures(self, product, pictures):
        for picture in pictures:
            photos.hang(product, picture, most=None)

    def delete_queryset(self, request, queryset):
        booths = list(queryset.values_list("exhibitor", flat=True))
        with transaction.atomic():
            delete_files_on_commit(ProductPhoto.objects.filter(product__in=queryset))
            super().delete_queryset(request, queryset)
            exhibitors.search.refresh(booths)  # which were found by the product's words too

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        delete_files_on_commit(photo for photo in getattr(formset, "deleted_objects", ()) if isinstance(photo, ProductPhoto))

    def published_change(self, saved):
        pks = [product.pk for product in saved]
        for product in saved:
            product.proposals.exclude(exhibitor=product.exhibitor_id).update(exhibitor=product.exhibitor_id)  # it went to another booth
        rows = Product.objects.filter(pk__in=pks)
        for product in rows:
            product.choose_cover()
        products.badges.refresh(rows)
        products.search.refresh(pks)
        super().published_change(saved)
