from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.consents import TEXTS, Purpose
from accounts.models import User
from expo.forms import ModelForm, WhatsAppField


class SignInForm(forms.Form):
    """`office`: who asks was on the way to the back office, where people have user names."""

    name = forms.CharField(
        label=_("Nomor HP"),
        max_length=254,
        help_text=_("Atau alamat e-mail, kalau Anda punya."),
        error_messages={"required": _("Tulis nomor HP Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Sandi"),
        max_length=256,
        strip=False,
        error_messages={"required": _("Tulis sandi Anda.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, office=False, **kwargs):
        super().__init__(*args, **kwargs)
        if office:
            name = self.fields["name"]
            name.label, name.help_text = _("Nama pengguna"), _("Atau nomor HP, atau alamat e-mail.")
            name.error_messages["required"] = _("Tulis nama pengguna Anda.")


class _CodeOnceMixin:
    def clean_code(self):
        try:
            code = super().clean_code()
        except forms.ValidationError as refused:
            raise get_adapter().validation_error("too_many_codes") if refused.code == "too_many_login_attempts" else refused from None
        if self.authenticator.type == Authenticator.Type.TOTP and not use_up(code, self.user):
            raise get_factor_adapter().validation_error("incorrect_code")
        return code


def use_up(code, user):
    """Whether the code of an app was still unused. allauth remembers for half a minute; with MFA_TOTP_TOLERANCE a code is good for longer."""
    good_for = mfa.TOTP_PERIOD * (2 * mfa.TOTP_TOLERANCE + 1)
    return cache.add(f"totp-used:{user.pk}:{normalize_user_code(code)}", True, good_for)


class SecondStepForm(_CodeOnceMixin, AuthenticateForm):
    pass


class SecondStepAgainForm(_CodeOnceMixin, ReauthenticateForm):
    pass


class SetUpCodesForm(ActivateTOTPForm):
    """The secret stays the same when the page is loaded again: it may have been scanned already."""

    def __init__(self, *args, **kwargs):
        session = context.request.session
        kept = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if kept and kept != self.secret:
            self.secret = session[SECRET_SESSION_KEY] = kept

    @property
    def secret_in_fours(self):
        """As it is easier to type: ABCD EFGH …"""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


class ConsentForm(forms.Form):
    """Three questions, each with its own tick; none is ticked before."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for purpose, text in TEXTS.items():
            needed = purpose == Purpose.TERMS
            missing = {"required": _("Tanpa ini stan belum bisa dibuka. Kalau keberatan, tanyakan dulu kepada panitia.")}
            self.fields[purpose.value] = forms.BooleanField(
                label=text.title, help_text=text.without, required=needed, error_messages=missing if needed else None
            )

    def questions(self):
        return [(text, self[purpose.value]) for purpose, text in TEXTS.items()]

    def ticked(self):
        return {purpose for purpose in TEXTS if self.cleaned_data[purpose.value]}


class CodeByEmailForm(RequestLoginCodeForm):
    """Codes go by e-mail only, and only to an address that is known to be that person's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["phone"]
        self.fields["email"].required = True
        self.fields["email"].label = _("Alamat e-mail")
        self.fields["email"].widget.attrs = {"autocomplete": "email", "maxlength": 254}

    def clean_email(self):
        email = super().clean_email()
        if self._user and not is_known(email, self._user):
            self._user = None
        return email


def is_known(email, user):
    """Whether the address was confirmed by that person, or entered by the organisers."""
    return user.email.lower() == email.lower() or EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


class PasswordForm(forms.Form):
    """A new password; the old one is asked for where there is one."""

    old = forms.CharField(
        label=_("Sandi yang sekarang"),
        max_length=256,
        strip=False,
        error_messages={"required": _("Tulis sandi Anda yang sekarang.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("Sandi baru"),
        max_length=256,
        strip=False,
        help_text=_("Paling sedikit 8 huruf atau angka. Rangkai tiga kata yang tidak berhubungan dan hanya Anda yang tahu."),
        error_messages={"required": _("Tulis sandi baru Anda.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["old"]

    def clean_new(self):
        validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]


class NameForm(ModelForm):
    class Meta:
        model = User
        fields = ["name", "called"]
        labels = {"name": _("Nama lengkap"), "called": _("Kami menyapa Anda")}
        help_texts = {"called": _("Misalnya Bu Ning. Boleh dikosongkan.")}
        error_messages = {"name": {"required": _("Tulis nama Anda.")}}


class _ConfirmedForm(forms.Form):
    """Changes that open the account to somebody else ask for the password; who has none came in by link just now."""

    password = forms.CharField(
        label=_("Sandi Anda"),
        max_length=256,
        strip=False,
        error_messages={"required": _("Tulis sandi Anda.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]


class NumberForm(_ConfirmedForm):
    phone = WhatsAppField(
        label=_("Nomor HP yang baru"),
        error_messages={"required": _("Tulis nomor HP Anda.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    field_order = ["phone", "password"]

    def clean_phone(self):
        if User.objects.exclude(pk=self.user.pk).filter(phone=self.cleaned_data["phone"]).exists():
            raise forms.ValidationError(_("Nomor ini tidak bisa dipakai. Hubungi panitia di daerah Anda."))
        return self.cleaned_data["phone"]


class EmailForm(_ConfirmedForm):
    email = forms.EmailField(
        label=_("Alamat e-mail"),
        required=False,
        max_length=254,
        help_text=_("Kosongkan kalau tidak mau memakai e-mail lagi."),
        error_messages={"invalid": _("Alamat e-mail ditulis seperti nama@contoh.id.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["email", "password"]
