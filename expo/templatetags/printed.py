"""The way to the printed catalogue. Apart from ui.py, which apps import that may know nothing of what goes out as a file."""

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext as _

from exchange.offers import offered, stale_offers

register = template.Library()


@register.simple_tag
def catalogue_link(region="", category=""):
    """The way to the printed catalogue of a region or a kind (by their slugs), or of all; "" where none is offered."""
    if not (offer := offered(region, category)):
        return ""
    words = _("Unduh katalog (PDF, %s)") % filesizeformat(offer.size)
    return format_html('<a href="{}" hreflang="{}" type="application/pdf">{}</a>', offer.url, offer.language, words)


register.simple_tag(stale_offers)
