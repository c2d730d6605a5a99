from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from exhibitors.models import Exhibitor
from products.models import Product
from regions.models import ScopedQuerySet


class ContactClick(models.Model):
    """Somebody tapped WhatsApp. A tap, not a person: nothing about the visitor is kept."""

    code = models.CharField(_("kode"), max_length=12, unique=True)
    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="contact_clicks", verbose_name=_("stan"))
    product = models.ForeignKey(Product, models.SET_NULL, null=True, blank=True, related_name="contact_clicks", verbose_name=_("produk"))
    edition = models.ForeignKey(Edition, models.SET_NULL, null=True, blank=True, verbose_name=_("edisi"))
    language = models.CharField(_("bahasa"), max_length=2)
    created_at = models.DateTimeField(_("waktu"), auto_now_add=True)

    objects = ScopedQuerySet.by("exhibitor__village__district__region")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("ketukan WhatsApp")
        verbose_name_plural = _("ketukan WhatsApp")
        indexes = [models.Index(fields=["exhibitor", "-created_at"])]

    def __str__(self):
        return self.code
