from allauth.account.forms import RequestLoginCodeForm
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.consents import TEXTS, Purpose
from accounts.models import User
from expo.forms import ModelForm, WhatsAppField


class SignInForm(forms.Form):
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
