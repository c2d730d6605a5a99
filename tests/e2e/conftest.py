"""A real browser on a real server: `manage.py serve` in a data folder of its own, with the demo edition.

Every test ends with a look at what the browser complained about: errors in its console, requests that failed, and
requests to any other host fail the test. Screenshots lie in var/screenshots/.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import machine, race

ROOT = Path(__file__).resolve().parent.parent.parent
SCREENSHOTS = ROOT / "var" / "screenshots"
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "id-ID",
    "user_agent": "Mozilla/5.0 (Linux; Android 11; SM-A125F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
}
START_SECONDS = 240
expect.set_options(timeout=30_000)  # milliseconds; a machine with much else to do is no fault
FLAGS = [
    "--no-sandbox",  # as root there is none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nothing leaves this machine
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    try:
        path = machine.chromium()
    except machine.Missing as missing:
        machine.leave_out(missing)
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, **PHONE}


@pytest.fixture(scope="session")
def site(browser_type_launch_args, tmp_path_factory):
    """Environment of the server's processes. (After the browser was found: no browser, no demo data.)"""
    return race.environment_of(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def on_site(site, base_url):
    """on_site("script"): what the script prints, run on the server's own database as tests/race.py has it, from JSON.

    The server hears that something may have changed: else its processes keep counts of before and of after.
    """
    return lambda script: race.run(site, f"{script}\nfrom expo.models import SiteState\nSiteState.move_on()")


@pytest.fixture(scope="session")
def base_url(site):
    """Address of the server; it lives as long as the session."""
    folder, port = Path(site["DATA_DIR"]), _free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--no-worker"]  # which would be busy for minutes
    with open(folder / "log", "w+b") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=site, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait_until_served(f"http://127.0.0.1:{port}/", server, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, signal.SIGINT)
            server.wait(timeout=60)


@pytest.fixture(autouse=True)
def complaints(context, base_url):
    """What the browser complained about so far; must be empty in the end. A test that expects one removes it."""
    found = []
    context.on("console", lambda message: message.type == "error" and found.append(f"console: {message.text}"))
    context.on("weberror", lambda error: found.append(f"script: {error.error}"))
    context.on("requestfailed", lambda request: _was_left(request) or found.append(f"failed: {request.url} {request.failure}"))
    context.on("request", lambda request: request.url.startswith((base_url, "data:")) or found.append(f"elsewhere: {request.url}"))
    yield found
    assert found == []


@pytest.fixture
def shot(page):
    """shot("lobby"): the whole page as var/screenshots/lobby.png, after a walk down that loads the pictures below."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def take(name):
        height = page.evaluate("document.documentElement.scrollHeight")
        for top in range(0, height, 700):
            page.evaluate(f"scrollTo(0, {top})")
            page.wait_for_timeout(30)
        page.wait_for_load_state("networkidle")
        page.evaluate("scrollTo(0, 0)")
        is_wide = page.viewport_size["width"] > 700  # then at its own size: a long list twice as fine takes seconds
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, scale="css" if is_wide else "device")

    return take


def _was_left(request):
    """Whether the page went on before a picture had come: no fault."""
    return "ERR_ABORTED" in (request.failure or "")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_served(url, server, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10):  # noqa: S310 - our own address
                return
        except urllib.error.HTTPError as error:
            pytest.fail(f"{url} answers {error.code}\n{log.read_text()}")
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"The server did not start:\n{log.read_text()}")
