"""What is done in a round of curation: products enter it, curators give scores, organisers decide what becomes of each."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Deed, Record
from curation.decide import decide, may_decide, refuse_own, refuse_unseen
from curation.legality import lacks
from curation.models import Entry, Outcome, Review, Round, Score
from curation.propose import locked
from exhibitors.states import MOVES, Refused, Status
from products.models import Product

ACTS = {Outcome.PASS: Deed.APPROVE, Outcome.EXPORT: Deed.APPROVE, Outcome.NEEDS_WORK: Deed.SEND_BACK, Outcome.NO: Deed.REJECT}
ASKS_REASON = frozenset({Outcome.NEEDS_WORK, Outcome.NO})
PASSED = frozenset({Status.APPROVED, Status.PUBLISHED})


def may_enter(user):
    return user.has_perm("curation.add_entry")


def may_judge(user):
    return user.has_perm("curation.add_review")


def may_see_scores(user):
    """Everybody's, whether he has judged or not."""
    return user.has_perm("curation.view_review")


def can_enter(round, products=None):
    """Those of these products (default: all) that a round takes and does not have yet."""
    statuses = PASSED if round.kind == Round.Kind.EXPORT else {Status.SUBMITTED}
    products = Product.objects.all() if products is None else products
    return products.filter(status__in=statuses).exclude(pk__in=round.entries.values("product"))


def should_enter(round):
    """All whom a round is meant for: what was handed in; for export what a round for the expo proposed, and what has an HS code or an export minimum."""
    products = can_enter(round)
    if round.kind != Round.Kind.EXPORT:
        return products
    proposed = Entry.objects.filter(round__edition=round.edition_id, outcome=Outcome.EXPORT).values("product")
    return products.filter(Q(pk__in=proposed) | ~Q(hs_code="") | Q(export_moq__isnull=False))


def enter(round, products, *, by):
    """Put those of these products into a round that it takes and that lie in the scope of `by`. Returns how many are new.

    Raises Refused for a closed round.
    """
    if not may_enter(by):
        raise PermissionDenied
    with transaction.atomic():
        round = _locked(round)
        if round.closed_at:
            raise Refused(round.says())
        new = list(can_enter(round, products.in_scope_of(by)).select_related("exhibitor__village__district").order_by("pk"))
        Entry.objects.bulk_create(Entry(round=round, product=product) for product in new)
        for product in new:
            Record.write(product, Deed.CHANGE, by=by, changes=[{"field": _("putaran kurasi"), "old": "", "new": round.name}])
    return len(new)


def judge(entry, *, by, scores, same_as_photo, remark):
    """Keep what a curator found: scores as {criterion's number: 1 to 5}, for all of the round's. Returns the Review.

    Given again it replaces his own from before, on record. Raises Refused when the round or the product takes no scores.
    """
    if not may_judge(by) or not Entry.objects.judgeable_by(by).filter(pk=entry.pk).exists():
        raise PermissionDenied
    with transaction.atomic():
        round = _locked(entry.round)  # so that no criterion changes while scores come in
        if round.state() != Round.State.OPEN:
            raise Refused(round.says())
        entry = Entry.objects.with_place().get(pk=entry.pk)
        if not entry.is_open:
            raise Refused(entry.where_it_stands())
        if {*scores} != {*round.criteria.values_list("pk", flat=True)}:
            raise Refused(_("Kriterianya berubah sementara Anda menilai. Buka lagi halaman ini."))
        found = {"same_as_photo": same_as_photo, "remark": remark}
        review, new = Review.objects.get_or_create(entry=entry, curator=by, defaults=found)
        before = {} if new else _in_words(review)
        Review.objects.filter(pk=review.pk).update(**found)
        Score.objects.bulk_create(
            [Score(review=review, criterion_id=criterion, value=value) for criterion, value in scores.items()],
            update_conflicts=True,
            unique_fields=["review", "criterion"],
            update_fields=["value"],
        )
        review.refresh_from_db(fields=[*found])
        after = _in_words(review)
        if not new and after != before:
            changes = [{"field": name, "old": before[name], "new": after[name]} for name in after if after[name] != before[name]]
            Record.write(review, Deed.CHANGE, by=by, changes=changes)
    return review


def settle(entry, outcome, *, by, reason="", seen=None):
    """Decide what becomes of a product in a round: outcome and move, or neither. Returns the Record.

    seen: the product's mark on the page that asked, as for curation.decide. Of two at once exactly one decides; the other is told who and when.
    Raises Refused, with the sentence for who decides, and PermissionDenied for whoever may not decide at all.
    """
    outcome, reason = Outcome(outcome), reason.strip()
    if not may_decide(by) or not Entry.objects.in_scope_of(by).filter(pk=entry.pk).exists():
        raise PermissionDenied
    with transaction.atomic():
        round = _locked(entry.round)
        entry = Entry.objects.with_place().get(pk=entry.pk)
        product = entry.product
        refuse_own(product.exhibitor, by)
        if not entry.is_open:
            raise Refused(entry.where_it_stands())
        _check(round, outcome, reason, product)
        if seen is not None:
            product.status = seen.partition(".")[0]
        record = _decided(entry, outcome, by, reason, seen)
        was = entry.record_id
        if not Entry.objects.filter(pk=entry.pk, record=was).update(outcome=outcome, record=record):
            raise Refused(Entry.objects.with_place().get(pk=entry.pk).where_it_stands())
    return record


def _check(round, outcome, reason, product):
    if outcome not in round.outcomes:
        raise Refused(_("Di putaran ekspor semua produk sudah lolos pameran. Pilih calon ekspor, perlu diperbaiki, atau tidak."))
    if outcome in ASKS_REASON and not reason:
        raise Refused(_("Tulis alasannya, supaya pemilik tahu apa yang harus diubah."))
    missing = lacks(product, round.edition.ends_on)
    if outcome not in ASKS_REASON and missing and not reason:
        raise Refused(_("Legalitasnya belum lengkap: %s Kalau tetap diloloskan, tulis alasannya.") % " ".join(missing))


def _decided(entry, outcome, by, reason, seen):
    """The record of a decision: of the move that goes with it, or of the outcome alone where nothing has to move."""
    product = entry.product
    was = entry.get_outcome_display() if entry.outcome else ""
    change = {"field": entry.round.name, "old": was, "new": outcome.label}
    act = ACTS[outcome]
    there = PASSED if act == Deed.APPROVE else {MOVES[act].to}
    if entry.round.kind == Round.Kind.EXPO and product.status not in there:
        return decide(product, act, by=by, reason=reason, also=[change], seen=seen)
    if locked(product).status != product.status:
        raise Refused(_("Status produk ini baru saja berubah. Buka lagi halaman ini, lalu putuskan."))
    if seen is not None:
        refuse_unseen(product, seen)
    return Record.write(product, Deed.CURATE, by=by, reason=reason, changes=[change])


def _locked(round):
    """The round, for this transaction alone: whatever opens, closes or judges it waits."""
    return Round.objects.select_related("edition").select_for_update(of=["self"]).get(pk=round.pk)


def _in_words(review):
    scores = Score.objects.filter(review=review).select_related("criterion")
    return {
        **{score.criterion.name: str(score.value) for score in scores},
        _("sama seperti di foto"): review.get_same_as_photo_display(),
        _("catatan"): review.remark,
    }
