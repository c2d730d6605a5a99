from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import factors
from accounts.erasure import confirm
from accounts.models import Deed, DeletionRequest, Erasure, OneTimeLink, Record, User
from accounts.views.doors import back_office
from expo.admin import OfficeAdmin, OfficeInline, OfficeMixin, OwnersRowsMixin, ReadOnlyAdmin, region_filter
from expo.forms import WhatsAppField
from regions.models import Scope, codes_of

admin.site.unregister(EmailAddress)  # the account's own matter
admin.site.unregister(Group)
admin.site.unregister(Authenticator)  # would show the secrets; UserAdmin can turn them off
admin.site.login = back_office


PERMISSION_WORDS = {"add": _("menambah"), "change": _("mengubah"), "delete": _("menghapus"), "view": _("melihat")}


class PermissionsField(forms.ModelMultipleChoiceField):
    """Permissions for what the back office shows, in Indonesian: their own names are English, and in the database."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset, **kwargs):
        shown = {model for page in admin.site._registry.values() for model in (page.model, *(inline.model for inline in page.inlines))}
        kinds = ContentType.objects.get_for_models(*shown).values()
        super().__init__(queryset.filter(content_type__in=[kind.pk for kind in kinds]).select_related("content_type"), **kwargs)

    def label_from_instance(self, permission):
        kind, codename = permission.content_type, permission.codename
        own = dict(kind.model_class()._meta.permissions)
        return f"{kind.name}: {own.get(codename) or PERMISSION_WORDS[codename.partition('_')[0]]}"


class UserForm(UserChangeForm):
    phone = WhatsAppField(label=_("Nomor HP"), required=False, help_text=_("Boleh diawali 08, 62, atau +62."))

    def clean_phone(self):
        return self.cleaned_data["phone"] or None  # two accounts without a number are no clash


class RoleFilter(admin.SimpleListFilter):
    title, parameter_name = _("peran"), "peran"

    def lookups(self, request, model_admin):
        if not hasattr(request, "roles"):  # asked for once per facet
            request.roles = list(Group.objects.order_by("name").values_list("pk", "name"))
        return request.roles

    def queryset(self, request, queryset):
        return queryset.filter(groups=self.value()) if str(self.value() or "").isdigit() else queryset


RegionFilter = region_filter("scopes__region__slug")


class ScopeInline(OfficeInline):
    model = Scope
    extra = 0


@admin.register(User)
class UserAdmin(OfficeMixin, StockUserAdmin):
    """Accounts. Nobody gives himself more than he has: what makes a superuser is for superusers, and so are their accounts."""

    form = UserForm
    inlines = [ScopeInline]
    list_display = ["username", "name", "phone", "is_staff", "is_active"]
    list_filter = [RoleFilter, RegionFilter, "is_staff", "is_active"]
    search_fields = ["username", "name", "phone", "email"]
    ordering = ["username"]
    filter_horizontal = []
    actions = ["end_sessions", "turn_off_factors"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Orangnya"), {"fields": ["name", "called", "phone", "email"]}),
        (_("Izin"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Tanggal"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "name", "usable_password", "password1", "password2"]})]

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.is_superuser else ["is_superuser", "user_permissions"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        if db_field.name == "user_permissions":
            kwargs["form_class"] = PermissionsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)

    @admin.action(description=_("Keluarkan dari semua HP dan komputer"), permissions=["change"])
    def end_sessions(self, request, queryset):
        for user in self._changeable(request, queryset):
            user.end_sessions()
            self.log_change(request, user, gettext("Dikeluarkan dari semua HP dan komputer."))
        self.message_user(request, gettext("Yang dipilih harus masuk lagi."))

    def _changeable(self, request, queryset):
        return queryset if request.user.is_superuser else queryset.filter(is_superuser=False)

    @admin.action(description=_("Matikan langkah kedua (HP hilang)"), permissions=["change"])
    def turn_off_factors(self, request, queryset):
        """Organisers begin anew with a link besides the password; the answer to the POST itself shows it, it is nowhere else."""
        links, done = [], 0
        for user in self._whose_factors_may_go(request, queryset):
            token, done = factors.turn_off(user, by=request.user), done + 1
            self.log_change(request, user, gettext("Langkah kedua dimatikan."))
            if token:
                links.append((user, settings.SITE_URL + reverse("accounts:one_time_link", args=[token])))
        if links:
            context = {"opts": self.opts, "title": gettext("Tautan untuk memasang langkah kedua"), "links": links}
            return TemplateResponse(request, "admin/accounts/user/links.html", self.admin_site.each_context(request) | context)
        self.message_user(request, ngettext("Langkah kedua %d orang dimatikan.", "Langkah kedua %d orang dimatikan.", done) % done)
        return None

    def _whose_factors_may_go(self, request, queryset):
        """Those who have some, and staff who have none yet: the link is their first way in. Not one's own, and a superuser's only by another."""
        allowed = queryset.exclude(pk=request.user.pk)
        if not request.user.is_superuser:
            allowed = allowed.exclude(is_superuser=True)
        if allowed.count() < queryset.count():
            refusal = gettext(
                "Langkah kedua Anda sendiri diatur di Keamanan akun. Milik penyelenggara pusat dimatikan oleh penyelenggara pusat lain."
            )
            self.message_user(request, refusal, messages.WARNING)
        return allowed.filter(Q(is_staff=True) | Q(pk__in=Authenticator.objects.values("user")))


class LinkStateFilter(admin.SimpleListFilter):
    title, parameter_name = _("keadaan"), "keadaan"

    def lookups(self, request, model_admin):
        return OneTimeLink.State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in OneTimeLink.State.values else queryset


@admin.register(OneTimeLink)
class OneTimeLinkAdmin(OwnersRowsMixin, ReadOnlyAdmin):
    """What became of the links. They are made on the page of a booth, where they are shown once."""

    list_display = ["user", "phone", "current_state", "created_at", "expires_at", "used_at", "created_by"]
    list_display_links = None
    list_filter = [LinkStateFilter]
    list_select_related = ["user", "created_by"]
    search_fields = ["user__name", "user__phone"]
    actions = ["revoke"]

    @admin.display(description=_("nomor HP"))
    def phone(self, link):
        return link.user.phone_shown

    @admin.display(description=_("keadaan"))
    def current_state(self, link):
        return link.state().label

    def has_revoke_permission(self, request):
        return request.user.has_perm("accounts.change_onetimelink")

    @admin.action(description=_("Cabut, dan keluarkan pemiliknya dari semua HP"), permissions=["revoke"])
    def revoke(self, request, queryset):
        now = timezone.now()
        done = sum(link.revoke(now) for link in queryset.select_related("user"))
        self.message_user(request, ngettext("%d tautan dicabut.", "%d tautan dicabut.", done) % done)


@admin.register(DeletionRequest)
class DeletionRequestAdmin(OwnersRowsMixin, ReadOnlyAdmin):
    """Who asked for deletion, and until when it must be done. Confirming is the person's part; `manage.py hapus_data` does the rest."""

    list_display = ["user", "asked_at", "due", "confirmed_at", "confirmed_by"]
    list_select_related = ["user", "confirmed_by"]
    ordering = ["asked_at"]
    actions = ["confirm"]

    @admin.display(description=_("paling lambat"), ordering="asked_at")
    def due(self, request):
        due = date_format(timezone.localtime(request.due_at), "j F Y H.i")
        return f"{due} ({gettext('terlambat')})" if request.is_late else due

    def has_confirm_permission(self, request):
        return request.user.has_perm("accounts.change_deletionrequest")

    @admin.action(description=_("Pastikan: memang orangnya yang meminta"), permissions=["confirm"])
    def confirm(self, request, queryset):
        done = sum(confirm(one, request.user) for one in queryset)
        self.message_user(request, ngettext("%d permintaan dipastikan.", "%d permintaan dipastikan.", done) % done)


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ["done_at", "asked_at", "confirmed_at", "in_time", "booths", "booths_kept", "products"]

    @admin.display(description=_("dalam 3 × 24 jam"), boolean=True)
    def in_time(self, erasure):
        return erasure.in_time


