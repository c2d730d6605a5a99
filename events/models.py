import enum

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models import Region


class EditionQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)


class Edition(models.Model):
    """One expo: its days, its place, its opening. Booths outlive it."""

    class State(enum.StrEnum):
        BEFORE = "before"
        LIVE = "live"
        OVER = "over"

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama (Inggris)"), max_length=120, blank=True)
    summary = models.TextField(_("ringkasan"), blank=True)
    summary_en = models.TextField(_("ringkasan (Inggris)"), blank=True)
    host = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("tuan rumah"))
    organiser = models.CharField(_("penyelenggara"), max_length=200)
    organiser_en = models.CharField(_("penyelenggara (Inggris)"), max_length=200, blank=True)
    starts_on = models.DateField(_("hari pertama"))
    ends_on = models.DateField(_("hari terakhir"))
    venue = models.CharField(_("tempat luring"), max_length=120, blank=True)
    venue_en = models.CharField(_("tempat luring (Inggris)"), max_length=120, blank=True)
    venue_address = models.CharField(_("alamat tempat luring"), max_length=200, blank=True)
    venue_hours = models.CharField(_("jam buka tempat luring"), max_length=60, blank=True)
    opening_starts_at = models.DateTimeField(_("pembukaan mulai"), null=True, blank=True)
    opening_ends_at = models.DateTimeField(_("pembukaan selesai"), null=True, blank=True)
    opening_title = models.CharField(_("judul pembukaan"), max_length=120, blank=True)
    opening_title_en = models.CharField(_("judul pembukaan (Inggris)"), max_length=120, blank=True)
    opening_place = models.CharField(_("tempat pembukaan"), max_length=200, blank=True)
    opening_place_en = models.CharField(_("tempat pembukaan (Inggris)"), max_length=200, blank=True)
    opened_by = models.CharField(_("dibuka oleh"), max_length=200, blank=True)
    opened_by_en = models.CharField(_("dibuka oleh (Inggris)"), max_length=200, blank=True)
    opening_text = models.TextField(
        _("pembukaan dalam teks"), blank=True, help_text=_("Untuk yang hemat data: isi siaran dalam beberapa kalimat.")
    )
    opening_text_en = models.TextField(_("pembukaan dalam teks (Inggris)"), blank=True)
    live_url = models.URLField(_("tautan siaran langsung"), blank=True)
    is_public = models.BooleanField(_("tampil di situs"), default=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("edisi pameran")
        verbose_name_plural = _("edisi pameran")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="edition_days_in_order",
                violation_error_message=_("Hari terakhir tidak boleh sebelum hari pertama."),
            ),
            models.CheckConstraint(
                condition=models.Q(opening_ends_at=None)
                | models.Q(opening_starts_at__isnull=False, opening_ends_at__gt=models.F("opening_starts_at")),
                name="edition_opening_in_order",
                violation_error_message=_("Pembukaan harus selesai sesudah mulai."),
            ),
        ]

    def __str__(self):
        return self.name

    def state(self, today=None):
        today = today or timezone.localdate()
        if today < self.starts_on:
            return self.State.BEFORE
        return self.State.LIVE if today <= self.ends_on else self.State.OVER

    def day_number(self, today=None):
        """Which day of the expo it is, from 1; meaningful while it is live."""
        return ((today or timezone.localdate()) - self.starts_on).days + 1

    @property
    def day_count(self):
        return (self.ends_on - self.starts_on).days + 1


class Session(models.Model):
    """One entry of the agenda."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sessions", verbose_name=_("edisi"))
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    title = models.CharField(_("acara"), max_length=120)
    title_en = models.CharField(_("acara (Inggris)"), max_length=120, blank=True)
    place = models.CharField(_("tempat"), max_length=160)
    place_en = models.CharField(_("tempat (Inggris)"), max_length=160, blank=True)
    description = models.TextField(_("keterangan"), blank=True)
    description_en = models.TextField(_("keterangan (Inggris)"), blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("acara")
        verbose_name_plural = _("agenda")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_times_in_order",
                violation_error_message=_("Acara harus selesai sesudah mulai."),
            )
        ]

    def __str__(self):
        return self.title
