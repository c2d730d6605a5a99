"""The back office, first cut: Indonesian, few queries, photos through the pipeline, and every change reaches visitors."""

import io

import pytest
from django.contrib import admin
from django.urls import reverse
from PIL import Image

from accounts.models import Deed, User
from events.models import Edition, Session
from exhibitors.models import Category, Exhibitor
from expo.models import SiteState
from products.models import Product
from tests.factories import make_document, make_edition, make_exhibitor, make_product, make_product_photo, make_session
from tests.html import parse


def jpeg(color="red", size=(900, 700)):
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, "JPEG")
    file.seek(0)
    file.name = f"{color}.jpg"
    return file


def form_data(page):
    """What a browser would send back from the change form, untouched."""
    form = next(form for form in page.all("form") if form.get("id", "").endswith("_form"))
    data = {}
    for field in form.all("input"):
        kind = field.get("type", "text")
        if (
            not field.get("name")
            or kind in ("submit", "file", "button")
            or (kind in ("checkbox", "radio") and "checked" not in field.attributes)
        ):
            continue
        data[field["name"]] = field.get("value", "on" if kind == "checkbox" else "")
    for area in form.all("textarea"):
        data[area["name"]] = "".join(area.children).lstrip("\n")
    for box in form.all("select"):
        chosen = [option["value"] for option in box.all("option") if "selected" in option.attributes]
        data[box["name"]] = chosen if "multiple" in box.attributes else (chosen or [""])[0]
    return data


def change(client, obj, **changed):
    url = reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_change", args=[obj.pk])
    page = client.get(url)
    assert page.status_code == 200
    return client.post(url, form_data(parse(page)) | changed)


def version():
    return SiteState.objects.values_list("version", flat=True).first() or 0


@pytest.fixture
def office(dewi, client_of):
    return client_of(dewi)


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=lambda model: model._meta.label), ids=lambda model: model._meta.label)
def test_no_list_costs_more_than_twelve_queries(db, client_of, model, django_assert_max_num_queries):
    office = client_of(User.objects.create_superuser("teknisi", name="Teknisi"))
    edition = make_edition()
    make_session(edition=edition)
    for number in range(30):
        booth = make_exhibitor(edition=edition, stall_number=f"KB-{number + 1:03d}")
        make_document(exhibitor=booth)
        make_product_photo(product=make_product(exhibitor=booth))
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    office.get("/panitia/")  # writes into the session, as once a minute
    for query in ("", "?q=contoh", "?_facets=True"):
        with django_assert_max_num_queries(12):
            assert office.get(url + query).status_code == 200


@pytest.mark.parametrize("who", ["ratna", "dewi"])
@pytest.mark.parametrize("model", [Exhibitor, Product], ids=lambda model: model._meta.label)
def test_lists_cost_organisers_no_more(request, client_of, model, who, django_assert_max_num_queries):
    office = client_of(request.getfixturevalue(who))
    for _number in range(6):
        make_product_photo(product=make_product(exhibitor=make_exhibitor()))
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    office.get("/panitia/")
    for query in ("", "?q=contoh", "?_facets=True", "?perhatian=lama&_facets=True"):
        with django_assert_max_num_queries(12):
            assert office.get(url + query).status_code == 200


def test_the_office_speaks_indonesian(office):
    page = parse(office.get("/panitia/"))
    assert page.one("html")["lang"] == "id"
    assert page.one(id="site-name").text == "Panitia UMKM Virtual Expo"
    captions = {caption.text for caption in page.all("caption")}
    assert {"Stan", "Produk", "Pameran", "Wilayah", "Minat pembeli", "Akun"} <= captions


def test_staff_only(client, client_of, sari):
    assert client.get("/panitia/").headers["Location"] == "/kelola/masuk/?next=/panitia/"
    assert client_of(sari).get("/panitia/").status_code == 403


def test_regions_are_only_looked_at(office):
    assert office.get("/panitia/regions/village/").status_code == 200
    assert office.get("/panitia/regions/village/add/").status_code == 403
    assert office.post("/panitia/regions/village/35.72.01.1001/delete/", {"post": "yes"}).status_code == 403


def test_a_changed_name_reaches_visitors_and_search(office, client):
    product = make_product(name="Keripik pisang")
    before = version()
    assert change(office, product, name="Keripik sukun").status_code == 302
    assert version() > before
    shown = {card.one("h3").text for card in parse(client.get("/produk/?q=sukun")).all(cls="product-card")}
    assert shown == {"Keripik sukun"}


