from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Deed, OneTimeLink, Record
from events.models import Edition
from exhibitors.states import OPEN_STATUSES, OUT_STATUSES, PUBLIC_STATUSES, Curated, CuratedQuerySet, Refused, Status
from expo.avif import ask_for_avif
from expo.links import clean_link
from expo.models import Photo, SiteState
from expo.text import path_to
from regions.models import ScopedQuerySet, Village


def private_storage():
    """Where proof files lie: beside the public pictures, never under their address (STORAGES["private"])."""
    return storages["private"]


SILENT_AFTER = timedelta(days=60)
EXPIRES_SOON = timedelta(days=60)
STALL_NUMBER = r"^[A-Z]{2}-\d{3}$"


class Category(models.Model):
    """What kind of goods: the ten of the expo. Stands here, not in products, because a booth has one too."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nama"), max_length=60)
    name_en = models.CharField(_("nama (Inggris)"), max_length=60)
    icon = models.CharField(_("ikon"), max_length=30, help_text=_("Nama ikon di lembar ikon, misalnya cat-textile."))
    is_food = models.BooleanField(_("makanan atau minuman"), default=False)
    position = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        ordering = ["position"]
        verbose_name = _("jenis")
        verbose_name_plural = _("jenis")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("products:category", self.slug)


class ExhibitorQuerySet(CuratedQuerySet):
    region_path = "village__district__region"

    def public(self):
        return self.filter(status__in=PUBLIC_STATUSES)

    def owned_by(self, user):
        """The booths that somebody runs, as owner or helper."""
        return self.filter(memberships__user=user)

    def silent(self, today=None):
        """Shown booths of which nobody has heard for sixty days; they stay shown."""
        since = (today or timezone.localdate()) - SILENT_AFTER
        return self.public().filter(Q(still_selling_on__lt=since) | Q(still_selling_on=None, created_at__date__lt=since))

    def applications(self):
        """Drafts that came in through /daftar/."""
        return self.filter(status__in=OPEN_STATUSES, applied_at__isnull=False)

    def never_came_in(self):
        """Booths none of whose people has ever signed in."""
        return self.exclude(pk__in=Membership.objects.filter(user__last_login__isnull=False).values("exhibitor"))

    def came_in(self):
        return self.filter(pk__in=Membership.objects.filter(user__last_login__isnull=False).values("exhibitor"))

    def with_last_link(self):
        """`owner_pk` and `link_pk`: its (first) owner and the newest link made for her, or None."""
        owner = Membership.objects.filter(exhibitor=OuterRef("pk"), role=Membership.Role.OWNER).order_by("pk")
        link = OneTimeLink.objects.filter(user=OuterRef("owner_pk")).order_by("-created_at", "-pk")
        return self.annotate(owner_pk=Subquery(owner.values("user")[:1])).annotate(link_pk=Subquery(link.values("pk")[:1]))

    def link_ran_out(self):
        """Booths whose people have never come in, and whose link is too old to."""
        return (
            self.never_came_in().with_last_link().filter(link_pk__in=OneTimeLink.objects.in_state(OneTimeLink.State.EXPIRED).values("pk"))
        )

    def without_photo(self):
        return self.filter(photo=None).exclude(status__in=OUT_STATUSES)

    def with_papers_ending(self, today=None):
        """Booths with a verified paper that ends within sixty days, and no later one of its kind."""
        today = today or timezone.localdate()
        ending = LegalityDocument.objects.last_of_kind().filter(valid_until__range=(today, today + EXPIRES_SOON))
        return self.filter(pk__in=ending.values("exhibitor")).exclude(status__in=OUT_STATUSES)

    def with_papers_ended(self, today=None):
        ended = LegalityDocument.objects.last_of_kind().filter(valid_until__lt=today or timezone.localdate())
        return self.filter(pk__in=ended.values("exhibitor")).exclude(status__in=OUT_STATUSES)

    def unconfirmed(self):
        """Booths that somebody filled in for their owner, who has not said yes to it."""
        return self.filter(entered_by__isnull=False, confirmed_by=None)

    def with_place(self):
        """With everything that says where and what it is, in the same query."""
        return self.select_related("village__district__region", "category", "photo")

    def with_stall_number(self):
        """`stall_number`: that of its latest edition, or None."""
        return self.annotate(stall_number=latest_stall_number("pk"))


class Exhibitor(Curated):
    """The lasting booth of one maker."""

    class LegalForm(models.TextChoices):
        SOLE = "perseorangan", _("Usaha perseorangan")
        SOLE_COMPANY = "pt_perorangan", _("PT perorangan")
        COMPANY = "pt", _("PT")
        PARTNERSHIP = "cv", _("CV")
        FIRM = "firma", _("Firma")
        COOPERATIVE = "koperasi", _("Koperasi")
        FOUNDATION = "yayasan", _("Yayasan atau BUMDes")
        GROUP = "kelompok", _("Kelompok usaha")

    class Size(models.TextChoices):
        """Bands of PP 7/2021 Art. 35; never the amount."""

        MICRO = "mikro", _("Mikro (penjualan sampai Rp2 miliar setahun)")
        SMALL = "kecil", _("Kecil (di atas Rp2 miliar sampai Rp15 miliar)")
        MEDIUM = "menengah", _("Menengah (di atas Rp15 miliar sampai Rp50 miliar)")

    class ExportExperience(models.TextChoices):
        NONE = "belum", _("Belum pernah")
        INDIRECT = "lewat", _("Lewat pihak lain")
        DIRECT = "langsung", _("Langsung")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("nama usaha"), max_length=80)
    tagline = models.CharField(_("kalimat pendek"), max_length=120, blank=True)
    tagline_en = models.CharField(_("kalimat pendek (Inggris)"), max_length=120, blank=True)
    story = models.TextField(_("cerita"), max_length=3000, blank=True)
    story_en = models.TextField(_("cerita (Inggris)"), max_length=3000, blank=True)
    village = models.ForeignKey(Village, models.PROTECT, verbose_name=_("desa/kelurahan"))
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("jenis"))
    whatsapp = models.CharField(
        _("WhatsApp"),
        max_length=16,
        blank=True,
        validators=[RegexValidator(r"^\+628\d{8,11}$", _("Nomor WhatsApp harus diawali 08, 62, atau +62, lalu 9 sampai 12 angka."))],
    )
    contact_name = models.CharField(_("dijawab oleh"), max_length=80, blank=True)
    answer_hours = models.CharField(_("jam menjawab"), max_length=60, blank=True, help_text=_("Misalnya 08.00–20.00 WIB."))
    shows_whatsapp = models.BooleanField(_("nomor WhatsApp boleh tampil"), default=True, help_text=_("Mengikuti persetujuan pemilik."))
    links = models.JSONField(
        _("tautan"),
        default=list,
        blank=True,
        help_text=_("Satu alamat https per baris: Tokopedia, Shopee, PaDi UMKM, Instagram, Facebook, TikTok, Google Maps."),
    )
    legal_form = models.CharField(_("bentuk usaha"), max_length=14, choices=LegalForm, blank=True)
    size = models.CharField(_("ukuran usaha"), max_length=8, choices=Size, blank=True)
    founded_year = models.PositiveSmallIntegerField(
        _("tahun berdiri"), null=True, blank=True, validators=[MinValueValidator(1800), MaxValueValidator(2100)]
    )
    employees = models.PositiveSmallIntegerField(_("tenaga kerja"), null=True, blank=True)
    export_experience = models.CharField(_("pernah ekspor"), max_length=8, choices=ExportExperience, blank=True)
    entered_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("diisikan oleh")
    )
    confirmed_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("dibenarkan oleh")
    )
    confirmed_at = models.DateTimeField(_("dibenarkan pada"), null=True, blank=True, editable=False)
    on_break = models.BooleanField(_("libur dulu"), default=False)
    sells = models.CharField(_("menjual apa"), max_length=200, blank=True, help_text=_("Dari formulir pendaftaran."))
    applied_at = models.DateTimeField(_("mendaftar"), null=True, blank=True)
    still_selling_on = models.DateField(_("terakhir memastikan masih berjualan"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat"), auto_now_add=True)
    # These three are derived from the checked documents by exhibitors.badges.refresh(); never typed in.
    proofs = models.JSONField(default=list, blank=True, editable=False)
    permit_until = models.DateField(null=True, blank=True, editable=False)
    halal_until = models.DateField(null=True, blank=True, editable=False)

    objects = ExhibitorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("stan")
        verbose_name_plural = _("stan")
        permissions = [("decide_exhibitor", "Memutuskan stan dan produk")]
        indexes = [models.Index(fields=["status", "category"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(whatsapp="") | Q(whatsapp__regex=r"^\+628\d{8,11}$"),
                name="exhibitor_whatsapp_e164",
                violation_error_message=_("Nomor WhatsApp harus diawali 08, 62, atau +62, lalu 9 sampai 12 angka."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="exhibitor_status_known", violation_error_message=_("Status tidak dikenal.")
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if not isinstance(self.links, list):
            raise ValidationError({"links": _("Tulis satu alamat per baris.")})
        try:
            self.links = [clean_link(link) for link in self.links]
        except ValidationError as error:
            raise ValidationError({"links": error.messages}) from error

    def get_absolute_url(self):
        return path_to("exhibitors:detail", self.slug)

    @property
    def is_public(self):
        return self.status in PUBLIC_STATUSES

    @property
    def region_code(self):
        return self.village_id[:5]  # the ministry's codes hold those of what they lie in

    @property
    def reachable_by_whatsapp(self):
        """Whether visitors may be sent to its number."""
        return bool(self.whatsapp) and self.shows_whatsapp

    def set_photo(self, key, picture, *, alt="", alt_en=""):
        """Show a stored picture of the workshop; the one before goes, with its files. `key` is what images.store(picture) returned."""
        fields = {
            "key": key,
            "width": picture.width,
            "height": picture.height,
            "fingerprint": picture.fingerprint,
            "alt": alt,
            "alt_en": alt_en,
            "has_avif": None,
        }
        with transaction.atomic():
            before = ExhibitorPhoto.objects.filter(exhibitor=self).first()
            self.photo, _created = ExhibitorPhoto.objects.update_or_create(exhibitor=self, defaults=fields)
            if before:
                transaction.on_commit(before.delete_files)
            if self.is_public:
                SiteState.move_on()
            ask_for_avif()
        return self.photo


class ExhibitorPhoto(Photo):
    """The picture of the workshop or stall, 3:2."""

    exhibitor = models.OneToOneField(Exhibitor, models.CASCADE, related_name="photo", verbose_name=_("stan"))

    class Meta:
        verbose_name = _("foto stan")
        verbose_name_plural = _("foto stan")


class Membership(models.Model):
    """Who runs a booth. One person may run several, one booth may have several people."""

    class Role(models.TextChoices):
        OWNER = "pemilik", _("Pemilik")
        HELPER = "pembantu", _("Pembantu")

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="memberships", verbose_name=_("stan"))
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="memberships", verbose_name=_("orangnya"))
    role = models.CharField(_("sebagai"), max_length=8, choices=Role, default=Role.OWNER)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("pengelola stan")
        verbose_name_plural = _("pengelola stan")
        constraints = [
            models.UniqueConstraint(
                fields=["exhibitor", "user"], name="membership_once", violation_error_message=_("Orang ini sudah mengelola stan itu.")
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.exhibitor}"


class BoothDay(models.Model):
    """How often a booth's pages were opened on a day (openings, not people; robots are left out)."""

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="days")
    day = models.DateField()
    openings = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibitor", "day"], name="boothday_once")]

    def __str__(self):
        return f"{self.exhibitor}, {self.day}"


