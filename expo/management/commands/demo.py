import os
import secrets
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from expo import demo


class Command(BaseCommand):
    help = "Load the demo edition: 225 booths, 440 products. A second time changes nothing; real data are never touched."

    def handle(self, **options):
        started = time.monotonic()
        password = demo_password()
        try:
            fresh = demo.build(password=password, progress=self._progress)
        except demo.RealDataPresent as refusal:
            raise CommandError(str(refusal)) from refusal
        if fresh:
            self.stdout.write(f"\rDemo edition: 225 booths, 440 products, loaded in {time.monotonic() - started:.0f} s.")
        else:
            self.stdout.write("Demo edition: already here, nothing changed.")
        self.stdout.write(f"Sign in at /panitia/ as dewi, ratna or joko, password {password}")
        if number := owners_number():
            self.stdout.write(f"Sign in at /kelola/ as the owner of a booth: {number} (Bu Sari), the same password")

    def _progress(self, done, total):
        if done == total or (self.stdout.isatty() and done % 5 == 0):
            self.stdout.write(f"\rPictures {done} of {total} ", ending="" if self.stdout.isatty() else "\n")
            self.stdout.flush()


def owners_number():
    """How Sari, who owns a demo booth, writes her telephone number; None when she is not here."""
    sari = User.objects.filter(username="sari").first()
    return sari and sari.phone_shown


def demo_password():
    """That of this installation's demo sign-ins: made once, kept beside the database, readable by its owner only."""
    file = settings.DATA_DIR / "demo_password.txt"
    if not file.exists():
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as fresh:
            fresh.write(secrets.token_urlsafe(9))
    return file.read_text(encoding="utf-8").strip()
