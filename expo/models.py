"""What the whole site shares: the stored picture and the one row that says which version of the content is out."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

PHOTO_WIDTHS = (160, 320, 640, 1280)  # nominal; a smaller original is kept at its own width, never enlarged


def real_widths(width):
    """The nominal widths under which a picture of a width differs: a small original has its own width under the first that is larger."""
    return [nominal for nominal, narrower in zip(PHOTO_WIDTHS, (0, *PHOTO_WIDTHS), strict=False) if narrower < width]


class SiteState(models.Model):
    """One row (pk 1). `version` moves on in the transaction of every published change: page caches key on it."""

    version = models.PositiveBigIntegerField(default=1)
    demo = models.BooleanField(_("menampilkan data contoh"), default=False)
    catalogues = models.JSONField(default=list, editable=False, help_text="Printed ones that visitors may download (exchange.offers).")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="sitestate_one_row")]

    @classmethod
    def move_on(cls, **changes):
        """Say that visitors' pages have changed; call inside the transaction of the change itself."""
        if not cls.objects.filter(pk=1).update(version=F("version") + 1, **changes):
            cls.objects.get_or_create(pk=1, defaults=changes)


def delete_files_on_commit(photos):
    """Remove the files of photo rows that this transaction deletes; call it while the rows can still be read."""
    photos = list(photos)
    transaction.on_commit(lambda: [photo.delete_files() for photo in photos])


class Photo(models.Model):
    """A normalised picture: four WebP files beside each other, `<key>-160.webp` and so on, under a random name.

    expo.avif adds `<key>-160.avif` and so on for the real widths. Whoever gives a row another key empties has_avif.
    """

    key = models.CharField(max_length=40, unique=True, editable=False)
    width = models.PositiveSmallIntegerField(editable=False, help_text="Of the largest file, in pixels.")
    height = models.PositiveSmallIntegerField(editable=False)
    fingerprint = models.CharField(max_length=32, editable=False, help_text="Of the pixels as uploaded: equal pictures have it equal.")
    has_avif = models.BooleanField(null=True, editable=False, help_text="NULL: not tried yet. False: tried, and not worth it.")
    alt = models.CharField(_("yang terlihat di foto"), max_length=200, blank=True)
    alt_en = models.CharField(_("yang terlihat di foto (Inggris)"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def url(self, width):
        """Address of the file of a nominal width (160, 320, 640 or 1280)."""
        return f"{settings.MEDIA_URL}{self.key}-{width}.webp"

    @property
    def url160(self):
        return self.url(160)

    @property
    def url320(self):
        return self.url(320)

    @property
    def url640(self):
        return self.url(640)

    @property
    def url1280(self):
        return self.url(1280)

    @property
    def srcset(self):
        """'….webp 320w, ….webp 640w': every real width once."""
        return self._srcset("webp")

    @property
    def avif_srcset(self):
        """The same of the AVIF files, which are there if has_avif says so."""
        return self._srcset("avif")

    def _srcset(self, kind):
        base = f"{settings.MEDIA_URL}{self.key}"
        return ", ".join(f"{base}-{nominal}.{kind} {min(nominal, self.width)}w" for nominal in real_widths(self.width))

    def delete_files(self):
        """Call it on commit of the row's end."""
        self.delete_avif()
        for nominal in PHOTO_WIDTHS:
            default_storage.delete(f"{self.key}-{nominal}.webp")

    def delete_avif(self):
        for nominal in PHOTO_WIDTHS:
            default_storage.delete(f"{self.key}-{nominal}.avif")
