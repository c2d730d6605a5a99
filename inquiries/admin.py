from django.contrib import admin

from expo.admin import edition_filter, region_filter
from inquiries.models import ContactClick


@admin.register(ContactClick)
class ContactClickAdmin(admin.ModelAdmin):
    """The record of taps; nobody writes in it by hand."""

    list_display = ["code", "created_at", "exhibitor", "product", "edition", "language"]
    list_filter = [edition_filter("edition"), "language", region_filter("exhibitor__village__district__region__slug")]
    list_select_related = ["exhibitor", "product", "edition"]
    search_fields = ["code", "exhibitor__name", "product__name"]
    date_hierarchy = "created_at"
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
