"""Shared form pieces: fields that read what people really type, and the base form that checks constraints."""

import hashlib
import json
import re
from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from expo import images
from expo.differences import in_words

RUPIAH_MOST = 2_000_000_000


class RupiahField(forms.CharField):
    """Whole rupiah from '22500', '22.500', 'Rp 22.500' or 'Rp22.500,-'; None when empty."""

    default_error_messages = {"invalid": _("Tulis harga dengan angka saja, misalnya 22500 atau 22.500.")}

    def to_python(self, value):
        text = super().to_python(value).replace("\x00", "")
        if not text:
            return None
        match = re.fullmatch(r"(?:rp\.?)?\s*(\d{1,12}|\d{1,3}(?:[.,]\d{3})+)(?:,-|,00|\.-)?", text.strip().lower(), re.ASCII)
        amount = int(re.sub(r"\D", "", match[1])) if match else None
        if amount is None or amount > RUPIAH_MOST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return amount

    def validate(self, value):
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        """Nothing: CharField's validators are for text, the amount was bounded above."""


class WhatsAppField(forms.CharField):
    """A number as E.164 ('+628…') from 0812…, 62812… or +62 812…, with spaces, dots or dashes; '' when empty."""

    default_error_messages = {"invalid": _("Nomor WhatsApp harus diawali 08, 62, atau +62, lalu 9 sampai 12 angka.")}

    def to_python(self, value):
        text = super().to_python(value)
        digits = re.sub(r"[\s.()\-]", "", text)
        if not digits:
            return ""
        match = re.fullmatch(r"(?:\+?62|0)?(8\d{8,11})", digits, re.ASCII)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return "+62" + match[1]


class AnyWhatsAppField(WhatsAppField):
    """The same for buyers from abroad, too: '+65 9123 4567' or '0065…' gives '+6591234567'."""

    default_error_messages = {"invalid": _("Nomor WhatsApp harus diawali 08, 62, atau + dan kode negaranya.")}

    def to_python(self, value):
        digits = re.sub(r"[\s.()\-]", "", forms.CharField.to_python(self, value))
        abroad = re.fullmatch(r"(?:\+|00)(?!62|0)(\d{8,15})", digits, re.ASCII)
        return "+" + abroad[1] if abroad else super().to_python(value)


class LinesField(forms.CharField):
    """A list of texts, one per line, without empty ones."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def validate(self, value):
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        """Nothing: the model checks each line."""

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


def decode_upload(upload):
    """Decode an uploaded photo once: `upload.picture`, or `upload.refusal` with the sentence that says why not."""
    if not hasattr(upload, "picture"):
        upload.picture = upload.refusal = None
        try:
            upload.picture = images.normalise(upload)
        except images.PictureRefused as refusal:
            upload.refusal = str(refusal)


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos as a list of decoded uploads; one bad photo is named and the form keeps the rest of what was typed."""

    widget = PhotosInput

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = "image/*"

    def clean(self, data, initial=None):
        uploads = [super(PhotosField, self).clean(item, initial) for item in (data if isinstance(data, (list, tuple)) else [data])]
        uploads = [upload for upload in uploads if upload]
        for upload in uploads:
            decode_upload(upload)
        refusals = [f"{upload.name}: {upload.refusal}" for upload in uploads if upload.refusal]
        if refusals:
            raise ValidationError(refusals)
        return uploads

    def has_changed(self, initial, data):
        return bool(data)


class PhotoField(PhotosField):
    """One photo, as a list of none or one."""

    widget = forms.ClearableFileInput


class KnownChoicesField(forms.MultipleChoiceField):
    """Several choices from an address that anybody may have typed: unknown ones are left out, the rest stays."""

    def to_python(self, value):
        return [item for item in dict.fromkeys(super().to_python(value)) if self.valid_value(item)]


class ModelForm(forms.ModelForm):
    """Base of all model forms: also a form that leaves out a constraint's field tells the fault instead of failing at save."""

    def _post_clean(self):
        super()._post_clean()
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)


