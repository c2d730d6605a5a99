"""The worker as a program: it carries out what was left for later, loses nothing when it is killed, and ends with the server."""

import contextlib
import datetime
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from exchange.prints import make_catalogues
from exchange.work import sweep_imports
from expo.avif import make_avif
from expo.management.commands.sweep import SWEEPS
from tests import race

DEADLINE = 120  # for what takes a second or two, on a machine with much else to do
PHOTOS = """
import io, secrets
from PIL import Image, ImageDraw
from expo import images
from tests.factories import make_exhibitor, make_product
mark = secrets.token_hex(4)
product = make_product(exhibitor=make_exhibitor(slug=f"stan-{mark}"), slug=f"produk-{mark}")
for number in range(4):
    image = Image.effect_noise((640, 640), 20).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 0, 640, 300), (40 * number, 90, 200))
    out = io.BytesIO()
    image.save(out, "JPEG")
    picture = images.normalise(out.getvalue())
    product.add_photo(images.store(picture), picture)
print(json.dumps(product.pk))
"""
STATE = """
from products.models import ProductPhoto
print(json.dumps(list(ProductPhoto.objects.filter(product=%d).values_list("has_avif", flat=True))))
"""


TWO_TASKS = """
from django_tasks_db.models import DBTaskResult
rows = [DBTaskResult.objects.create(task_path=f"expo.avif.{name}", args_kwargs={"args": [], "kwargs": {}}, backend_name="default") for name in ("removed_since", "make_avif")]
print(json.dumps([str(row.pk) for row in rows]))
"""
STATUS = """
from django_tasks_db.models import DBTaskResult
print(json.dumps({str(row.pk): row.status for row in DBTaskResult.objects.filter(pk__in=%r)}))
"""


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=race.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def until(true):
    deadline = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def files(environment):
    return list(Path(environment["DATA_DIR"], "media").rglob("*.avif"))


def runs(pid):
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def workers_of(environment):
    """The ids of the workers that run on this data."""
    mark = f"DATA_DIR={environment['DATA_DIR']}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"\0worker\0" in (process / "cmdline").read_bytes() and mark in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:  # it has ended, or is another user's
            continue
    return [pid for pid in found if runs(pid)]


def test_killed_in_the_middle_it_loses_nothing(own_database):
    product, before = race.run(own_database, PHOTOS), len(files(own_database))
    worker = manage(own_database, "worker")
    until(lambda: len(files(own_database)) > before)
    worker.kill()
    worker.communicate()
    left = race.run(own_database, STATE % product)

    said, _ = (again := manage(own_database, "worker", "--batch")).communicate(timeout=DEADLINE)

    assert None in left
    assert (again.returncode, said) == (0, "")
    assert race.run(own_database, STATE % product) == [True] * 4


def test_told_to_end_it_finishes_what_it_is_at(own_database):
    product, before = race.run(own_database, PHOTOS), len(files(own_database))
    worker = manage(own_database, "worker")
    until(lambda: len(files(own_database)) > before)

    worker.terminate()
    said, _ = worker.communicate(timeout=DEADLINE)

    assert (worker.returncode, said) == (0, "")
    state = race.run(own_database, STATE % product)
    assert True in state, "what was made is noted"
    manage(own_database, "worker", "--batch").communicate(timeout=DEADLINE)
    assert race.run(own_database, STATE % product) == [True] * 4


@contextlib.contextmanager
def serving(environment, *options):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = manage(environment, "serve", "--no-demo", "--port", str(port), *options)
    try:
        until(lambda: answers(port))
        yield server
    finally:
        server.terminate()
        server.communicate(timeout=DEADLINE)


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sehat/", timeout=10):
            return True
    except OSError:
        return False


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGKILL, -9)], ids=str)
def test_the_server_has_one_worker_and_they_end_together(own_database, number, status):
    with serving(own_database) as server:
        until(lambda: workers_of(own_database))
        (worker,) = workers_of(own_database)
        until(lambda: os.getpriority(os.PRIO_PROCESS, worker) == os.getpriority(os.PRIO_PROCESS, server.pid) + 10)  # pages come first

        os.kill(worker, signal.SIGKILL)  # alone: another one takes its place
        until(lambda: (now := workers_of(own_database)) and worker not in now)
        (worker,) = workers_of(own_database)
        server.send_signal(number)

        assert server.wait(timeout=DEADLINE) == status
        until(lambda: not runs(worker))


def test_a_server_may_leave_it_to_others(own_database):
    with serving(own_database, "--no-worker"):
        assert workers_of(own_database) == []


def test_a_task_that_fails_is_reported_and_the_next_one_done(own_database):
    """In a process of its own: a worker closes its connection between two tasks, and with it the transaction of a test."""
    failing, following = race.run(own_database, TWO_TASKS)

    said, _ = manage(own_database, "worker", "--batch", "--no-startup-delay").communicate(timeout=DEADLINE)

    assert race.run(own_database, STATUS % ([failing, following],)) == {
        failing: TaskResultStatus.FAILED,
        following: TaskResultStatus.SUCCESSFUL,
    }
    assert "failed unexpectedly" in said


def test_it_waits_for_a_database_that_does_not_answer(db, monkeypatch, caplog):
    monkeypatch.setattr(os, "nice", lambda by: None)
    monkeypatch.setattr("expo.management.commands.worker.AGAIN_SECONDS", 0)
    monkeypatch.setattr("expo.management.commands.worker.connection", type("Connection", (), {"close": lambda self: None})())
    runs = []

    def handle(self, **options):
        runs.append(1)
        if len(runs) == 1:
            raise OperationalError("database is locked")

    monkeypatch.setattr(db_worker.Command, "handle", handle)

    call_command("worker")

    assert len(runs) == 2
    assert "The worker waits for the database: database is locked" in caplog.text


def test_a_sweep_asks_again_and_clears_the_queue_of_what_is_past(db):
    now = timezone.now()
    rows = {
        "running": DBTaskResult(status=TaskResultStatus.RUNNING, started_at=now - datetime.timedelta(hours=1)),
        "lost": DBTaskResult(status=TaskResultStatus.RUNNING, started_at=now - datetime.timedelta(days=2)),
        "done": DBTaskResult(status=TaskResultStatus.SUCCESSFUL, finished_at=now - datetime.timedelta(days=1)),
        "long done": DBTaskResult(status=TaskResultStatus.SUCCESSFUL, finished_at=now - datetime.timedelta(days=30)),
    }
    for name, row in rows.items():
        row.task_path, row.args_kwargs, row.backend_name, row.worker_ids = name, {"args": [], "kwargs": {}}, "default", []
        row.save()

    call_command("sweep")

    assert dict(DBTaskResult.objects.values_list("task_path", "status")) == {
        "running": TaskResultStatus.RUNNING,
        "lost": TaskResultStatus.FAILED,
        "done": TaskResultStatus.SUCCESSFUL,
        **{task.module_path: TaskResultStatus.READY for task in SWEEPS},
    }
    assert {make_avif, make_catalogues, sweep_imports} <= set(SWEEPS)
