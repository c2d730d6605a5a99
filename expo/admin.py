"""What the back office's pages share. The back office is the stock admin in the expo's dress (templates/admin, css/panitia.css)."""

from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from events.models import Edition
from exhibitors.models import PUBLIC_STATUSES
from exhibitors.reference import reference
from expo.forms import decode_upload
from expo.models import SiteState
from expo.pagecache import remember

admin.site.site_title = "Panitia UMKM Virtual Expo"
admin.site.site_header = "Panitia UMKM Virtual Expo"
admin.site.index_title = "Ringkasan"
admin.site.empty_value_display = "–"
admin.site.unregister(DBTaskResult)  # no organiser's matter; what could not be done stands in the log


class PublishedAdmin(admin.ModelAdmin):
    """For everything that visitors see: every change moves the content version on, in the transaction of the change."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALLOW

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
            return [(slug, term.name) for slug, term in reference().regions.items()]

    RegionFilter.path = path
    return RegionFilter


class CategoryFilter(_KeptChoices):
    title, parameter_name, path = _("jenis"), "kategori", "category__slug"

    def lookups(self, request, model_admin):
        return [(slug, term.name) for slug, term in reference().categories.items()]


def edition_filter(path):
    """List filter by edition; `path` leads from the model to the edition's id."""

    class EditionFilter(_KeptChoices):
        title, parameter_name = _("edisi"), "edisi"

        def lookups(self, request, model_admin):
            return remember(("edition-choices",), lambda: list(Edition.objects.values_list("pk", "name")))

    EditionFilter.path = path
    return EditionFilter


def ready_filter(path=""):
    """List filter by the badges that visitors see today; `path` leads from the model to the product."""

    class ReadyFilter(admin.SimpleListFilter):
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


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at and search in, for staff; the data is official."""

    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
