from django.urls import path, re_path

from exhibitors.views import owner, owner_print, public, readiness

app_name = "exhibitors"
urlpatterns = [
    path("stan/", public.booth_list, name="list"),
    path("stan/<slug:slug>/", public.booth, name="detail"),
    path("kelola/", owner.home, name="owner_home"),
    path("kelola/bantuan/", owner.help_page, name="owner_help"),
    path("kelola/stan/<int:pk>/", owner.booth, name="owner_booth"),
    path("kelola/stan/<int:pk>/naik-kelas/", readiness.readiness, name="owner_readiness"),
    path("kelola/stan/<int:pk>/cetak/", owner_print.choices, name="owner_print"),
    path("kelola/stan/<int:pk>/cetak/<slug:kind>/", owner_print.sheet, name="owner_print_sheet"),
    path("kelola/stan/<int:pk>/cetak/<slug:kind>.pdf", owner_print.file, name="owner_print_file"),
    re_path(r"^(?P<number>[A-Za-z]{2}-?[0-9]{3})/?$", public.by_stall_number, name="short"),
]