class ParticipationQuerySet(ScopedQuerySet):
    region_path = "exhibitor__village__district__region"

    def accepted(self):
        return self.filter(status=Participation.Status.ACCEPTED)


def latest_stall_number(booth):
    """Expression: the stall number in the latest edition of the booth that the outer query calls `booth`."""
    latest = Participation.objects.accepted().filter(exhibitor=OuterRef(booth)).order_by("-edition__starts_on")
    return Subquery(latest.values("stall_number")[:1])


class Participation(models.Model):
    """A booth's place in one edition."""

    class Status(models.TextChoices):
        INVITED = "invited", _("Diundang")
        APPLIED = "applied", _("Mendaftar")
        ACCEPTED = "accepted", _("Diterima")
        WAITING = "waiting", _("Daftar tunggu")
        DECLINED = "declined", _("Tidak ikut")

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="participations", verbose_name=_("stan"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="participations", verbose_name=_("edisi"))
    stall_number = models.CharField(
        _("nomor stan"),
        max_length=6,
        null=True,
        blank=True,
        validators=[RegexValidator(STALL_NUMBER, _("Nomor stan ditulis seperti KB-017."))],
    )
    venue_spot = models.CharField(_("petak luring"), max_length=20, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.INVITED, editable=False)

    MOVES = {  # where it stands → where it may go
        Status.INVITED: {Status.APPLIED, Status.ACCEPTED, Status.DECLINED},
        Status.APPLIED: {Status.ACCEPTED, Status.WAITING, Status.DECLINED},
        Status.WAITING: {Status.ACCEPTED, Status.DECLINED},
        Status.ACCEPTED: {Status.WAITING, Status.DECLINED},
        Status.DECLINED: {Status.INVITED, Status.APPLIED},
    }

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["-edition__starts_on"]
        verbose_name = _("keikutsertaan")
        verbose_name_plural = _("keikutsertaan")
        constraints = [
            models.UniqueConstraint(
                fields=["exhibitor", "edition"], name="participation_once", violation_error_message=_("Stan ini sudah ikut edisi itu.")
            ),
            models.UniqueConstraint(
                fields=["edition", "stall_number"],
                name="participation_stall_once",
                violation_error_message=_("Nomor stan itu sudah dipakai di edisi ini."),
            ),
            models.CheckConstraint(
                condition=Q(stall_number=None) | Q(stall_number__regex=STALL_NUMBER),
                name="participation_stall_number_form",
                violation_error_message=_("Nomor stan ditulis seperti KB-017."),
            ),
        ]

    def __str__(self):
        return f"{self.stall_number or '–'}, {self.edition}"

    @property
    def region_code(self):
        return self.exhibitor.region_code

    def move_to(self, to, *, by):
        """Change the place in the edition, on record. Who is accepted gets the lowest free number of its region; who leaves frees it.

        Of two at once exactly one succeeds. Raises Refused.
        """
        to = self.Status(to)
        with transaction.atomic():
            Edition.objects.select_for_update().get(pk=self.edition_id)  # numbers of an edition are given one after the other
            was = type(self).objects.values_list("status", flat=True).get(pk=self.pk)
            if to not in self.MOVES[was]:
                raise Refused(
                    gettext("%(booth)s: sekarang statusnya %(status)s.") % {"booth": self.exhibitor, "status": self.Status(was).label}
                )
            self.status, self.stall_number = to, self._free_number() if to == self.Status.ACCEPTED else None
            self.save(update_fields=["status", "stall_number"])
            Record.write(self, Deed.CHANGE, by=by, changes=[{"field": "status", "old": self.Status(was).label, "new": to.label}])
            if self.exhibitor.is_public:
                SiteState.move_on()

    def _free_number(self):
        prefix = self.exhibitor.village.district.region.stall_prefix
        taken = set(
            type(self).objects.filter(edition=self.edition_id, stall_number__startswith=prefix).values_list("stall_number", flat=True)
        )
        number = next((number for number in (f"{prefix}-{count:03}" for count in range(1, 1000)) if number not in taken), None)
        if not number:
            raise Refused(gettext("Nomor stan %(prefix)s sudah habis.") % {"prefix": prefix})
        return number


