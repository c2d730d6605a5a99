"""What the pages of an import have in common: whose it is, how it is shown, and what is said to who comes too late."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from exchange.models import Import, ImportPhoto

State = Import.State


def own(request, pk):
    return get_object_or_404(Import.objects.of(request.user).select_related("by"), pk=pk)


def own_without_plan(request, pk):
    """For what needs none: it may have megabytes."""
    return get_object_or_404(Import.objects.of(request.user).defer("plan_json"), pk=pk)


def page(request, name, *, status=200, **context):
    context |= admin.site.each_context(request) | {"is_nav_sidebar_enabled": False}
    return TemplateResponse(request, f"exchange/{name}.html", context, status=status)


def photos_of(row):
    found = list(row.pictures.values_list("record", "state", "by_hand"))
    state = ImportPhoto.State
    return {
        "count": len(found),
        "matched": sum(bool(record) for record, _state, _hand in found),
        "open": sum(not record and not by_hand for record, _state, by_hand in found),
        "hung": sum(one == state.HUNG for _record, one, _hand in found),
        "done": sum(one != state.WAITING for record, one, _hand in found if record),
        "left": sum(one == state.LEFT for _record, one, _hand in found),
        "there": row.photos_there() if row.photos_bytes else 0,
        "incomplete": bool(row.photos_bytes) and row.photos_there() < row.photos_bytes,
    }


def ready(row):
    """The plan that something can be said about; None where there is none now."""
    return row.plan if row.state == State.READY else None


def too_late(request, row):
    """A second click, or another window: where it stands is shown, nothing is done twice."""
    messages.info(request, _("Langkah itu sudah dijalankan. Beginilah keadaannya sekarang."))
    return redirect("admin:import", row.pk)
