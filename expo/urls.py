from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path, re_path

from expo import views
from expo.access import public_page
from expo.sitemap import SITEMAPS

urlpatterns = [
    path("panitia/", admin.site.urls),
    path("sehat/", views.health, name="health"),
    path("gaya/", views.styleguide, name="styleguide"),
    path("robots.txt", views.robots, name="robots"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", public_page(index), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("sitemap-<section>.xml", public_page(sitemap), {"sitemaps": SITEMAPS}, name="django.contrib.sitemaps.views.sitemap"),
    re_path(
        rf"^{settings.MEDIA_URL.strip('/')}/(?P<path>[a-z0-9]{{1,40}}/[a-z0-9]{{1,40}}-[0-9]{{1,4}}\.(?:webp|avif))$",
        views.media,
        name="media",
    ),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("tentang/", views.about, name="about"),
        path("cara-memesan/", views.how_to_order, name="how_to_order"),
        path("privasi/", views.privacy, name="privacy"),
        path("putus/", views.offline, name="offline"),
        path("", include("regions.urls")),
        path("", include("events.urls")),
        path("", include("products.urls")),
        path("", include("curation.urls")),
        path("", include("inquiries.urls")),
        path("", include("exchange.urls")),
        path("", include("accounts.urls")),
        path("", include("accounts.security_urls")),
        path("", include("exhibitors.urls")),
        prefix_default_language=False,
    ),
]
