"""The owner's forms of a product, one per step. What is not named here (booth, status, place, badges, address) no form can change."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from expo.forms import MendingForm, ModelForm, RupiahField
from products.models import Product, ProductPhoto

OTHER = "lainnya"
MOST_DAYS = 3650
UNITS = {
    "buah": (_("buah"), "piece"),
    "bungkus": (_("bungkus"), "pack"),
    "ikat": (_("ikat"), "bundle"),
    "kg": (_("kg"), "kg"),
    "lembar": (_("lembar"), "sheet"),
}


class CountField(forms.IntegerField):
    """A whole number as people write it: '1.000' is a thousand, '24 ' is 24."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Tulis dengan angka saja, misalnya 24.")}

    def to_python(self, value):
        text = re.sub(r"\s", "", str(value or ""))
        if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text, re.ASCII):
            text = re.sub(r"\D", "", text)
        if text and not re.fullmatch(r"\d{1,9}", text, re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text) if text else None


class BarcodeField(forms.CharField):
    """The digits of a bar code, however they are spaced under its lines: '8 999999 000004'."""

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(**kwargs)  # its own validator counts the digits and says how many there are

    def to_python(self, value):
        return re.sub(r"[\s-]", "", super().to_python(value))


class PriceForm(MendingForm):
    """Step 2: what it is and what it costs."""

    together = [("price_kind", "price", "price_max"), ("unit", "unit_en")]

    price = RupiahField(label=_("Harga"), required=False)
    price_max = RupiahField(label=_("Sampai harga"), required=False, help_text=_("Hanya bila harganya berkisar, misalnya menurut ukuran."))
    unit = forms.ChoiceField(
        label=_("Dijual per"),
        choices=[*((unit, label) for unit, (label, _english) in UNITS.items()), (OTHER, _("lainnya"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satuannya, misalnya bungkus.")},
    )
    other_unit = forms.CharField(label=_("Satuan lainnya"), required=False, max_length=20, help_text=_("Misalnya toples, botol, atau set."))

    class Meta:
        model = Product
        fields = ["name", "price_kind", "price", "price_max", "unit", "name_en", "unit_en"]
        labels = {
            "name": _("Nama produk"),
            "price_kind": _("Harganya bagaimana?"),
            "name_en": _("Nama produk (Inggris)"),
            "unit_en": _("Satuan lainnya (Inggris)"),
        }
        help_texts = {"name": _("Sebut isinya juga, misalnya Wajik kletik 500 g.")}
        error_messages = {"name": {"required": _("Tulis nama produknya.")}}
        widgets = {"price_kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["price_kind"].choices = [
            (Product.PriceKind.FIXED, _("Satu harga")),
            (Product.PriceKind.RANGE, _("Dari … sampai …")),
            (Product.PriceKind.ASK, _("Tanya harga")),
        ]
        for name in ("price", "price_max"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        product = self.instance
        if not product.name:  # not finished: nothing was said about its price yet
            self.initial["price_kind"] = Product.PriceKind.FIXED
        elif product.unit not in UNITS:
            self.initial |= {"unit": OTHER, "other_unit": product.unit}

    def clean(self):
        data = super().clean()
        self._clean_price(data)
        if data.get("unit") == OTHER:
            if not data.get("other_unit"):
                self.add_error("other_unit", _("Tulis satuannya, misalnya toples."))
            data["unit"] = data.get("other_unit") or OTHER
        elif data.get("unit"):
            data["unit_en"] = UNITS[data["unit"]][1]
        return data

    def _clean_price(self, data):
        """What the chosen kind of price does not use is let go, so that a choice may be changed without wiping fields first."""
        kind, price, most = data.get("price_kind"), data.get("price"), data.get("price_max")
        if kind == Product.PriceKind.ASK:
            price = most = None
        elif kind == Product.PriceKind.FIXED:
            most = None
        if kind in (Product.PriceKind.FIXED, Product.PriceKind.RANGE) and not price and "price" not in self.errors:
            self.add_error("price", _("Tulis harganya, misalnya 22500. Bila tergantung pesanan, pilih Tanya harga."))
        if kind == Product.PriceKind.RANGE and price and "price_max" not in self.errors and (most or 0) <= price:
            self.add_error("price_max", _("Tulis harga tertinggi. Harus lebih besar dari harga terendah."))
        data["price"], data["price_max"] = price, most

    def _post_clean(self):
        if not {"price", "price_max"} & set(self.errors):
            return super()._post_clean()
        return forms.ModelForm._post_clean(self)  # the fault is named already, in its place


class DetailsForm(MendingForm):
    """Step 3: everything else; all of it may stay empty."""

    class Meta:
        model = Product
        fields = [
            *("category", "stock", "description", "material", "net_weight", "min_order", "shelf_life_days"),
            *("description_en", "material_en", "packing_en"),
            *("capacity_per_month", "packing", "barcode", "lead_time_days", "export_moq", "hs_code"),
        ]
        field_classes = dict.fromkeys(["min_order", "shelf_life_days", "capacity_per_month", "lead_time_days", "export_moq"], CountField)
        field_classes["barcode"] = BarcodeField
        widgets = {
            "stock": forms.RadioSelect,
            "description": forms.Textarea(attrs={"rows": 4}),
            "description_en": forms.Textarea(attrs={"rows": 4, "lang": "en"}),
            **dict.fromkeys(field_classes, CountField.widget),
        }
        labels = {
            "category": _("Jenis"),
            "stock": _("Persediaan"),
            "description": _("Ceritakan produknya"),
            "material": _("Bahan"),
            "net_weight": _("Berat bersih"),
            "min_order": _("Pesan paling sedikit"),
            "shelf_life_days": _("Tahan berapa hari?"),
            "capacity_per_month": _("Sanggup membuat berapa sebulan?"),
            "lead_time_days": _("Pesanan jadi dalam berapa hari?"),
            "export_moq": _("Pesanan ekspor paling sedikit"),
            "packing": _("Kemasan kirim"),
            "hs_code": _("Kode HS"),
            "barcode": _("Barcode"),
        }
        help_texts = {
            "description": _("Rasanya, gunanya, cara membuatnya. Dua atau tiga kalimat cukup."),
            "material": _("Untuk makanan: komposisi, urut dari yang paling banyak."),
            "net_weight": _("Misalnya 500 g atau 250 ml."),
            "shelf_life_days": _("Untuk makanan dan minuman. 3 bulan ditulis 90."),
            "packing": _("Misalnya kardus berisi 24 bungkus."),
            "hs_code": _("Seperti 9206.00. Kosongkan bila tidak tahu, pendamping membantu."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["min_order"].required = False
        for name in ("shelf_life_days", "lead_time_days"):
            self.fields[name].validators.append(MaxValueValidator(MOST_DAYS, _("Paling lama %(limit_value)s hari, itu sepuluh tahun.")))

    def clean_min_order(self):
        return self.cleaned_data["min_order"] or 1

    def english_faulty(self):
        return any(name.endswith("_en") for name in self.errors)

    def export_faulty(self):
        return any(name in self.errors for name in ("capacity_per_month", "packing", "barcode", "lead_time_days", "export_moq", "hs_code"))


class AltForm(ModelForm):
    class Meta:
        model = ProductPhoto
        fields = ["alt", "alt_en"]
        labels = {"alt": _("Yang terlihat di foto"), "alt_en": _("Yang terlihat di foto (Inggris)")}
        help_texts = {"alt": _("Dibacakan untuk orang yang tidak bisa melihat.")}


class PlaceForm(forms.Form):
    ke = forms.IntegerField(min_value=0, max_value=1000)


class OrderForm(forms.Form):
    """The ids of a booth's products in their order, with commas between."""

    urutan = forms.RegexField(r"^\d{1,18}(,\d{1,18}){0,200}$")

    def clean_urutan(self):
        return [int(pk) for pk in self.cleaned_data["urutan"].split(",")]


class StockForm(forms.Form):
    stok = forms.ChoiceField(choices=Product.Stock)
