import logging
import os
import signal
import threading
import time

from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django_tasks_db.management.commands import db_worker

NICE = 10  # pages come first
POLL_SECONDS = 2
AGAIN_SECONDS = 5

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    help = "Carry out what pages leave for later, one after the other, until it is stopped. `manage.py serve` starts one by itself."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(interval=POLL_SECONDS, reload=False)
        parser.add_argument("--beside", type=int, metavar="PID", help="End with the process that started it.")

    def configure_logging(self, verbosity):
        """Faults only, as everywhere on the site."""
        for name in (db_worker.TASKS_LOGGER, db_worker.logger.name):
            logging.getLogger(name).setLevel(logging.ERROR)

    def handle(self, *, beside, **options):
        if beside:
            threading.Thread(target=_end_with, args=(beside,), daemon=True).start()
        os.nice(NICE)
        while True:
            try:
                call_command("sweep")
                return super().handle(**options)
            except (InterfaceError, OperationalError) as error:  # restarted, or locked for longer than one waits
                logger.error("The worker waits for the database: %s", str(error).strip())
                connection.close()
                time.sleep(AGAIN_SECONDS)


def _end_with(parent):
    """So that no worker outlives a server that was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
