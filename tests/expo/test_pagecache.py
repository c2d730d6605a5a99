"""The page cache: what it may keep, what it must not mix up, and that a published change is seen."""

import gzip

import brotli
import pytest
from django.db import transaction
from django.test import Client

from expo import pagecache
from expo.models import SiteState
from tests.factories import make_exhibitor, make_product
from tests.html import parse


@pytest.fixture
def visitor(db, settings):
    """A visitor whose middleware chain is built with the cache on."""
    settings.PAGE_CACHE_BYTES = 10_000_000
    yield Client()
    pagecache._pages.most = 0


def title(response):
    return parse(response).one("h1").text


def test_a_page_is_kept_and_costs_no_query(visitor, django_assert_num_queries):
    first = visitor.get("/tentang/")
    with django_assert_num_queries(0):
        again = visitor.get("/tentang/")
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_a_published_change_is_seen_within_a_second(visitor, monkeypatch):
    booth = make_exhibitor(name="Batik Lama")
    SiteState.move_on()
    pagecache.forget()
    assert title(visitor.get(booth.get_absolute_url())) == "Batik Lama"
    booth.name = "Batik Baru"
    booth.save()
    assert title(visitor.get(booth.get_absolute_url())) == "Batik Lama"  # nobody said that it was published
    SiteState.move_on()
    monkeypatch.setattr(pagecache, "STATE_SECONDS", 0)
    assert title(visitor.get(booth.get_absolute_url())) == "Batik Baru"


def test_a_change_that_is_rolled_back_changes_nothing(db):
    SiteState.move_on()
    before = SiteState.objects.get().version
    with pytest.raises(RuntimeError), transaction.atomic():
        SiteState.move_on()
        raise RuntimeError
    assert SiteState.objects.get().version == before


def test_unknown_parameters_share_a_page_and_known_ones_do_not(visitor):
    make_product(name="Keripik Tempe")
    make_product(name="Batik Tulis")
    plain = visitor.get("/produk/")
    tracked = visitor.get("/produk/?utm_source=wa&fbclid=abc")
    narrowed = visitor.get("/produk/?q=batik")
    assert tracked.content == plain.content
    assert narrowed.content != plain.content


def test_an_empty_parameter_leaves_no_trace_on_the_page_that_others_get(visitor):
    empty = visitor.get("/tentang/?q=&halaman=")
    plain = visitor.get("/tentang/")
    assert plain.content == empty.content
    assert parse(plain).one("a", hreflang="en")["href"] == "/en/tentang/"


def test_the_languages_do_not_mix(visitor):
    assert parse(visitor.get("/")).one("html")["lang"] == "id"
    assert parse(visitor.get("/en/")).one("html")["lang"] == "en"
    assert parse(visitor.get("/", headers={"accept-language": "en"})).one("html")["lang"] == "id"


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_the_body_comes_in_an_encoding_that_was_asked_for(visitor, accepted, encoding, unpack):
    plain = visitor.get("/tentang/").content
    for _first_then_kept in range(2):
        response = visitor.get("/tentang/", headers={"accept-encoding": accepted})
        assert response.headers.get("Content-Encoding") == encoding
        assert unpack(response.content) == plain
        assert response.headers["Content-Length"] == str(len(response.content))
        assert response.headers["Vary"] == "Accept-Encoding"


def test_a_known_etag_is_answered_304_without_a_body(visitor):
    first = visitor.get("/tentang/")
    again = visitor.get("/tentang/", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Security-Policy" in again.headers
    assert visitor.get("/tentang/", headers={"if-none-match": '"other"'}).status_code == 200


def test_head_has_the_length_and_no_body(visitor):
    full = visitor.get("/tentang/")
    head = visitor.head("/tentang/")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(full.content))


def test_a_visitors_page_sets_no_cookie_and_carries_no_token(visitor):
    for path in ("/", "/produk/", "/stan/", "/agenda/", "/tentang/"):
        response = visitor.get(path)
        assert not response.cookies
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert not parse(response).all("input", name="csrfmiddlewaretoken")


def test_who_is_signed_in_passes_by(visitor, dewi, client_of):
    visitor.get("/tentang/")
    response = client_of(dewi).get("/tentang/")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" not in response.headers


@pytest.mark.parametrize("path", ["/tidak-ada/", "/wa/stan/tidak-ada/", "/panitia/login/"])
def test_what_is_not_for_everyone_is_not_kept(visitor, path):
    visitor.get(path)
    assert not pagecache._pages._values


def test_a_foreign_host_gets_no_kept_page(visitor):
    assert visitor.get("/tentang/").status_code == 200
    response = visitor.get("/tentang/", headers={"host": "jahat.example"})
    assert response.status_code == 400
    assert "Content-Security-Policy" in response.headers


def test_old_pages_make_room():
    kept = pagecache._Kept(10)
    kept.put("a", 1, 4)
    kept.put("b", 2, 4)
    assert kept.get("a") == 1
    kept.put("c", 3, 4)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_a_page_larger_than_the_cache_is_not_kept():
    kept = pagecache._Kept(10)
    kept.put("a", 1, 4)
    kept.put("huge", 2, 40)
    assert kept.get("huge") is None


def test_what_is_remembered_is_computed_once_per_version(db, monkeypatch):
    monkeypatch.setattr(pagecache, "STATE_SECONDS", 0)
    computed = []
    for _twice in range(2):
        pagecache.remember(("test",), lambda: computed.append(1) or "value")
    SiteState.move_on()
    assert pagecache.remember(("test",), lambda: computed.append(1) or "value") == "value"
    assert len(computed) == 2
