from django.contrib import admin

from expo.admin import ReadOnlyAdmin
from regions.models import District, Region, Village


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ["name", "code", "kind", "stall_prefix"]


@admin.register(District)
class DistrictAdmin(ReadOnlyAdmin):
    list_display = ["name", "code", "region"]
    list_filter = ["region"]
    list_select_related = ["region"]
    search_fields = ["name", "code"]


@admin.register(Village)
class VillageAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "code", "district", "region", "postal_code"]
    list_filter = ["district__region", "kind"]
    list_select_related = ["district__region"]
    search_fields = ["name", "code", "district__name", "postal_code"]

    @admin.display(description="wilayah", ordering="district__region")
    def region(self, village):
        return village.district.region

    def get_search_results(self, request, queryset, search_term):
        """For the village boxes of other pages: the region is part of the answer, so it comes with the row."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return found.select_related("district__region"), may_repeat
