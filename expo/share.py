"""The picture beside a link that somebody passes on, in WhatsApp and elsewhere: what og:image needs."""

from django.templatetags.static import static

from expo.structured import absolute
from expo.text import translated

WIDTH = 640  # shown well, and a moment's load on a weak line


def photo_preview(photo, name):
    """`photo` of something called `name`."""
    width = min(WIDTH, photo.width)
    return {
        "url": absolute(photo.url(WIDTH)),
        "width": width,
        "height": max(1, round(photo.height * width / photo.width)),
        "alt": translated(photo, "alt") or name,
    }


def region_preview(region):
    """The region's cloth with its name; stands in where there is no photo."""
    return {"url": absolute(static(f"img/og/region-{region.slug}.png")), "width": 1200, "height": 630, "alt": region.name}
