"""What an owner types about her booth and its papers. Region, status, stall number and badges are in none of these forms."""

from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exhibitors.legality import GUIDES, read_number
from exhibitors.models import Exhibitor, LegalityDocument
from expo.forms import LinesField, MendingForm, ModelForm, WhatsAppField
from regions.models import Village

MOST_LINKS = 8
PROOF_MOST_BYTES = 8 * 1024 * 1024
PROOF_BEGINNINGS = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


class BoothForm(MendingForm):
    whatsapp = WhatsAppField(
        label=_("Nomor WhatsApp"),
        required=False,
        help_text=_("Boleh diawali 08, 62, atau +62."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    links = LinesField(
        label=_("Toko daring dan media sosial"),
        required=False,
        help_text=_("Satu alamat per baris, dari Tokopedia, Shopee, PaDi UMKM, Instagram, Facebook, TikTok, atau Google Maps."),
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "url", "autocapitalize": "none"}),
    )

    class Meta:
        model = Exhibitor
        fields = [
            *("name", "tagline", "story", "whatsapp", "contact_name", "answer_hours", "links"),
            *("village", "founded_year", "employees", "legal_form", "size", "tagline_en", "story_en"),
        ]
        labels = {
            "name": _("Nama stan"),
            "tagline": _("Kalimat pendek"),
            "story": _("Cerita"),
            "contact_name": _("Siapa yang menjawab"),
            "answer_hours": _("Jam menjawab"),
            "village": _("Desa atau kelurahan"),
            "founded_year": _("Sejak tahun"),
            "employees": _("Berapa orang yang bekerja"),
            "legal_form": _("Bentuk usaha"),
            "size": _("Ukuran usaha"),
            "tagline_en": _("Kalimat pendek dalam bahasa Inggris"),
            "story_en": _("Cerita dalam bahasa Inggris"),
        }
        help_texts = {
            "tagline": _("Paling banyak 120 huruf. Sebut apa yang Anda buat dan apa bedanya."),
            "story": _("Siapa yang membuat, sejak kapan, dan apa yang Anda jaga. Tiga kalimat sudah cukup."),
            "contact_name": _("Seperti pembeli menyapa, misalnya Bu Ning."),
            "answer_hours": _("Misalnya 08.00–20.00 WIB."),
            "village": _("Hanya desa atau kelurahan yang tampil, bukan alamat rumah."),
            "founded_year": _("Misalnya 1998."),
            "employees": _("Termasuk Anda sendiri."),
            "size": _("Menurut penjualan setahun."),
            "tagline_en": _("Boleh dikosongkan; pendamping bisa membantu."),
        }
        widgets = {
            "tagline": forms.Textarea(attrs={"rows": 2, "data-count": True}),
            "story": forms.Textarea(attrs={"rows": 7, "data-count": True}),
            "founded_year": forms.TextInput(attrs={"inputmode": "numeric"}),
            "employees": forms.TextInput(attrs={"inputmode": "numeric"}),
            "tagline_en": forms.Textarea(attrs={"rows": 2, "data-count": True, "lang": "en"}),
            "story_en": forms.Textarea(attrs={"rows": 7, "data-count": True, "lang": "en"}),
        }
        error_messages = {
            "name": {"required": _("Tulis nama stan Anda.")},
            "village": {"required": _("Pilih desa atau kelurahan."), "invalid_choice": _("Pilih desa atau kelurahan dari daftar.")},
            "founded_year": {"invalid": _("Tulis tahun dengan empat angka, misalnya 1998.")},
            "employees": {"invalid": _("Tulis dengan angka saja, misalnya 4.")},
        }

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, initial={"whatsapp": as_dialled(instance.whatsapp)}, **kwargs)
        villages = Village.objects.filter(district__region=instance.village.district.region)
        self.fields["village"].queryset = villages
        self.fields["village"].widget.choices = list(_by_district(villages.select_related("district").order_by("district__name", "name")))
        for name in ("legal_form", "size"):
            self.fields[name].choices = [("", _("Belum diisi")), *Exhibitor._meta.get_field(name).choices]

    def clean_tagline(self):
        return " ".join(self.cleaned_data["tagline"].split())

    def clean_tagline_en(self):
        return " ".join(self.cleaned_data["tagline_en"].split())

    def clean_links(self):
        """With the https:// that people leave out; the model takes out what is not on the list."""
        links = [link if "://" in link else f"https://{link}" for link in self.cleaned_data["links"]]
        links = list(dict.fromkeys("https://" + link.removeprefix("http://") if link.startswith("http://") else link for link in links))
        if len(links) > MOST_LINKS:
            raise ValidationError(_("Paling banyak %(most)d tautan."), params={"most": MOST_LINKS})
        return links

    def clean_founded_year(self):
        year = self.cleaned_data["founded_year"]
        if year and year > timezone.localdate().year:
            raise ValidationError(_("Tahun %(year)d belum tiba."), params={"year": year})
        return year

    @property
    def wants_english(self):
        """Whether the folded English part has something to show."""
        return any(self[name].value() or self[name].errors for name in ("tagline_en", "story_en"))


