"""Where allauth asks this site: who a phone number is, how often somebody may guess, where to go after signing in."""

import logging
import threading
import time
from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.doors import came_in_just_now
from accounts.gate import PULSE
from accounts.models import User
from expo.forms import WhatsAppField

logger = logging.getLogger(__name__)

LIMITS = ("sign_in_here", "sign_in_account", "sign_in_address")  # settings.ACCOUNT_RATE_LIMITS


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini sedang tidak aktif. Hubungi panitia di daerah Anda."),
        "enter_current_password": _("Tulis sandi Anda yang sekarang."),
        "incorrect_code": _("Kodenya tidak cocok. Periksa lagi, atau minta kode baru."),
        "incorrect_password": _("Sandinya tidak cocok. Periksa lagi."),
        "too_many_login_attempts": _("Terlalu banyak percobaan. Tunggu 10 menit, atau minta tautan masuk kepada panitia."),
        "too_many_codes": _("Terlalu banyak kode yang salah. Tunggu 10 menit. Kalau tetap tidak bisa, hubungi panitia."),
        "rate_limited": _("Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_user_by_phone(self, phone):
        return User.objects.filter(phone=phone).first()

    def get_phone(self, user):
        return (user.phone, True) if user.phone else None

    def phone_form_field(self, **kwargs):
        return WhatsAppField(**kwargs)

    def pre_authenticate(self, request, **credentials):
        """Count a guess before it is looked at, so that many at once do not slip through; a right one is taken back."""
        account = next(str(value) for name, value in credentials.items() if name != "password").lower()
        keys = {"sign_in_here": f"{account} {ratelimit.get_ip(request)}", "sign_in_account": account, "sign_in_address": None}
        counted = ratelimit.RateLimitUsage(usage=[])
        for action in LIMITS:
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=keys[action])
            if not usage:
                raise self.validation_error("too_many_login_attempts")
            counted.usage += usage.usage
        self._login_failed_rl_usage = counted

    def login(self, request, user):
        super().login(request, user)
        if user.is_staff:
            request.session.set_expiry(timedelta(seconds=settings.STAFF_SESSION_AGE))  # kept as a moment: no page moves it on
            request.session[PULSE] = time.time()

    def get_login_redirect_url(self, request):
        if request.user.is_staff and not request.user.memberships.exists():
            return "/panitia/"
        return super().get_login_redirect_url(request)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not from staff who are in since a moment and set up their first second step: they have only just said who they are."""
        request = context.request
        if request.user.is_staff and not is_mfa_enabled(request.user) and came_in_just_now(request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        """What is guarded by a second factor is not changed by the password alone, in the case of staff. The first one is offered first."""
        methods = super().get_reauthentication_methods(user)
        factors = [method for method in methods if method["id"] != "reauthenticate"]
        if not factors or not user.is_staff:
            return methods
        return factors if is_mfa_enabled(user, [Authenticator.Type.TOTP]) else factors[::-1]  # a passkey before recovery codes

    def is_safe_url(self, url):
        """Only pages of this very site."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts={context.request.get_host()})

    def respond_user_inactive(self, request, user):
        self.add_message(request, 30, message=str(self.error_messages["account_inactive"]))
        return redirect(settings.LOGIN_URL)

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        if message:  # allauth's own texts are English and say what the next page shows anyway
            super().add_message(request, level, message=message, extra_tags=extra_tags)

    def format_email_subject(self, subject):
        return subject

    def send_mail(self, template_prefix, email, values):
        """In a thread of its own: the page comes as fast for an address that we do not know."""
        message = self.render_mail(template_prefix, email, {"email": email, **values})
        threading.Thread(target=_send, args=[message], daemon=True).start()


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Kodenya tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu tulis yang itu."),
    }

    def get_totp_label(self, user):
        """What the app shows above the code: the name that opens the door, not an address that may change."""
        return user.get_username()


def _send(message):
    try:
        message.send()
    except OSError:
        logger.exception("An e-mail could not be sent")
