"""allauth's pages that we open, under our addresses and its names. Those that are not here (sign-up, reset by e-mail) are closed."""

from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from accounts.views import doors
from accounts.views import factors as our


def ours(view):
    """A page of allauth in our templates: its own `site` is not in the way of ours, and nobody keeps the page."""

    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if getattr(response, "context_data", None):
            response.context_data.pop("site", None)
        response["Cache-Control"] = "private, no-store"
        return response

    return page


urlpatterns = [
    path("kelola/masuk/", doors.sign_in, name="account_login"),  # the same page under the name that allauth knows
    path("kelola/masuk/kode/", ours(account.request_login_code), name="account_request_login_code"),
    path("kelola/masuk/kode/isi/", ours(account.confirm_login_code), name="account_confirm_login_code"),
    path("kelola/masuk/kunci/", ours(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("kelola/masuk/langkah-dua/", ours(factors.authenticate), name="mfa_authenticate"),
    path("kelola/masuk/email/<str:key>/", ours(account.confirm_email), name="account_confirm_email"),
    path("kelola/keamanan/", ours(factors.index), name="mfa_index"),
    path("kelola/keamanan/pastikan/sandi/", ours(account.reauthenticate), name="account_reauthenticate"),
    path("kelola/keamanan/pastikan/kode/", ours(factors.reauthenticate), name="mfa_reauthenticate"),
    path("kelola/keamanan/pastikan/kunci/", ours(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("kelola/keamanan/aplikasi/", ours(our.SetUpCodes.as_view()), name="mfa_activate_totp"),
    path("kelola/keamanan/aplikasi/matikan/", ours(our.TurnOffCodes.as_view()), name="mfa_deactivate_totp"),
    path("kelola/keamanan/kunci/", ours(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("kelola/keamanan/kunci/tambah/", ours(our.SetUpKey.as_view()), name="mfa_add_webauthn"),
    path("kelola/keamanan/kunci/<int:pk>/ubah/", ours(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("kelola/keamanan/kunci/<int:pk>/hapus/", ours(our.RemoveKey.as_view()), name="mfa_remove_webauthn"),
    path("kelola/keamanan/cadangan/", ours(our.RecoveryCodes.as_view()), name="mfa_view_recovery_codes"),
    path("kelola/keamanan/cadangan/baru/", ours(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("kelola/keamanan/cadangan/unduh/", ours(our.DownloadRecoveryCodes.as_view()), name="mfa_download_recovery_codes"),
]
