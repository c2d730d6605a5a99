"""What the back office's pages share. The back office is the stock admin in the expo's dress (templates/admin, css/panitia.css)."""

from django.contrib import admin
from django.db import transaction

from expo.forms import decode_upload
from expo.models import SiteState

admin.site.site_title = "Panitia UMKM Virtual Expo"
admin.site.site_header = "Panitia UMKM Virtual Expo"
admin.site.index_title = "Ringkasan"
admin.site.empty_value_display = "–"


class PublishedAdmin(admin.ModelAdmin):
    """For everything that visitors see: every change moves the content version on, in the transaction of the change."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALLOW

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.published_change([form.instance])

    def delete_model(self, request, obj):
        with transaction.atomic():
            super().delete_model(request, obj)
            self.published_change([])

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            self.published_change([])

    def published_change(self, objects):
        """Called in the transaction of a change with the rows that were saved; bring derived data up to date here."""
        SiteState.move_on()


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
