from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.forms import WhatsAppField


class UserForm(UserChangeForm):
    phone = WhatsAppField(label=_("Nomor HP"), required=False, help_text=_("Boleh diawali 08, 62, atau +62."))

    def clean_phone(self):
        return self.cleaned_data["phone"] or None  # two accounts without a number are no clash


@admin.register(User)
class UserAdmin(StockUserAdmin):
    form = UserForm
    list_display = ["username", "name", "phone", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["username", "name", "phone", "email"]
    ordering = ["username"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Orangnya"), {"fields": ["name", "phone", "email"]}),
        (_("Izin"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Tanggal"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "name", "usable_password", "password1", "password2"]})]
