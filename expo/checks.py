"""System checks: a wrong setting says so before it hurts, with the way out. Run at every start by `manage.py serve`."""

import os
import sqlite3
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connection
from django.http.request import validate_host

LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1", "[::1]", "testserver"}
SECRET_KEY_LENGTH, SECRET_KEY_VARIETY = 50, 5  # as Django's own deployment check counts


@register(Tags.security)
def check_secret_key(app_configs, **kwargs):
    key = settings.SECRET_KEY
    if len(key) >= SECRET_KEY_LENGTH and len(set(key)) >= SECRET_KEY_VARIETY and not key.startswith("django-insecure-"):
        return []
    where = "SECRET_KEY in the environment" if os.environ.get("SECRET_KEY") else str(settings.DATA_DIR / "secret_key")
    return [
        Error(
            f"The secret key is short or easy to guess ({where}).",
            hint="Leave SECRET_KEY empty and remove that file: the next start makes a good key. "
            "Or: python -c 'import secrets; print(secrets.token_urlsafe(64))'. Everybody has to sign in again.",
            id="expo.E001",
        )
    ]


@register(Tags.security)
def check_debug(app_configs, **kwargs):
    strangers = [host for host in [_site().hostname, *settings.ALLOWED_HOSTS] if host and host not in LOCAL_HOSTS]
    if not settings.DEBUG or not strangers:
        return []
    return [
        Error(
            f"DEBUG is on, but others can come in ({', '.join(sorted(set(strangers)))}): error pages would show them settings and data.",
            hint="Remove DEBUG from the environment, or serve this machine only: SITE_URL=http://127.0.0.1:8000 and no ALLOWED_HOSTS.",
            id="expo.E002",
        )
    ]


@register(Tags.urls)
def check_site_url(app_configs, **kwargs):
    site = _site()
    if site.scheme not in ("http", "https") or not site.hostname or site.path or site.query:
        return [
            Error(
                f"SITE_URL is not the address of a site: {settings.SITE_URL!r}.",
                hint="Scheme and host, nothing behind them: SITE_URL=https://expo.example.id",
                id="expo.E003",
            )
        ]
    host = f"[{site.hostname}]" if ":" in site.hostname else site.hostname
    if not validate_host(host, settings.ALLOWED_HOSTS) and not (settings.DEBUG and not settings.ALLOWED_HOSTS):
        return [
            Error(
                f"The site calls itself {host} (SITE_URL), but answers only {', '.join(settings.ALLOWED_HOSTS) or 'nobody'} (ALLOWED_HOSTS).",
                hint=f"ALLOWED_HOSTS={','.join([host, *settings.ALLOWED_HOSTS])}",
                id="expo.E004",
            )
        ]
    return []


@register(Tags.security)
def check_https(app_configs, **kwargs):
    if settings.HTTPS and not settings.SECURE_PROXY_SSL_HEADER:
        return [
            Warning(
                "The site is https, but nothing says that a request came in by https: every page would redirect to itself.",
                hint="Behind a proxy that sets X-Forwarded-Proto itself (and drops a visitor's own): BEHIND_PROXY=true.",
                id="expo.W001",
            )
        ]
    return []


@register(Tags.files)
def check_data_dir(app_configs, **kwargs):
    folder = Path(settings.DATA_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return []
    except OSError as error:
        return [
            Error(
                f"Nothing can be written to DATA_DIR, {folder}: {error.strerror}.",
                hint="Database, pictures and the secret key live there. Give the folder to the user who runs the site, or name another in DATA_DIR.",
                id="expo.E005",
            )
        ]


@register(Tags.compatibility)
def check_sqlite(app_configs, **kwargs):
    if connection.vendor != "sqlite":
        return []
    memory = sqlite3.connect(":memory:")
    try:
        memory.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='unicode61')")
    except sqlite3.OperationalError:
        return [
            Error(
                f"This Python's SQLite ({sqlite3.sqlite_version}) cannot search text: FTS5 is not built in.",
                hint="Use another Python (make PYTHON=/usr/bin/python3, after removing .venv), or PostgreSQL: DATABASE_URL=postgres://...",
                id="expo.E006",
            )
        ]
    finally:
        memory.close()
    return []


def _site():
    try:
        return urlsplit(settings.SITE_URL)
    except ValueError:
        return urlsplit("")
