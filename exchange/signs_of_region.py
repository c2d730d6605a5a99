"""The signs of many booths in one file: the copy shop prints it once, and nobody is forgotten."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from exhibitors.models import Participation
from exhibitors.signs import KINDS, SITE, sheet_of, signs_of
from expo.paper import BOLD, Sheet, Words, printable
from expo.paper_pdf import as_pdf
from expo.text import translated


class Signs(NamedTuple):
    """`hidden`: the names of booths that visitors cannot see yet; the codes on their signs lead nowhere until then."""

    pdf: bytes
    title: str
    count: int
    hidden: tuple


def make_signs(*, booths, edition, today, kind="papan", language="id", region=None):
    """The Signs of the given booths that take part in the edition, one page each, by region and stall number. `kind`: of exhibitors.signs.KINDS."""
    with override(language):
        taking_part = Participation.objects.accepted().filter(edition=edition).values("exhibitor")
        booths = booths.with_place().filter(pk__in=taking_part)
        if region:
            booths = booths.filter(village__district__region=region)
        found = list(booths)
        signs = dict(zip((booth.pk for booth in found), signs_of(found, today), strict=True))
        found.sort(key=lambda booth: (booth.village.district.region.position, signs[booth.pk].number or "~", booth.pk))
        title = f"{KINDS[kind].title}: {region.name if region else printable(translated(edition, 'name'))}"
        sheets = [_outlined(signs[booth.pk], kind) for booth in found] or [_empty()]
        pdf = as_pdf(sheets, title=title, subject=_("%d lembar") % len(found), author=SITE, language=language, day=today)
        return Signs(pdf, title, len(found), tuple(booth.name for booth in found if not booth.is_public))


def _outlined(sign, kind):
    return sheet_of(sign, kind)._replace(outline=((0, sign.title),))


def _empty():
    return Sheet(148, 210, (Words(11, 30, _("Belum ada stan yang ikut."), BOLD, 14),))
