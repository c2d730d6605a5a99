"""allauth's pages that we open, under our addresses and its names. Those that are not here (sign-up, reset by e-mail) are closed."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from accounts.views import doors

urlpatterns = [
    path("kelola/masuk/", doors.sign_in, name="account_login"),  # the same page under the name that allauth knows
    path("kelola/masuk/kode/", account.request_login_code, name="account_request_login_code"),
    path("kelola/masuk/kode/isi/", account.confirm_login_code, name="account_confirm_login_code"),
    path("kelola/masuk/kunci/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("kelola/masuk/langkah-dua/", factors.authenticate, name="mfa_authenticate"),
    path("kelola/masuk/email/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("kelola/keamanan/", factors.index, name="mfa_index"),
    path("kelola/keamanan/pastikan/sandi/", account.reauthenticate, name="account_reauthenticate"),
    path("kelola/keamanan/pastikan/kode/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("kelola/keamanan/pastikan/kunci/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("kelola/keamanan/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("kelola/keamanan/aplikasi/matikan/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("kelola/keamanan/kunci/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("kelola/keamanan/kunci/tambah/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("kelola/keamanan/kunci/<int:pk>/ubah/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("kelola/keamanan/kunci/<int:pk>/hapus/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("kelola/keamanan/cadangan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("kelola/keamanan/cadangan/baru/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("kelola/keamanan/cadangan/unduh/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
