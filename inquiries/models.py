from datetime import timedelta

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from exhibitors.models import Exhibitor
from products.models import Product
from regions.models import ScopedQuerySet

E164 = r"^\+[1-9]\d{7,14}$"


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


class InquiryQuerySet(ScopedQuerySet):
    region_path = "exhibitor__village__district__region"

    def owned_by(self, user):
        """What was asked of the booths that somebody runs."""
        return self.filter(exhibitor__memberships__user=user)

    def unread(self):
        return self.filter(read_at=None)

    def expired(self, now=None):
        """Those that have been kept as long as the privacy page says."""
        return self.filter(created_at__lt=(now or timezone.now()) - Inquiry.KEPT)


class Inquiry(models.Model):
    """A visitor asked a booth in writing. Name, contact and words are the visitor's: for the booth's people and the organisers only."""

    KEPT = timedelta(days=2 * 365)
    MOST_LETTERS = 2000

    code = models.CharField(_("kode"), max_length=12, unique=True)
    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="inquiries", verbose_name=_("stan"))
    product = models.ForeignKey(Product, models.SET_NULL, null=True, blank=True, related_name="inquiries", verbose_name=_("produk"))
    edition = models.ForeignKey(Edition, models.SET_NULL, null=True, blank=True, verbose_name=_("edisi"))
    language = models.CharField(_("bahasa"), max_length=2)
    name = models.CharField(_("nama"), max_length=80)
    whatsapp = models.CharField(_("WhatsApp"), max_length=16, blank=True, validators=[RegexValidator(E164)])
    email = models.EmailField(_("e-mail"), blank=True)
    message = models.TextField(_("pesan"), max_length=MOST_LETTERS)
    consent_version = models.CharField(_("versi persetujuan"), max_length=20)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False, help_text="Of the words and the day: see inquiries.ask.")
    created_at = models.DateTimeField(_("dikirim"), auto_now_add=True)
    read_at = models.DateTimeField(_("dibaca"), null=True, blank=True)
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("pesan pembeli")
        verbose_name_plural = _("pesan pembeli")
        indexes = [models.Index(fields=["exhibitor", "-created_at"]), models.Index(fields=["created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(whatsapp="") | ~Q(email=""),
                name="inquiry_can_be_answered",
                violation_error_message=_("Tulis nomor WhatsApp atau e-mail Anda, supaya penjual bisa menjawab."),
            ),
            models.CheckConstraint(
                condition=Q(whatsapp="") | Q(whatsapp__regex=E164),
                name="inquiry_whatsapp_e164",
                violation_error_message=_("Nomor WhatsApp harus diawali 08, 62, atau + dan kode negaranya."),
            ),
        ]

    def __str__(self):
        return self.code

    def mark_read(self, now=None):
        """The first look counts."""
        type(self).objects.filter(pk=self.pk).unread().update(read_at=now or timezone.now())

    def mark_answered(self, answered, now=None):
        """Said twice it is the same, and the first time stands."""
        row = type(self).objects.filter(pk=self.pk)
        if answered:
            row.filter(answered_at=None).update(answered_at=now or timezone.now())
        else:
            row.update(answered_at=None)
