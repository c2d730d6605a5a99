from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts import factors
from accounts.models import User


class Command(BaseCommand):
    help = "Turn off somebody's second step, for example after a lost phone, and end her sessions. An organiser gets a link to set up a new one."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Nobody is called {username} here.")
        token = factors.turn_off(user, by=None)
        self.stdout.write(f"The second step of {username} is off, all sessions have ended.")
        if token:
            self.stdout.write(
                "To set up a new one she needs her password (manage.py changepassword) and this link, good for 72 hours and once:"
            )
            self.stdout.write(settings.SITE_URL + reverse("accounts:one_time_link", args=[token]))
