"""The pages of a round: a curator's queue and scorecard, the organisers' results and decisions."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from curation import legality, rounds, said
from curation.decide import may_decide, message
from curation.forms import ScorecardForm
from curation.models import Entry, Outcome, Review, Round
from curation.office import REASON_MOST, SEEN
from curation.results import Filter, described, entries_of, most, reviews_of, side_by_side
from exhibitors.states import Refused
from products.cards import price_text
from regions.models import regions_of

QUEUE_PAGE = 100
RESULTS_PAGE = 50
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def own_round(request, pk, *, may):
    """The round, for who has the permission to see rounds and the one that the page asks for."""
    if not request.user.has_perm("curation.view_round") or not may(request.user):
        raise PermissionDenied
    return get_object_or_404(Round.objects.select_related("edition"), pk=pk)


def page(request, name, round, *, status=200, **context):
    context |= admin.site.each_context(request) | {"round": round, "reason_most": REASON_MOST, "is_nav_sidebar_enabled": False}
    return TemplateResponse(request, f"admin/curation/{name}.html", context, status=status)


# The curator


def queue_of(round, user):
    """[(entry's number, whether he has judged it)], in the order in which he goes through them: booth by booth. One query."""
    own = Review.objects.filter(entry=OuterRef("pk"), curator=user)
    queue = Entry.objects.judgeable_by(user).filter(round=round).annotate(judged=Exists(own))
    queue = (queue.open() | queue.filter(judged=True)) if not round.closed_at else queue.filter(judged=True)
    return list(queue.order_by("product__exhibitor_id", "product__position", "pk").values_list("pk", "judged"))


def next_unjudged(places, pk):
    """The first one after this that he has not judged, round the end; None when all are."""
    numbers = [number for number, _judged in places]
    here = numbers.index(pk) + 1 if pk in numbers else 0
    return next((number for number, judged in places[here:] + places[:here] if not judged and number != pk), None)


@read_or_send
def queue(request, round_pk):
    """How far he is, and all that lies before him. POST: on with the next."""
    round = own_round(request, round_pk, may=rounds.may_judge)
    places = queue_of(round, request.user)
    following = next_unjudged(places, None)
    if request.method == "POST":
        return (
            redirect("admin:curation_entry_judge", round.pk, following) if following else redirect("admin:curation_round_queue", round.pk)
        )
    shown = Paginator(places, QUEUE_PAGE).get_page(request.GET.get("p"))
    rows = Entry.objects.with_place().in_bulk([pk for pk, _judged in shown])
    return page(
        request,
        "queue",
        round,
        title=_("Menilai: %s") % round,
        done=sum(judged for _pk, judged in places),
        count=len(places),
        following=following,
        shown=shown,
        rows=[(rows[pk], judged) for pk, judged in shown],
    )


@read_or_send
def judge(request, round_pk, pk):
    """One product and its scorecard."""
    round = own_round(request, round_pk, may=rounds.may_judge)
    entry = get_object_or_404(Entry.objects.judgeable_by(request.user).with_place().filter(round=round), pk=pk)
    reviews = reviews_of([entry.pk]).get(entry.pk, [])
    review = next((one for one in reviews if one.curator == request.user), None)
    form = ScorecardForm(request.POST if request.method == "POST" else None, criteria=list(round.criteria.all()), review=review)
    places = queue_of(round, request.user)
    if form.is_valid():
        try:
            rounds.judge(entry, by=request.user, **form.found())
            return _onward(request, round, entry, next_unjudged(places, entry.pk))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _scorecard(request, round, entry, form, reviews if review else [], places)


def _onward(request, round, entry, following):
    if following:
        messages.success(request, _("Tersimpan: %s.") % entry)
        return redirect("admin:curation_entry_judge", round.pk, following)
    messages.success(request, _("Tersimpan: %s. Semua produk sudah Anda nilai.") % entry)
    return redirect("admin:curation_round_queue", round.pk)


def _scorecard(request, round, entry, form, reviews, places):
    """reviews: those that he may see by now."""
    product, day = entry.product, round.edition.ends_on
    product.price_text = price_text(product)
    numbers = [number for number, _judged in places]
    here = numbers.index(entry.pk) if entry.pk in numbers else None
    linked = set(product.documents.values_list("pk", flat=True))
    return page(
        request,
        "scorecard",
        round,
        status=422 if form.is_bound else 200,
        title=product.name,
        entry=entry,
        form=form,
        locked=round.says() if round.state() != Round.State.OPEN else "" if entry.is_open else entry.where_it_stands(),
        photos=list(product.photos.all()),
        documents=[(document, document.pk in linked) for document in product.exhibitor.documents.all()],
        lacks=legality.lacks(product, day),
        warnings=legality.warnings(product, day),
        reviews=reviews,
        sheet=side_by_side(reviews, form.criteria),
        done=sum(judged for _pk, judged in places),
        count=len(places),
        place=here + 1 if here is not None else None,
        before=numbers[here - 1] if here else None,
        after=numbers[here + 1] if here is not None and here + 1 < len(numbers) else None,
    )


# The organisers


@read_or_send
def enter(request, round_pk):
    """How many products may come in from his regions; POST puts them in."""
    round = own_round(request, round_pk, may=rounds.may_enter)
    waiting = rounds.should_enter(round).in_scope_of(request.user)
    if request.method == "POST":
        try:
            count = rounds.enter(round, waiting, by=request.user)
            messages.success(request, ngettext("%d produk masuk putaran ini.", "%d produk masuk putaran ini.", count) % count)
            return redirect("admin:curation_round_enter", round.pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
    path = "exhibitor__village__district__region"
    counted = dict(waiting.order_by().values_list(path).annotate(Count("pk")))
    inside = dict(round.entries.in_scope_of(request.user).order_by().values_list(f"product__{path}").annotate(Count("pk")))
    regions = regions_of(request.user)
    return page(
        request,
        "enter",
        round,
        status=422 if request.method == "POST" else 200,
        title=_("Masukkan produk: %s") % round,
        regions=[(region, inside.get(region.pk, 0), counted.get(region.pk, 0)) for region in regions],
        count=sum(counted.values()),
    )


@require_POST
def close(request, round_pk):
    """Close a round, or open it again."""
    round = own_round(request, round_pk, may=lambda user: user.has_perm("curation.change_round"))
    try:
        if "buka" in request.POST:
            round.reopen(by=request.user)
            messages.success(request, _("%s dibuka lagi.") % round)
        else:
            round.close(by=request.user)
            messages.success(request, _("%s ditutup.") % round)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:curation_round_results", round.pk)


@read_or_send
def results(request, round_pk):
    """What everybody found, product by product; POST decides about the ticked ones."""
    round = own_round(request, round_pk, may=rounds.may_see_scores)
    refused = _settle_ticked(request, round) if request.method == "POST" else []
    if request.method == "POST" and not refused:
        return redirect(request.get_full_path())
    criteria = list(round.criteria.all())
    picked = Filter(request.GET, regions=regions_of(request.user), criteria=criteria)
    shown = Paginator(list(picked.apply(entries_of(round, request.user))), RESULTS_PAGE).get_page(request.GET.get("p"))
    reviews = Review.objects.in_scope_of(request.user).filter(entry__round=round).order_by("curator__name")
    return page(
        request,
        "results",
        round,
        status=422 if refused else 200,
        title=_("Hasil: %s") % round,
        picked=picked,
        shown=shown,
        rows=_marked(described(list(shown), criteria, round.edition.ends_on)),
        columns=_columns(picked, criteria),
        most=most(criteria),
        progress=list(reviews.values_list("curator__name").annotate(Count("pk"))),
        decides=may_decide(request.user) and not round.closed_at,
        refused=refused,
        ticked=refused,
        reason=request.POST.get("alasan", ""),
    )


def _settle_ticked(request, round):
    """Decide about each ticked product; the numbers of those that were refused, with a message for each."""
    outcome = _outcome(request)
    numbers = [int(number) for number in request.POST.getlist("entri") if number.isdecimal() and len(number) < 19]
    ticked = Entry.objects.in_scope_of(request.user).filter(round=round, pk__in=numbers[:RESULTS_PAGE]).with_place()
    if not ticked:
        messages.error(request, _("Centang dulu produknya, lalu pilih hasilnya."))
        return [0]
    refused, done = {}, 0
    for entry in ticked:
        try:
            _settle(request, entry, outcome, request.POST.get(f"terlihat-{entry.pk}", ""))
            done += 1
        except Refused as refusal:
            refused[entry.pk] = str(refusal)
            messages.error(request, f"{entry}: {refusal}")
    if done:
        words = {"outcome": outcome.label, "count": done}
        messages.success(request, ngettext("%(outcome)s: %(count)d produk.", "%(outcome)s: %(count)d produk.", done) % words)
    return list(refused)


@read_or_send
def settle(request, round_pk, pk):
    """What the curators found about one product, side by side, and what becomes of it."""
    round = own_round(request, round_pk, may=rounds.may_see_scores)
    criteria = list(round.criteria.all())
    entry = get_object_or_404(entries_of(round, request.user).select_related("round__edition"), pk=pk)
    refused = False
    if request.method == "POST":
        try:
            _settle(request, entry, _outcome(request), request.POST.get(SEEN, ""))
            return redirect("admin:curation_entry_settle", round.pk, pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
            refused = True
    entry = _marked(described([entry.pk], criteria, round.edition.ends_on))[0]
    text, whatsapp_url = message(entry.product, entry.record) if entry.record else ("", "")
    return page(
        request,
        "settle",
        round,
        status=422 if refused else 200,
        title=_("Putuskan: %s") % entry,
        entry=entry,
        reviews=entry.found,
        sheet=entry.sheet,
        most=most(criteria),
        warnings=legality.warnings(entry.product, round.edition.ends_on),
        outcomes=round.outcomes if may_decide(request.user) and entry.is_open else [],
        lines=said.said(entry.product),
        photos=said.shown(entry.product),
        text=text,
        whatsapp_url=whatsapp_url,
        reason=request.POST.get("alasan", ""),
    )


def _marked(entries):
    """With the mark of each product as it is shown."""
    prefetch_related_objects([entry.product for entry in entries], "photos")
    for entry in entries:
        entry.mark = said.mark(entry.product)
    return entries


def _outcome(request):
    if request.POST.get("hasil") not in Outcome.values:
        raise Http404
    return Outcome(request.POST["hasil"])


def _settle(request, entry, outcome, seen):
    rounds.settle(entry, outcome, by=request.user, reason=request.POST.get("alasan", "")[:REASON_MOST], seen=seen)


def _columns(picked, criteria):
    """The heads of the table that sort it."""
    return [
        picked.column("nama", _("Produk")),
        picked.column("wilayah", _("Wilayah")),
        picked.column("penilai", _("Penilai")),
        *(picked.column(f"k{place}", criterion.name) for place, criterion in enumerate(criteria)),
        picked.column("jumlah", _("Jumlah (dari %d)") % most(criteria)),
        picked.column("beda", _("Beda")),
    ]
