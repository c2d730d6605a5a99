"""The owner's pages of her booth, under /kelola/. Whoever does not run the booth gets 404, as if it were not there."""

from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitors import stall
from exhibitors.figures import last_week
from exhibitors.models import Exhibitor, Status
from exhibitors.owner_forms import BoothForm
from exhibitors.tasks import Standing, first_task
from exhibitors.views.public import booth_page
from products.cards import cards_for_owner


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
    standing = Standing.of(mine, today)
    context = {
        "booth": mine,
        "tab": "booth",
        "task": first_task(standing),
        "week": last_week(mine, today),
        "products": len(standing.products),
        "unread": standing.unread,
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
    form = BoothForm(request.POST if request.method == "POST" else None, instance=copy(mine))
    if form.is_valid():
        if changes := form.changes_to(mine):
            stall.save(form.instance, changes)
        messages.success(request, _("Tersimpan. Pembeli melihatnya dalam satu menit.") if mine.is_public else _("Tersimpan."))
        return redirect("exhibitors:owner_booth", pk)
    context = {"booth": mine, "tab": "booth", "form": form}
    return render(request, "exhibitors/owner/edit.html", context, status=422 if form.is_bound else 200)


@require_safe
def preview(request, pk):
    """The booth's page as visitors see it, or will see it: with every product that its owner keeps."""
    mine = own_booth(request, pk)
    context = booth_page(mine, mine.products.exclude(status=Status.WITHDRAWN).exclude(name=""), cards_for_owner)
    return render(
        request,
        "exhibitors/owner/preview.html",
        {**context, "inquiry_url": "#isi", "whatsapp_url": "#isi" if mine.reachable_by_whatsapp else ""},
    )
