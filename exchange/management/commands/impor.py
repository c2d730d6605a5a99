from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from exchange import imports
from exchange.archives import FileRefused
from exchange.imports import NotApplied
from exchange.resolve import FAULT, QUESTION
from regions.models import Region


class Command(BaseCommand):
    help = (
        "Read a workbook (.xlsx or .csv) of booths and products, say everything that is wrong or asked about, and write the rest as drafts."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--sebagai", required=True, metavar="USERNAME", help="the organiser in whose regions it is written")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--ketat", action="store_true", help="write nothing while anything is wrong or not answered")

    def handle(self, *, file, sebagai, dry_run, ketat, **options):
        by = User.objects.filter(username=sebagai, is_staff=True, is_active=True).first()
        if not by or not by.has_perms(["exhibitors.add_exhibitor", "products.add_product"]):
            raise CommandError(f"{sebagai} is nobody who fills in booths.")
        scope = set(Region.objects.in_scope_of(by).values_list("code", flat=True))
        try:
            with file.open("rb") as workbook:
                plan = imports.plan(workbook, file.name, scope=scope)
        except (OSError, FileRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._say(plan)
        if dry_run:
            return
        try:
            done = imports.apply(plan, scope=scope, by=by, strict=ketat)
        except NotApplied as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Written: {done.new_booths} new booths, {done.new_products} new products, {done.changed} changed.")

    def _say(self, plan):
        """Every fault, question, warning and mended cell, by the workbook's own names, then how many of each."""
        for record in plan.records:
            outcome = plan.outcomes[record.id]
            for kind, remarks in ((FAULT, record.faults + outcome.faults), ("peringatan", record.warnings + outcome.warnings)):
                for cell, text in remarks:
                    self.stdout.write(f"{cell}: {kind}: {text}")
        for question in plan.questions.values():
            self.stdout.write(f"{QUESTION}: {question.text} ({', '.join(question.records)})")
        for layout in plan.layouts:
            for column in layout.columns:
                if not column.key:
                    self.stdout.write(f"{layout.sheet}: column {column.letter} “{column.heading}” is not read.")
        self.stdout.write(", ".join(f"{state}: {count}" for state, count in sorted(plan.counts().items())) or "Nothing to read.")
