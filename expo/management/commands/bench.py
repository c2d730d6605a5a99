"""How fast the site is, in ratios to a constant page of 20 KB under the same conditions; `make bench` is this.

Two servers run side by side on the demo edition, one with the page cache and one without. Every page takes turns with
the constant one, a moment each, in several rounds, and the median of the rounds counts, so that a busy second hits both
alike. Requests per second depend on what else the machine does (the load generator shares it); the processor time that
the server itself spent on one request (Linux only) hardly does.
"""

import contextlib
import os
import re
import selectors
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from expo.management.commands.serve import THREADS, WORKERS, gunicorn_options

CONNECTIONS = 8
ROUNDS, SECONDS = 7, 0.5
START_SECONDS = 30
GOALS = {("catalogue", "off"): 0.05, ("product", "off"): 0.12, ("catalogue", "hit"): 0.9}
CONSTANT = "/bench/"  # expo.bench
HEADERS = "Connection: keep-alive\r\nUser-Agent: Mozilla/5.0 (Linux; Android 11; SM-A125F) Chrome/120.0 Mobile\r\n"  # a person's, so openings are counted


class Measured(NamedTuple):
    per_second: float
    cpu_ms: float  # of the server, per request; 0.0 where the system does not tell


class Server(NamedTuple):
    port: int
    process: subprocess.Popen


class Command(BaseCommand):
    help = "Measure requests per second of the main pages, with and without the page cache, against a constant page."

    def add_arguments(self, parser):
        parser.add_argument("--fresh", action="store_true", help="Build the demo data anew instead of using that of the last run.")
        parser.add_argument("--rounds", type=int, default=ROUNDS)
        parser.add_argument("--seconds", type=float, default=SECONDS, help="Per page and round.")

    def handle(self, *, fresh, rounds, seconds, **options):
        folder = Path(settings.DATA_DIR) / "bench"
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        self._build(folder)
        with _server(folder, page_cache_mb=0) as off, _server(folder, page_cache_mb=64) as hit:
            pages = _pages(off.port)
            rows = [(name, kind, server, path) for kind, server in (("off", off), ("hit", hit)) for name, path in pages.items()]
            self.stdout.write(
                f"{rounds} rounds, {len(rows)} pages, {seconds:g} s each, {CONNECTIONS} connections, {WORKERS} x {THREADS} threads"
            )
            self._head()
            _warm(off.port, CONSTANT)
            constants = []
            for name, kind, server, path in rows:
                size = _warm(server.port, path)
                pairs = [(_measure(off, CONSTANT, seconds), _measure(server, path, seconds)) for _ in range(rounds)]
                constants += [constant for constant, _page in pairs]
                self._row(name, kind, size, pairs)
            self._row("constant", "-", _warm(off.port, CONSTANT), [(constant, constant) for constant in constants])

    def _build(self, folder):
        self.stdout.write(f"Demo data in {folder} ...")
        self.stdout.flush()
        for command in (["migrate", "--verbosity", "0"], ["demo"], ["collectstatic", "--no-input", "--verbosity", "0"]):
            done = subprocess.run(
                [sys.executable, "manage.py", *command], env=_environment(folder), cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL
            )
            if done.returncode:
                raise CommandError(f"manage.py {command[0]} failed.")

    def _head(self):
        self.stdout.write(
            f"\n{'page':<12}{'page cache':<12}{'bytes':>9}{'requests/s':>12}{'ratio':>8}{'server ms':>11}{'ratio by ms':>13}  goal"
        )

    def _row(self, name, kind, size, pairs):
        speed = statistics.median(page.per_second for _constant, page in pairs)
        ratio = statistics.median(page.per_second / constant.per_second for constant, page in pairs)
        cpu = statistics.fmean(page.cpu_ms for _constant, page in pairs)
        by_cpu = statistics.fmean(constant.cpu_ms for constant, _page in pairs) / cpu if cpu else 0.0
        goal = GOALS.get((name, kind))
        verdict = "" if goal is None else f"{goal:g} {'reached' if ratio >= goal else 'MISSED'}"
        self.stdout.write(f"{name:<12}{kind:<12}{size:>9,}{speed:>12,.0f}{ratio:>8.3f}{cpu:>11.2f}{by_cpu:>13.3f}  {verdict}")
        self.stdout.flush()