def test_photos_come_in_through_the_pipeline(office, media_root):
    product = make_product()
    assert change(office, product, new_photos=[jpeg("red"), jpeg("blue")]).status_code == 302
    product.refresh_from_db()
    photos = list(product.photos.all())
    assert [(photo.width, photo.height, photo.position) for photo in photos] == [(900, 700, 0), (900, 700, 1)]
    assert product.cover == photos[0]
    for photo in photos:
        for width in (160, 320, 640, 1280):
            with Image.open(media_root / f"{photo.key}-{width}.webp") as stored:
                assert stored.format == "WEBP"
                assert not stored.getexif()


def test_the_same_photo_twice_leaves_no_files_behind(office, media_root):
    product = make_product()

    change(office, product, new_photos=[jpeg("red"), jpeg("red")])

    assert product.photos.count() == 1
    assert len(list(media_root.rglob("*.webp"))) == 4


def test_a_bad_photo_is_named_and_nothing_typed_is_lost(office):
    product = make_product(name="Lama")
    broken = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    broken.name = "jahat.jpg"
    response = change(office, product, name="Baru", new_photos=[jpeg(), broken])
    page = parse(response)
    assert response.status_code == 422
    assert "jahat.jpg: Berkas ini bukan foto" in page.one(cls="errorlist", id=True).text
    assert page.one("input", name="name")["value"] == "Baru"
    assert product.photos.count() == 0


def test_removing_the_cover_moves_the_next_photo_up(office):
    product = make_product()
    first, second = make_product_photo(product=product), make_product_photo(product=product, cover=False, position=1)
    change(office, product, **{"photos-0-DELETE": "on"})
    product.refresh_from_db()
    assert product.cover == second
    assert not product.photos.filter(pk=first.pk).exists()


def test_a_removed_product_leaves_no_file_and_no_words_behind(office, client, media_root, django_capture_on_commit_callbacks):
    product = make_product(name="Keripik sukun", status="suspended")
    change(office, product, new_photos=[jpeg()])
    assert len(list(media_root.rglob("*.webp"))) == 4
    with django_capture_on_commit_callbacks(execute=True):
        office.post(reverse("admin:products_product_delete", args=[product.pk]), {"post": "yes"})
    assert not list(media_root.rglob("*.webp"))
    assert parse(client.get("/stan/?q=sukun")).all(cls="shop__empty")


def test_a_removed_photo_leaves_no_file_behind(office, media_root, django_capture_on_commit_callbacks):
    product = make_product()
    change(office, product, new_photos=[jpeg("red"), jpeg("blue")])
    with django_capture_on_commit_callbacks(execute=True):
        change(office, product, **{"photos-0-DELETE": "on"})
    assert len(list(media_root.rglob("*.webp"))) == 4


def test_a_wrong_price_is_told_not_saved(office):
    product = make_product(price=15_000)
    page = parse(change(office, product, price_kind="rentang", price="5000", price_max="4000"))
    assert "Isi satu harga, atau harga terendah dan tertinggi" in page.one("main").text
    product.refresh_from_db()
    assert product.price == 15_000


def test_a_booths_number_and_links_are_cleaned(office):
    booth = make_exhibitor()
    change(office, booth, whatsapp="0812-3456-7890", links="https://www.instagram.com/batik?igshid=x\n")
    booth.refresh_from_db()
    assert (booth.whatsapp, booth.links) == ("+6281234567890", ["https://www.instagram.com/batik"])
    page = parse(change(office, booth, links="https://jahat.example/"))
    assert "belum bisa dipakai" in page.one("main").text


def test_a_verified_document_gives_the_badge(office, client, monkeypatch):
    monkeypatch.setattr("expo.pagecache.STATE_SECONDS", 0)
    product = make_product(name="Sambal")
    document = make_document(exhibitor=product.exhibitor, kind="halal", status="diajukan")
    change(office, product, documents=[document.pk])
    assert not parse(client.get(product.get_absolute_url())).all(cls="proofs")
    change(office, product.exhibitor, **{"documents-0-status": "terverifikasi", "documents-0-checked_on": "2026-11-01"})
    assert "Halal" in parse(client.get(product.get_absolute_url())).one(cls="proofs").text


@pytest.mark.parametrize("make", [make_edition, make_session, make_exhibitor, make_product], ids=lambda make: make.__name__)
def test_every_change_and_deletion_moves_the_version_on(office, make):
    obj = make()
    before = version()
    assert change(office, obj).status_code == 302
    changed = version()
    assert changed > before
    if hasattr(obj, "status"):
        obj.move(Deed.SUSPEND, by=None, reason="Tutup")  # what is shown is not deleted
    url = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_delete", args=[obj.pk])
    assert office.post(url, {"post": "yes"}).status_code == 302
    assert not type(obj).objects.filter(pk=obj.pk).exists()
    assert version() > changed


def test_adding_needs_no_more_than_the_form_asks(office):
    office.get(reverse("admin:products_product_add"))
    assert {Edition, Session, Category, Exhibitor, Product} <= set(admin.site._registry)
