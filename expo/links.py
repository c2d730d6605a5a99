"""Links that owners may show: https, to hosts that buyers know, without tracking."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HOSTS = {
    "tokopedia.com": "Tokopedia",
    "shopee.co.id": "Shopee",
    "padiumkm.id": "PaDi UMKM",
    "instagram.com": "Instagram",
    "facebook.com": "Facebook",
    "tiktok.com": "TikTok",
    "maps.app.goo.gl": "Google Maps",
    "wa.me": "WhatsApp",
}
_TRACKING = ("utm_", "fbclid", "gclid", "igsh", "igshid", "mibextid", "sc_", "spm", "_t", "_r")


def host_of(url):
    """The allow-listed host of an address ('https://www.instagram.com/x' gives 'instagram.com'), or None."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    return next((known for known in HOSTS if host == known or host.endswith("." + known)), None)


def clean_link(url):
    """The address without tracking parameters and fragment; ValidationError if it is not https or not on the list."""
    url = str(url).strip()
    try:
        parts = urlsplit(url)
        port, userinfo = parts.port, parts.username or parts.password
    except ValueError as error:
        raise ValidationError(_("“%(url)s” bukan alamat web yang benar."), params={"url": url[:80]}) from error
    if parts.scheme != "https" or not parts.hostname:
        raise ValidationError(_("“%(url)s” harus diawali https://."), params={"url": url[:80]})
    if port or userinfo or not host_of(url) or len(url) > 300:
        raise ValidationError(
            _("“%(url)s” belum bisa dipakai. Pakai tautan dari: %(hosts)s."), params={"url": url[:80], "hosts": ", ".join(HOSTS.values())}
        )
    query = [(name, value) for name, value in parse_qsl(parts.query) if not name.lower().startswith(_TRACKING)]
    return urlunsplit(("https", parts.netloc.lower(), parts.path, urlencode(query), ""))
