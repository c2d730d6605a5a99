from urllib.parse import urlencode

from django.conf import settings

from expo.language import in_language
from expo.pagecache import KNOWN_PARAMETERS, content


def site(request):
    """`site`: the page's addresses in both languages (`path_…` with its filter, for the switch; the others without, for robots) and whether demo data is shown."""
    path = request.path_info
    kept = [(name, value) for name in request.GET if name in KNOWN_PARAMETERS for value in request.GET.getlist(name) if value]
    query = f"?{urlencode(kept)}" if kept else ""
    here = settings.SITE_URL + in_language(path, "id"), settings.SITE_URL + in_language(path, "en")
    return {
        "site": {
            "url": settings.SITE_URL,
            "contact": settings.CONTACT,
            "demo": content().demo,
            "path_id": in_language(path, "id") + query,
            "path_en": in_language(path, "en") + query,
            "alternate_id": here[0],
            "alternate_en": here[1],
            "canonical": here[getattr(request, "LANGUAGE_CODE", "id") == "en"],
        },
        "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
    }