def _environment(folder, **more):
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG")}
    return inherited | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "expo.settings"} | more


@contextlib.contextmanager
def _server(folder, *, page_cache_mb):
    """gunicorn on expo.bench on a free port; stopped in the end, whatever happens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *gunicorn_options("127.0.0.1", port, WORKERS), "expo.bench"],
        env=_environment(folder, PAGE_CACHE_MB=str(page_cache_mb)),
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C ends us, and we end it
    )
    try:
        _wait(port, process)
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def _wait(port, process):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise CommandError("The server did not start.")


def _pages(port):
    """What is measured; a booth and a product from the middle of the catalogue's first page, as a visitor meets them."""
    catalogue = _get(port, "/produk/")
    products = re.findall(rb'href="(/produk/[a-z0-9-]+/)"', catalogue)
    booths = re.findall(rb'href="(/stan/[a-z0-9-]+/)"', _get(port, "/stan/"))
    if not products or not booths:
        raise CommandError("The demo edition shows no products or no booths.")
    return {
        "lobby": "/",
        "catalogue": "/produk/",
        "search": "/produk/?q=sambal",
        "booth": booths[len(booths) // 2].decode(),
        "product": products[len(products) // 2].decode(),
    }


def _warm(port, path):
    """Ask often enough that every thread of both workers has a connection and what it remembers; gives the size."""
    return max(len(_get(port, path)) for _ in range(20))


def _get(port, path):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(_request(port, path).replace(b"keep-alive", b"close"))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise CommandError(f"{path}: {head.splitlines()[0].decode() if head else 'no answer'}")
    return body


def _request(port, path):
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{HEADERS}\r\n".encode()


def _measure(server, path, seconds):
    before = _cpu_seconds(server.process.pid)
    count, took = _load(server.port, path, seconds)
    cpu = _cpu_seconds(server.process.pid) - before
    return Measured(count / took, 1000 * cpu / max(count, 1))


def _load(port, path, seconds):
    """Answers counted in about so many seconds, and the seconds. Kept connections, the next request as soon as one is answered."""
    request, started, count = _request(port, path), time.perf_counter(), 0
    with contextlib.ExitStack() as stack:
        waiting = stack.enter_context(selectors.DefaultSelector())
        for _ in range(CONNECTIONS):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            connection.sendall(request)
            waiting.register(connection, selectors.EVENT_READ, _Answer())
        while (took := time.perf_counter() - started) < seconds:
            for key, _events in waiting.select(timeout=1):
                if key.data.complete(key.fileobj.recv(262144)):
                    count += 1
                    key.fileobj.sendall(request)
    return count, took


class _Answer:
    """Counts the bytes of one answer after the other on a connection."""

    def __init__(self):
        self.head, self.missing = b"", None

    def complete(self, data):
        if not data:
            raise CommandError("The server closed a connection while it was measured.")
        if self.missing is None:
            self.head += data
            head, separator, data = self.head.partition(b"\r\n\r\n")
            if not separator:
                return False
            if not head.startswith(b"HTTP/1.1 200"):
                raise CommandError(f"The server answered {head.splitlines()[0].decode()} while it was measured.")
            self.missing = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
        self.missing -= len(data)
        if self.missing:
            return False
        self.head, self.missing = b"", None
        return True


def _cpu_seconds(pid):
    """Processor time of a process and its children so far, from /proc; 0.0 where there is none."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        times = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13] for one in [pid, *children]]
    except OSError:
        return 0.0
    return sum(int(user) + int(system) for user, system in times) / os.sysconf("SC_CLK_TCK")
