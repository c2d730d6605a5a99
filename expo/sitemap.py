from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from exhibitors.models import Category, Exhibitor
from products.models import Product
from regions.models import Region


class _Bilingual(Sitemap):
    i18n = True
    alternates = True
    limit = 5000
    protocol = settings.SITE_URL.split("://")[0]

    def get_domain(self, site=None):
        return settings.SITE_URL.split("://")[1]


class Pages(_Bilingual):
    def items(self):
        return [
            "home",
            "regions:index",
            "exhibitors:list",
            "products:list",
            "events:agenda",
            "about",
            "how_to_order",
            "exhibitors:apply",
            "privacy",
        ]

    def location(self, name):
        return reverse(name)


class Pavilions(_Bilingual):
    def items(self):
        return Region.objects.all()


class Categories(_Bilingual):
    def items(self):
        return Category.objects.all()


class Booths(_Bilingual):
    def items(self):
        return Exhibitor.objects.public().order_by("pk").only("slug")


class Products(_Bilingual):
    def items(self):
        return Product.objects.public().order_by("pk").only("slug")


SITEMAPS = {"halaman": Pages, "pavilion": Pavilions, "jenis": Categories, "stan": Booths, "produk": Products}
