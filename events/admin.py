from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Edition, Session
from expo.admin import OfficeInline, PublishedAdmin


class SessionInline(OfficeInline):
    model = Session
    extra = 0
    fields = ["starts_at", "ends_at", "title", "title_en", "place", "place_en"]


@admin.register(Edition)
class EditionAdmin(PublishedAdmin):
    list_display = ["name", "starts_on", "ends_on", "host", "venue", "is_public"]
    list_filter = ["is_public", "host"]
    list_select_related = ["host"]
    search_fields = ["name", "organiser", "venue"]
    prepopulated_fields = {"slug": ["name"]}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [SessionInline]
    fieldsets = [
        (None, {"fields": ["name", "name_en", "slug", "is_public", "host", "organiser", "organiser_en", "summary", "summary_en"]}),
        (_("Hari dan tempat"), {"fields": [("starts_on", "ends_on"), "venue", "venue_en", "venue_address", "venue_hours"]}),
        (
            _("Pembukaan"),
            {
                "fields": [
                    "opening_title",
                    "opening_title_en",
                    ("opening_starts_at", "opening_ends_at"),
                    "opening_place",
                    "opening_place_en",
                    "opened_by",
                    "opened_by_en",
                    "live_url",
                    "opening_text",
                    "opening_text_en",
                ]
            },
        ),
    ]


@admin.register(Session)
class SessionAdmin(PublishedAdmin):
    list_display = ["title", "edition", "starts_at", "ends_at", "place"]
    list_filter = ["edition"]
    list_select_related = ["edition"]
    date_hierarchy = "starts_at"
    search_fields = ["title", "place"]
