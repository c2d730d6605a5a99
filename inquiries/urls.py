from django.urls import path

from inquiries.views import owner, public

app_name = "inquiries"
urlpatterns = [
    path("wa/stan/<slug:slug>/", public.whatsapp_booth, name="whatsapp_booth"),
    path("wa/produk/<slug:slug>/", public.whatsapp_product, name="whatsapp_product"),
    path("tanya/stan/<slug:slug>/", public.ask_booth, name="ask_booth"),
    path("tanya/produk/<slug:slug>/", public.ask_product, name="ask_product"),
    path("tanya/terkirim/<slug:code>/", public.sent, name="sent"),
    path("kelola/stan/<int:pk>/pesan/", owner.inbox, name="owner_inbox"),
    path("kelola/pesan/<int:pk>/", owner.inquiry, name="owner_inquiry"),
    path("kelola/pesan/<int:pk>/dijawab/", owner.answered, name="owner_answered"),
]
