import datetime

from django.core.management import BaseCommand, call_command
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from exchange.prints import make_catalogues
from exchange.work import sweep_imports
from expo.avif import make_avif

SWEEPS = [make_avif, make_catalogues, sweep_imports]  # each looks at rows for what was left undone
LOST = datetime.timedelta(days=1)  # nothing takes as long: its worker was killed


class Command(BaseCommand):
    help = "Put into the worker's queue what was left undone, and clear the queue of what is past. Every hour, and at the worker's start."

    def handle(self, **options):
        for task in SWEEPS:
            task.enqueue()
        now = timezone.now()
        DBTaskResult.objects.running().filter(started_at__lt=now - LOST).update(status=TaskResultStatus.FAILED, finished_at=now)
        call_command("prune_db_task_results", queue_name="*", verbosity=0)
