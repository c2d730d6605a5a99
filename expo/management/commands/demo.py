import time

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from expo import demo
from expo.demo import sign_ins


class Command(BaseCommand):
    help = "Load the demo edition: 225 booths, 440 products. A second time changes nothing; real data are never touched."

    def handle(self, *, verbosity, **options):
        started = time.monotonic()
        try:
            fresh = demo.build(password=sign_ins.password(), progress=self._progress)
        except demo.RealDataPresent as refusal:
            raise CommandError(str(refusal)) from refusal
        if fresh:
            self.stdout.write(f"\rDemo edition: 225 booths, 440 products, loaded in {time.monotonic() - started:.0f} s.")
        else:
            self.stdout.write("Demo edition: already here, nothing changed.")
        sign_ins.give_second_steps()
        if verbosity:
            self.stdout.write("\n".join(ways_in()))

    def _progress(self, done, total):
        if done == total or (self.stdout.isatty() and done % 5 == 0):
            self.stdout.write(f"\rPictures {done} of {total} ", ending="" if self.stdout.isatty() else "\n")
            self.stdout.flush()


def ways_in(address=""):
    """What to say about signing in to this demo, line by line."""
    password = sign_ins.password()
    yield f"  {address}/panitia/  sign in as one of these, password {password}, then a code:"
    for name, secret in sign_ins.second_steps().items():
        code, seconds = sign_ins.code_of(secret)
        yield f"      {name:6} now {code} (good for {seconds} s, opens once)   secret for an app {secret}"
    yield "      Later codes: .venv/bin/python manage.py kode dewi, or put the secret into an app such as Aegis or Google"
    yield "      Authenticator ('enter a setup key', time based)."
    if number := owners_number():
        yield f"  {address}/kelola/   sign in as the owner of a booth: {number} (Bu Sari), the same password"


def owners_number():
    """How Sari, who owns a demo booth, writes her telephone number; None when she is not here."""
    sari = User.objects.filter(username="sari").first()
    return sari and sari.phone_shown
