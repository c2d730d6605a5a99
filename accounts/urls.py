from django.urls import path

from accounts.views import consents, doors, my_data

app_name = "accounts"
urlpatterns = [
    path("kelola/masuk/", doors.sign_in, name="sign_in"),
    path("kelola/masuk/tautan/<str:token>/", doors.one_time_link, name="one_time_link"),
    path("kelola/keluar/", doors.sign_out, name="sign_out"),
    path("kelola/persetujuan/", consents.ask, name="consents"),
    path("kelola/sandi/", doors.password, name="password"),
    path("kelola/data-saya/", my_data.overview, name="my_data"),
    path("kelola/data-saya/nama/", my_data.name, name="my_name"),
    path("kelola/data-saya/nomor/", my_data.number, name="my_number"),
    path("kelola/data-saya/email/", my_data.email, name="my_email"),
    path("kelola/data-saya/persetujuan/", my_data.consents, name="my_consents"),
    path("kelola/data-saya/data-saya.json", my_data.as_json, name="my_data_json"),
    path("kelola/data-saya/data-saya.csv", my_data.as_csv, name="my_data_csv"),
    path("kelola/data-saya/hapus/", my_data.delete_me, name="delete_me"),
    path("kelola/data-saya/hapus/batal/", my_data.keep_me, name="keep_me"),
]
