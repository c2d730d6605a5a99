"""/panitia/undangan/: who has been invited, who has come in, and links for many at once."""

from typing import NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import OneTimeLink, SentForm, User
from exhibitors.invite import invite_all, may_invite
from exhibitors.models import Exhibitor
from expo.once import FIELD, kept_key, new_key
from regions.models import Region

PER_PAGE = 50
MOST = 300  # links in one go
STATES = {
    "belum": (gettext_lazy("Belum pernah masuk"), lambda booths: booths.never_came_in()),
    "lewat": (gettext_lazy("Tautan lewat waktu"), lambda booths: booths.link_ran_out()),
    "sudah": (gettext_lazy("Sudah masuk"), lambda booths: booths.came_in()),
    "semua": (gettext_lazy("Semua"), lambda booths: booths),
}


class Row(NamedTuple):
    booth: Exhibitor
    owner: User | None
    link: OneTimeLink | None


class Choice(NamedTuple):
    """What the list is narrowed to."""

    state: str
    region: str
    words: str

    @classmethod
    def of(cls, data):
        state = data.get("keadaan", "belum")
        return cls(
            state if state in STATES else "belum",
            data.get("wilayah", "")[:40],
            " ".join(data.get("q", "").replace("\x00", "").split())[:80],
        )

    def narrow(self, booths):
        if self.region:
            booths = booths.filter(village__district__region__slug=self.region)
        if self.words:
            booths = booths.filter(Q(name__icontains=self.words) | Q(memberships__user__name__icontains=self.words)).distinct()
        return booths

    def rows(self, user):
        return STATES[self.state][1](self.narrow(Exhibitor.objects.in_scope_of(user)))

    def address(self, **change):
        kept = {"keadaan": self.state, "wilayah": self.region, "q": self.words} | change
        return f"{reverse('admin:invitations')}?{urlencode({name: value for name, value in kept.items() if value})}"


def listed(request):
    """GET lists; POST makes links for the ticked booths, or for all that the list is narrowed to, and shows them this once."""
    if not may_invite(request.user):
        raise PermissionDenied
    choice = Choice.of(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        return _make(request, choice)
    numbers = _numbers(choice.narrow(Exhibitor.objects.in_scope_of(request.user)))
    pages = Paginator(choice.rows(request.user).with_last_link().with_place(), PER_PAGE)
    pages.count = numbers[choice.state]
    page = pages.get_page(request.GET.get("p"))
    context = admin.site.each_context(request) | {
        "title": _("Undangan"),
        "choice": choice,
        "page": page,
        "rows": _rows(page.object_list),
        "states": [(choice.address(keadaan=key), label, numbers[key], key == choice.state) for key, (label, _word) in STATES.items()],
        "regions": list(Region.objects.in_scope_of(request.user).values_list("slug", "name")),
        "progress": _progress(request.user),
        "most": MOST,
        "key": new_key(),
        "here": choice.address(),
    }
    return TemplateResponse(request, "admin/invitations/list.html", context)


def _rows(booths):
    booths = list(booths)
    users = User.objects.in_bulk({booth.owner_pk for booth in booths if booth.owner_pk})
    links = OneTimeLink.objects.in_bulk({booth.link_pk for booth in booths if booth.link_pk})
    return [Row(booth, users.get(booth.owner_pk), links.get(booth.link_pk)) for booth in booths]


def _numbers(booths):
    """How many booths are in which state, in one query."""
    whole = Exhibitor.objects.order_by()
    counted = {key: Count("pk", distinct=True, filter=Q(pk__in=word(whole).values("pk"))) for key, (_label, word) in STATES.items()}
    return booths.order_by().aggregate(**counted)


def _progress(user):
    """Of the links that this organiser made and that still work: how many are marked as sent, and how many there are."""
    usable = OneTimeLink.objects.filter(created_by=user).usable()
    return usable.aggregate(sent=Count("sent_at"), made=Count("pk"))


def _make(request, choice):
    chosen = [pk for pk in request.POST.getlist("stan") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    booths = choice.rows(request.user) if request.POST.get("semua") else Exhibitor.objects.in_scope_of(request.user).filter(pk__in=chosen)
    booths = list(booths.with_place()[: MOST + 1])
    if not booths:
        messages.error(request, _("Centang dulu stan yang akan diundang."))
    elif len(booths) > MOST:
        messages.error(request, _("Paling banyak %d tautan sekaligus. Saring dulu daftarnya.") % MOST)
    elif not _is_new(request):
        messages.error(
            request, _("Tautan itu sudah dibuat dan hanya terlihat sekali. Yang belum terkirim: centang lagi, lalu buat yang baru.")
        )
    else:
        return invitations_made(request, admin.site, invite_all(booths, by=request.user))
    return redirect(choice.address())


def _is_new(request):
    """Whether this form was not sent before: a page of links that is loaded again would end those that were just sent."""
    key = kept_key(request.POST.get(FIELD, ""))
    try:
        with transaction.atomic():
            if key:
                SentForm.objects.create(user=request.user, key=key, location=reverse("admin:invitations"))
    except IntegrityError:
        return False
    return True


def invitations_made(request, site, invitations):
    """The one page on which new links are seen."""
    context = site.each_context(request) | {
        "title": _("Tautan masuk yang baru"),
        "invitations": invitations,
        "made": sum(bool(invitation.url) for invitation in invitations),
    }
    return TemplateResponse(request, "admin/invitations/made.html", context)


@require_POST
def sent(request):
    """Keep which of the links on the page were sent: those ticked. For whoever made them only."""
    if not may_invite(request.user):
        raise PermissionDenied
    shown, ticked = (
        {pk for pk in request.POST.getlist(name) if pk.isascii() and pk.isdigit() and len(pk) < 19} for name in ("tautan", "terkirim")
    )
    links = OneTimeLink.objects.filter(created_by=request.user, pk__in=shown)
    links.filter(pk__in=ticked, sent_at=None).update(sent_at=timezone.now())
    links.exclude(pk__in=ticked).update(sent_at=None)
    if request.headers.get("x-requested-with") == "fetch":
        return HttpResponse(status=204)
    messages.success(request, _("%(sent)d dari %(made)d sudah dikirim.") % {"sent": len(shown & ticked), "made": len(shown)})
    return redirect("admin:invitations")
