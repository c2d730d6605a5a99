"""The life of a booth and of a product: its states, the moves between them, who makes them, and what each leaves on record."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Deed, Record
from regions.models import ScopedQuerySet


class Status(models.TextChoices):
    """Where a booth or a product stands on its way to visitors."""

    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Diajukan")
    NEEDS_WORK = "needs_work", _("Perlu diperbaiki")
    APPROVED = "approved", _("Disetujui")
    PUBLISHED = "published", _("Tampil")
    REJECTED = "rejected", _("Ditolak")
    SUSPENDED = "suspended", _("Ditangguhkan")
    WITHDRAWN = "withdrawn", _("Ditarik pemilik")


PUBLIC_STATUSES = frozenset({Status.PUBLISHED})
OPEN_STATUSES = frozenset({Status.DRAFT, Status.NEEDS_WORK})  # its owner, or a mentor for her, is still at it
ACCEPTED_STATUSES = frozenset({Status.APPROVED, Status.PUBLISHED, Status.SUSPENDED})  # what it says was judged
OUT_STATUSES = frozenset({Status.REJECTED, Status.WITHDRAWN})  # nobody works on it


class Move(NamedTuple):
    of: frozenset
    to: Status | None  # None: to where it was before it was withdrawn
    by_owner: bool = False  # else by an organiser
    asks_reason: bool = False


MOVES = {
    Deed.SUBMIT: Move(OPEN_STATUSES, Status.SUBMITTED, by_owner=True),
    Deed.APPROVE: Move(frozenset({Status.SUBMITTED}), Status.APPROVED),
    Deed.SEND_BACK: Move(frozenset({Status.SUBMITTED, Status.APPROVED, Status.REJECTED}), Status.NEEDS_WORK, asks_reason=True),
    Deed.REJECT: Move(frozenset({Status.SUBMITTED, Status.NEEDS_WORK, Status.APPROVED}), Status.REJECTED, asks_reason=True),
    Deed.PUBLISH: Move(frozenset({Status.APPROVED}), Status.PUBLISHED),
    Deed.SUSPEND: Move(frozenset({Status.PUBLISHED}), Status.SUSPENDED, asks_reason=True),
    Deed.RESUME: Move(frozenset({Status.SUSPENDED}), Status.PUBLISHED),
    Deed.WITHDRAW: Move(frozenset(Status) - {Status.WITHDRAWN}, Status.WITHDRAWN, by_owner=True),
    Deed.PUT_BACK: Move(frozenset({Status.WITHDRAWN}), None, by_owner=True),
}
DECISIONS = [act for act, move in MOVES.items() if not move.by_owner]
OFFICE = [Deed.SUBMIT, *DECISIONS]  # what is done in the back office: handing in on behalf of an owner, too


class Refused(Exception):
    """A move or decision that was not made; carries the sentence that says why."""


class Waiting(models.TextChoices):
    """How long what was handed in has waited for a decision, in days of the calendar."""

    TODAY = "hari-ini", _("sejak hari ini")
    DAYS = "3-hari", _("kurang dari 3 hari")
    LONG = "lama", _("3 hari atau lebih")


class CuratedQuerySet(ScopedQuerySet):
    def open(self):
        """What its owner, or a mentor for her, may still fill in."""
        return self.filter(status__in=OPEN_STATUSES)

    def waiting(self, how_long=None, today=None):
        """What was handed in and not decided yet, each with `waiting_since`."""
        handed_in = Record.objects.filter(
            model=self.model._meta.label_lower, object_id=Cast(OuterRef("pk"), models.CharField()), deed=Deed.SUBMIT
        )
        rows = self.filter(status=Status.SUBMITTED).annotate(
            waiting_since=Coalesce(Subquery(handed_in.values("at")[:1]), "created_at")  # loaded from elsewhere: no record
        )
        if how_long is None:
            return rows
        midnight = timezone.make_aware(datetime.combine(today or timezone.localdate(), time()))
        before = midnight - timedelta(days=2)
        return {
            Waiting.TODAY: rows.filter(waiting_since__gte=midnight),
            Waiting.DAYS: rows.filter(waiting_since__lt=midnight, waiting_since__gte=before),
            Waiting.LONG: rows.filter(waiting_since__lt=before),
        }[how_long]


class Curated(models.Model):
    """What organisers curate: it has a status, and every move of it is on record."""

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    status_before_removal = models.CharField(max_length=10, blank=True, editable=False, help_text="So that withdrawing can be undone.")

    class Meta:
        abstract = True

    @property
    def is_accepted(self):
        """Whether what its owner changes has to be judged first; also while she has taken it out, for she may put it back."""
        return (self.status_before_removal if self.status == Status.WITHDRAWN else self.status) in ACCEPTED_STATUSES

    def moves(self):
        """What the back office may do with it now."""
        return [act for act in OFFICE if self.status in MOVES[act].of]

    def move(self, act, *, by, reason="", also=()):
        """Make this move from where this object says it stands, and put it on record. Returns the Record.

        also: what else the record says that was changed with it, as in Record.changes.
        Of two who saw the same state exactly one succeeds. Raises Refused: without a reason where one is asked for, or when
        the row stands elsewhere by now.
        """
        act, reason = Deed(act), reason.strip()
        if MOVES[act].asks_reason and not reason:
            raise Refused(gettext("Tulis alasannya, supaya pemilik tahu apa yang harus diubah."))
        with transaction.atomic():
            was, to = self.status, MOVES[act].to or self.status_before_removal
            changes = self._columns_of(act, was) | {"status": to}
            if was not in MOVES[act].of or not to or not type(self).objects.filter(pk=self.pk, status=was).update(**changes):
                raise Refused(self._where_it_stands())
            self.refresh_from_db(fields=[*changes])
            moved = {"field": "status", "old": Status(was).label, "new": Status(to).label}
            return Record.write(self, act, by=by, reason=reason, changes=[moved, *also])

    def _columns_of(self, act, was):
        """What else a move writes into the row."""
        if act == Deed.WITHDRAW:
            return {"status_before_removal": was}
        return {"status_before_removal": ""} if act == Deed.PUT_BACK else {}

    def _where_it_stands(self):
        """Who moved it last, and when: for whoever came second."""
        now = type(self).objects.filter(pk=self.pk).values_list("status", flat=True).first()
        if now is None:
            return gettext("Sudah tidak ada lagi.")
        last = Record.objects.about(self).filter(deed__in=MOVES).select_related("actor").first()
        if not last:
            return gettext("Sekarang statusnya %(status)s. Langkah ini tidak bisa dari situ.") % {"status": Status(now).label}
        return gettext("Sudah diputuskan: %(status)s oleh %(who)s, %(when)s WIB.") % {
            "status": Status(now).label,
            "who": last.actor_name,
            "when": date_format(timezone.localtime(last.at), "j F Y, H.i"),
        }
