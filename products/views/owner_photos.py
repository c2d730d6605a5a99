"""Photos of the owner's products. They are decoded before anything is written; of several the good ones are kept, each bad one is named."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from curation import propose
from exhibitors.views.owner import own_booth, waiting_words
from expo import images
from expo.once import new_key, only_once
from products import photos, stall
from products.models import ProductPhoto
from products.owner_forms import AltForm, PlaceForm
from products.views.owner import own_product, page, read_or_send, step


@read_or_send
def new(request, pk):
    """A product that begins with its photos. All that are sent with one `kunci` hang at one product, however often they come."""
    booth = own_booth(request, pk)
    key = request.POST.get("kunci") or new_key()
    if request.method != "POST":
        return page(request, "photos", booth=booth, key=key)
    pictures, refused = _sent(request)
    if not pictures:
        return _answer(request, [], refused, "", booth=booth, key=key)
    try:
        path = only_once(request.user, key, lambda: reverse("products:owner_product_photos", args=[stall.start(booth).pk]))
    except stall.StallFull as full:
        return _answer(request, [], [str(full)], "", booth=booth, key=key)
    product = own_product(request, resolve(path).kwargs["pk"])
    return _answer(request, *_hung(request, product, pictures, refused), f"{path}?baru", product=product)


@read_or_send
def product_photos(request, pk):
    product = own_product(request, pk)
    if request.method != "POST":
        return _photo_page(request, product)
    return _answer(request, *_hung(request, product, *_sent(request)), step(request, "owner_product_photos", product), product=product)


@require_POST
def move(request, pk):
    photo, form = _own_photo(request, pk), PlaceForm(request.POST)
    if form.is_valid():
        photos.move(photo, form.cleaned_data["ke"])
    return _back(request, photo)


@require_POST
def describe(request, pk):
    photo = _own_photo(request, pk)
    form = AltForm(request.POST, instance=photo, auto_id=_ids(photo))
    if not form.is_valid():
        return _photo_page(request, own_product(request, photo.product_id), faulty={photo.pk: form}, status=422)
    waits = photos.describe(photo, form.cleaned_data["alt"], form.cleaned_data["alt_en"], by=request.user)
    messages.success(request, waiting_words(photo.product) if waits else _("Keterangan foto sudah tersimpan."))
    return _back(request, photo)


@require_POST
def square(request, pk):
    photo = _own_photo(request, pk)
    try:
        photos.square(photo, by=request.user)
        messages.success(request, _("Foto sudah dipotong persegi."))
    except images.PictureRefused as refusal:
        messages.error(request, str(refusal))
    return _back(request, photo)


@require_POST
def take_down(request, pk):
    photo = _own_photo(request, pk)
    waits = photos.take_down(photo, by=request.user)
    messages.success(request, _("Foto ini dihapus setelah panitia setuju.") if waits else _("Foto sudah dihapus."))
    return _back(request, photo)


@require_POST
def leave_up(request, pk):
    photo = _own_photo(request, pk)
    photos.leave_up(photo, by=request.user)
    messages.success(request, _("Foto tidak jadi dihapus."))
    return _back(request, photo)


def _own_photo(request, pk):
    return get_object_or_404(ProductPhoto.objects.owned_by(request.user).select_related("product__exhibitor"), pk=pk)


def _sent(request):
    uploads = request.FILES.getlist("foto")
    return photos.read(uploads) if uploads else ([], [_("Belum ada foto yang dipilih. Ambil foto atau pilih dari galeri dulu.")])


def _hung(request, product, pictures, refused):
    """(photos that hang now, sentences about those that do not)"""
    hung = []
    for picture in pictures:
        try:
            hung.append(photos.hang(product, picture, by=request.user))
        except images.PictureRefused as refusal:
            refused = [*refused, str(refusal)]
            break  # the limit holds for the rest, too
    return hung, refused


def _answer(request, hung, refused, path, product=None, **context):
    """JSON to the script that sends photos one by one; else on to the page of the photos, or the form again when there is none to see."""
    if request.headers.get("Accept", "").startswith("application/json"):
        data = {"photos": [{"id": photo.pk, "url": photo.url160} for photo in hung], "refused": refused, "next": path}
        return JsonResponse(data, status=200 if hung else 422)
    if not hung:
        show = _photo_page if product else _empty_page
        return show(request, product, refused=refused, status=422, **context)
    for sentence in refused:
        messages.error(request, sentence)
    count = len({photo.pk for photo in hung})
    if any(photo.state == ProductPhoto.State.PROPOSED for photo in hung):
        text = ngettext("%(count)s foto tersimpan, menunggu panitia.", "%(count)s foto tersimpan, menunggu panitia.", count)
    else:
        text = ngettext("%(count)s foto tersimpan.", "%(count)s foto tersimpan.", count)
    messages.success(request, text % {"count": count})
    return redirect(path)


def _empty_page(request, _product, **context):
    return page(request, "photos", **context)


def _photo_page(request, product, faulty=None, **context):
    product = propose.hers(product)
    rows, leaving = propose.photos_of(product)
    for number, photo in enumerate(rows, start=1):
        suggestion = photo.alt or (
            product.name if number == 1 else _("%(name)s, foto %(number)s") % {"name": product.name, "number": number}
        )
        words = {"alt": suggestion[:200] if product.name else photo.alt}
        photo.form = (faulty or {}).get(photo.pk) or AltForm(instance=photo, initial=words, auto_id=_ids(photo))
    return page(request, "photos", product, photos=rows, leaving=leaving, is_full=len(rows) >= photos.MOST_PHOTOS, **context)


def _ids(photo):
    """For fields that stand on the page once per photo."""
    return f"id_{photo.pk}_%s"


def _back(request, photo):
    return redirect(step(request, "owner_product_photos", photo.product))