def as_dialled(number):
    """+6281234567890 as people know it: 0812-3456-7890."""
    digits = number.replace("+62", "0", 1)
    return "-".join(part for part in (digits[:4], digits[4:8], digits[8:]) if part)


def _by_district(villages):
    """Choices for <optgroup>: [("Kec. Sukorejo", [(code, "Kel. Tlumpu"), …]), …]."""
    groups = {}
    for village in villages:
        groups.setdefault(str(village.district), []).append((village.pk, str(village)))
    return groups.items()


class ProofField(forms.FileField):
    """A scan or a photo of a paper. What kind of file it is says its content, not its name: `upload.kind` is its extension."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}), **kwargs)

    def clean(self, data, initial=None):
        upload = super().clean(data, None)
        if not upload:
            return None
        if upload.size > PROOF_MOST_BYTES:
            size = {"size": round(upload.size / 1024 / 1024, 1)}
            raise ValidationError(_("Berkas ini %(size)s MB, paling besar 8 MB. Foto saja suratnya dengan HP."), params=size)
        upload.kind = _kind_of(upload)
        if not upload.kind:
            raise ValidationError(
                _("Berkas “%(name)s” belum bisa dipakai. Kirim foto suratnya (JPG, PNG, WebP) atau PDF."),
                params={"name": Path(upload.name).name[:60]},
            )
        return upload


def _kind_of(upload):
    upload.seek(0)
    beginning = upload.read(16)
    upload.seek(0)
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "webp"
    return next((kind for kind, marker in PROOF_BEGINNINGS.items() if beginning.startswith(marker)), None)


class ProductsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, product):
        return product.name or _("Produk baru")


class DocumentForm(ModelForm):
    """A claim of one kind of document. `upload` is the proof file, kept beside the model's own field so that it gets a name of ours.

    `covers` are the products that it is for; not asked of an NIB, nor of a booth without products.
    """

    upload = ProofField(
        label=_("Foto atau PDF suratnya"), required=False, help_text=_("Hanya Anda dan panitia yang bisa membukanya. Paling besar 8 MB.")
    )

    covers = ProductsField(
        label=_("Untuk produk yang mana?"),
        queryset=None,
        required=False,
        help_text=_("Centang semua yang tertulis di suratnya. Lencananya tampil di produk itu setelah panitia mencocokkan."),
        error_messages=dict.fromkeys(["invalid_choice", "invalid_pk_value"], _("Pilih produk dari daftar.")),
    )

    class Meta:
        model = LegalityDocument
        fields = ["number", "issuer", "valid_until"]
        labels = {"number": _("Nomor"), "issuer": _("Yang menerbitkan"), "valid_until": _("Berlaku sampai")}
        help_texts = {"issuer": _("Boleh dikosongkan."), "valid_until": _("Lihat di suratnya. Kosongkan bila tanpa batas.")}
        widgets = {
            "number": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
            "valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "number": {"required": _("Tulis nomornya.")},
            "valid_until": {"invalid": _("Tulis tanggal seperti 26/11/2027.")},
        }

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.guide = GUIDES[instance.kind]
        self.fields["number"].help_text = _("Contoh: %(example)s") % {"example": self.guide.example}
        if not self.guide.ends and not instance.valid_until:
            del self.fields["valid_until"]
        self.covered = set(instance.products.values_list("pk", flat=True)) if instance.pk else set()
        self.fields["covers"].queryset = products = instance.exhibitor.products.kept()
        self.initial["covers"] = self.covered
        if instance.kind == LegalityDocument.Kind.NIB or not products:
            del self.fields["covers"]

    @property
    def covers_more(self):
        return any(product.pk not in self.covered for product in self.cleaned_data.get("covers") or ())

    def clean_number(self):
        number = read_number(self.instance.kind, self.cleaned_data["number"])
        booths = LegalityDocument.objects.filter(exhibitor=self.instance.exhibitor_id, kind=self.instance.kind, number=number)
        if booths.exclude(pk__in=[self.instance.pk, self.instance.replaces_id]).exists():
            raise ValidationError(_("Dokumen ini sudah tercatat."))
        return number

    def changes_to(self, before):
        """The fields whose kept value differs, however it was typed; `before` is the row as it was read."""
        return [name for name in self._meta.fields if name in self.fields and getattr(self.instance, name) != getattr(before, name)]
