from time import monotonic

from django.core.management.base import BaseCommand
from django.db import transaction

import products.search
from exhibitors.models import ExhibitorSearch
from expo import search
from products.models import ProductSearch


class Command(BaseCommand):
    help = "Work out anew under which words booths and products are found (after a change of the spelling rules)."

    def handle(self, **options):
        started = monotonic()
        with transaction.atomic():
            for model in (ExhibitorSearch, ProductSearch):
                search.rebuild(model)
            products.search.refresh_booths()
        self.stdout.write(
            f"{ProductSearch.objects.count()} products and {ExhibitorSearch.objects.count()} booths in {monotonic() - started:.1f} s."
        )