@admin.register(Group)
class GroupAdmin(OfficeAdmin):
    """The roles. They come with the site; whoever changes one changes what many people may do."""

    search_fields = ["name"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, form_class=PermissionsField, widget=forms.CheckboxSelectMultiple(), **kwargs
        )


class DeedFilter(admin.SimpleListFilter):
    title, parameter_name = _("yang dilakukan"), "perbuatan"

    def lookups(self, request, model_admin):
        return Deed.choices

    def queryset(self, request, queryset):
        return queryset.filter(deed=self.value()) if self.value() in Deed.values else queryset


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    """Everything that was done, also to rows that are gone."""

    list_display = ["at", "actor_name", "deed_shown", "object_name", "reason"]
    list_display_links = None
    list_select_related = ["actor"]
    list_filter = [DeedFilter]
    search_fields = ["object_name"]
    fields = ["at", "actor_name", "deed_shown", "object_name", "reason", "differences"]
    date_hierarchy = "at"

    def get_queryset(self, request):
        rows, codes = super().get_queryset(request), codes_of(request.user)
        if not request.user.has_perm("curation.view_review"):
            rows = rows.exclude(model="curation.review")  # whoever has yet to judge reads no others' scores
        return rows if codes is None else rows.filter(region__in=codes)

    @admin.display(description=_("oleh"))
    def actor_name(self, record):
        return record.actor_name

    @admin.display(description=_("yang dilakukan"))
    def deed_shown(self, record):
        return record.deed_label

    @admin.display(description=_("dari → menjadi"))
    def differences(self, record):
        lines = ((change["field"], change["old"] or "–", change["new"] or "–") for change in record.changes)
        return format_html_join("", "<p>{}: {} → {}</p>", lines)
