"""Pages for visitors, kept ready to send: the first middleware, per process, bounded by bytes.

A page is kept under (content version, quarter of an hour, scheme, path, known query parameters). The content version is
SiteState.version, moved on in the transaction of every published change and read again at most once a second; the
quarter of an hour stands for what changes with the clock (state of the edition, agenda, order of the stalls). Requests
with a session cookie pass by. What a view wrote on its response as `counts_for` is written on every answer from the
cache, too (exhibitors.openings counts by it). `remember()` keeps other things for as long as the version stands: counts, cards.
"""

import gzip
import hashlib
import threading
import time
from typing import NamedTuple
from urllib.parse import parse_qsl

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from expo.models import SiteState

KNOWN_PARAMETERS = frozenset(
    ["q", "wilayah", "kecamatan", "kategori", "harga_min", "harga_max", "lencana", "tersedia", "urut", "halaman", "hemat"]
)
CLOCK_STEP = 15 * 60
STATE_SECONDS = 1.0
REMEMBERED_MOST = 20_000  # in cards, about 2 KB each
CONTEXT_WEIGHT = 10  # of all that one page shows
VISITOR_CACHE_CONTROL = "public, max-age=60"


class Content(NamedTuple):
    version: int
    demo: bool
    catalogues: list


class _Kept:
    """A dict with a limit on the sum of weights; the longest unused goes first. Safe between threads."""

    def __init__(self, most):
        self.most = most
        self._lock = threading.Lock()
        self._values, self._weight = {}, 0

    def clear(self):
        with self._lock:
            self._values, self._weight = {}, 0

    def get(self, key):
        with self._lock:
            if (found := self._values.pop(key, None)) is None:
                return None
            self._values[key] = found  # again, as the youngest
            return found[0]

    def put(self, key, value, weight=1):
        with self._lock:
            if old := self._values.pop(key, None):
                self._weight -= old[1]
            self._values[key] = (value, weight)
            self._weight += weight
            while self._weight > self.most:
                self._weight -= self._values.pop(next(iter(self._values)))[1]


_pages = _Kept(0)
_remembered = _Kept(REMEMBERED_MOST)
_state = (0.0, None)


def content():
    """The content version that is out, whether it is demo data, and what printed catalogues it offers; from the database at most once a second.

    Not to be called between a move_on() and its commit: the process would take the new number for old pages.
    """
    global _state
    read_at, known = _state
    if known is None or time.monotonic() - read_at > STATE_SECONDS:
        row = SiteState.objects.filter(pk=1).values_list("version", "demo", "catalogues").first()
        known = Content(*(row or (0, False, [])))
        _state = (time.monotonic(), known)
    return known


def remember(key, compute, weight=1):
    """compute(), kept per content version in this process (two threads may both compute it; None is not kept). `key` is a tuple that names what and for which language or hour.

    weight: about how many cards the value is worth, for the limit.
    """
    key = (content().version, *key)
    value = _remembered.get(key)
    if value is None:
        value = compute()
        _remembered.put(key, value, weight)
    return value


def kept_many(key, names, compute):
    """The values for `names`, in their order, computing those not kept in one go: compute(missing) → dict.

    Names that compute() does not return are left out.
    """
    version = content().version
    found = {name: _remembered.get((version, *key, name)) for name in names}
    if missing := [name for name, value in found.items() if value is None]:
        for name, value in compute(missing).items():
            _remembered.put((version, *key, name), value)
            found[name] = value
    return [found[name] for name in names if found[name] is not None]


def forget():
    """Drop everything that is kept in this process (tests; nobody else needs it)."""
    global _state
    _pages.clear()
    _remembered.clear()
    _state = (0.0, None)


class PageCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        _pages.most = settings.PAGE_CACHE_BYTES

    def __call__(self, request):
        key = _key(request)
        if key is None:
            response = self.get_response(request)
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        page = _pages.get(key)
        if page is None:
            response = self.get_response(request)
            if not _is_for_everyone(response):
                return response
            page = _Page(response)
            if _pages.most:
                _pages.put(key, page, page.weight)
        return page.answer(request)


def _key(request):
    """What the page depends on; None if the request may not be answered from, or kept in, the cache."""
    query = request.META.get("QUERY_STRING", "")
    if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES or len(query) > 2000:
        return None
    path = request.path_info
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return None
    try:
        request.get_host()
        parameters = [pair for pair in parse_qsl(query, max_num_fields=50) if pair[0] in KNOWN_PARAMETERS] if query else ()
        version = content().version
    except (DisallowedHost, ValueError, DatabaseError):
        return None  # answered further in, with all headers
    return version, int(time.time() // CLOCK_STEP), request.scheme, path, tuple(sorted(parameters, key=lambda pair: pair[0]))


def _is_for_everyone(response):
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Vary")  # the session or another header was looked at
        and not response.has_header("Cache-Control")
        and not response.has_header("Content-Encoding")
    )


class _Page:
    """An answer with its headers, in the encodings that were asked for so far."""

    def __init__(self, response):
        body = response.content
        patch_vary_headers(response, ["Accept-Encoding"])
        response.headers["Cache-Control"] = VISITOR_CACHE_CONTROL
        self.etag = response.headers["ETag"] = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        self.headers = dict(response.headers)
        self.headers.pop("Content-Length", None)
        self.bodies = {"": body}
        self.counts_for = getattr(response, "counts_for", None)
        self.weight = 2 * len(body)

    def answer(self, request):
        response = self._answer(request)
        response.counts_for = self.counts_for
        return response

    def _answer(self, request):
        known = request.META.get("HTTP_IF_NONE_MATCH")
        if known and (known.strip() == "*" or self.etag in parse_etags(known)):
            return HttpResponseNotModified(headers={name: value for name, value in self.headers.items() if name != "Content-Type"})
        encoding = _encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.bodies.get(encoding)
        if body is None:
            body = self.bodies.setdefault(encoding, _compressed(self.bodies[""], encoding))
        response = HttpResponse(b"" if request.method == "HEAD" else body, headers=self.headers)
        response.headers["Content-Length"] = str(len(body))
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response


def _encoding(accepted):
    """'br', 'gzip' or '' for an Accept-Encoding header. 'br;q=0' is a refusal."""
    offers = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        offers[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ("br", "gzip") if offers.get(name, False)), "")


def _compressed(body, encoding):
    return brotli.compress(body, quality=5) if encoding == "br" else gzip.compress(body, 6, mtime=0)
