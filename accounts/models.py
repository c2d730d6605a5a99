import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Whoever signs in: organisers by user name, stall owners by phone number, often without e-mail."""

    first_name = last_name = None
    name = models.CharField(_("nama"), max_length=120)
    called = models.CharField(_("dipanggil"), max_length=40, blank=True, help_text=_("Misalnya Bu Ning. Begitu kami menyapa."))
    phone = models.CharField(
        _("nomor HP"),
        max_length=16,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\+628\d{8,11}$", _("Nomor HP harus diawali +628, misalnya +6281234567890."))],
        help_text=_("Ditulis +628…, tanpa spasi."),
    )
    session_round = models.PositiveIntegerField(default=0, editable=False, help_text="Sessions of earlier rounds have ended.")

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.called or self.name

    @property
    def phone_shown(self):
        """As people here write it: 0812-3456-7890."""
        return f"0{self.phone[3:6]}-{self.phone[6:10]}-{self.phone[10:]}" if self.phone else ""

    def end_sessions(self):
        """Sign this account out everywhere. Call update_session_auth_hash() after it to spare the session at hand."""
        type(self).objects.filter(pk=self.pk).update(session_round=F("session_round") + 1)
        self.refresh_from_db(fields=["session_round"])

    def _get_session_auth_hash(self, secret=None):
        """Django's own depends on the password only; here a round, too, so that sessions end without one being changed."""
        return salted_hmac("accounts.User.session", f"{self.password}:{self.session_round}", secret=secret, algorithm="sha256").hexdigest()


class OneTimeLinkQuerySet(models.QuerySet):
    def usable(self, now=None):
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now or timezone.now())

    def in_state(self, state, now=None):
        now = now or timezone.now()
        unused = self.filter(revoked_at=None, used_at=None)
        return {
            OneTimeLink.State.MADE: unused.filter(expires_at__gt=now),
            OneTimeLink.State.USED: self.filter(revoked_at=None).exclude(used_at=None),
            OneTimeLink.State.EXPIRED: unused.filter(expires_at__lte=now),
            OneTimeLink.State.REVOKED: self.exclude(revoked_at=None),
        }[state]

    def by_token(self, token):
        return self.filter(token_hash=hash_token(token))


class OneTimeLink(models.Model):
    """A way in without password, sent by WhatsApp. Only the hash of its secret is kept; it is spent by POST, never by GET."""

    LIFETIME = timedelta(hours=72)

    class State(models.TextChoices):
        MADE = "berlaku", _("Belum dipakai")
        USED = "dipakai", _("Sudah dipakai")
        EXPIRED = "lewat", _("Lewat waktu")
        REVOKED = "dicabut", _("Dicabut")

    user = models.ForeignKey(User, models.CASCADE, related_name="one_time_links", verbose_name=_("untuk"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("dibuat oleh"))
    created_at = models.DateTimeField(_("dibuat"), auto_now_add=True)
    expires_at = models.DateTimeField(_("berlaku sampai"))
    sent_at = models.DateTimeField(_("dikirim"), null=True, blank=True)  # as whoever made it has ticked
    used_at = models.DateTimeField(_("dipakai"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("dicabut"), null=True, blank=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("tautan masuk")
        verbose_name_plural = _("tautan masuk")

    def __str__(self):
        return f"{self.user}, {self.created_at:%d-%m-%Y %H.%M}"

    @classmethod
    def make(cls, user, by, now=None):
        """A new link; the ones before are revoked. Returns (link, token): the token is nowhere else."""
        now = now or timezone.now()
        cls.objects.filter(user=user).usable(now).update(revoked_at=now)
        token = secrets.token_urlsafe(24)
        return cls.objects.create(user=user, token_hash=hash_token(token), created_by=by, expires_at=now + cls.LIFETIME), token

    def spend(self, now=None):
        """Whether this call was the one that used the link: of two at once exactly one gets True."""
        now = now or timezone.now()
        return type(self).objects.filter(pk=self.pk).usable(now).update(used_at=now) == 1

    def state(self, now=None):
        if self.revoked_at:
            return self.State.REVOKED
        if self.used_at:
            return self.State.USED
        return self.State.MADE if self.expires_at > (now or timezone.now()) else self.State.EXPIRED

    def revoke(self, now=None):
        """It opens no door any more, and whoever came in by whichever link is out; False if it was revoked before."""
        with transaction.atomic():
            revoked = type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now or timezone.now()) == 1
            if revoked:
                self.user.end_sessions()
        return revoked


def hash_token(token):
    return hashlib.sha256(token.encode()).hexdigest()


class Consent(models.Model):
    """One tick, kept with the version of its text. Withdrawing closes the row; ticking again opens a new one."""

    class Purpose(models.TextChoices):
        TERMS = "ketentuan", _("Ketentuan pemakaian")
        PUBLISH = "tampil", _("Menampilkan stan dan foto")
        CONTACT = "nomor", _("Menampilkan nomor WhatsApp")

    user = models.ForeignKey(User, models.CASCADE, related_name="consents", verbose_name=_("pengguna"))
    purpose = models.CharField(_("untuk"), max_length=10, choices=Purpose)
    text_version = models.CharField(_("versi teks"), max_length=20)
    given_at = models.DateTimeField(_("diberikan"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("dicabut"), null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        constraints = [models.UniqueConstraint(fields=["user", "purpose"], condition=models.Q(withdrawn_at=None), name="consent_once_open")]

    def __str__(self):
        return f"{self.get_purpose_display()}, {self.user}"


class SentFormQuerySet(models.QuerySet):
    def expired(self, now=None):
        """Of no use any more: no phone keeps a draft, and with it the key, for that long (static/js/draft.js)."""
        return self.filter(created_at__lt=(now or timezone.now()) - SentForm.KEPT)


class SentForm(models.Model):
    """A form that was carried out, by the key it carried: sent twice (lost line, double tap) it leads to the same place once."""

    KEPT = timedelta(days=30)

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=36)
    location = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SentFormQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="sentform_once")]

    def __str__(self):
        return self.key


class DeletionRequest(models.Model):
    """An owner asked for her data to be deleted: a person confirms, a command carries it out, within 3 x 24 hours."""

    LIMIT = timedelta(hours=72)

    user = models.OneToOneField(User, models.CASCADE, related_name="deletion_request", verbose_name=_("pengguna"))
    asked_at = models.DateTimeField(_("diminta"), auto_now_add=True)
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("dipastikan oleh"))
    confirmed_at = models.DateTimeField(_("dipastikan"), null=True, blank=True)

    class Meta:
        verbose_name = _("permintaan hapus data")
        verbose_name_plural = _("permintaan hapus data")

    def __str__(self):
        return str(self.user)

    @property
    def due_at(self):
        return self.asked_at + self.LIMIT

    @property
    def is_late(self):
        return timezone.now() > self.due_at


