from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect

from exhibitors.models import Exhibitor
from expo.access import public_page
from expo.people import is_person
from inquiries.record import record_click, whatsapp_url
from products.models import Product


@public_page
def whatsapp_booth(request, slug):
    booth = get_object_or_404(Exhibitor.objects.public().with_place().with_stall_number(), slug=slug)
    return _to_whatsapp(request, booth, None, booth.stall_number)


@public_page
def whatsapp_product(request, slug):
    product = get_object_or_404(Product.objects.public().with_booth().with_stall_number(), slug=slug)
    return _to_whatsapp(request, product.exhibitor, product, product.stall_number)


def _to_whatsapp(request, booth, product, stall_number):
    """GET although it writes a row (docs/adr/0006): it has to work in every browser without cookie, token or script."""
    if not booth.reachable_by_whatsapp:
        return redirect(product or booth)
    click = record_click(booth, product, stall_number) if is_person(request) else None
    response = HttpResponseRedirect(whatsapp_url(booth, product, click.code if click else ""))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
