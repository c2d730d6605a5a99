from django.conf import settings

from expo.language import in_language
from expo.pagecache import content


def site(request):
    """`site`: the page's addresses in both languages and whether demo data is shown."""
    path = request.path_info
    here = settings.SITE_URL + in_language(path, "id"), settings.SITE_URL + in_language(path, "en")
    return {
        "site": {
            "url": settings.SITE_URL,
            "demo": content().demo,
            "path_id": in_language(path, "id"),
            "path_en": in_language(path, "en"),
            "alternate_id": here[0],
            "alternate_en": here[1],
            "canonical": here[getattr(request, "LANGUAGE_CODE", "id") == "en"],
        },
        "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
    }