class Erasure(models.Model):
    """That a request to be deleted was carried out, and in time. It does not say whose."""

    asked_at = models.DateTimeField(_("diminta"))
    confirmed_at = models.DateTimeField(_("dipastikan"))
    done_at = models.DateTimeField(_("dihapus"))
    booths = models.PositiveSmallIntegerField(_("stan dihapus"))
    booths_kept = models.PositiveSmallIntegerField(_("stan dilanjutkan orang lain"))
    products = models.PositiveSmallIntegerField(_("produk dihapus"))

    class Meta:
        ordering = ["-done_at"]
        verbose_name = _("penghapusan data")
        verbose_name_plural = _("penghapusan data")

    def __str__(self):
        return f"{self.done_at:%d-%m-%Y %H.%M}"

    @property
    def in_time(self):
        return self.done_at <= self.asked_at + DeletionRequest.LIMIT


class Deed(models.TextChoices):
    """What can be done to a row, as the record names it. Which moves there are of a booth or product: exhibitors.states."""

    ADD = "add", _("Menambah")
    CHANGE = "change", _("Mengubah")
    DELETE = "delete", _("Menghapus")
    SUBMIT = "submit", _("Mengajukan")
    APPROVE = "approve", _("Menyetujui")
    SEND_BACK = "send_back", _("Mengembalikan untuk diperbaiki")
    REJECT = "reject", _("Menolak")
    PUBLISH = "publish", _("Menampilkan")
    SUSPEND = "suspend", _("Menangguhkan")
    RESUME = "resume", _("Menampilkan kembali")
    WITHDRAW = "withdraw", _("Menarik")
    PUT_BACK = "put_back", _("Mengembalikan yang ditarik")
    CONFIRM = "confirm", _("Membenarkan isian")
    TAKE = "take", _("Menerima perubahan")
    TAKE_PART = "take_part", _("Menerima sebagian perubahan")
    RETURN = "return", _("Mengembalikan perubahan")
    CURATE = "curate", _("Memutuskan kurasi")
    INVITE = "invite", _("Membuat tautan masuk")
    EXPORT = "export", _("Mengunduh data")


class RecordQuerySet(models.QuerySet):
    """Append-only: what was done stays as it was written."""

    def about(self, row):
        return self.filter(model=row._meta.label_lower, object_id=str(row.pk))

    def update(self, **changes):
        raise TypeError("A record is never changed.")

    def delete(self):
        raise TypeError("A record is never deleted.")


class Record(models.Model):
    """Who did what to which row, when: every move of a state and every change by an organiser, with old and new."""

    at = models.DateTimeField(_("waktu"), default=timezone.now, editable=False)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("oleh"))
    model = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_name = models.CharField(_("tentang"), max_length=200)
    region = models.CharField(max_length=5, blank=True, help_text="Code of the row's region; empty when it has none.")
    deed = models.CharField(_("yang dilakukan"), max_length=20)
    reason = models.TextField(_("alasan"), blank=True)
    changes = models.JSONField(default=list, help_text='[{"field": name, "old": text, "new": text}]')

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("catatan perubahan")
        verbose_name_plural = _("catatan perubahan")
        indexes = [models.Index(fields=["model", "object_id", "-at"]), models.Index(fields=["region", "-at"])]

    def __str__(self):
        return f"{self.at:%d-%m-%Y %H.%M} {self.object_name}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("A record is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("A record is never deleted.")

    @classmethod
    def write(cls, row, deed, *, by, reason="", changes=()):
        """Put on record what `by` (None: the system, or somebody who is gone) did to a row. Call it in the transaction of the deed."""
        record = cls.of(row, deed, by=by, reason=reason, changes=changes)
        record.save()
        return record

    @classmethod
    def of(cls, row, deed, *, by, reason="", changes=(), region=None):
        """The same, unsaved, for many at once. region: its code where the row at hand cannot tell."""
        return cls(
            actor=by,
            model=row._meta.label_lower,
            object_id=str(row.pk),
            object_name=str(row)[:200],
            region=getattr(row, "region_code", "") if region is None else region,
            deed=deed,
            reason=reason,
            changes=[{name: str(text) for name, text in change.items()} for change in changes],
        )

    @classmethod
    def forget(cls, row):
        """A row was erased at a person's request: that something was done stays, what it said about her goes."""
        models.QuerySet.update(cls.objects.about(row), object_name="–", reason="", changes=[])

    @property
    def deed_label(self):
        return Deed(self.deed).label

    @property
    def actor_name(self):
        return str(self.actor) if self.actor else gettext("akun yang sudah tidak ada")