class MendingForm(ModelForm):
    """A form that knows what it showed: of two tabs neither undoes what the other saved, nor what was decided meanwhile.

    Its page carries `seen` in a hidden field; without that everything that differs from the row as it is now counts as changed.
    """

    SEEN = "terlihat"
    together = ()  # groups of fields that make sense only as one

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._before = self._stands()
        marks = {name: mark_of(value) for name, value in self._before.items()}
        sent = self.data.get(self.seen_name, "").split(".") if self.is_bound else []
        self._marks = dict(zip(marks, sent, strict=True)) if len(sent) == len(marks) else self._unsaid(marks)

    def _unsaid(self, marks):
        """What a page showed that does not say so, given the marks of now."""
        return marks

    def _stands(self):
        """{field: what the database holds for it now}"""
        own = {field.name for field in (*self._meta.model._meta.concrete_fields, *self._meta.model._meta.many_to_many)}
        return {name: stored_value(self.instance, name) for name in self._meta.fields if name in self.fields and name in own}

    @property
    def seen(self):
        """A few letters per field, of the values as they were when the page was first served."""
        return ".".join(self._marks.values())

    @property
    def seen_name(self):
        """Of the hidden field that carries it."""
        return self.add_prefix(self.SEEN)

    def changes(self):
        """{field: new value as stored} of what was changed in this form, however it was typed."""
        after = {name: stored_value(self.instance, name) for name in self._before}
        changed = self._with_company({name for name, value in after.items() if mark_of(value) != self._marks[name]})
        return {name: value for name, value in after.items() if name in changed}

    def _with_company(self, names):
        return names | {name for group in self.together if names & set(group) for name in group if name in self._before}


class OfficeForm(MendingForm):
    """A form of the back office: it saves what was changed in it and nothing else, and overwrites nothing that it did not show.

    Where a field that was changed here says something new in the database by now, the form says so and what; sent once more it
    is saved. What was not changed here stays as it stands now. The row has to be locked (expo.admin.OfficeMixin does).
    """

    def _stands(self):
        return {} if self.instance._state.adding else super()._stands()

    def _unsaid(self, marks):
        return dict.fromkeys(marks, "") if self.is_bound else marks

    def clean(self):
        super().clean()
        sent = {name: self._mark_sent(name) for name in self._before if name in self.cleaned_data}
        changed = self._with_company({name for name, mark in sent.items() if mark != self._marks[name]})
        for name, mark in sent.items():
            now = mark_of(self._before[name])
            if name not in changed:
                del self.cleaned_data[name]
                self.fields[name].bound_data = lambda data, initial: initial  # a page that comes back shows what stands there now
            elif now not in (self._marks[name], mark):
                self.add_error(name, self._news_of(name))
            self._marks[name] = now
        self.changed_data = [name for name in self.changed_data if name in changed or name not in sent]
        return self.cleaned_data

    def _mark_sent(self, name):
        value = self.cleaned_data[name]
        if isinstance(value, models.QuerySet):
            return mark_of(sorted(row.pk for row in value))
        return mark_of(value.pk if isinstance(value, models.Model) else value)

    def _news_of(self, name):
        """The sentence about a field that somebody else changed meanwhile."""
        now = in_words(self.fields[name], self.get_initial_for_field(self.fields[name], name))
        if not now:
            return _("Sejak Anda membuka halaman ini, ini dikosongkan orang lain. Simpan lagi kalau isian Anda yang berlaku.")
        words = _("Sejak Anda membuka halaman ini, ini diubah orang lain menjadi: %(now)s. Simpan lagi kalau isian Anda yang berlaku.")
        return words % {"now": now}


def stored_value(row, name):
    """What the database holds for this field of a row: of a relation the key, or the keys in order."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return sorted(row.pk for row in getattr(row, name).all()) if row.pk else []
    return getattr(row, field.attname)


def same(one, other):
    """Whether two stored values say the same; browsers send other line ends than files have."""
    return _plain(one) == _plain(other)


def _plain(value):
    if isinstance(value, datetime):
        return value.replace(microsecond=0).astimezone(UTC).isoformat()  # a form shows no parts of a second, and the time here
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def mark_of(value):
    """A few letters for a stored value: others once it is another."""
    return hashlib.sha256(json.dumps(_plain(value), default=str).encode()).hexdigest()[:8]
