from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from expo.forms import AnyWhatsAppField
from expo.templatetags.ui import number
from inquiries.ask import CONSENT
from inquiries.models import Inquiry


class LettersField(forms.CharField):
    """Words of some length. A line's end counts as one letter, as in the browser, which then sends two."""

    widget = forms.Textarea
    default_error_messages = {"too_long": _("Pesan Anda %(count)s huruf, paling banyak %(most)s. Ringkas dulu; sisanya bisa menyusul.")}

    def __init__(self, *, most, **kwargs):
        super().__init__(**kwargs)
        self.most = most
        self.widget.attrs["maxlength"] = most

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def validate(self, value):
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(self.error_messages["too_long"], params={"count": number(len(value)), "most": number(self.most)})


class InquiryForm(forms.Form):
    """What a visitor writes to a booth, and how to answer: by WhatsApp or by e-mail, at least one."""

    name = forms.CharField(
        label=_("Nama Anda"),
        max_length=80,
        error_messages={"required": _("Tulis nama Anda, supaya penjual tahu menyapa siapa.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    whatsapp = AnyWhatsAppField(
        label=_("Nomor WhatsApp"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Tulis alamat e-mail yang lengkap, misalnya nama@contoh.id.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = LettersField(
        label=_("Pesan"),
        most=Inquiry.MOST_LETTERS,
        help_text=_("Sebut berapa banyak, dikirim ke mana, dan kapan dibutuhkan."),
        error_messages={"required": _("Tulis apa yang ingin Anda tanyakan.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    agreed = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Beri centang. Tanpa persetujuan ini pesan Anda tidak boleh kami simpan.")},
    )
    website = forms.CharField(required=False)  # nobody sees it; programs that fill in everything do

    @property
    def words(self):
        """What is kept of it."""
        return {name: self.cleaned_data[name] for name in ("name", "whatsapp", "email", "message")}

    def clean(self):
        super().clean()
        if not self.errors.keys() & {"whatsapp", "email"} and not any(self.cleaned_data.get(name) for name in ("whatsapp", "email")):
            self.add_error("whatsapp", _("Tulis nomor WhatsApp atau e-mail Anda, supaya penjual bisa menjawab."))
