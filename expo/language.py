"""The language of an answer is in its address and nowhere else: `/…` is Indonesian, `/en/…` English.

Django's LocaleMiddleware also looks at a cookie and at Accept-Language and says so in Vary, which would split every
shared cache by header. A visitor's page here differs by address only.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_from_path


class PathLanguageMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
        return response


def in_language(path, language):
    """The same page's path in the other language: ('/stan/', 'en') gives '/en/stan/'."""
    bare = path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path
    bare = bare or "/"
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"
