"""Past the door: a browser in which somebody is signed in, and the codes that an app would show."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import RequestFactory

from accounts.gate import PULSE


def sign_in(client, user, *, second_step=True):
    """As by the door; an organiser with an app for codes, which she gets when she has none."""
    client.force_login(user)
    if not user.is_staff:
        return
    request = RequestFactory().get("/")
    request.session = client.session
    request.session[PULSE] = time.time()
    if second_step:
        record_authentication(request, user, "mfa", id=app_of(user).pk, type="totp")
    request.session.save()


def app_of(user):
    return Authenticator.objects.filter(user=user, type="totp").first() or TOTP.activate(user, generate_totp_secret()).instance


def code(secret, *, steps=0):
    """What the app shows now; steps=1: half a minute later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
