from django.urls import path, re_path

from exhibitors.views import apply, owner, owner_legality, owner_print, public, readiness

app_name = "exhibitors"
urlpatterns = [
    path("stan/", public.booth_list, name="list"),
    path("stan/<slug:slug>/", public.booth, name="detail"),
    path("daftar/", apply.application, name="apply"),
    path("daftar/terima-kasih/", apply.thanks, name="applied"),
    path("kelola/", owner.home, name="owner_home"),
    path("kelola/bantuan/", owner.help_page, name="owner_help"),
    path("kelola/stan/<int:pk>/", owner.booth, name="owner_booth"),
    path("kelola/stan/<int:pk>/masih-berjualan/", owner.selling, name="owner_selling"),
    path("kelola/stan/<int:pk>/ubah/", owner.edit, name="owner_edit"),
    path("kelola/stan/<int:pk>/ajukan/", owner.submit, name="owner_submit"),
    path("kelola/stan/<int:pk>/benar/", owner.confirm, name="owner_confirm"),
    path("kelola/stan/<int:pk>/kabar/", owner.news, name="owner_news"),
    path("kelola/stan/<int:pk>/pratinjau/", owner.preview, name="owner_preview"),
    path("kelola/stan/<int:pk>/legalitas/", owner_legality.documents, name="owner_legality"),
    path("kelola/stan/<int:pk>/legalitas/tambah/<slug:kind>/", owner_legality.add, name="owner_document_new"),
    path("kelola/stan/<int:pk>/legalitas/<int:document>/", owner_legality.edit, name="owner_document"),
    path("kelola/stan/<int:pk>/legalitas/<int:document>/hapus/", owner_legality.remove, name="owner_document_remove"),
    path("kelola/stan/<int:pk>/legalitas/<int:document>/berkas/", owner_legality.proof, name="owner_document_proof"),
    path("kelola/stan/<int:pk>/naik-kelas/", readiness.readiness, name="owner_readiness"),
    path("kelola/stan/<int:pk>/cetak/", owner_print.choices, name="owner_print"),
    path("kelola/stan/<int:pk>/cetak/<slug:kind>/", owner_print.sheet, name="owner_print_sheet"),
    path("kelola/stan/<int:pk>/cetak/<slug:kind>.pdf", owner_print.file, name="owner_print_file"),
    re_path(r"^(?P<number>[A-Za-z]{2}-?[0-9]{3})/?$", public.by_stall_number, name="short"),
]
