from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exhibitors.models import Category
from expo.forms import WhatsAppField
from expo.text import translated
from regions.find import MOST, full_name, villages_like


class CategoryField(forms.ModelChoiceField):
    def label_from_instance(self, category):
        return translated(category, "name")


class ApplicationForm(forms.Form):
    """The village is typed, then chosen from the official list: names occur several times, and press names are often wrong."""

    name = forms.CharField(label=_("Nama usaha"), max_length=80, error_messages={"required": _("Tulis nama usaha Anda.")})
    sells = forms.CharField(
        label=_("Anda menjual apa?"),
        max_length=200,
        help_text=_("Satu kalimat, misalnya keripik tempe dan keripik pisang."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis apa yang Anda jual.")},
    )
    category = CategoryField(
        label=_("Jenisnya"),
        queryset=Category.objects.all(),
        empty_label=_("Pilih satu"),
        error_messages={"required": _("Pilih satu jenis. Kalau ada beberapa, pilih yang utama.")},
    )
    place = forms.CharField(
        label=_("Desa atau kelurahan"),
        max_length=80,
        help_text=_("Ketik namanya, lalu pilih dari daftar. Kalau banyak yang sama, tambahkan kecamatannya."),
        error_messages={"required": _("Tulis nama desa atau kelurahan Anda.")},
    )
    village = forms.ChoiceField(label=_("Yang mana?"), required=False, widget=forms.RadioSelect)
    contact_name = forms.CharField(
        label=_("Nama Anda"),
        max_length=80,
        help_text=_("Seperti Anda biasa dipanggil, misalnya Bu Ning."),
        error_messages={"required": _("Tulis nama Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = WhatsAppField(
        label=_("Nomor WhatsApp"),
        help_text=_("Panitia menghubungi Anda lewat nomor ini."),
        error_messages={"required": _("Tulis nomor WhatsApp Anda.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    website = forms.CharField(required=False)  # nobody sees it; programs that fill in everything do

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        typed = (data or self.initial).get("place", "")
        self.matches = villages_like(typed[:80]) if typed.strip() else []
        self.fields["place"].widget.attrs |= {"data-suggest": reverse("regions:villages"), "data-found": _("{n} nama ditemukan")}
        self.fields["village"].choices = [(row.code, full_name(row)) for row in self.matches]
        if len(self.matches) == MOST:
            self.fields["village"].help_text = _(
                "Ada banyak yang mirip. Kalau milik Anda tidak ada, tambahkan kecamatannya di atas, lalu cari lagi."
            )

    def clean(self):
        super().clean()
        self.errors.pop("village", None)  # chosen from the list of another search
        if "place" not in self.cleaned_data:
            return
        chosen = self.cleaned_data.get("village") or (self.matches[0].code if len(self.matches) == 1 else None)
        self.cleaned_data["village"] = next((row for row in self.matches if row.code == chosen), None)
        if not self.matches:
            self.add_error("place", _("Nama itu tidak ada di daftar resmi lima daerah. Periksa ejaannya, atau tulis nama kecamatannya."))
        elif not self.cleaned_data["village"]:
            self.add_error("village", ValidationError(_("Pilih desa atau kelurahan Anda.")))
