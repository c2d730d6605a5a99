from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from exhibitors.models import Category, private_storage
from expo.models import SiteState
from regions.models import Region, ScopedQuerySet


class PrintedCatalogueQuerySet(ScopedQuerySet):
    """One about all regions is nobody's who acts in some: his query does not find it."""

    region_path = "region"

    def open(self):
        """Those that the worker still has before it."""
        return self.filter(state__in=OPEN)

    def closed(self):
        return self.exclude(state__in=OPEN)

    def ready(self):
        return self.filter(state=PrintedCatalogue.State.READY)

    def published(self):
        """Those that visitors may download."""
        return self.ready().filter(published_at__isnull=False)

    def with_names(self):
        return self.select_related("edition", "region", "category")


class PrintedCatalogue(models.Model):
    """A catalogue that was asked for: of what, how far it is, and the file once it is made (exchange/prints.py)."""

    class Variant(models.TextChoices):
        SMALL = "kecil", _("Kecil (WhatsApp)")
        PRINT = "cetak", _("Besar (percetakan)")

    class Language(models.TextChoices):
        INDONESIAN = "id", _("Bahasa Indonesia")
        ENGLISH = "en", _("Inggris")

    class State(models.TextChoices):
        WAITING = "menunggu", _("Menunggu giliran")
        RUNNING = "jalan", _("Sedang dibuat")
        READY = "siap", _("Siap")
        FAILED = "gagal", _("Gagal")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edisi"))
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("wilayah"))
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+", verbose_name=_("jenis"))
    chosen = models.JSONField(default=list, help_text="Numbers of the products that were ticked; empty: all.")
    title = models.CharField(_("judul"), max_length=80, blank=True)
    language = models.CharField(_("bahasa"), max_length=2, choices=Language)
    variant = models.CharField(_("ukuran"), max_length=5, choices=Variant)
    what = models.CharField(max_length=32, db_index=True, help_text="Digest of all above: what was asked for.")
    address = models.SlugField(max_length=200, help_text="Under which visitors find it, and its file's name.")
    asked_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("diminta oleh"))
    asked_at = models.DateTimeField(_("diminta"), auto_now_add=True)
    # How far it is
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often a worker began; the last one that did owns the row.")
    seen_at = models.DateTimeField(null=True, help_text="When that worker last gave a sign.")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # What was made
    made_at = models.DateTimeField(_("dibuat"), null=True)
    version = models.PositiveBigIntegerField(null=True, help_text="The content version that it shows.")
    day = models.DateField(null=True, help_text="The day whose badges it shows.")
    file = models.FileField(storage=private_storage, upload_to="katalog/", blank=True, max_length=120)
    digest = models.CharField(max_length=64, blank=True, help_text="Of the file's bytes.")
    size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    pages = models.PositiveIntegerField(default=0)
    products = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=dict, help_text="Numbers of products: without_photo, broken_photo, lost_letters.")
    published_at = models.DateTimeField(_("tampil di situs sejak"), null=True)
    published_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = PrintedCatalogueQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("katalog cetak")
        verbose_name_plural = _("katalog cetak")
        permissions = [("print_attendance", "Mencetak daftar hadir")]
        constraints = [
            models.UniqueConstraint(fields=["what"], condition=Q(state__in=["menunggu", "jalan"]), name="printedcatalogue_once_open"),
            models.UniqueConstraint(fields=["what"], condition=Q(published_at__isnull=False), name="printedcatalogue_once_published"),
            models.CheckConstraint(condition=Q(published_at=None) | Q(state="siap"), name="printedcatalogue_published_is_ready"),
            models.CheckConstraint(condition=Q(state__in=["menunggu", "jalan", "siap", "gagal"]), name="printedcatalogue_state_known"),
        ]

    def __str__(self):
        parts = [self.title, self.region, self.category, self.get_language_display(), self.get_variant_display()]
        return gettext("Katalog %(edition)s: %(what)s") % {"edition": self.edition, "what": ", ".join(str(part) for part in parts if part)}

    @property
    def region_code(self):
        return self.region_id or ""

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def has_failed(self):
        return self.state == self.State.FAILED

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def may_be_published(self):
        """A list of somebody's choice is for whom he sends it to."""
        return self.is_ready and not self.chosen

    @property
    def file_name(self):
        return f"{self.address}{'-en' if self.language == self.Language.ENGLISH else ''}.pdf"

    def is_stale(self):
        """Whether something that visitors see has changed since it was made."""
        return self.is_ready and self.version != version_now()


OPEN = (PrintedCatalogue.State.WAITING, PrintedCatalogue.State.RUNNING)


def version_now():
    """The content version from the row itself: expo.pagecache.content() may be a second old."""
    return SiteState.objects.filter(pk=1).values_list("version", flat=True).first() or 0
