"""The five regions with their districts and villages. Keys are the ministry's codes (Kemendagri), for names are not
unique: Gandusari and Gondang each exist twice, and 122 village names are used more than once."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a region. The permission is the query: an organiser's pages start from in_scope_of()."""

    region_path = ""  # from the row to the region's code

    def in_scope_of(self, user):
        """Those in the regions in which somebody acts for the organisers; all for who acts everywhere."""
        codes = codes_of(user)
        return self if codes is None else self.filter(**{f"{self.region_path}__in": codes})

    @classmethod
    def by(cls, region_path):
        """A manager of rows whose region is reached by this path."""
        return type(f"{cls.__name__}By", (cls,), {"region_path": region_path}).as_manager()


def regions_of(user):
    """The regions in which somebody acts for the organisers, in the order of the expo. Kept on the user object."""
    if not hasattr(user, "_regions"):
        own = Region.objects.all()
        if not user.has_perm("regions.act_everywhere"):
            own = own.filter(pk__in=Scope.objects.filter(user=user.pk).values("region")) if user.is_staff else own.none()
        user._regions = list(own)
    return user._regions


def codes_of(user):
    """Codes of the regions in which somebody acts for the organisers, as a set; None: everywhere."""
    return None if user.has_perm("regions.act_everywhere") else {region.pk for region in regions_of(user)}


class Region(models.Model):
    class Kind(models.TextChoices):
        CITY = "kota", _("Kota")
        REGENCY = "kabupaten", _("Kabupaten")

    code = models.CharField(_("kode"), max_length=5, primary_key=True)
    name = models.CharField(_("nama"), max_length=60)
    short_name = models.CharField(_("nama pendek"), max_length=40)
    kind = models.CharField(_("jenis"), max_length=9, choices=Kind)
    slug = models.SlugField(unique=True)
    stall_prefix = models.CharField(_("awalan nomor stan"), max_length=2, unique=True)
    position = models.PositiveSmallIntegerField(_("urutan"))
    known_for = models.CharField(_("dikenal karena"), max_length=200, blank=True)
    known_for_en = models.CharField(_("dikenal karena (Inggris)"), max_length=200, blank=True)
    about = models.TextField(_("tentang"), blank=True)
    about_en = models.TextField(_("tentang (Inggris)"), blank=True)

    objects = ScopedQuerySet.by("code")

    class Meta:
        ordering = ["position"]
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        permissions = [("act_everywhere", "Bertugas di semua wilayah")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("regions:pavilion", args=[self.slug])


class District(models.Model):
    code = models.CharField(_("kode"), max_length=8, primary_key=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="districts", verbose_name=_("wilayah"))
    name = models.CharField(_("nama"), max_length=60)

    objects = ScopedQuerySet.by("region")

    class Meta:
        ordering = ["name", "code"]
        verbose_name = _("kecamatan")
        verbose_name_plural = _("kecamatan")

    def __str__(self):
        return f"Kec. {self.name}"


class Village(models.Model):
    class Kind(models.TextChoices):
        URBAN = "kelurahan", _("Kelurahan")
        RURAL = "desa", _("Desa")

    code = models.CharField(_("kode"), max_length=13, primary_key=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="villages", verbose_name=_("kecamatan"))
    name = models.CharField(_("nama"), max_length=60)
    kind = models.CharField(_("jenis"), max_length=9, choices=Kind)
    postal_code = models.CharField(_("kode pos"), max_length=5, blank=True)

    objects = ScopedQuerySet.by("district__region")

    class Meta:
        ordering = ["name", "code"]
        verbose_name = _("desa/kelurahan")
        verbose_name_plural = _("desa/kelurahan")

    def __str__(self):
        return f"{self.short_kind} {self.name}"

    @property
    def short_kind(self):
        return "Kel." if self.kind == self.Kind.URBAN else "Desa"

    @property
    def place(self):
        """Where it is, without the region: 'Kel. Sentul, Kec. Kepanjenkidul'."""
        words = (
            gettext("Kel. %(village)s, Kec. %(district)s")
            if self.kind == self.Kind.URBAN
            else gettext("Desa %(village)s, Kec. %(district)s")
        )
        return words % {"village": self.name, "district": self.district.name}


class Scope(models.Model):
    """A region in which somebody acts for the organisers. Who holds regions.act_everywhere needs none."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="scopes", verbose_name=_("pengguna"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("wilayah"))

    class Meta:
        ordering = ["region"]
        verbose_name = _("wilayah tugas")
        verbose_name_plural = _("wilayah tugas")
        constraints = [
            models.UniqueConstraint(fields=["user", "region"], name="scope_once", violation_error_message=_("Wilayah ini sudah tercatat."))
        ]

    def __str__(self):
        return str(self.region)
