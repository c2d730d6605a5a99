"""The printed catalogue that visitors may take along."""

import re

from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from exchange.models import PrintedCatalogue
from expo.access import public_page
from expo.pagecache import VISITOR_CACHE_CONTROL

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})", re.ASCII)


@public_page
def catalogue(request, address):
    """The one that is published under this address, as a file. On a weak line a browser asks for the rest of it (Range)."""
    published = PrintedCatalogue.objects.published().filter(address=address, language=request.LANGUAGE_CODE)
    row = published.order_by("-published_at").first()
    if row is None or not row.file.storage.exists(row.file.name):
        raise Http404
    try:
        return _answer(request, row)
    except FileNotFoundError as error:  # taken down in this moment
        raise Http404 from error


def _answer(request, row):
    etag, made = f'"{row.digest}"', int(row.made_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=made) or _sent(request, row, etag)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(made)
    response.headers["Cache-Control"] = VISITOR_CACHE_CONTROL  # as the pages that offer it: taken down, it is gone in a minute
    response.headers["X-Robots-Tag"] = "noindex"  # who searches shall find the products' pages, which are up to date
    return response


def _sent(request, row, etag):
    span = _span(request, row, etag)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{row.size}"})
    first, last = span
    whole = (first, last) == (0, row.size - 1)
    headers = {
        "Content-Disposition": content_disposition_header(True, row.file_name),
        "Content-Length": str(last - first + 1),
        "Accept-Ranges": "bytes",
        **({} if whole else {"Content-Range": f"bytes {first}-{last}/{row.size}"}),
    }
    status = 200 if whole else 206
    if request.method == "HEAD":
        return HttpResponse(status=status, content_type="application/pdf", headers=headers)
    response = FileResponse(_Part(row.file.open(), first, last - first + 1), status=status, content_type="application/pdf")
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _span(request, row, etag):
    """(first, last) of the bytes that are asked for; all, where several parts are, or one of another file; None: there are none such."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or not any(asked.groups()) or request.headers.get("If-Range", etag) != etag:
        return 0, row.size - 1
    first, last = asked.groups()
    if not first:
        first, last = max(0, row.size - int(last)), row.size - 1
    first, last = int(first), min(int(last or row.size - 1), row.size - 1)
    return (first, last) if first <= last else None


class _Part:
    """So many bytes of an open file, from a place on."""

    def __init__(self, file, first, count):
        file.seek(first)
        self.file, self.left = file, count

    def read(self, size):
        read = self.file.read(min(size, self.left))
        self.left -= len(read)
        return read

    def close(self):
        self.file.close()
