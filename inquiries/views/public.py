from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from exhibitors.models import Exhibitor
from expo.access import public_form, public_page
from expo.people import is_person
from expo.text import translated
from inquiries.ask import ask, sent_before
from inquiries.forms import InquiryForm
from inquiries.models import Inquiry
from inquiries.record import record_click, whatsapp_url
from products.cards import price_text
from products.models import Product


@public_page
def whatsapp_booth(request, slug):
    booth, _product, stall_number = _booth(slug)
    return _to_whatsapp(request, booth, None, stall_number)


@public_page
def whatsapp_product(request, slug):
    return _to_whatsapp(request, *_product(slug))


def _to_whatsapp(request, booth, product, stall_number):
    """GET although it writes a row (docs/adr/0006): it has to work in every browser without cookie, token or script."""
    if not booth.reachable_by_whatsapp:
        return redirect(product or booth)
    click = record_click(booth, product, stall_number) if is_person(request) else None
    response = HttpResponseRedirect(whatsapp_url(booth, product, click.code if click else ""))
    return _for_nobody_else(response)


@public_form
@sensitive_post_parameters()
def ask_booth(request, slug):
    return _ask(request, *_booth(slug))


@public_form
@sensitive_post_parameters()
def ask_product(request, slug):
    return _ask(request, *_product(slug))


def _ask(request, booth, product, stall_number):
    form, status = InquiryForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        words, today, about = form.words, timezone.localdate(), product or booth
        if form.cleaned_data["website"]:
            return redirect(about)
        inquiry = sent_before(about, words, day=today)
        if inquiry or _may_send(request, booth, words):
            inquiry = inquiry or ask(booth, product, words, day=today, stall_number=stall_number)
            return redirect("inquiries:sent", inquiry.code)
        form.add_error(None, _("Terlalu banyak pesan dari sini. Tunggu satu jam, lalu kirim lagi. Isian Anda masih ada di layar ini."))
        status = 429
    elif form.is_bound:
        status = 422
    region = booth.village.district.region
    context = {
        "form": form,
        "booth": booth,
        "product": product,
        "stall_number": stall_number,
        "region": region,
        "place": booth.village.place,
    }
    if product:
        context |= {"section": "catalogue", "price": price_text(product), "unit": translated(product, "unit")}
    return render(request, "inquiries/ask.html", {"section": "pavilions", **context}, status=status)


@public_page
def sent(request, code):
    """What happens now. The address says nothing about who asked, nor does the page."""
    booths = Exhibitor.objects.public()
    inquiry = get_object_or_404(Inquiry.objects.filter(exhibitor__in=booths).select_related("exhibitor"), code=code)
    return _for_nobody_else(
        render(request, "inquiries/sent.html", {"inquiry": inquiry, "booth": inquiry.exhibitor, "section": "pavilions"})
    )


def _may_send(request, booth, words):
    contacts = [contact.lower() for contact in (words["whatsapp"], words["email"]) if contact]
    return ratelimit.consume(request, action="inquire", key=f"{booth.pk} {get_ip(request)}") and all(
        ratelimit.consume(request, action="inquire_contact", key=contact) for contact in contacts
    )


def _booth(slug):
    booth = get_object_or_404(Exhibitor.objects.public().with_place().with_stall_number(), slug=slug)
    return booth, None, booth.stall_number


def _product(slug):
    product = get_object_or_404(Product.objects.public().with_booth().with_stall_number(), slug=slug)
    return product.exhibitor, product, product.stall_number


def _for_nobody_else(response):
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