class LegalityDocumentQuerySet(ScopedQuerySet):
    region_path = "exhibitor__village__district__region"

    def with_replacements_of(self, documents):
        """These and the claims that are to replace them, which end with them."""
        pks = [document.pk for document in documents]
        return self.filter(Q(pk__in=pks) | Q(replaces__in=pks))

    def last_of_kind(self):
        """Verified ones after which the booth has no later one of their kind."""
        verified = LegalityDocument.objects.filter(
            exhibitor=OuterRef("exhibitor"), kind=OuterRef("kind"), status=LegalityDocument.Status.VERIFIED
        )
        later = verified.filter(Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until")))
        return self.filter(~Exists(later), status=LegalityDocument.Status.VERIFIED)

    def readable_by(self, user):
        """Those whose proof file somebody may open: their owners' and helpers', and organisers' who may see documents there."""
        if user.is_staff and user.has_perm("exhibitors.view_legalitydocument"):
            return self.in_scope_of(user)
        return self.filter(exhibitor__memberships__user=user)


class LegalityDocument(models.Model):
    """A permit or certificate as the maker states it, and what a curator found. A right format proves nothing."""

    class Kind(models.TextChoices):
        NIB = "nib", "NIB"
        PIRT = "pirt", "P-IRT"
        BPOM = "bpom", "BPOM"
        HALAL = "halal", "Halal"
        BRAND = "merek", _("Merek")
        SNI = "sni", "SNI"

    class Status(models.TextChoices):
        CLAIMED = "diajukan", _("Diajukan")
        CHECKED = "diperiksa", _("Diperiksa kurator")
        VERIFIED = "terverifikasi", _("Terverifikasi")
        REJECTED = "ditolak", _("Ditolak")

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="documents", verbose_name=_("stan"))
    kind = models.CharField(_("jenis"), max_length=5, choices=Kind)
    number = models.CharField(_("nomor"), max_length=60)
    issuer = models.CharField(_("penerbit"), max_length=80, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True, help_text=_("Kosong bila berlaku tanpa batas."))
    status = models.CharField(_("status"), max_length=13, choices=Status, default=Status.CLAIMED)
    checked_on = models.DateField(_("dicek tanggal"), null=True, blank=True)
    proof = models.FileField(_("berkas bukti"), storage=private_storage, upload_to="bukti/", blank=True, max_length=120)
    replaces = models.OneToOneField(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="replacement",
        verbose_name=_("menggantikan"),
        help_text="Dokumen terverifikasi yang tetap berlaku sampai klaim ini diverifikasi.",
    )

    objects = LegalityDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("dokumen legalitas")
        verbose_name_plural = _("dokumen legalitas")
        constraints = [
            models.UniqueConstraint(
                fields=["exhibitor", "kind", "number"],
                condition=Q(replaces=None),  # a renewed permit often keeps its number
                name="document_once",
                violation_error_message=_("Dokumen ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=~Q(status="terverifikasi") | Q(checked_on__isnull=False),
                name="document_verified_has_date",
                violation_error_message=_("Dokumen terverifikasi perlu tanggal pemeriksaan."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @property
    def pending(self):
        """The claim that is to replace it, or None."""
        return getattr(self, "replacement", None)

    def delete_files(self):
        """Call it on commit of the row's end (expo.models.delete_files_on_commit)."""
        if self.proof:
            self.proof.storage.delete(self.proof.name)


class ExhibitorSearch(models.Model):
    """The words under which a booth is found (expo.text.index_text); the database indexes them (see the migration)."""

    exhibitor = models.OneToOneField(Exhibitor, models.CASCADE, primary_key=True, related_name="search")
    text = models.TextField()
