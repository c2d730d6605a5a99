"""Where an owner answers an inquiry, with the answer begun in the language that the visitor reads."""

from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from expo.text import translated


def whatsapp_reply(inquiry):
    """The wa.me address, or '' when no number was left."""
    return f"https://wa.me/{inquiry.whatsapp.removeprefix('+')}?text={quote(_beginning(inquiry), safe='')}" if inquiry.whatsapp else ""


def mail_reply(inquiry):
    """The mailto address, or '' when no e-mail was left."""
    if not inquiry.email:
        return ""
    subject = f"{inquiry.exhibitor.name}, {inquiry.code}"
    return f"mailto:{quote(inquiry.email, safe='@')}?subject={quote(subject, safe='')}&body={quote(_beginning(inquiry), safe='')}"


def _beginning(inquiry):
    with translation.override(inquiry.language):
        about = translated(inquiry.product, "name") if inquiry.product else inquiry.exhibitor.name
        words = {"name": inquiry.name, "about": about, "booth": inquiry.exhibitor.name, "code": inquiry.code}
        return (
            _("Halo %(name)s, terima kasih sudah bertanya tentang %(about)s di UMKM Virtual Expo (kode %(code)s). Saya dari %(booth)s.")
            % words
            + "\n\n"
        )
