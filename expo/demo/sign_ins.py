"""How the organisers of the demo sign in: a password for all, and for each a secret from which an app makes the codes of the second step.

Both are made once for each copy and lie beside the database, readable by their owner only.
"""

import os
import secrets
import time

from allauth.mfa import app_settings as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings

from accounts.models import User
from expo.demo.rows import STAFF


def password():
    file = settings.DATA_DIR / "demo_password.txt"
    if not file.exists():
        _write(file, secrets.token_urlsafe(9))
    return file.read_text(encoding="utf-8").strip()


def secrets_by_name():
    """{'dewi': 'JBSWY3DP…'}"""
    file = settings.DATA_DIR / "demo_secrets.txt"
    known = dict(line.split() for line in file.read_text(encoding="utf-8").splitlines()) if file.exists() else {}
    if missing := [name for name in STAFF if name not in known]:
        known |= {name: generate_totp_secret() for name in missing}
        _write(file, "".join(f"{name} {secret}\n" for name, secret in known.items()))
    return {name: known[name] for name in STAFF}


def give_second_steps():
    """The secrets of this copy, to those organisers of the demo who have no second step."""
    ready = secrets_by_name()
    for user in User.objects.filter(username__in=ready).exclude(pk__in=Authenticator.objects.values("user")):
        TOTP.activate(user, ready[user.username])


def second_steps():
    """{'dewi': her secret}, of those who still have the one of this copy; somebody may have set up her own app."""
    ready = secrets_by_name()
    codes = Authenticator.objects.filter(user__username__in=ready, type=Authenticator.Type.TOTP).select_related("user")
    kept = {one.user.username for one in codes if one.data["secret"] == ready[one.user.username]}
    return {name: secret for name, secret in ready.items() if name in kept}


def code_of(secret, now=None):
    """The code of this moment, and for how many seconds the site takes it."""
    now = int(now or time.time())
    left = mfa.TOTP_PERIOD * (1 + mfa.TOTP_TOLERANCE) - now % mfa.TOTP_PERIOD
    return format_hotp_value(hotp_value(secret, now // mfa.TOTP_PERIOD)), left


def _write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as fresh:
        fresh.write(text)
