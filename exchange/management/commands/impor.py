from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from exchange import imports, photo_hang, photo_match
from exchange.archives import FileRefused
from exchange.imports import NotApplied
from exchange.photo_zip import PhotoZip
from exchange.resolve import FAULT, QUESTION
from exchange.work import scope_of
from regions.models import Region


class Command(BaseCommand):
    help = (
        "Read a workbook (.xlsx or .csv) of booths and products, say everything that is wrong or asked about, and write the rest as drafts."
        " Then hang the photos of a ZIP that are named after them."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--sebagai",
            metavar="USERNAME",
            help="the organiser in whose regions, and under whose name, it is written; without it in all regions and under nobody's",
        )
        parser.add_argument("--foto", type=Path, metavar="ZIP", help="photos named after booths, products or rows")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--ketat", action="store_true", help="write nothing while anything is wrong or not answered")

    def handle(self, *, file, sebagai, foto, dry_run, ketat, **options):
        by = User.objects.filter(username=sebagai).first() if sebagai else None
        scope = scope_of(by) if by else set() if sebagai else set(Region.objects.values_list("code", flat=True))
        if not scope:
            raise CommandError(f"{sebagai} is nobody who fills in booths.")
        with ExitStack() as files:
            try:
                plan = imports.plan(files.enter_context(file.open("rb")), file.name, scope=scope)
                archive = PhotoZip(files.enter_context(foto.open("rb"))) if foto else None
            except (OSError, FileRefused) as refusal:
                raise CommandError(str(refusal)) from refusal
            self._say(plan)
            matches = self._match(archive, plan) if archive else {}
            if dry_run:
                return
            pks = self._apply(plan, scope=scope, by=by, strict=ketat)
            if archive:
                self._hang(archive, photo_hang.targets(matches, plan, pks), scope=scope, by=by)

    def _apply(self, plan, **how):
        try:
            done = imports.apply(plan, **how)
        except NotApplied as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Written: {done.new_booths} new booths, {done.new_products} new products, {done.changed} changed.")
        return done.pks

    def _match(self, archive, plan):
        """Say where each photo goes and why, which go nowhere, and what is no photo."""
        matches = photo_match.match(archive.photos, plan)
        records = {record.id: record for record in plan.records}
        names = {photo.id: photo.name for photo in archive.photos}
        for photo, match in matches.items():
            record = records.get(match.record)
            self.stdout.write(f"{names[photo]}: {f'{record.name} ({record.place}), ' if record else 'no match: '}{match.how}")
        for left in archive.left_out:
            self.stdout.write(f"{left.name}: left out: {left.why}")
        matched = sum(bool(match.record) for match in matches.values())
        self.stdout.write(f"Photos: {matched} matched, {len(matches) - matched} not, {len(archive.left_out)} left out.")
        return matches

    def _hang(self, archive, chosen, **how):
        names, new, refused = {photo.id: photo.name for photo in archive.photos}, 0, 0
        for photo, hung in photo_hang.hang_all(archive, chosen, **how):
            new, refused = new + hung.is_new, refused + bool(hung.why)
            if hung.why:
                self.stdout.write(f"{names[photo]}: {FAULT}: {hung.why}")
        self.stdout.write(f"Photos: {new} hung, {len(chosen) - new - refused} were there, {refused} refused.")

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
