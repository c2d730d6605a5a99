"""The printed catalogue for visitors, and what organisers print, under panitia/cetak/, which expo.office mounts."""

from django.urls import path

from exchange.views import office_prints, public

app_name = "exchange"
urlpatterns = [path("unduh/<slug:address>.pdf", public.catalogue, name="catalogue")]


def prints_urls(site):
    return [
        path(f"cetak/{route}", site.admin_view(view), name=name)
        for route, view, name in (
            ("", office_prints.listed, "prints"),
            ("<int:pk>/", office_prints.catalogue, "prints_catalogue"),
            ("<int:pk>/berkas/", office_prints.file, "prints_file"),
            ("<int:pk>/ulang/", office_prints.again, "prints_again"),
            ("<int:pk>/tampil/", office_prints.publish, "prints_publish"),
            ("papan/", office_prints.signs, "prints_signs"),
            ("stan/", office_prints.stalls, "prints_stalls"),
            ("hadir/", office_prints.attendance, "prints_attendance"),
            ("laporan/", office_prints.report, "prints_report"),
        )
    ]
