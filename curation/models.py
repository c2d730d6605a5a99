"""What organisers judge and decide beside the rows themselves: rounds of curation, and what owners propose to change."""

import enum

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Deed, Record, User
from events.models import Edition
from exhibitors.models import Exhibitor
from exhibitors.states import Refused, Status
from products.models import Product
from regions.models import ScopedQuerySet

# Bank Indonesia's for its national expo: name, in English, what to look at. Legality is no score but a gate (curation.legality).
CRITERIA = [
    ("Keaslian", "Originality", "Khas daerahnya atau perajinnya, bukan tiruan."),
    ("Mutu", "Quality", "Bahan, rasa, dan pengerjaan baik, sama dari satu ke yang lain."),
    ("Jumlah dan kelangsungan", "Quantity and continuity", "Sanggup membuat sebanyak yang dijanjikan, terus-menerus."),
    ("Inovasi", "Innovation", "Ada yang baru: bentuk, rasa, cara membuat, atau kegunaan."),
    ("Kemasan", "Packaging", "Melindungi isinya, labelnya lengkap dan terbaca."),
]


class Outcome(models.TextChoices):
    """What becomes of a product in a round."""

    PASS = "lolos", _("Lolos")
    EXPORT = "ekspor", _("Calon ekspor")
    NEEDS_WORK = "perbaiki", _("Perlu diperbaiki")
    NO = "tidak", _("Tidak")


class Round(models.Model):
    """One round of judging for an edition, in all regions."""

    class Kind(models.TextChoices):
        EXPO = "pameran", _("Kurasi pameran")
        EXPORT = "ekspor", _("Kurasi ekspor")

    class State(enum.StrEnum):
        BEFORE = "before"
        OPEN = "open"
        JUDGED = "judged"  # the days for scores are over, decisions go on
        CLOSED = "closed"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rounds", verbose_name=_("edisi"))
    kind = models.CharField(
        _("untuk"), max_length=7, choices=Kind, default=Kind.EXPO, help_text=_("Kurasi ekspor memilih dari produk yang sudah disetujui.")
    )
    name = models.CharField(_("nama"), max_length=80, help_text=_("Misalnya Kurasi pameran 2026."))
    opens_on = models.DateField(_("menilai mulai"))
    closes_on = models.DateField(_("menilai sampai"), help_text=_("Sesudah hari ini nilai tidak diterima; keputusan masih bisa."))
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        verbose_name = _("putaran kurasi")
        verbose_name_plural = _("putaran kurasi")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name"], name="round_once", violation_error_message=_("Edisi ini sudah punya putaran dengan nama itu.")
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="round_days_in_order",
                violation_error_message=_("Hari terakhir menilai tidak boleh sebelum hari pertama."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["pameran", "ekspor"]),
                name="round_kind_known",
                violation_error_message=_("Jenis putaran tidak dikenal."),
            ),
        ]

    def __str__(self):
        return self.name

    def state(self, today=None):
        today = today or timezone.localdate()
        if self.closed_at:
            return self.State.CLOSED
        if today < self.opens_on:
            return self.State.BEFORE
        return self.State.OPEN if today <= self.closes_on else self.State.JUDGED

    def says(self, today=None):
        """Where it stands, in a sentence."""
        return {
            self.State.BEFORE: gettext("Menilai mulai %s.") % date_format(self.opens_on, "j F Y"),
            self.State.OPEN: gettext("Menilai sampai %s.") % date_format(self.closes_on, "j F Y"),
            self.State.JUDGED: gettext("Waktu menilai selesai %s.") % date_format(self.closes_on, "j F Y"),
            self.State.CLOSED: gettext("Putaran ini sudah ditutup."),
        }[self.state(today)]

    @property
    def outcomes(self):
        """What can be decided here. In a round for export every product has passed already."""
        return [outcome for outcome in Outcome if outcome != Outcome.PASS or self.kind == self.Kind.EXPO]

    @cached_property
    def is_judged(self):
        """Whether somebody has given scores; the criteria are fixed from then on."""
        return Review.objects.filter(entry__round=self).exists()

    def add_default_criteria(self):
        Criterion.objects.bulk_create(
            Criterion(round=self, name=name, name_en=name_en, look_at=look_at, position=position)
            for position, (name, name_en, look_at) in enumerate(CRITERIA, start=1)
        )

    def close(self, *, by):
        """End it for scores and decisions. Of two at once exactly one does. Raises Refused."""
        self._set_closed(timezone.now(), by, gettext("Putaran ini sudah ditutup."))

    def reopen(self, *, by):
        self._set_closed(None, by, gettext("Putaran ini masih terbuka."))

    def _set_closed(self, moment, by, refusal):
        with transaction.atomic():
            if not Round.objects.filter(pk=self.pk, closed_at__isnull=moment is not None).update(closed_at=moment):
                raise Refused(refusal)
            words = [gettext("terbuka"), gettext("ditutup")]
            old, new = words if moment else reversed(words)
            Record.write(self, Deed.CHANGE, by=by, changes=[{"field": gettext("keadaan"), "old": old, "new": new}])
        self.closed_at = moment


