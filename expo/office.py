"""The back office's site: the stock admin without the door that leads to any row of any model by its number."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class OfficeSite(AdminSite):
    site_title = site_header = "Panitia UMKM Virtual Expo"
    index_title = _("Ringkasan")
    empty_value_display = "–"

    def get_urls(self):
        """With the rounds of curation, and without view_on_site, which sends whoever asks to the address of what he may not see."""
        from curation.urls import office_urls  # its views need the models, which are not there when this file is read

        return [*office_urls(self), *(url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site")]


class OfficeConfig(AdminConfig):
    default_site = "expo.office.OfficeSite"
