"""What the back office's pages share. The back office is the stock admin in the expo's dress (templates/admin, css/panitia.css)."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.forms.models import BaseInlineFormSet
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from accounts.models import Deed, Record
from events.models import Edition
from exhibitors.models import PUBLIC_STATUSES, Exhibitor, Membership
from exhibitors.reference import reference
from expo.differences import differences
from expo.forms import OfficeForm, decode_upload
from expo.models import SiteState
from expo.pagecache import remember
from regions.models import codes_of, regions_of

OFFERED = ({"exact"}, {"isnull"}, {"id", "exact"}, {"pk", "exact"}, {"code", "exact"}, {"gte"}, {"lt"}, {"year"}, {"month"}, {"day"})

admin.site.unregister(DBTaskResult)  # no organiser's matter; what could not be done stands in the log


def in_scope(queryset, user):
    return queryset.in_scope_of(user) if hasattr(queryset, "in_scope_of") else queryset


class ScopeMixin:
    """For pages and inlines: what is shown, counted, chosen or reached by number lies in the organiser's own regions."""

    def get_queryset(self, request):
        return in_scope(super().get_queryset(request), request.user)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if hasattr(field, "widget") and hasattr(field.widget, "widgets"):  # a date and a time: the label is of neither
            name_widget(field.widget, field.label)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", in_scope(db_field.remote_field.model._default_manager.all(), request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", in_scope(db_field.remote_field.model._default_manager.all(), request.user))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class NamedFormSet(BaseInlineFormSet):
    """Its fields stand in a table without labels: each says its column's name to who does not see it."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                name_widget(field.widget, field.label)


def name_widget(widget, label):
    """Give a widget without a label its name; one made of several gets it in every part."""
    parts = getattr(widget, "widgets", None) or [getattr(widget, "widget", widget)]
    for part in parts:
        part.attrs.setdefault("aria-label", capfirst(label))


class OfficeInline(ScopeMixin, admin.TabularInline):
    form = OfficeForm
    formset = NamedFormSet
    template = "admin/edit_inline/named.html"


class OfficeMixin(ScopeMixin):
    """Every page of the back office: nobody outside his regions, missing is 404, and what is done is on record.

    The record is accounts.Record instead of the admin's own log, which knows no old values and ends with its author.
    """

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALLOW
    object_history_template = "admin/records.html"
    leaves_as = ""  # the name of this list among those that can be downloaded (exchange.exports.LISTS)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if getattr(obj, "is_public", False) and hasattr(obj, "get_absolute_url") else None

    def lookup_allowed(self, lookup, value, request=None):
        """What the page itself offers and nothing else: a look-up over a relation answers questions about rows that are not shown."""
        offered = {entry[0] if isinstance(entry, tuple) else entry for entry in self.list_filter} | {self.date_hierarchy}
        simple = {entry.parameter_name for entry in offered if hasattr(entry, "parameter_name")}
        return lookup in simple or any(
            lookup == name or (lookup.startswith(f"{name}__") and set(lookup.removeprefix(f"{name}__").split("__")) in OFFERED)
            for name in offered
            if isinstance(name, str)
        )

    def changelist_view(self, request, extra_context=None):
        """Numbers that no row can have are a bad request, not a fault of ours."""
        for value in request.POST.getlist(ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.run_validators(self.opts.pk.to_python(value))
            except ValidationError as error:
                raise BadRequest("no number of a row") from error
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Of two who save the same row the second waits, then finds what the first wrote (expo.forms.OfficeForm)."""
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            row = self.get_object(request, unquote(object_id))
            if row is not None:
                self.model._base_manager.select_for_update(no_key=True).get(pk=row.pk)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        response = super().render_change_form(request, context, *args, **kwargs)
        if context.get("errors"):
            response.status_code = 422
        return response

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        records = Paginator(self.records_about(row).select_related("actor"), 50).get_page(request.GET.get("p"))
        context = self.admin_site.each_context(request) | {
            "title": _("Riwayat: %s") % row,
            "opts": self.opts,
            "object": row,
            "records": records,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def records_about(self, row):
        return Record.objects.about(row)

    def get_deleted_objects(self, objs, request):
        """Without the rows that only join two others: they have no name, and nobody misses them."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        joins = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
        named = tuple(f"{capfirst(meta.verbose_name)}: " for meta in joins)
        counts = {name: count for name, count in counts.items() if name not in {meta.verbose_name_plural for meta in joins}}
        return _without(to_delete, named), counts, perms_needed, protected

    def construct_change_message(self, request, form, formsets, add=False):
        return differences(form, formsets or (), add)

    def log_addition(self, request, obj, message):
        Record.write(obj, Deed.ADD, by=request.user, changes=message)

    def log_change(self, request, obj, message):
        changes, reason = ([], message) if isinstance(message, str) else (message, "")
        if changes or reason:  # sent twice, the second time nothing is new
            Record.write(obj, Deed.CHANGE, by=request.user, changes=changes, reason=reason)

    def log_deletions(self, request, queryset):
        for row in queryset:
            Record.write(row, Deed.DELETE, by=request.user)


def _without(lines, beginnings):
    """A list of texts and lists of them, without those that begin so."""
    kept = [_without(line, beginnings) if isinstance(line, list) else line for line in lines]
    return [line for line in kept if line != [] and (isinstance(line, list) or not str(line).startswith(beginnings))]


class OfficeAdmin(OfficeMixin, admin.ModelAdmin):
    form = OfficeForm


class PublishedAdmin(OfficeAdmin):
    """For everything that visitors see: every change moves the content version on, in the transaction of the change."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.published_change([form.instance])

    def delete_model(self, request, obj):
        self.delete_queryset(request, type(obj).objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            self.published_change([])

    def published_change(self, objects):
        """Called in the transaction of a change with the rows that were saved; bring derived data up to date here."""
        SiteState.move_on()


def how_many(rows, of):
    """Expression: how many of these rows point to the row by `of`. A count over a join would group the whole list before its first page."""
    rows = rows.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


class Uncounted(admin.SimpleListFilter):
    """Without counts of its choices: each filter that has them costs a query, and twelve are enough."""

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("Semua"),
        }
        for lookup, title in self.lookup_choices:
            yield {
                "selected": self.value() == str(lookup),
                "query_string": changelist.get_query_string({self.parameter_name: lookup}),
                "display": title,
            }


class _KeptChoices(admin.SimpleListFilter):
    """A filter whose choices are kept per content version: Django's own asks the database for them once per facet."""

    path = ""  # from the model to the column that is compared

    def queryset(self, request, queryset):
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


def region_filter(path):
    """List filter by region; `path` leads from the model to the region's slug."""

    class RegionFilter(_KeptChoices):
        title, parameter_name = _("wilayah"), "wilayah"

        def lookups(self, request, model_admin):
            own = regions_of(request.user)
            return [(region.slug, region.name) for region in own] if len(own) > 1 else []  # of one there is nothing to choose

    RegionFilter.path = path
    return RegionFilter


class CategoryFilter(Uncounted, _KeptChoices):
    title, parameter_name, path = _("jenis"), "kategori", "category__slug"

    def lookups(self, request, model_admin):
        return [(slug, term.name) for slug, term in reference().categories.items()]


def edition_filter(path):
    """List filter by edition; `path` leads from the model to the edition's id."""

    class EditionFilter(Uncounted, _KeptChoices):
        title, parameter_name = _("edisi"), "edisi"

        def lookups(self, request, model_admin):
            return remember(("edition-choices",), lambda: list(Edition.objects.values_list("pk", "name")))

    EditionFilter.path = path
    return EditionFilter


def ready_filter(path=""):
    """List filter by the badges that visitors see today; `path` leads from the model to the product."""

    class ReadyFilter(Uncounted):
        title, parameter_name = _("lencana"), "lencana"

        def lookups(self, request, model_admin):
            return [("ritel", _("Siap Ritel")), ("ekspor", _("Siap Ekspor"))]

        def queryset(self, request, queryset):
            columns = {"ritel": "retail_until", "ekspor": "export_until"}
            if self.value() not in columns:
                return queryset
            holds = {f"{path}{columns[self.value()]}__gte": timezone.localdate(), f"{path}status__in": PUBLIC_STATUSES}
            return queryset.filter(pk__in=queryset.model.objects.filter(**holds).order_by().values("pk"))

    return ReadyFilter


class PhotoUploadMixin:
    """Photos uploaded with a form are decoded before its transaction begins; the form's PhotoField only passes them on.

    add_pictures(object, pictures) says what to do with them.
    """

    def changeform_view(self, request, *args, **kwargs):
        for name in request.FILES if request.method == "POST" else ():
            for upload in request.FILES.getlist(name):
                decode_upload(upload)
        return super().changeform_view(request, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        pictures = [upload.picture for name in ("new_photo", "new_photos") for upload in form.cleaned_data.get(name) or ()]
        if pictures:
            self.add_pictures(form.instance, pictures)
        super().save_related(request, form, formsets, change)


class ReadOnlyAdmin(OfficeAdmin):
    """To look at and search in; the rows are official, or come about elsewhere."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class OwnersRowsMixin:
    """For rows of an owner's account: they belong to the regions of the booths that she runs."""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if codes_of(request.user) is None:
            return rows
        return rows.filter(user__in=Membership.objects.filter(exhibitor__in=Exhibitor.objects.in_scope_of(request.user)).values("user"))
