from django.urls import path

from regions.views import public

app_name = "regions"
urlpatterns = [
    path("wilayah/", public.region_list, name="index"),
    path("wilayah/desa/", public.villages, name="villages"),
    path("wilayah/<slug:slug>/", public.pavilion, name="pavilion"),
]
