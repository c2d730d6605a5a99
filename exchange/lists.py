"""Two lists on paper for the days of the expo: the stalls by number, and who was there."""

from itertools import groupby

from django.db.models import Count, Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from exchange.tables import Field, Flow
from exhibitors.models import PUBLIC_STATUSES, Membership
from exhibitors.owner_forms import as_dialled
from exhibitors.signs import SITE
from expo.pagecache import content
from expo.paper import BOLD, printable
from expo.paper_pdf import as_pdf
from expo.templatetags.ui import number as grouped
from expo.text import translated

SIGNED = 10.5  # millimetres: the least height of a row that is signed in
DOTS = "." * 50  # to be filled in by hand


def stall_list(*, participations, edition, today, language="id", title=""):
    """PDF of the accepted among `participations` in the edition: by region and stall number, with place, kind and number of public products."""
    with override(language):
        shown = Count("exhibitor__products", filter=Q(exhibitor__products__status__in=PUBLIC_STATUSES))
        rows = _ordered(participations, edition, shown=shown)
        fields = [
            Field(_("Nomor"), 17, font=BOLD),
            Field(_("Nama stan"), 46, font=BOLD),
            Field(_("Tempat"), 57),
            Field(_("Jenis"), 33),
            Field(_("Petak luring"), 13),
            Field(_("Produk"), 14, "end"),
        ]
        paper = _Paper(printable(title) or _("Daftar stan menurut nomor"), edition, rows, [_("Keadaan %s") % date_format(today)])
        for region, group in groupby(rows, key=lambda row: row.exhibitor.village.district.region):
            paper.flow.heading(region.name)
            paper.flow.table(fields, [_stall(row) for row in group])
        if not rows:
            paper.flow.add(_("Belum ada stan yang ikut."))
        return paper.as_pdf(language, today)


def attendance_list(*, participations, edition, today, language="id", title="", occasion="", phones=False):
    """PDF to be signed: the same booths with who speaks for them.

    `phones` adds the booths' numbers. They are personal data: ask for them only where they are needed.
    """
    with override(language):
        owners = Membership.objects.filter(role=Membership.Role.OWNER).select_related("user")
        rows = _ordered(participations.prefetch_related(Prefetch("exhibitor__memberships", owners, "owners")), edition)
        fields = [
            Field(_("No."), 10, "end"),
            Field(_("Nomor"), 19, font=BOLD),
            Field(_("Nama usaha"), 44 if phones else 56),
            Field(_("Yang hadir"), 32 if phones else 43),
            *([Field("WhatsApp", 33)] if phones else []),
            *(Field(name, 21 if phones else 26) for name in (_("Tanda tangan"), "")),  # in turn, so that hands do not collide
        ]
        lines = [_("Acara: %s") % (printable(occasion) or DOTS), _("Hari, tanggal: %s") % DOTS, _("Tempat: %s") % DOTS]
        paper = _Paper(printable(title) or _("Daftar hadir"), edition, rows, lines)
        cells = [_attendant(place, row, phones) for place, row in enumerate(rows, start=1)]
        paper.flow.table(fields, cells, height=SIGNED, empty=_("Belum ada stan yang ikut."))
        return paper.as_pdf(language, today)


def _stall(row):
    booth = row.exhibitor
    return [
        row.stall_number or "–",
        printable(booth.name) or booth.slug,
        printable(booth.village.place),
        printable(translated(booth.category, "name")),
        printable(row.venue_spot),
        grouped(row.shown),
    ]


def _attendant(place, row, phones):
    booth = row.exhibitor
    owner = next((membership.user.name for membership in booth.owners), "")
    turn = f"{place}."
    return [
        str(place),
        row.stall_number or "–",
        printable(booth.name) or booth.slug,
        printable(booth.contact_name or owner),
        *([as_dialled(booth.whatsapp)] if phones else []),
        *((turn, "") if place % 2 else ("", turn)),
    ]


def _ordered(participations, edition, **annotations):
    rows = participations.accepted().filter(edition=edition).select_related("exhibitor__category", "exhibitor__village__district__region")
    return sorted(rows.annotate(**annotations), key=_place_in_order)


def _place_in_order(row):
    return row.exhibitor.village.district.region.position, row.stall_number or "~", row.exhibitor_id


class _Paper:
    """A list that has been begun: `flow` with its head."""

    def __init__(self, title, edition, rows, lines):
        self.title, self.edition = title, printable(translated(edition, "name"))
        count = ngettext("%(number)s stan", "%(number)s stan", len(rows)) % {"number": grouped(len(rows))}
        self.flow = Flow()
        self.flow.title(title, [f"{self.edition} · {count}", *lines])

    def as_pdf(self, language, today):
        sheets = self.flow.sheets(f"{self.title} · {self.edition}", demo=content().demo)
        return as_pdf(sheets, title=f"{self.title}, {self.edition}", subject=self.edition, author=SITE, language=language, day=today)
