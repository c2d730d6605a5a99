"""How somebody comes in: by password, by one-time link. Both lead through allauth, which asks for a second factor if there is one."""

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from expo.forms import WhatsAppField


def credentials(name):
    """What was typed as a name: a phone number in any spelling, an e-mail address, or an organiser's user name."""
    try:
        return {"phone": WhatsAppField().clean(name)}
    except ValidationError:
        return {"email" if "@" in name else "username": name.strip()}


def who_is(request, *, name, password):
    """The account, or None. An unknown name takes as long as a wrong password. ValidationError after too many guesses."""
    user = get_adapter(request).authenticate(request, **credentials(name), password=password)
    return user if user and user.is_active else None


def enter(request, user, *, method, next_url="", **details):
    """Sign in and go on: to the page asked for, to the portal, or first to the second factor."""
    _record(request, user, method=method, **details)
    safe = next_url if get_adapter(request).is_safe_url(next_url) else None
    return perform_login(request, Login(user=user, redirect_url=safe))


def enter_by_link(request, link):
    """As enter(); but staff who have a password say that, too: a link that somebody else has read opens no back office."""
    user = link.user
    if not (user.is_staff and user.has_usable_password()):
        return enter(request, user, method="link", link=link.pk)
    _record(request, user, method="link", link=link.pk)
    messages.warning(request, _("Tautannya sudah diterima. Masuk dengan sandi Anda, lalu pasang langkah kedua di HP atau komputer ini."))
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': reverse('admin:index')})}")


def _record(request, user, **record):
    if request.user.is_authenticated and request.user.pk != user.pk:
        get_adapter(request).logout(request)
    record_authentication(request, user, **record)


def confirm(request, password):
    """That it is still her: by her password, or, where she has none, by a link she came in with just now. ValidationError if not."""
    user, adapter = request.user, get_adapter(request)
    if user.has_usable_password():
        if adapter.authenticate(request, username=user.username, password=password or " ") != user:
            raise adapter.validation_error("incorrect_password")
    elif not came_in_just_now(request):
        raise ValidationError(_("Untuk ini kami perlu yakin bahwa ini Anda. Buat sandi dulu, atau minta tautan masuk yang baru."))


def came_in_just_now(request):
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def change_password(request, *, old, new):
    """Set it, end every other session, and take back links that were not used yet. ValidationError when the old one is wrong."""
    user = request.user
    if user.has_usable_password():
        confirm(request, old)
    with transaction.atomic():
        user.set_password(new)
        user.save(update_fields=["password"])
        user.end_sessions()
        user.one_time_links.usable().update(revoked_at=timezone.now())
    update_session_auth_hash(request, user)
