"""What comes in as a file and what goes out as one: imports on their way (0029), and catalogues that were asked for (0030)."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from events.models import Edition
from exchange.imports import Plan
from exhibitors.models import Category, private_storage
from expo.models import SiteState, delete_files_on_commit
from regions.models import Region, ScopedQuerySet


class ImportQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(by=user)

    def busy(self):
        """Those that the worker has to go on with."""
        return self.filter(state__in=Import.BUSY)

    def past(self, now=None):
        """A workbook is full of names and numbers: it is kept for as long as its organiser may want it back, no longer."""
        return self.filter(changed_at__lt=(now or timezone.now()) - Import.KEPT)


class Import(models.Model):
    """A workbook and its photos on the way in: the worker reads it, its organiser checks the plan, the worker writes it.

    Each step is a state, and leaves it by one compare-and-set: done twice at once, one of the two finds nothing to do. `version` counts the
    plans, so that what was decided about an older one is refused.
    """

    KEPT = timedelta(days=30)
    TRIES = 3  # what kills its worker shall not do so for ever

    class State(models.TextChoices):
        READING = "dibaca", _("Sedang dibaca")
        READY = "siap", _("Menunggu Anda")
        WRITING = "ditulis", _("Sedang ditulis")
        HANGING = "foto", _("Foto sedang dipasang")
        DONE = "selesai", _("Selesai")
        REFUSED = "ditolak", _("Tidak bisa dibaca")

    BUSY = (State.READING, State.WRITING, State.HANGING)

    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("oleh"))
    name = models.CharField(_("nama berkas"), max_length=200)
    workbook = models.FileField(storage=private_storage, upload_to="impor/", max_length=60)
    photos = models.FileField(storage=private_storage, upload_to="impor/", max_length=60, blank=True)  # a ZIP, which may come in parts
    photos_name = models.CharField(max_length=200, blank=True)
    photos_left_out = models.JSONField(default=list, help_text="[[name in the ZIP, why it is no photo]]")
    photos_bytes = models.BigIntegerField(default=0, help_text="Of the whole ZIP, as its sender has said.")
    state = models.CharField(_("keadaan"), max_length=8, choices=State, default=State.READING)
    version = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often a sweep has found this step begun and left.")
    chosen = models.JSONField(default=dict, help_text="{sheet: {column letter: field or empty}}")
    answers = models.JSONField(default=dict, help_text="{question: answer}")
    plan_json = models.TextField(blank=True)
    wanted = models.JSONField(default=dict, help_text='What was confirmed: {"states": [of outcomes], "strict": bool}')
    result = models.JSONField(default=dict, help_text='{"booths": new, "products": new, "changed": number, "pks": {record: row}}')
    sentence = models.TextField(blank=True)  # why it went no further
    made_at = models.DateTimeField(_("diunggah"), auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("impor")
        verbose_name_plural = _("impor")

    def __str__(self):
        return self.name

    @property
    def is_busy(self):
        return self.state in self.BUSY

    @property
    def plan(self):
        """None before there is one, and where another version of the site has written it: then it has to be made again."""
        try:
            return Plan.from_json(self.plan_json) if self.plan_json else None
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def go(self, state, **changes):
        """Leave the state and the version that this row was read with; whether it was still there."""
        there = type(self).objects.filter(pk=self.pk, state=self.state, version=self.version)
        with transaction.atomic():
            if not there.update(state=state, version=F("version") + 1, tries=0, changed_at=timezone.now(), **changes):
                return False
            self.refresh_from_db()
        return True

    def photos_there(self):
        """Bytes of the ZIP that have arrived."""
        try:
            return self.photos.size if self.photos else 0
        except FileNotFoundError:
            return 0

    def delete_files(self):
        for file in filter(None, (self.workbook, self.photos)):
            file.storage.delete(file.name)

    def discard(self):
        """Delete it with its files; what was written from it stays. Returns whether it still was as it was read. Call it in a transaction."""
        row = type(self).objects.select_for_update().defer("plan_json").filter(pk=self.pk, state=self.state, version=self.version).first()
        if row is None:
            return False
        delete_files_on_commit([type(self)(workbook=row.workbook.name, photos=row.photos.name)])
        row.delete()
        return True


class ImportPhoto(models.Model):
    """A picture in the ZIP of an import, and the record that it shows."""

    class State(models.TextChoices):
        WAITING = "menunggu", _("menunggu")
        HUNG = "dipasang", _("dipasang")
        LEFT = "tidak", _("tidak dipasang")

    of = models.ForeignKey(Import, models.CASCADE, related_name="pictures")
    number = models.PositiveIntegerField(help_text="Of its entry in the ZIP.")
    name = models.CharField(max_length=300)
    order = models.PositiveIntegerField(default=0, help_text="Among those of its record.")
    record = models.CharField(max_length=200, blank=True, help_text="Id of the record in the plan; empty: nobody knows.")
    how = models.CharField(max_length=200, blank=True, help_text="By what it was recognised, or why it was not.")
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    sentence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="importphoto_once")]

    def __str__(self):
        return self.name


class KnownHeading(models.Model):
    """What an office means by a heading, as its organiser once said: so that nobody has to say it twice."""

    office = models.CharField(max_length=60, help_text="Codes of its regions.")
    heading = models.CharField(max_length=80, help_text="As exchange.headings.same() has it.")
    field = models.CharField(max_length=20, blank=True, help_text="Of exchange.fields; empty: not read.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "heading"], name="knownheading_once")]

    def __str__(self):
        return self.heading

    @classmethod
    def of(cls, scope):
        return dict(cls.objects.filter(office=_office(scope)).values_list("heading", "field"))

    @classmethod
    def remember(cls, scope, said):
        said = {heading[:80]: field for heading, field in said.items()}  # one letter may have become many (ﷺ)
        rows = [cls(office=_office(scope), heading=heading, field=field) for heading, field in said.items()]
        cls.objects.bulk_create(rows, update_conflicts=True, unique_fields=["office", "heading"], update_fields=["field"])


def _office(scope):
    return ",".join(sorted(scope))


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
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("diminta oleh"))
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
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

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
