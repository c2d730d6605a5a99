"""The cast of every test, and the ground they stand on.

The cast is the same in tests, demo data and screenshots: Dewi (Bank Indonesia, all regions), Ratna (organiser of Kota
Blitar), Joko (organiser of Nganjuk), Sari and Budi (stall owners), and a visitor: pytest-django's `client`, nobody signed in.
"""

import os

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.test import Client

from accounts.models import User
from exhibitors.models import LegalityDocument
from expo import pagecache
from tests import race
from tests.door import sign_in
from tests.factories import give_consents, make_organiser


def pytest_configure():
    """Where a test must differ from production. Everything else is as `make run` has it."""
    settings.TEMPLATES[0]["OPTIONS"]["debug"] = True  # names the template and the line of a fault
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; no password here is worth more
    settings.PAGE_CACHE_BYTES = 0  # a test sees its own pages; tests/test_pagecache.py turns it on
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # no collectstatic before
    storages.__dict__.pop("backends", None)  # read already, for the models' private files
    storages._backends = None


@pytest.hookimpl(trylast=True)  # after pytest-django, which marks what needs a database by its class
def pytest_collection_modifyitems(config, items):
    """On another database than SQLite only what touches one: the rest has nothing new to say there."""
    if not os.environ.get("DATABASE_URL"):
        return
    left_out = [item for item in items if not DATABASE & set(item.fixturenames) and not item.get_closest_marker("django_db")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


DATABASE = {"db", "transactional_db", "own_database"}  # fixtures


def pytest_terminal_summary(terminalreporter):
    """A browser or a program that was not there: nobody shall take the run for a full one."""
    reasons = {report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", ())}
    for reason in sorted(reason for reason in reasons if reason.startswith("LEFT OUT")):
        terminalreporter.write_sep("!", red=True)
        terminalreporter.write_line(reason, red=True)
        terminalreporter.write_sep("!", red=True)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Counts and cards are kept per content version, and the version goes back with every test's transaction."""
    pagecache.forget()


@pytest.fixture(autouse=True, scope="session")
def _no_static_files(tmp_path_factory):
    """WhiteNoise reads the whole folder for every new Client: give it an empty one."""
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """An empty folder for pictures, per test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def private_root(monkeypatch, tmp_path):
    """An empty folder for proof files, per test."""
    storage = LegalityDocument._meta.get_field("proof").storage
    for name in ("base_location", "location"):
        monkeypatch.setitem(storage.__dict__, name, str(tmp_path / "private"))
    return tmp_path / "private"


@pytest.fixture
def dewi(db):
    return make_organiser("dewi", role="Penyelenggara pusat", password="dewi-rahasia", name="Dewi Lestari")


@pytest.fixture
def ratna(db):
    return make_organiser("ratna", role="Penyelenggara wilayah", regions=["kota-blitar"], password="ratna-rahasia", name="Ratna Wulandari")


@pytest.fixture
def joko(db):
    return make_organiser("joko", role="Penyelenggara wilayah", regions=["nganjuk"], password="joko-rahasia", name="Joko Santoso")


@pytest.fixture
def sari(db):
    return give_consents(
        User.objects.create_user("sari", password="sari-rahasia", name="Sari Utami", called="Bu Sari", phone="+6281234500001")
    )


@pytest.fixture
def budi(db):
    return give_consents(
        User.objects.create_user("budi", password="budi-rahasia", name="Budi Hartono", called="Pak Budi", phone="+6281234500002")
    )


@pytest.fixture
def client_of():
    """client_of(user): a browser in which that user is signed in; an organiser with a second step, unless `second_step` is False."""

    def make(user, **how):
        client = Client()
        sign_in(client, user, **how)
        return client

    return make


@pytest.fixture(scope="session")
def own_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """Environment of a process with a migrated database of its own, of the same kind as the tests': for tests/race.py."""
    folder = tmp_path_factory.mktemp("race")
    if connection.vendor == "sqlite":
        yield race.migrated(race.environment_of(folder))
        return
    name = f"race_{connection.settings_dict['NAME']}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield race.migrated(race.environment_of(folder, os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")))
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
