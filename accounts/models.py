from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Whoever signs in: organisers by user name, stall owners (later) by phone number, often without e-mail."""

    first_name = last_name = None
    name = models.CharField(_("nama"), max_length=120)
    phone = models.CharField(
        _("nomor HP"),
        max_length=16,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\+628\d{8,11}$", _("Nomor HP harus diawali +628, misalnya +6281234567890."))],
        help_text=_("Ditulis +628…, tanpa spasi."),
    )

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name