class Criterion(models.Model):
    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria", verbose_name=_("putaran"))
    name = models.CharField(_("nama"), max_length=60)
    name_en = models.CharField(_("nama (Inggris)"), max_length=60, blank=True)
    look_at = models.CharField(_("yang dilihat"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("kriteria")
        verbose_name_plural = _("kriteria")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"], name="criterion_once", violation_error_message=_("Kriteria ini sudah ada di putaran itu.")
            )
        ]

    def __str__(self):
        return self.name


class EntryQuerySet(ScopedQuerySet):
    region_path = "product__exhibitor__village__district__region"

    def judgeable_by(self, user):
        """Those that somebody may look at as a judge: in his regions, of no booth that he runs, and not taken out by their owner."""
        own = user.memberships.values("exhibitor")
        kept = self.exclude(product__status=Status.WITHDRAWN).exclude(product__exhibitor__status=Status.WITHDRAWN)
        return kept.in_scope_of(user).exclude(product__exhibitor__in=own)

    def open(self):
        """Those about which something is still to be decided; see Entry.is_open."""
        again = Q(outcome=Outcome.NEEDS_WORK) & (Q(product__status=Status.SUBMITTED) | Q(round__kind=Round.Kind.EXPORT))
        return self.filter(Q(outcome="") | again, round__closed_at=None)

    def with_place(self):
        """With product, booth, place, and how it was decided, in the same query."""
        return self.select_related(
            "round__edition", "record__actor", "product__cover", "product__category", "product__exhibitor__village__district__region"
        )


class Entry(models.Model):
    """A product in a round. Its outcome points to the record of the decision: reason, author and time stand there, once."""

    WORDS = {  # as the owner reads an outcome
        (Round.Kind.EXPO, Outcome.PASS): _("Lolos kurasi pameran."),
        (Round.Kind.EXPO, Outcome.EXPORT): _("Lolos kurasi pameran, dan dicalonkan untuk ekspor."),
        (Round.Kind.EXPO, Outcome.NEEDS_WORK): _("Perlu diperbaiki dulu. Ubah, lalu ajukan lagi."),
        (Round.Kind.EXPO, Outcome.NO): _("Belum bisa ikut."),
        (Round.Kind.EXPORT, Outcome.EXPORT): _("Terpilih sebagai calon ekspor."),
        (Round.Kind.EXPORT, Outcome.NEEDS_WORK): _("Untuk ekspor masih ada yang perlu diperbaiki. Produk tetap ikut pameran."),
        (Round.Kind.EXPORT, Outcome.NO): _("Belum terpilih untuk ekspor. Produk tetap ikut pameran."),
    }

    round = models.ForeignKey(Round, models.CASCADE, related_name="entries", verbose_name=_("putaran"))
    product = models.ForeignKey(Product, models.CASCADE, related_name="entries", verbose_name=_("produk"))
    entered_at = models.DateTimeField(_("masuk"), auto_now_add=True)
    outcome = models.CharField(_("hasil"), max_length=8, choices=Outcome, blank=True, editable=False)
    record = models.OneToOneField(Record, models.PROTECT, null=True, blank=True, editable=False, related_name="entry")

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("produk dalam putaran")
        verbose_name_plural = _("produk dalam putaran")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "product"], name="entry_once", violation_error_message=_("Produk ini sudah ada di putaran itu.")
            ),
            models.CheckConstraint(
                condition=Q(outcome="", record=None) | Q(outcome__in=Outcome.values, record__isnull=False),
                name="entry_outcome_has_record",
                violation_error_message=_("Hasil kurasi harus punya catatan."),
            ),
        ]

    def __str__(self):
        return str(self.product)

    @property
    def region_code(self):
        return self.product.region_code

    @property
    def words(self):
        return self.WORDS[self.round.kind, self.outcome]

    @property
    def is_open(self):
        """Not decided yet; or sent back, and handed in again (for export, where nothing moves: sent back)."""
        if self.round.closed_at:
            return False
        again = self.round.kind == Round.Kind.EXPORT or self.product.status == Status.SUBMITTED
        return not self.outcome or (self.outcome == Outcome.NEEDS_WORK and again)

    def where_it_stands(self):
        """Who decided, and when: for whoever comes too late."""
        if self.round.closed_at:
            return gettext("Putaran ini sudah ditutup.")
        return gettext("Sudah diputuskan: %(status)s oleh %(who)s, %(when)s WIB.") % {
            "status": self.get_outcome_display(),
            "who": self.record.actor_name,
            "when": date_format(timezone.localtime(self.record.at), "j F Y, H.i"),
        }


