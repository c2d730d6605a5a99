from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from expo.avif import ask_for_avif
from expo.links import clean_link
from expo.models import Photo, SiteState
from expo.text import path_to
from regions.models import Village


def private_storage():
    """Where proof files lie: beside the public pictures, never under their address (STORAGES["private"])."""
    return storages["private"]


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


class Status(models.TextChoices):
    """Where a booth or a product stands on its way to visitors."""

    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Diajukan")
    NEEDS_WORK = "needs_work", _("Perlu diperbaiki")
    APPROVED = "approved", _("Disetujui")
    PUBLISHED = "published", _("Tampil")
    SUSPENDED = "suspended", _("Ditangguhkan")
    WITHDRAWN = "withdrawn", _("Ditarik pemilik")


PUBLIC_STATUSES = frozenset({Status.PUBLISHED})


class ExhibitorQuerySet(models.QuerySet):
    def public(self):
        return self.filter(status__in=PUBLIC_STATUSES)

    def owned_by(self, user):
        """The booths that somebody runs, as owner or helper."""
        return self.filter(memberships__user=user)

    def with_place(self):
        """With everything that says where and what it is, in the same query."""
        return self.select_related("village__district__region", "category", "photo")

    def with_stall_number(self):
        """`stall_number`: that of its latest edition, or None."""
        return self.annotate(stall_number=latest_stall_number("pk"))


class Exhibitor(models.Model):
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
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
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


class ParticipationQuerySet(models.QuerySet):
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
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ACCEPTED)

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


class LegalityDocumentQuerySet(models.QuerySet):
    def readable_by(self, user):
        """Those whose proof file somebody may open: their owners' and helpers', and all for organisers who may see documents."""
        if user.is_staff and user.has_perm("exhibitors.view_legalitydocument"):
            return self
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

    objects = LegalityDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("dokumen legalitas")
        verbose_name_plural = _("dokumen legalitas")
        constraints = [
            models.UniqueConstraint(
                fields=["exhibitor", "kind", "number"], name="document_once", violation_error_message=_("Dokumen ini sudah tercatat.")
            ),
            models.CheckConstraint(
                condition=~Q(status="terverifikasi") | Q(checked_on__isnull=False),
                name="document_verified_has_date",
                violation_error_message=_("Dokumen terverifikasi perlu tanggal pemeriksaan."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    def delete_files(self):
        """Call it on commit of the row's end (expo.models.delete_files_on_commit)."""
        if self.proof:
            self.proof.storage.delete(self.proof.name)


class ExhibitorSearch(models.Model):
    """The words under which a booth is found (expo.text.index_text); the database indexes them (see the migration)."""

    exhibitor = models.OneToOneField(Exhibitor, models.CASCADE, primary_key=True, related_name="search")
    text = models.TextField()
