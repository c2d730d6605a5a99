"""What a form of the back office changed, in words: the field as the page calls it, what stood there, what stands there now."""

from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

SECRET = ("password", "usable_password")  # begin so


def differences(form, formsets, add):
    """[{"field", "old", "new"}] of a form and the inline forms under it, as accounts.Record keeps them."""
    found = [] if add else [_difference(form, name) for name in form.changed_data if not name.startswith(SECRET)]
    for formset in formsets:
        kind = capfirst(formset.model._meta.verbose_name)
        for row in formset.initial_forms:
            if row.has_changed() and row not in formset.deleted_forms:
                found += [_difference(row, name, f"{kind} {row.instance}: ") for name in row.changed_data if name != formset.fk.name]
        found += [{"field": kind, "old": "", "new": str(row)} for row in formset.new_objects]
        found += [{"field": kind, "old": str(row), "new": ""} for row in formset.deleted_objects]
    return found


def _difference(form, name, before=""):
    field = form.fields[name]
    return {
        "field": f"{before}{field.label or name}",
        "old": in_words(field, form.get_initial_for_field(field, name)),
        "new": in_words(field, form.cleaned_data.get(name)),
    }


def in_words(field, value):
    """A value of a form's field as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(field, ModelMultipleChoiceField):
        return ", ".join(sorted(_row(field, one) for one in value))
    if isinstance(field, ModelChoiceField):
        return _row(field, value)
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, (list, tuple)):
        return "\n".join(str(getattr(one, "name", one)) for one in value)
    if hasattr(value, "tzinfo"):
        return date_format(timezone.localtime(value) if timezone.is_aware(value) else value, "j F Y H.i")
    if hasattr(value, "isoformat"):
        return date_format(value, "j F Y")
    return str(dict(getattr(field, "choices", ())).get(value, value))


def _row(field, value):
    """A row as people call it; a form's initial value is its number."""
    return str(value if hasattr(value, "pk") else field.queryset.model._base_manager.filter(pk=value).first() or value)
