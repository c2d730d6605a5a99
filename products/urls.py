from django.urls import path

from products.views import owner, owner_photos, public

app_name = "products"
urlpatterns = [
    path("produk/", public.product_list, name="list"),
    path("produk/<slug:slug>/", public.product, name="detail"),
    path("kategori/<slug:slug>/", public.category, name="category"),
    path("kelola/stan/<int:pk>/produk/", owner.products, name="owner_products"),
    path("kelola/stan/<int:pk>/produk/urutan/", owner.arrange, name="owner_arrange"),
    path("kelola/stan/<int:pk>/produk/baru/", owner_photos.new, name="owner_product_new"),
    path("kelola/stan/<int:pk>/produk/baru/harga/", owner.new_price, name="owner_product_new_price"),
    path("kelola/produk/<int:pk>/", owner.product, name="owner_product"),
    path("kelola/produk/<int:pk>/foto/", owner_photos.product_photos, name="owner_product_photos"),
    path("kelola/produk/<int:pk>/harga/", owner.price, name="owner_product_price"),
    path("kelola/produk/<int:pk>/rincian/", owner.details, name="owner_product_details"),
    path("kelola/produk/<int:pk>/stok/", owner.set_stock, name="owner_product_stock"),
    path("kelola/produk/<int:pk>/pindah/", owner.move, name="owner_product_move"),
    path("kelola/produk/<int:pk>/salin/", owner.make_copy, name="owner_product_copy"),
    path("kelola/produk/<int:pk>/hapus/", owner.take_out, name="owner_product_remove"),
    path("kelola/produk/<int:pk>/kembalikan/", owner.put_back, name="owner_product_restore"),
    path("kelola/foto/<int:pk>/pindah/", owner_photos.move, name="owner_photo_move"),
    path("kelola/foto/<int:pk>/keterangan/", owner_photos.describe, name="owner_photo_alt"),
    path("kelola/foto/<int:pk>/persegi/", owner_photos.square, name="owner_photo_square"),
    path("kelola/foto/<int:pk>/hapus/", owner_photos.take_down, name="owner_photo_remove"),
    path("kelola/foto/<int:pk>/batal-hapus/", owner_photos.leave_up, name="owner_photo_keep"),
]
