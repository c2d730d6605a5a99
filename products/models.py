import re

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Deed
from exhibitors.models import Category, Exhibitor, LegalityDocument, latest_stall_number
from exhibitors.states import OUT_STATUSES, PUBLIC_STATUSES, Curated, CuratedQuerySet, Status
from expo.avif import ask_for_avif
from expo.models import Photo, SiteState
from expo.text import path_to
from regions.models import ScopedQuerySet


def check_barcode(digits):
    """EAN-13: thirteen digits, the last of which is worked out from the others. Who was given the number is not ours to know."""
    if not re.fullmatch(r"[0-9]{13}", digits):
        raise ValidationError(_("Barcode harus 13 angka. Yang terisi %(count)d.") % {"count": len(re.findall("[0-9]", digits))})
    if sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10:
        raise ValidationError(_("Ada angka barcode yang tertukar atau salah. Cocokkan lagi dengan yang di kemasan."))


class ProductQuerySet(CuratedQuerySet):
    region_path = "exhibitor__village__district__region"

    def owned_by(self, user):
        """The products of the booths that somebody runs."""
        return self.filter(exhibitor__memberships__user=user)

    def kept(self):
        """Without those that their owner took out."""
        return self.exclude(status=Status.WITHDRAWN)

    def without_photo(self):
        return self.filter(cover=None).exclude(status__in=OUT_STATUSES)

    def restorable(self):
        """Those that their owner took out, and nobody else."""
        return self.filter(status=Status.WITHDRAWN).exclude(status_before_removal="")

    def public(self):
        return self.filter(status__in=PUBLIC_STATUSES, exhibitor__status__in=PUBLIC_STATUSES)

    def with_booth(self):
        """With cover, booth and place, in the same query."""
        return self.select_related("cover", "category", "exhibitor__village__district__region")

    def with_stall_number(self):
        """`stall_number`: that of its booth in the latest edition, or None."""
        return self.annotate(stall_number=latest_stall_number("exhibitor"))


