"""Data Saya: what is held about her, and what she can do about it. Open also before the consents were given."""

import json

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

import accounts.my_data
from accounts import erasure
from accounts.consents import TEXTS, answer, given
from accounts.doors import confirm
from accounts.forms import EmailForm, NameForm, NumberForm
from accounts.models import Consent, DeletionRequest, User
from accounts.views.doors import ask_and_act
from exhibitors.models import Exhibitor


@require_safe
def overview(request):
    user = request.user
    ticked = given(user)
    context = {
        "consents": [(purpose, text, ticked.get(purpose)) for purpose, text in TEXTS.items()],
        "past_consents": user.consents.exclude(withdrawn_at=None),
        "new_email": EmailAddress.objects.get_new(user),
        "links": user.one_time_links.all()[:5],
        "booths": Exhibitor.objects.owned_by(user).with_place(),
        "deletion": DeletionRequest.objects.filter(user=user).first(),
    }
    return render(request, "accounts/my_data.html", context)


@require_safe
def as_json(request):
    text = json.dumps(accounts.my_data.collect(request.user), ensure_ascii=False, indent=2)
    return _file(text, "application/json", "data-saya.json")


@require_safe
def as_csv(request):
    return _file(accounts.my_data.as_csv(accounts.my_data.collect(request.user)), "text/csv; charset=utf-8", "data-saya.csv")


def _file(text, kind, name):
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@ask_and_act
def name(request):
    form = NameForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        return _done(request, _("Nama disimpan."))
    return _asked(request, form, _("Nama"))


@sensitive_post_parameters("password")
@ask_and_act
def number(request):
    """The number of the account. That of the booth, which visitors see, is changed with the booth."""
    user = request.user
    form = NumberForm(request.POST if request.method == "POST" else None, user=user, initial={"phone": user.phone_shown})
    if form.is_valid() and _confirmed(request, form):
        try:
            User.objects.filter(pk=user.pk).update(phone=form.cleaned_data["phone"])
            return _done(request, _("Nomor disimpan. Mulai sekarang masuk dengan nomor itu."))
        except IntegrityError:  # somebody else took it a moment ago
            form.add_error("phone", _("Nomor ini tidak bisa dipakai. Hubungi panitia di daerah Anda."))
    return _asked(request, form, _("Nomor HP"))


@sensitive_post_parameters("password")
@ask_and_act
def email(request):
    """An address counts once its letter was answered; until then the one before stays."""
    user = request.user
    form = EmailForm(request.POST if request.method == "POST" else None, user=user, initial={"email": user.email})
    if form.is_valid() and _confirmed(request, form):
        address = form.cleaned_data["email"]
        if not address:
            EmailAddress.objects.filter(user=user).delete()
            User.objects.filter(pk=user.pk).update(email="")
            return _done(request, _("Alamat e-mail dihapus."))
        if address.lower() == user.email.lower():
            return redirect("accounts:my_data")
        EmailAddress.objects.add_new_email(request, user, address)
        return _done(request, _("Kami mengirim surat ke alamat itu. Buka tautan di dalamnya untuk memastikan."))
    return _asked(request, form, _("E-mail"))


@require_POST
def consents(request):
    """Give or withdraw one of the two that she may do without."""
    purpose, ticked = request.POST.get("untuk"), set(given(request.user))
    if Consent.Purpose.TERMS in ticked and purpose in (Consent.Purpose.PUBLISH, Consent.Purpose.CONTACT):
        answer(request.user, ticked - {purpose} if request.POST.get("jawab") == "cabut" else ticked | {purpose})
        messages.success(request, _("Jawaban disimpan."))
    return redirect("accounts:my_data")


@ask_and_act
def delete_me(request):
    if request.method == "POST":
        erasure.ask(request.user)
        return redirect("accounts:delete_me")
    booths = Exhibitor.objects.owned_by(request.user)
    return render(
        request, "accounts/delete_me.html", {"deletion": DeletionRequest.objects.filter(user=request.user).first(), "booths": booths}
    )


@require_POST
def keep_me(request):
    if erasure.cancel(request.user):
        messages.success(request, _("Permintaan dibatalkan. Data Anda tetap ada."))
    return redirect("accounts:my_data")


def _confirmed(request, form):
    try:
        confirm(request, form.cleaned_data.get("password"))
    except ValidationError as refused:
        form.add_error("password" if "password" in form.fields else None, refused)
        return False
    return True


def _asked(request, form, title):
    return render(request, "accounts/correct.html", {"form": form, "title": title}, status=422 if form.is_bound else 200)


def _done(request, sentence):
    messages.success(request, sentence)
    return redirect("accounts:my_data")
