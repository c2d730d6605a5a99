"""The owner's pages of her booth, under /kelola/. Whoever does not run the booth gets 404, as if it were not there."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibitors.models import Exhibitor


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
    return render(request, "exhibitors/owner/home.html", {"booth": own_booth(request, pk), "tab": "booth", "today": timezone.localdate()})
