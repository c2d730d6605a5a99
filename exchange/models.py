"""What an organiser has sent in, from the upload until it is written and its photos hang. Nobody but herself sees it."""

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exchange.imports import Plan
from exhibitors.models import private_storage
from expo.models import delete_files_on_commit


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
        return Plan.from_json(self.plan_json) if self.plan_json else None

    def go(self, state, **changes):
        """Leave the state and the version that this row was read with; whether it was still there."""
        there = type(self).objects.filter(pk=self.pk, state=self.state, version=self.version)
        if not there.update(state=state, version=F("version") + 1, changed_at=timezone.now(), **changes):
            return False
        self.refresh_from_db()
        return True

    def photos_there(self):
        """Bytes of the ZIP that have arrived."""
        return self.photos.storage.size(self.photos.name) if self.photos and self.photos.storage.exists(self.photos.name) else 0

    def delete_files(self):
        for file in filter(None, (self.workbook, self.photos)):
            file.storage.delete(file.name)

    def discard(self):
        """Delete it with its files; what was written from it stays. Call it in a transaction."""
        delete_files_on_commit([type(self)(workbook=self.workbook.name, photos=self.photos.name)])
        self.delete()


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
        rows = [cls(office=_office(scope), heading=heading[:80], field=field) for heading, field in said.items()]
        cls.objects.bulk_create(rows, update_conflicts=True, unique_fields=["office", "heading"], update_fields=["field"])


def _office(scope):
    return ",".join(sorted(scope))
