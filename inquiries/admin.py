from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from expo.admin import ReadOnlyAdmin, edition_filter, region_filter
from inquiries.models import ContactClick, Inquiry


class AskedAdmin(ReadOnlyAdmin):
    """What visitors asked of booths; nobody writes in it by hand."""

    list_filter = [edition_filter("edition"), "language", region_filter("exhibitor__village__district__region__slug")]
    list_select_related = ["exhibitor", "product", "edition"]
    search_fields = ["code", "exhibitor__name", "product__name"]
    date_hierarchy = "created_at"


@admin.register(ContactClick)
class ContactClickAdmin(AskedAdmin):
    leaves_as = "ketukan"
    list_display = ["code", "created_at", "exhibitor", "product", "edition", "language"]


@admin.register(Inquiry)
class InquiryAdmin(AskedAdmin):
    """The list says nothing about who asked, nor does its search, whose words would stand in an address."""

    list_display = ["code", "created_at", "exhibitor", "product", "language", "was_read", "was_answered"]
    list_filter = [
        ("read_at", admin.EmptyFieldListFilter),
        ("answered_at", admin.EmptyFieldListFilter),
        *AskedAdmin.list_filter,
    ]

    @admin.display(description=_("dibaca"), boolean=True, ordering="read_at")
    def was_read(self, inquiry):
        return inquiry.read_at is not None

    @admin.display(description=_("dijawab"), boolean=True, ordering="answered_at")
    def was_answered(self, inquiry):
        return inquiry.answered_at is not None
