from django.core.management.base import BaseCommand, CommandError

from expo import demo
from expo.demo import sign_ins


class Command(BaseCommand):
    help = "The code of the second step that an organiser of the demo needs now. On a real site nobody gets one here."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        if not demo.is_loaded():
            raise CommandError("This is no demo. Codes are in the app of whoever signs in.")
        secrets = sign_ins.second_steps()
        if username not in secrets:
            others = f" There are: {', '.join(secrets)}." if secrets else ""
            raise CommandError(f"{username} is no organiser of the demo with a ready second step.{others}")
        code, seconds = sign_ins.code_of(secrets[username])
        self.stdout.write(f"{code}  (good for {seconds} s, opens once)")
