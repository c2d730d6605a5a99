from django.core.management.base import BaseCommand
from django.db import transaction

import exhibitors.badges
import products.badges
from expo.models import SiteState


class Command(BaseCommand):
    help = "Work out anew which badges booths and products have (after a change of the rules in docs/naik-kelas.md)."

    def handle(self, **options):
        with transaction.atomic():
            changed = exhibitors.badges.refresh(), products.badges.refresh()
            if any(changed):
                SiteState.move_on()
        self.stdout.write(f"{changed[0]} booths and {changed[1]} products have changed.")
