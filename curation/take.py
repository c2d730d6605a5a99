"""The organiser's side of proposed changes: taken, in part or not at all, exactly as he saw them, once, on record, told to the owner."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Deed, Record
from curation.compare import carry_over, parts_of
from curation.decide import booth_of, may_decide
from curation.models import ProposedChange
from curation.propose import locked
from exhibitors.states import Refused, Status

State = ProposedChange.State


def take(proposal, keys, *, by, version, reason=""):
    """Make the parts with these keys what visitors see; the others go back to the owner with the reason, without which they may not.

    version: that of the proposal as the organiser saw it. Returns the Record. Raises Refused with the sentence for him when
    it is another by now, and PermissionDenied for whoever may not decide here.
    """
    return _decide(proposal, by, version, reason.strip(), keys)


def send_back(proposal, *, by, version, reason):
    """Give all of it back to the owner with a reason. As take()."""
    return _decide(proposal, by, version, reason.strip(), None)


def _decide(proposal, by, version, reason, keys):
    if not may_decide(by) or not ProposedChange.objects.in_scope_of(by).filter(pk=proposal.pk).exists():
        raise PermissionDenied
    if booth_of(proposal.row).memberships.filter(user=by).exists():
        raise Refused(_("Anda mengelola stan ini. Keputusan tentangnya dibuat oleh orang lain."))
    with transaction.atomic():
        row = locked(proposal.row)
        now = ProposedChange.objects.select_for_update().get(pk=proposal.pk)
        _check(now, row, version)
        parts = parts_of(now, row)
        taken = [part for part in parts if keys and part.key in keys]
        rest = [part for part in parts if part not in taken]
        _check_choice(taken, rest, keys is not None, reason)
        carry_over(row, now, taken)
        now.state = State.RETURNED if rest else State.TAKEN
        now.decided_by, now.decided_at, now.reason, now.version = by, timezone.now(), reason, now.version + 1
        now.save()
        deed = Deed.TAKE if not rest else Deed.TAKE_PART if taken else Deed.RETURN
        changes = [part.on_record() for part in taken] + [part.on_record(taken=False) for part in rest]
        return Record.write(row, deed, by=by, reason=reason, changes=changes)


def _check(proposal, row, version):
    """Raises Refused unless it waits as it was seen."""
    if proposal.state == State.WITHDRAWN or row.status == Status.WITHDRAWN:
        raise Refused(_("Pemilik sudah menariknya. Tidak ada lagi yang perlu diputuskan."))
    if proposal.state != State.WAITING:
        raise Refused(
            _("Sudah diputuskan: %(state)s oleh %(who)s, %(when)s WIB.")
            % {
                "state": proposal.get_state_display(),
                "who": proposal.decided_by or _("akun yang sudah tidak ada"),
                "when": date_format(timezone.localtime(proposal.decided_at), "j F Y, H.i") if proposal.decided_at else "–",
            }
        )
    if proposal.version != version:
        raise Refused(_("Pemilik baru saja mengubahnya. Baca sekali lagi, lalu putuskan."))


def _check_choice(taken, rest, wants_to_take, reason):
    if rest and not taken and wants_to_take:
        raise Refused(_("Centang dulu yang Anda terima, atau tekan Kembalikan semua."))
    if rest and not reason and taken:
        raise Refused(_("Tulis alasannya untuk yang tidak dicentang, supaya pemilik tahu apa yang harus diubah."))
    if rest and not reason:
        raise Refused(_("Tulis alasannya, supaya pemilik tahu apa yang harus diubah."))
