"""A tap on WhatsApp leaves a record: booth, product, edition, time, language and a short code. Nothing about the visitor."""

import logging
import secrets
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.programme import current_edition
from expo.text import translated
from inquiries.models import ContactClick

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread over the phone
LETTERS = 4

logger = logging.getLogger(__name__)


def new_code(booth, stall_number="", letters=LETTERS):
    """'KB017-7F3K'. It may be taken already: the column is unique, try another one."""
    prefix = (stall_number or booth.village.district.region.stall_prefix).replace("-", "")
    return prefix + "-" + "".join(secrets.choice(ALPHABET) for _letter in range(letters))


def record_click(booth, product=None, stall_number=""):
    """The stored ContactClick, or None when the database would not take it: the visitor goes on either way."""
    edition = current_edition()
    for _attempt in range(5):
        code = new_code(booth, stall_number)
        try:
            with transaction.atomic():
                return ContactClick.objects.create(code=code, exhibitor=booth, product=product, edition=edition, language=get_language())
        except IntegrityError:
            continue  # the code is taken: another one
        except DatabaseError:
            logger.exception("A WhatsApp tap was not recorded")
            return None
    return None


def whatsapp_url(booth, product=None, code=""):
    """The wa.me address with the text ready to send, in the active language."""
    page = settings.SITE_URL + (product or booth).get_absolute_url()
    if product:
        text = _("Halo %(booth)s, saya melihat %(product)s di UMKM Virtual Expo. Apakah masih ada?") % {
            "booth": booth.name,
            "product": translated(product, "name"),
        }
    else:
        text = _("Halo %(booth)s, saya melihat stan Anda di UMKM Virtual Expo dan ingin bertanya.") % {"booth": booth.name}
    lines = [text, page, *([_("Kode: %s") % code] if code else [])]
    return f"https://wa.me/{booth.whatsapp.removeprefix('+')}?text={quote(chr(10).join(lines), safe='')}"
