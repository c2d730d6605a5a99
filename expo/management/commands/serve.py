"""Bring this installation up to date and serve it; `make run` is this. Ends by becoming gunicorn, with one worker beside it: Ctrl-C ends it all."""

import hashlib
import os
import socket
import sys
import time
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from events.models import Edition
from expo.demo.sign_ins import give_second_steps
from expo.gunicorn import WORKER_WANTED
from expo.management.commands.demo import ways_in
from expo.pagecache import content

WORKERS, THREADS = 2, 4


class Command(BaseCommand):
    help = "Set up what is missing (database, static files, demo edition on the first start), then serve the site."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on; 0.0.0.0 for all of this machine.")
        parser.add_argument("--workers", type=int, default=WORKERS)
        parser.add_argument("--no-demo", action="store_true", help="Never load the demo edition.")
        parser.add_argument("--no-worker", action="store_true", help="Leave background work to a `manage.py worker` of its own.")

    def handle(self, *, port, host, workers, no_demo, no_worker, **options):
        self.started = time.monotonic()
        _refuse_if_taken(host, port)
        self._migrate()
        self._collect_static()
        if not no_demo and not Edition.objects.exists():
            self._load_demo()
        address = _address(host, port)
        self._greet(address)
        connection.close()
        os.environ.setdefault("SITE_URL", address)
        if not no_worker:
            os.environ[WORKER_WANTED] = "1"
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *gunicorn_options(host, port, workers), "expo.wsgi"])

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def _migrate(self):
        try:
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {str(error).strip()}\nDATABASE_URL says where it is.") from error
        if plan:
            self._say(f"Database: {len(plan)} migrations ...")
            call_command("migrate", database=DEFAULT_DB_ALIAS, interactive=False, verbosity=0)

    def _collect_static(self):
        """Copies, names by content and compresses all static files; only when one of them, or the tool, has changed."""
        stamp, state = Path(settings.DATA_DIR) / "static.stamp", _static_state()
        if stamp.is_file() and stamp.read_text() == state and Path(settings.STATIC_ROOT, "staticfiles.json").is_file():
            return
        self._say("Static files: copying and compressing ...")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state)

    def _load_demo(self):
        self._say("First start: loading the demo edition (about a minute) ...")
        call_command("demo", stdout=self.stdout, verbosity=0)  # how to sign in comes last

    def _greet(self, address):
        self._say(f"\nReady in {time.monotonic() - self.started:.1f} s. Everything made at run time lies in {settings.DATA_DIR}\n")
        self._say(f"  {self.style.SUCCESS(address)}")
        if content().demo:
            give_second_steps()
            for line in ways_in(address):
                self._say(line)
        self._say("\nCtrl-C ends it.\n")


def _refuse_if_taken(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does: a port just left is free
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(f"Port {port} cannot be used ({reason}). Another one: make run PORT={min(port + 1, 65535)}") from error


def _address(host, port):
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _static_state():
    """A fingerprint of all static files by path, size and time, and of what processes them."""
    digest = hashlib.sha256(f"{version('django')} {version('whitenoise')} {settings.STATIC_ROOT}".encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def gunicorn_options(host, port, workers):
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *("--config", "python:expo.gunicorn"),
        *("--bind", bind),
        *("--workers", str(workers), "--threads", str(THREADS), "--worker-class", "gthread"),
        *("--log-level", "warning", "--graceful-timeout", "10"),  # Ctrl-C waits no longer for phones that keep a line open
        "--no-control-socket",
    ]
