"""gunicorn's settings that no option of its own reaches, and the worker beside it; manage.py serve names this file."""

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

from gunicorn.http import message

WORKER_WANTED = "EXPO_WORKER"  # in the environment
MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
END_SECONDS = 9  # for the worker, of the ten in which all ends

# Whoever pastes a whole text into the search box gets our page, not gunicorn's bare one. gunicorn's own limit is half of it.
message.MAX_REQUEST_LINE = limit_request_line = 16 * 1024

# Nobody but this site says where it hangs: with gunicorn's default a header SCRIPT_NAME from this machine makes every answer a 500.
forwarder_headers = ""


def when_ready(server):
    """Start the worker beside the web server, if manage.py serve has asked for it, and let it hear at once that both shall end."""
    if WORKER_WANTED not in os.environ:
        return
    server.beside = subprocess.Popen([sys.executable, MANAGE, "worker", "--beside"], process_group=0)  # noqa: S603 - our own program
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(number, partial(_end_both, server, signal.getsignal(number)))


def on_exit(server):
    """Give the worker the rest of its time."""
    if worker := getattr(server, "beside", None):
        _end(worker)
        try:
            worker.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()


def _end_both(server, end_web, number, frame):
    _end(server.beside)
    end_web(number, frame)


def _end(worker):
    """Once: a second signal would tear it from its task."""
    if not getattr(worker, "told", False):
        worker.told = True
        worker.terminate()
