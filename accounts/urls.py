from django.urls import path

from accounts.views import consents, doors

app_name = "accounts"
urlpatterns = [
    path("kelola/masuk/", doors.sign_in, name="sign_in"),
    path("kelola/masuk/tautan/<str:token>/", doors.one_time_link, name="one_time_link"),
    path("kelola/keluar/", doors.sign_out, name="sign_out"),
    path("kelola/persetujuan/", consents.ask, name="consents"),
    path("kelola/sandi/", doors.password, name="password"),
]
