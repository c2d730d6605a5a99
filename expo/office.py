"""The back office's site: the stock admin without the door that leads to any row of any model by its number."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

IN_ORDER = ("exhibitors", "products", "curation", "inquiries", "events", "accounts", "auth", "regions")  # what is used most comes first


class OfficeSite(AdminSite):
    site_title = site_header = "Panitia UMKM Virtual Expo"
    index_title = _("Ringkasan")
    empty_value_display = "–"

    def get_urls(self):
        """Without view_on_site, which sends whoever asks to the address of what he may not see; with the pages of no model."""
        from curation.urls import office_urls  # here: the site is made before the models
        from exchange.urls import prints_urls
        from exchange.views.office_exports import export_urls
        from exchange.views.office_import import import_urls
        from exhibitors import invitations

        return [
            *office_urls(self),
            *import_urls(self),
            *prints_urls(self),
            *export_urls(self),
            path("undangan/", self.admin_view(invitations.listed), name="invitations"),
            path("undangan/terkirim/", self.admin_view(invitations.sent), name="invitations_sent"),
            *(url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"),
        ]

    def index(self, request, extra_context=None):
        """What waits and how things stand, in the regions of whoever asks; the lists are below."""
        from curation.overview import overview  # here: the site is made before the models

        return super().index(request, overview(request.user, timezone.localdate()) | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: IN_ORDER.index(app["app_label"]) if app["app_label"] in IN_ORDER else len(IN_ORDER))


class OfficeConfig(AdminConfig):
    default_site = "expo.office.OfficeSite"