class Review(models.Model):
    """What one curator found. Nobody else's business before the others have given theirs, and never the owner's."""

    class SameAsPhoto(models.TextChoices):
        YES = "ya", _("Ya")
        NO = "tidak", _("Tidak")
        UNSEEN = "belum", _("Belum melihat barangnya")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="reviews", verbose_name=_("produk dalam putaran"))
    curator = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("kurator"))
    same_as_photo = models.CharField(_("sama seperti di foto"), max_length=5, choices=SameAsPhoto)
    remark = models.TextField(_("catatan"), max_length=2000, blank=True)
    submitted_at = models.DateTimeField(_("dinilai"), default=timezone.now)

    objects = ScopedQuerySet.by("entry__product__exhibitor__village__district__region")

    class Meta:
        ordering = ["submitted_at", "pk"]
        verbose_name = _("penilaian")
        verbose_name_plural = _("penilaian")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "curator"], name="review_once", violation_error_message=_("Kurator ini sudah menilai produk itu.")
            ),
            models.CheckConstraint(
                condition=Q(same_as_photo__in=["ya", "tidak", "belum"]),
                name="review_same_as_photo_known",
                violation_error_message=_("Pilih ya, tidak, atau belum melihat."),
            ),
        ]

    def __str__(self):
        return f"{self.entry}, {self.curator_name}"

    @property
    def region_code(self):
        return self.entry.region_code

    @property
    def curator_name(self):
        return str(self.curator) if self.curator else gettext("akun yang sudah tidak ada")


class Score(models.Model):
    LEAST, MOST = 1, 5

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores", verbose_name=_("penilaian"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", verbose_name=_("kriteria"))
    value = models.PositiveSmallIntegerField(_("nilai"))

    class Meta:
        ordering = ["criterion__position", "pk"]
        verbose_name = _("nilai")
        verbose_name_plural = _("nilai")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(value__gte=1, value__lte=5), name="score_from_one_to_five", violation_error_message=_("Nilai 1 sampai 5.")
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.value}"


# Proposed changes (docs/adr/0025)


class ProposedChangeQuerySet(ScopedQuerySet):
    region_path = "exhibitor__village__district__region"

    def open(self):
        """Those that somebody still has to do something about: the organisers, or the owner."""
        return self.filter(state__in=ProposedChange.OPEN)

    def waiting(self):
        """Those that wait for the organisers; not of what its owner took out meanwhile."""
        kept = self.exclude(exhibitor__status=Status.WITHDRAWN).exclude(product__status=Status.WITHDRAWN)
        return kept.filter(state=ProposedChange.State.WAITING)

    def about(self, row):
        """Those about a booth itself, or about a product."""
        return self.filter(product=row) if isinstance(row, Product) else self.filter(exhibitor=row, product=None)

    def owned_by(self, user):
        return self.filter(exhibitor__memberships__user=user)


class ProposedChange(models.Model):
    """What an owner wants to change in a row that visitors see or are about to: they go on seeing the old until it is taken.

    The new values of fields are here; photos are rows of their own with a state (products.models.ProductPhoto), all of the
    product's belong to its one open proposal.
    """

    class State(models.TextChoices):
        WAITING = "menunggu", _("Menunggu panitia")
        RETURNED = "dikembalikan", _("Dikembalikan ke pemilik")
        TAKEN = "diterima", _("Diterima")
        WITHDRAWN = "ditarik", _("Ditarik pemilik")

    OPEN = (State.WAITING, State.RETURNED)

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="proposals", verbose_name=_("stan"))
    product = models.ForeignKey(
        Product,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("produk"),
        help_text="None: the booth itself.",
    )
    state = models.CharField(_("keadaan"), max_length=12, choices=State, default=State.WAITING)
    fields = models.JSONField(default=dict, help_text="{field of the row: its new value, as stored; of a relation its key}")
    photo_words = models.JSONField(default=dict, help_text='{id of a shown photo: {"alt": …, "alt_en": …}}')
    version = models.PositiveIntegerField(default=0, help_text="Moved on with every change: a decision names the one that was seen.")
    author = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("diusulkan oleh"))
    proposed_at = models.DateTimeField(_("menunggu sejak"), default=timezone.now)
    changed_at = models.DateTimeField(_("terakhir diubah"), default=timezone.now)
    decided_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("diputuskan oleh"))
    decided_at = models.DateTimeField(_("diputuskan"), null=True)
    reason = models.TextField(_("alasan"), blank=True)

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        verbose_name = _("usulan perubahan")
        verbose_name_plural = _("perubahan menunggu")
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(state__in=["menunggu", "dikembalikan"]), name="proposal_once_open_of_product"
            ),
            models.UniqueConstraint(
                fields=["exhibitor"],
                condition=Q(product=None, state__in=["menunggu", "dikembalikan"]),
                name="proposal_once_open_of_booth",
            ),
        ]

    def __str__(self):
        return str(self.row)

    @property
    def row(self):
        """The booth or product that it is about."""
        return self.product or self.exhibitor

    @property
    def name(self):
        return self.row.name

    @property
    def region_code(self):
        return self.exhibitor.region_code

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING
