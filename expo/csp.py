"""Content-Security-Policy from SECURE_CSP, the setting's name in Django 6; that class goes when 6.2 LTS comes."""

from django.conf import settings
from django.http import HttpResponseNotAllowed


class SecurityHeadersMiddleware:
    """Headers that Django 5.2's SecurityMiddleware lacks, on every answer."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())

    def __call__(self, request):
        response = self.get_response(request)
        headers = response.headers
        if headers.get("Content-Type", "text/html").startswith("text/html"):
            headers.setdefault("Content-Security-Policy", self.policy)
            headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        else:  # a picture or a file runs nothing; a page has thirty of them, and each header counts on a weak line
            headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class RefuseTraceMiddleware:
    """TRACE would echo a request with its cookies, and function views accept it. Stands inside the two that set headers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("TRACE", "TRACK", "CONNECT"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST", "OPTIONS"])
        return self.get_response(request)