class Product(Curated):
    class PriceKind(models.TextChoices):
        FIXED = "tetap", _("Satu harga")
        RANGE = "rentang", _("Rentang harga")
        ASK = "tanya", _("Harga lewat penawaran")

    class Stock(models.TextChoices):
        READY = "ada", _("Tersedia")
        TO_ORDER = "pesan", _("Dibuat setelah dipesan")
        OUT = "habis", _("Sedang habis")

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="products", verbose_name=_("stan"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="products", verbose_name=_("jenis"))
    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(_("nama"), max_length=100)
    name_en = models.CharField(_("nama (Inggris)"), max_length=100, blank=True)
    description = models.TextField(_("keterangan"), max_length=2000, blank=True)
    description_en = models.TextField(_("keterangan (Inggris)"), max_length=2000, blank=True)
    price_kind = models.CharField(_("cara harga"), max_length=7, choices=PriceKind, default=PriceKind.FIXED)
    price = models.PositiveIntegerField(_("harga (rupiah)"), null=True, blank=True, validators=[MinValueValidator(1)])
    price_max = models.PositiveIntegerField(_("harga tertinggi (rupiah)"), null=True, blank=True)
    unit = models.CharField(_("satuan"), max_length=20, help_text=_("Misalnya toples, lembar, kg."))
    unit_en = models.CharField(_("satuan (Inggris)"), max_length=20, blank=True)
    min_order = models.PositiveIntegerField(_("pesan paling sedikit"), default=1, validators=[MinValueValidator(1)])
    net_weight = models.CharField(_("berat bersih"), max_length=30, blank=True)
    material = models.CharField(_("bahan atau komposisi"), max_length=300, blank=True)
    material_en = models.CharField(_("bahan atau komposisi (Inggris)"), max_length=300, blank=True)
    shelf_life_days = models.PositiveSmallIntegerField(_("tahan (hari)"), null=True, blank=True)
    barcode = models.CharField(
        _("barcode"), max_length=13, blank=True, validators=[check_barcode], help_text=_("13 angka di bawah garis-garisnya (EAN-13).")
    )
    stock = models.CharField(_("persediaan"), max_length=5, choices=Stock, default=Stock.READY)
    hs_code = models.CharField(
        _("kode HS"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{4}\.\d{2}(\.\d{2})?$", _("Kode HS ditulis seperti 9206.00."))],
    )
    export_moq = models.PositiveIntegerField(_("pesan paling sedikit untuk ekspor"), null=True, blank=True)
    capacity_per_month = models.PositiveIntegerField(_("kemampuan per bulan"), null=True, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(_("waktu pengerjaan (hari)"), null=True, blank=True)
    packing = models.CharField(_("kemasan kirim"), max_length=200, blank=True)
    packing_en = models.CharField(_("kemasan kirim (Inggris)"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan di stan"), default=0)
    created_at = models.DateTimeField(_("dibuat"), auto_now_add=True)
    published_at = models.DateTimeField(_("tampil sejak"), null=True, blank=True)
    documents = models.ManyToManyField(
        LegalityDocument, related_name="products", blank=True, verbose_name=_("dokumen yang berlaku untuk produk ini")
    )
    cover = models.ForeignKey("ProductPhoto", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    # All that follows is derived from the row itself and the checked documents by products.badges.refresh(); never typed in.
    proofs = models.JSONField(default=list, blank=True, editable=False)
    permit_until = models.DateField(null=True, blank=True, editable=False)
    halal_until = models.DateField(null=True, blank=True, editable=False)
    retail_until = models.DateField(null=True, blank=True, editable=False)
    export_until = models.DateField(null=True, blank=True, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("produk")
        verbose_name_plural = _("produk")
        indexes = [
            models.Index(fields=["status", "category"]),
            models.Index(fields=["status", "price"]),
            models.Index(fields=["status", "-published_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(  # a CHECK lets NULL pass, so what must be there is asked for by name
                    Q(price_kind="tetap", price__isnull=False, price__gt=0, price_max=None)
                    | Q(price_kind="rentang", price__isnull=False, price__gt=0, price_max__isnull=False, price_max__gt=F("price"))
                    | Q(price_kind="tanya", price=None, price_max=None)
                ),
                name="product_price_fits_kind",
                violation_error_message=_("Isi satu harga, atau harga terendah dan tertinggi, atau kosongkan bila harga lewat penawaran."),
            ),
            models.CheckConstraint(
                condition=Q(min_order__gte=1), name="product_min_order_positive", violation_error_message=_("Pesan paling sedikit 1.")
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="product_status_known", violation_error_message=_("Status tidak dikenal.")
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("products:detail", self.slug)

    @property
    def is_public(self):
        return self.status in PUBLIC_STATUSES and self.exhibitor.is_public

    @property
    def region_code(self):
        return self.exhibitor.region_code

    def _columns_of(self, act, was):
        first = {"published_at": Coalesce("published_at", Now())} if act == Deed.PUBLISH else {}
        return super()._columns_of(act, was) | first

    def choose_cover(self):
        """Make the first accepted photo the cover, after photos were added, moved or removed."""
        self.cover = self.photos.accepted().first()
        self.save(update_fields=["cover"])

    def add_photo(self, key, picture, *, alt="", alt_en="", proposed=False):
        """Hang a stored picture behind the others; the first becomes the cover. `key` is what images.store(picture) returned.

        proposed: visitors see it once an organiser has taken it.

        A picture that hangs there already stays the one: then the answer has another key, and the files of this one are the caller's to remove.
        """
        with transaction.atomic():
            Product.objects.select_for_update().get(pk=self.pk)  # of two at once the second waits, then sees the first
            if there := self.photos.filter(fingerprint=picture.fingerprint).first():
                return there
            last = self.photos.aggregate(last=models.Max("position"))["last"]
            photo = self.photos.create(
                key=key,
                width=picture.width,
                height=picture.height,
                fingerprint=picture.fingerprint,
                advice=list(picture.advice),
                alt=alt,
                alt_en=alt_en,
                position=0 if last is None else last + 1,
                state=ProductPhoto.State.PROPOSED if proposed else ProductPhoto.State.SHOWN,
            )
            if proposed:
                return photo
            if Product.objects.filter(pk=self.pk, cover=None).update(cover=photo):
                self.cover = photo
            if self.is_public:
                SiteState.move_on()
            ask_for_avif()
        return photo


class ProductPhotoQuerySet(ScopedQuerySet):
    region_path = "product__exhibitor__village__district__region"

    def accepted(self):
        """Those that visitors may see, on every page: also what its owner wants to remove, until an organiser agrees."""
        return self.exclude(state=ProductPhoto.State.PROPOSED)

    def wanted(self):
        """The product's photos as its owner wants them."""
        return self.exclude(state=ProductPhoto.State.LEAVING)

    def pending(self):
        """Those whose coming or going waits for an organiser."""
        return self.exclude(state=ProductPhoto.State.SHOWN)

    def owned_by(self, user):
        """The photos of the products that somebody's booths show."""
        return self.filter(product__in=Product.objects.owned_by(user).kept())


class ProductPhoto(Photo):
    class State(models.TextChoices):
        """Read by the queryset's words accepted() and wanted(), not by itself."""

        SHOWN = "tampil", _("Tampil")
        PROPOSED = "usulan", _("Menunggu panitia")
        LEAVING = "keluar", _("Akan dihapus")

    product = models.ForeignKey(Product, models.CASCADE, related_name="photos", verbose_name=_("produk"))
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    advice = models.JSONField(default=list, blank=True, editable=False, help_text="What could be better: keys from expo.images.")
    state = models.CharField(_("keadaan"), max_length=6, choices=State, default=State.SHOWN, editable=False)

    objects = ProductPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("foto produk")
        verbose_name_plural = _("foto produk")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "fingerprint"], name="productphoto_once", violation_error_message=_("Foto ini sudah ada di produk itu.")
            )
        ]

    @property
    def is_square(self):
        """Nearly: what is left over would not be seen."""
        return abs(self.width - self.height) <= 0.02 * max(self.width, self.height)


class ProductSearch(models.Model):
    """The words under which a product is found (expo.text.index_text); the database indexes them (see the migration)."""

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="search")
    text = models.TextField()
