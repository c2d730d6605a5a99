from django.urls import path

from products.views import public

app_name = "products"
urlpatterns = [
    path("produk/", public.product_list, name="list"),
    path("produk/<slug:slug>/", public.product, name="detail"),
    path("kategori/<slug:slug>/", public.category, name="category"),
]
