"""Openings of booths and products: counted outside of the page cache, written down by a thread, never in the visitor's way."""

import threading

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from exhibitors import openings
from exhibitors.models import BoothDay
from expo import pagecache
from tests.factories import make_exhibitor, make_product

PHONE = "Mozilla/5.0 (Linux; Android 9; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/106.0 Mobile Safari/537.36"


@pytest.fixture
def booth(db, settings, monkeypatch):
    """A booth whose pages are kept by the page cache; no thread of its own writes."""
    settings.PAGE_CACHE_BYTES = 10_000_000
    monkeypatch.setattr(openings, "_counted", openings.Counter())
    monkeypatch.setattr(openings, "_timer", object())
    yield make_exhibitor()
    pagecache._pages.most = 0


@pytest.fixture
def visitor(booth):
    return Client(headers={"user-agent": PHONE})


def days():
    return list(BoothDay.objects.order_by("exhibitor").values_list("exhibitor", "day", "openings"))


def test_pages_of_a_booth_and_its_products_are_counted_in_both_languages_kept_or_not(visitor, booth):
    product = make_product(exhibitor=booth)
    other = make_exhibitor()
    paths = [booth.get_absolute_url(), product.get_absolute_url(), f"/en{booth.get_absolute_url()}", f"/en{product.get_absolute_url()}"]
    for path in paths * 3:
        visitor.get(path)
    visitor.get(other.get_absolute_url())

    assert openings.flush() == 13

    assert days() == [(booth.pk, timezone.localdate(), 12), (other.pk, timezone.localdate(), 1)]


def test_what_is_not_a_booth_counts_for_nobody(visitor, booth):
    for path in ("/", "/stan/", "/produk/", "/tentang/", "/stan/tidak-ada/", f"/wa/stan/{booth.slug}/"):
        visitor.get(path)

    assert openings.flush() == 0


def test_an_answer_not_modified_is_an_opening_too(visitor, booth):
    first = visitor.get(booth.get_absolute_url())
    again = visitor.get(booth.get_absolute_url(), headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert openings.flush() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": ""},
        {"user-agent": "WhatsApp/2.23.20.0 A"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
    ],
)
def test_robots_and_prefetches_are_not_counted(visitor, booth, headers):
    assert visitor.get(booth.get_absolute_url(), headers=headers).status_code == 200

    assert openings.flush() == 0


def test_head_is_not_counted(visitor, booth):
    visitor.head(booth.get_absolute_url())

    assert openings.flush() == 0


def test_who_is_signed_in_is_not_counted(visitor, booth, sari):
    visitor.force_login(sari)
    visitor.get(booth.get_absolute_url())

    assert openings.flush() == 0


def test_the_day_goes_on_being_counted(booth):
    BoothDay.objects.create(exhibitor=booth, day=timezone.localdate(), openings=5)
    openings.count(booth.pk)
    openings.count(booth.pk)

    openings.flush()

    assert days() == [(booth.pk, timezone.localdate(), 7)]


def test_a_kept_page_still_costs_no_query(visitor, booth, django_assert_num_queries):
    visitor.get(booth.get_absolute_url())
    with django_assert_num_queries(0):
        visitor.get(booth.get_absolute_url())


def test_a_booth_that_is_gone_takes_nothing_with_it(booth):
    openings.count(booth.pk)
    openings.count(booth.pk + 1000)

    assert openings.flush() == 1


def test_a_database_that_cannot_write_loses_nothing(booth, monkeypatch):
    def busy(*_arguments):
        raise DatabaseError("database is locked")

    openings.count(booth.pk)
    with monkeypatch.context() as broken:
        broken.setattr(openings, "_write", busy)
        assert openings.flush() == 0

    openings.count(booth.pk)
    assert openings.flush() == 2


def test_openings_in_a_row_start_one_thread_that_ends_with_the_process(monkeypatch):
    started = []
    monkeypatch.setattr(openings, "_counted", openings.Counter())
    monkeypatch.setattr(openings, "_timer", None)
    monkeypatch.setattr(threading.Timer, "start", lambda timer: started.append(timer))

    for _opening in range(3):
        openings.count(1)

    assert [(timer.interval, timer.daemon) for timer in started] == [(60, True)]
