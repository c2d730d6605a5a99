"""What an organiser chooses on the page "Cetak", in the regions in which she acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from exchange.models import PrintedCatalogue
from exhibitors.models import Category
from expo.pagecache import remember
from regions.models import codes_of, regions_of

Language, Variant = PrintedCatalogue.Language, PrintedCatalogue.Variant


class OfEdition(forms.Form):
    edisi = forms.TypedChoiceField(label=_("Pameran"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        editions = remember(("editions-to-print",), lambda: {str(edition.pk): edition for edition in Edition.objects.all()})
        self.fields["edisi"].choices, self.fields["edisi"].coerce = list(editions.items()), editions.get


class OfRegion(OfEdition):
    """And of one region or, for who acts everywhere, of all."""

    one_region = False

    wilayah = forms.TypedChoiceField(label=_("Wilayah"), required=False, empty_value=None)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, field = user, self.fields["wilayah"]
        regions = {region.slug: region for region in regions_of(user)}
        field.required = self.one_region or codes_of(user) is not None
        field.choices = [*([] if field.required else [("", _("Semua wilayah"))]), *regions.items()]
        field.coerce = regions.get

    def rows(self, rows):
        """Those of `rows` that lie in the organiser's regions, and in the one that was chosen."""
        region, rows = self.cleaned_data["wilayah"], rows.in_scope_of(self.user)
        return rows.filter(**{rows.region_path: region}) if region else rows


class CatalogueForm(OfRegion):
    kategori = forms.ModelChoiceField(
        Category.objects.all(), to_field_name="slug", label=_("Jenis"), empty_label=_("Semua jenis"), required=False
    )
    bahasa = forms.ChoiceField(label=_("Bahasa"), choices=Language)
    ukuran = forms.ChoiceField(label=_("Ukuran"), choices=Variant)

    def choice(self):
        """What exchange.prints.ask() takes."""
        names = {"edition": "edisi", "region": "wilayah", "category": "kategori", "language": "bahasa", "variant": "ukuran"}
        return {name: self.cleaned_data[field] for name, field in names.items()}


class ChosenForm(OfEdition):
    """For products that were ticked in their list."""

    judul = forms.CharField(label=_("Judul di sampul"), max_length=80, required=False, help_text=_("Kosong: “Produk pilihan”."))
    bahasa = forms.ChoiceField(label=_("Bahasa"), choices=Language)
    ukuran = forms.ChoiceField(label=_("Ukuran"), choices=Variant)

    def choice(self):
        names = {"edition": "edisi", "title": "judul", "language": "bahasa", "variant": "ukuran"}
        return {name: self.cleaned_data[field] for name, field in names.items()}


class SignsForm(OfRegion):
    one_region = True  # a copy shop's order; the table cards of all regions would hold up a page for seven seconds

    jenis = forms.ChoiceField(label=_("Yang dicetak"))
    bahasa = forms.ChoiceField(label=_("Bahasa"), choices=Language)

    def __init__(self, *args, **kwargs):
        from exhibitors.signs import KINDS  # here: it brings the PDF library

        super().__init__(*args, **kwargs)
        self.fields["jenis"].choices = [(kind, sheet.title) for kind, sheet in KINDS.items()]


class StallsForm(OfRegion):
    pass


class AttendanceForm(OfRegion):
    acara = forms.CharField(label=_("Acara"), max_length=80, required=False, help_text=_("Kosong: titik-titik untuk ditulis tangan."))
    nomor = forms.BooleanField(label=_("Dengan nomor WhatsApp"), required=False)


class ReportForm(OfRegion):
    pass
