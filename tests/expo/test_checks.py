import pytest
from django.core.checks import run_checks

from expo import checks

pytestmark = pytest.mark.django_db  # Django 6 looks at the database in every check

GOOD_KEY = "Qm4vT8zK1xYw6RbN3cJfHs0LdPa9UeGi2Bo7MtVrXkZyCqWnEhSuDj5F"


@pytest.fixture(autouse=True)
def good(settings):
    """Settings of a real site behind a proxy; each test spoils one."""
    settings.SECRET_KEY = GOOD_KEY
    settings.DEBUG = False
    settings.SITE_URL = "https://expo.example.id"
    settings.HTTPS = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS = ["expo.example.id"]


def ids():
    return [message.id for message in run_checks() if message.id.startswith("expo.")]


def test_good_settings_pass():
    assert ids() == []


@pytest.mark.parametrize("key", ["short", "a" * 64, f"django-insecure-{GOOD_KEY}"])
def test_weak_secret_key(settings, key):
    settings.SECRET_KEY = key

    assert ids() == ["expo.E001"]


def test_debug_where_others_can_come_in(settings):
    settings.DEBUG = True

    assert ids() == ["expo.E002"]


def test_debug_on_this_machine_alone_is_fine(settings):
    settings.DEBUG = True
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.HTTPS = False
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

    assert ids() == []


@pytest.mark.parametrize("url", ["", "expo.example.id", "ftp://expo.example.id", "https://expo.example.id/pameran", "http://[broken"])
def test_site_url_that_is_no_address(settings, url):
    settings.SITE_URL = url

    assert ids() == ["expo.E003"]


def test_site_url_that_the_site_does_not_answer(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    found = [message for message in run_checks() if message.id == "expo.E004"]

    assert [message.hint for message in found] == ["ALLOWED_HOSTS=expo.example.id,127.0.0.1"]


@pytest.mark.parametrize("hosts", [["*"], [".example.id"], ["EXPO.example.id".lower()]])
def test_site_url_that_the_site_answers(settings, hosts):
    settings.ALLOWED_HOSTS = hosts

    assert ids() == []


def test_https_without_a_proxy_would_redirect_for_ever(settings):
    settings.SECURE_PROXY_SSL_HEADER = None

    assert ids() == ["expo.W001"]


def test_data_dir_that_cannot_be_written(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.DATA_DIR = tmp_path / "file"  # a folder that root cannot write to is hard to find

    assert ids() == ["expo.E005"]


def test_sqlite_without_full_text_search(monkeypatch):
    class Memory:
        def execute(self, sql):
            raise checks.sqlite3.OperationalError("no such module: fts5")

        def close(self):
            pass

    monkeypatch.setattr(checks.connection, "vendor", "sqlite")
    monkeypatch.setattr(checks.sqlite3, "connect", lambda path: Memory())

    assert ids() == ["expo.E006"]
