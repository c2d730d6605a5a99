from django.contrib import admin

from expo.admin import ReadOnlyAdmin, edition_filter, region_filter
from inquiries.models import ContactClick


@admin.register(ContactClick)
class ContactClickAdmin(ReadOnlyAdmin):
    """The record of taps; nobody writes in it by hand."""

    list_display = ["code", "created_at", "exhibitor", "product", "edition", "language"]
    list_filter = [edition_filter("edition"), "language", region_filter("exhibitor__village__district__region__slug")]
    list_select_related = ["exhibitor", "product", "edition"]
    search_fields = ["code", "exhibitor__name", "product__name"]
    date_hierarchy = "created_at"
