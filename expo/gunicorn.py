"""gunicorn's settings that no option of its own reaches, and the worker beside it; manage.py serve names this file."""

import os
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

from gunicorn.http import message

WORKER_WANTED = "EXPO_WORKER"  # in the environment
MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
END_SECONDS = 9  # for the worker, of the ten in which all ends
AGAIN_SECONDS = 5  # until one that was killed is begun again

# Whoever pastes a whole text into the search box gets our page, not gunicorn's bare one. gunicorn's own limit is half of it.
message.MAX_REQUEST_LINE = limit_request_line = 16 * 1024

# Nobody but this site says where it hangs: with gunicorn's default a header SCRIPT_NAME from this machine makes every answer a 500.
forwarder_headers = ""


class Beside:
    """The worker beside the web server: begun again when it is killed alone, and told once that it shall end."""

    def __init__(self):
        self._ending = threading.Event()
        self._begin()
        threading.Thread(target=self._watch, daemon=True).start()

    def _begin(self):
        command = [sys.executable, MANAGE, "worker", "--beside", str(os.getpid())]
        self._process = subprocess.Popen(command, process_group=0)  # noqa: S603 - our own program

    def _watch(self):
        while not self._ending.wait(AGAIN_SECONDS):
            if self._process.poll() is not None:
                self._begin()  # begun in the very moment in which all ends, it sees its parent gone and ends, too

    def end(self):
        """Once: a second signal would tear it from its task."""
        if not self._ending.is_set():
            self._ending.set()
            self._process.terminate()

    def wait(self):
        """Give it the rest of its time."""
        self.end()
        try:
            self._process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


def when_ready(server):
    """Start the worker beside the web server, if manage.py serve has asked for it, and let it hear at once that both shall end."""
    if WORKER_WANTED not in os.environ:
        return
    server.beside = Beside()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(number, partial(_end_both, server, signal.getsignal(number)))


def on_exit(server):
    if beside := getattr(server, "beside", None):
        beside.wait()


def _end_both(server, end_web, number, frame):
    server.beside.end()
    end_web(number, frame)
