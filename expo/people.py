"""Who is a person, for counts that are to be honest: robots, link previews, prefetches and HEAD are not."""

import re
from functools import lru_cache

# WhatsApp's link preview calls itself "WhatsApp/2…"; its browser is a Mozilla like any other and counts.
BOTS = re.compile(
    r"^$|^whatsapp/|(?<!cu)bot\b|crawl|spider|slurp|preview|archiver|scrapy|facebookexternalhit|meta-external|google(-|other)|mediapartners|\+https?:"
    r"|^curl|^wget|^axios|^node|python|httpx|okhttp|^java|go-http|headless_shell|lighthouse",
    re.IGNORECASE,
)
PURPOSES = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")


def is_person(request):
    """Whether the request looks like somebody's: no robot, no link preview, no prefetch, no HEAD."""
    meta = request.META
    if request.method != "GET" or is_robot(meta.get("HTTP_USER_AGENT", "")[:300]):
        return False
    return not any("prefetch" in meta[name].lower() for name in PURPOSES if name in meta)


@lru_cache(maxsize=4096)
def is_robot(agent):
    """For a User-Agent. Kept, for the same few phones ask again and again and the pattern costs more than the rest."""
    return bool(BOTS.search(agent))
