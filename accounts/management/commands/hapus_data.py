from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.erasure import carry_out
from accounts.models import DeletionRequest, SentForm
from inquiries.models import Inquiry


class Command(BaseCommand):
    help = (
        "Delete the accounts whose deletion was asked for and confirmed, buyers' messages after two years and keys of sent forms after a month. "
        "Run it every hour; it says which requests wait for a person."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be deleted.")
        parser.add_argument("--inquiry", metavar="CODE", help="Only delete this buyer's message, because the buyer asked for it.")

    def handle(self, *, dry_run, inquiry, **options):
        if inquiry:
            self.prune("messages", Inquiry.objects.filter(code=inquiry.upper()), dry_run, or_say=f"There is no message {inquiry}.")
            return
        self.erase_accounts(dry_run)
        self.prune("messages", Inquiry.objects.expired(), dry_run)
        self.prune("keys of sent forms", SentForm.objects.expired(), dry_run)

    def prune(self, what, rows, dry_run, or_say=""):
        count = rows.count() if dry_run else rows.delete()[0]
        if count:
            self.stdout.write(f"{'Would delete' if dry_run else 'Deleted'} {count} {what}.")
        elif or_say:
            self.stderr.write(or_say)

    def erase_accounts(self, dry_run):
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
