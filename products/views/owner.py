"""The owner's pages of her products, under /kelola/. Another's product is 404, as if it were not there."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curation import propose
from exhibitors.news import reasons
from exhibitors.states import OPEN_STATUSES, Status
from exhibitors.views.owner import own_booth, waiting_words
from expo.cloth import face
from expo.once import new_key, once
from products import stall
from products.cards import price_text
from products.models import Product
from products.owner_forms import DetailsForm, OrderForm, PlaceForm, PriceForm, StockForm

TOLD = (Status.NEEDS_WORK, Status.REJECTED)
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def own_product(request, pk, products=None):
    """A product of hers with its booth, place and stall number as base_owner.html wants them; 404 for everybody else."""
    products = Product.objects.kept() if products is None else products
    product = get_object_or_404(products.owned_by(request.user).with_booth().with_stall_number(), pk=pk)
    product.exhibitor.stall_number = product.stall_number
    return product


def page(request, template, product=None, booth=None, status=None, **context):
    booth = booth or product.exhibitor
    adding = "baru" in request.GET or product is None
    context |= {"booth": booth, "region": booth.village.district.region, "product": product, "adding": adding, "tab": "products"}
    context["proposal"] = getattr(product, "proposal", None)
    return render(request, f"products/owner/{template}.html", context, status=status)


def step(request, name, product):
    """The address of a step of a product, within the same way through them."""
    return reverse(f"products:{name}", args=[product.pk]) + ("?baru" if "baru" in request.GET else "")


@require_safe
def products(request, pk):
    booth = own_booth(request, pk)
    rows = propose.hers_of(booth, list(booth.products.kept().select_related("cover")))
    for row in rows:
        row.exhibitor, row.key = booth, new_key()
        row.price_text, row.face = price_text(row), face(row.name or booth.name)
    removed = booth.products.restorable().only("name")
    return page(request, "list", booth=booth, rows=rows, removed=removed, is_full=len(rows) >= stall.MOST_PRODUCTS)


@read_or_send
@once
def new_price(request, pk):
    """A product that begins with its name, for who has no photo yet."""
    booth = own_booth(request, pk)
    form = PriceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            product = stall.start(booth, **{name: getattr(form.instance, name) for name in PriceForm.Meta.fields})
            return redirect(reverse("products:owner_product_details", args=[product.pk]) + "?baru")
        except stall.StallFull as full:
            form.add_error(None, str(full))
    return page(request, "price", booth=booth, form=form, key=_key(request), status=422 if form.is_bound else 200)


@require_safe
def product(request, pk):
    product = propose.hers(own_product(request, pk))
    photos, _leaving = propose.photos_of(product)
    product.price_text, product.face = price_text(product), face(product.name or product.exhibitor.name)
    reason = reasons(product.exhibitor).get(("products.product", product.pk)) if product.status in TOLD else ""
    return page(request, "product", product, photos=photos, key=new_key(), reason=reason)


@read_or_send
def price(request, pk):
    product = own_product(request, pk)
    hers = propose.hers(product)
    form = PriceForm(request.POST or None, instance=copy(hers))
    if request.method == "POST" and form.is_valid():
        waits = stall.keep(product, form, by=request.user)
        return _saved(request, form.instance, waits, "owner_product_details")
    return page(request, "price", hers, form=form, status=422 if form.is_bound else 200)


@read_or_send
def details(request, pk):
    product = own_product(request, pk)
    hers = propose.hers(product)
    form = DetailsForm(request.POST or None, instance=copy(hers))
    if request.method == "POST" and form.is_valid():
        waits = stall.keep(product, form, by=request.user)
        return _saved(request, form.instance, waits)
    return page(request, "details", hers, form=form, status=422 if form.is_bound else 200)


@require_POST
def set_stock(request, pk):
    product, form = own_product(request, pk), StockForm(request.POST)
    if form.is_valid():
        stall.set_stock(product, form.cleaned_data["stok"])
        label = Product.Stock(form.cleaned_data["stok"]).label
        messages.success(request, _("%(name)s: %(stock)s.") % {"name": _name(product), "stock": label.lower()})
    return _to_list(product, anchor=True)


@require_POST
def move(request, pk):
    product, form = own_product(request, pk), PlaceForm(request.POST)
    if form.is_valid():
        stall.move(product, form.cleaned_data["ke"])
    return _to_list(product, anchor=True)


@require_POST
def arrange(request, pk):
    booth, form = own_booth(request, pk), OrderForm(request.POST)
    if form.is_valid():
        stall.arrange(booth, form.cleaned_data["urutan"])
    return HttpResponse(status=204 if form.is_valid() else 422)


@require_POST
@once
def make_copy(request, pk):
    product = propose.hers(own_product(request, pk))
    try:
        made = stall.copy(product)
    except stall.StallFull as full:
        messages.error(request, str(full))
        return _to_list(product)
    messages.success(request, _("Disalin dari %(name)s. Sekarang beri foto, nama, dan harganya sendiri.") % {"name": _name(product)})
    return redirect(reverse("products:owner_product_photos", args=[made.pk]) + "?baru")


@require_POST
def take_out(request, pk):
    product = own_product(request, pk)
    stall.take_out(product, by=request.user)
    undo = reverse("products:owner_product_restore", args=[pk])
    messages.success(request, _("%(name)s sudah dihapus.") % {"name": _name(product)}, extra_tags=undo)
    return _to_list(product)


@require_POST
def put_back(request, pk):
    product = own_product(request, pk, Product.objects.all())
    try:
        stall.put_back(product, by=request.user)
        messages.success(request, _("%(name)s sudah kembali.") % {"name": _name(product)})
    except stall.StallFull as full:
        messages.error(request, str(full))
    return _to_list(product)


def _saved(request, product, waits, following=None):
    """On to the next step when the product is new, else back to the product. waits: for the organisers."""
    if following and "baru" in request.GET:
        return redirect(step(request, following, product))
    if "baru" in request.GET and product.status in OPEN_STATUSES:
        messages.success(request, _("%(name)s sudah tersimpan. Kalau sudah cukup, ajukan ke panitia.") % {"name": _name(product)})
    else:
        messages.success(request, waiting_words(product) if waits else _("Sudah tersimpan."))
    return redirect("products:owner_product", product.pk)


def _to_list(product, anchor=False):
    path = reverse("products:owner_products", args=[product.exhibitor_id])
    return redirect(f"{path}#produk-{product.pk}" if anchor else path)


def _name(product):
    return product.name or _("Produk baru")


def _key(request):
    """The key of a form that comes back with faults stays: it was not carried out yet."""
    return request.POST.get("kunci") or new_key()
