"""What is larger than eight photos is answered with a page of ours, and nothing of it is kept."""

import io
import time

import pytest
from django.test import RequestFactory

from expo import uploads
from tests.html import parse


class Line(io.RawIOBase):
    """The body of a request that says how much of it was read."""

    def __init__(self, size):
        self.left, self.read_so_far = size, 0

    def read(self, size=-1):
        chunk = min(size, self.left)
        self.left -= chunk
        self.read_so_far += chunk
        return b"\0" * chunk


def post(client, size, said=None, path="/kelola/stan/1/produk/baru/"):
    line = Line(size)
    said = str(size) if said is None else said
    environ = {"wsgi.input": line, "CONTENT_LENGTH": said, "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    return client.generic("POST", path, **environ), line


@pytest.mark.parametrize("path", ["/kelola/stan/1/produk/baru/", "/en/kelola/stan/1/produk/baru/", "/panitia/login/"])
def test_two_hundred_megabytes_are_refused_kindly(db, client, path):
    response, line = post(client, 200 * 1024 * 1024, path=path)

    assert response.status_code == 413
    page = parse(response)
    assert page.one("h1").text in ("Kirimannya terlalu besar.", "This is too much to send at once.")
    assert "110 MB" in page.one(cls="lead").text
    assert line.left == 0, "a browser shows our page only after it could send"
    assert response["X-Frame-Options"] == "DENY"


def test_eight_originals_are_not(settings):
    assert settings.UPLOAD_MAX_BYTES > 8 * 12 * 1024 * 1024
    request = RequestFactory().post("/", headers={"content-length": str(8 * 12 * 1024 * 1024 + 5000)})

    assert uploads.RefuseTooLargeMiddleware(lambda request: "passed")(request) == "passed"


@pytest.mark.parametrize("said", ["", "x", "-5"])
def test_a_length_that_is_none_is_left_to_the_server(said):
    request = RequestFactory().post("/")
    request.META["CONTENT_LENGTH"] = said

    assert uploads.RefuseTooLargeMiddleware(lambda request: "passed")(request) == "passed"


def test_nobody_is_waited_for_without_end(db, client, monkeypatch):
    monkeypatch.setattr(uploads, "DRAIN_SECONDS", 0.05)
    monkeypatch.setattr(Line, "read", lambda self, size=-1: time.sleep(0.02) or b"\0")
    started = time.monotonic()

    response, _line = post(client, 10**12)

    assert response.status_code == 413
    assert time.monotonic() - started < 5
