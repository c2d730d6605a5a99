"""The owner's pages of her booth, under /kelola/. Whoever does not run the booth gets 404, as if it were not there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Consent
from curation import propose
from exhibitors import stall
from exhibitors.agreement import refusals
from exhibitors.figures import last_week
from exhibitors.models import Exhibitor, Membership, Status
from exhibitors.news import PROPOSED, news_of, words_of
from exhibitors.owner_forms import BoothForm
from exhibitors.states import OPEN_STATUSES, Refused
from exhibitors.tasks import Standing, first_task
from exhibitors.views.public import booth_page
from products.cards import cards_for_owner

NEWS_MOST = 50
Purpose = Consent.Purpose


def own_booth(request, pk):
    """The booth with its place and stall number, as base_owner.html wants it; 404 for everybody else."""
    return get_object_or_404(Exhibitor.objects.owned_by(request.user).with_place().with_stall_number(), pk=pk)


@require_safe
def home(request):
    booths = list(Exhibitor.objects.owned_by(request.user).with_place().with_stall_number())
    if len(booths) == 1:
        return redirect("exhibitors:owner_booth", booths[0].pk)
    return render(request, "exhibitors/owner/choose.html", {"booths": booths})


@require_safe
def help_page(request):
    return render(request, "exhibitors/owner/help.html")


@require_safe
def booth(request, pk):
    mine, today = own_booth(request, pk), timezone.localdate()
    week = last_week(mine, today)
    standing = Standing.of(mine, today, unread=week["unread"])
    context = {
        "booth": mine,
        "tab": "booth",
        "task": first_task(standing),
        "week": week,
        "products": len(standing.products),
        "can_submit": standing.can_be_submitted,
        "unread": standing.unread,
        "proposal": standing.booth.proposal,
    }
    return render(request, "exhibitors/owner/home.html", context)


@require_POST
def selling(request, pk):
    """The answer to "Masih berjualan?". One tap; a second one says the same again and changes nothing."""
    mine = own_booth(request, pk)
    stall.say_selling(mine, on_break=request.POST.get("jawab") == "libur", today=timezone.localdate())
    messages.success(request, _("Dicatat: sedang libur. Pembeli melihatnya di stan.") if mine.on_break else _("Dicatat: masih berjualan."))
    return redirect("exhibitors:owner_booth", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    mine = own_booth(request, pk)
    hers = propose.hers(mine)
    form = BoothForm(request.POST if request.method == "POST" else None, instance=hers)
    if form.is_valid():
        if stall.keep(mine, form, by=request.user):
            messages.success(request, waiting_words(mine))
        else:
            messages.success(request, _("Tersimpan. Pembeli melihatnya dalam satu menit.") if mine.is_public else _("Tersimpan."))
        return redirect("exhibitors:owner_booth", pk)
    context = {"booth": mine, "tab": "booth", "form": form, "proposal": hers.proposal}
    return render(request, "exhibitors/owner/edit.html", context, status=422 if form.is_bound else 200)


def waiting_words(row):
    """What is said when something that she saved about a booth or product waits."""
    return _("Tersimpan. Menunggu panitia; pembeli masih melihat yang lama.") if row.is_public else _("Tersimpan. Menunggu panitia.")


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, pk):
    """GET shows what goes to the organisers; POST hands it in. A second tap finds nothing left to hand in."""
    mine, refusal = own_booth(request, pk), ""
    if request.method == "POST":
        try:
            stall.submit(mine, by=request.user)
            messages.success(request, _("Sudah diajukan. Panitia memeriksanya dan memberi kabar di sini."))
            return redirect("exhibitors:owner_booth", pk)
        except Refused as refused:
            refusal = str(refused)
    context = {
        "booth": mine,
        "tab": "booth",
        "with_booth": mine.status in OPEN_STATUSES,
        "products": stall.waiting_to_be_submitted(mine),
        "unnamed": mine.products.filter(status__in=OPEN_STATUSES, name="").exists(),
        "consented": Purpose.PUBLISH not in refusals(mine),
        "refusal": refusal,
    }
    return render(request, "exhibitors/owner/submit.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, pk):
    """What somebody typed for her: she reads it and says that it is right."""
    mine = own_booth(request, pk)
    if request.method == "POST":
        get_object_or_404(mine.memberships, user=request.user, role=Membership.Role.OWNER)
        stall.confirm_entry(mine, by=request.user)
        messages.success(request, _("Terima kasih. Tercatat bahwa Anda membenarkan isian ini."))
        return redirect("exhibitors:owner_booth", pk)
    if mine.entered_by is None:
        return redirect("exhibitors:owner_booth", pk)
    rows = mine.products.kept().exclude(name="")
    return render(request, "exhibitors/owner/confirm.html", {"booth": mine, "tab": "booth", "products": rows})


@require_safe
def news(request, pk):
    mine = own_booth(request, pk)
    return render(
        request,
        "exhibitors/owner/news.html",
        {
            "booth": mine,
            "tab": "booth",
            "news": [(record, words_of(record)) for record in news_of(mine)[:NEWS_MOST]],
            "changed": PROPOSED,
        },
    )


@require_safe
def preview(request, pk):
    """The booth's page as visitors see it, or will see it: with every product that its owner keeps, and what waits for the organisers."""
    mine = own_booth(request, pk)
    rows = mine.products.exclude(status=Status.WITHDRAWN).exclude(name="").select_related("cover", "category")
    hers, *rows = propose.hers_of(mine, [mine, *rows])
    context = booth_page(hers, rows, cards_for_owner)
    return render(
        request,
        "exhibitors/owner/preview.html",
        {**context, "inquiry_url": "#isi", "whatsapp_url": "#isi" if mine.reachable_by_whatsapp else ""},
    )
