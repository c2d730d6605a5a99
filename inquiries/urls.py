from django.urls import path

from inquiries.views import public

app_name = "inquiries"
urlpatterns = [
    path("wa/stan/<slug:slug>/", public.whatsapp_booth, name="whatsapp_booth"),
    path("wa/produk/<slug:slug>/", public.whatsapp_product, name="whatsapp_product"),
]
