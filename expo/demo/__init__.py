"""The demo edition: 225 booths, 440 products and their pictures from a fixed seed. It stands in for real data and never beside it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitors.models import Exhibitor
from expo.demo import content, photos, plan, rows
from expo.models import SiteState


class RealDataPresent(Exception):
    """Carries the sentence for whoever asked for demo data."""


def is_loaded():
    return SiteState.objects.filter(pk=1, demo=True).exists()


def build(*, password, today=None, progress=lambda done, total: None):
    """Load the demo edition; False if it is there already. `today` (Jakarta) becomes the first day of this year's edition.

    Pictures are made first, outside the transaction; the rows then come all together. Raises RealDataPresent.
    """
    if is_loaded():
        return False
    _refuse_real_data()
    made = plan.make(content.booths())
    shown, scenes = photos.prepare(made, progress)
    with transaction.atomic():
        SiteState.move_on()  # first: of two loads at once the second waits here until the other is done
        if is_loaded():
            return False
        _refuse_real_data()
        rows.write(made, shown, scenes, today=today or timezone.localdate(), password=password)
        SiteState.move_on(demo=True)
    return True


def _refuse_real_data():
    if Exhibitor.objects.exists():
        raise RealDataPresent(_("Di sini sudah ada stan sungguhan. Data contoh hanya bisa dimuat ke basis data yang masih kosong."))
