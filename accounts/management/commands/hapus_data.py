from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.erasure import carry_out
from accounts.models import DeletionRequest


class Command(BaseCommand):
    help = "Delete the accounts whose deletion was asked for and confirmed. Run it every hour; it says which requests wait for a person."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be deleted.")

    def handle(self, *, dry_run, **options):
        for request in DeletionRequest.objects.exclude(confirmed_at=None).select_related("user"):
            if dry_run:
                self.stdout.write(
                    f"Would delete account {request.user_id}, asked on {timezone.localtime(request.asked_at):%Y-%m-%d %H:%M}."
                )
            elif done := carry_out(request):
                self.stdout.write(f"Deleted one account, {done.booths} booths, {done.products} products.{'' if done.in_time else ' LATE.'}")
        for request in DeletionRequest.objects.filter(confirmed_at=None).order_by("asked_at"):
            due = timezone.localtime(request.due_at)
            self.stderr.write(
                f"Account {request.user_id} waits to be confirmed at /panitia/, by {due:%Y-%m-%d %H:%M}{' (LATE)' if request.is_late else ''}."
            )
