"""Setting up a second step and giving it up: allauth's pages, with what is ours to add."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth import update_session_auth_hash
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.forms import use_up
from accounts.gate import BACK_OFFICE

CODES_SHOWN_FOR = timedelta(minutes=15)  # after they were made; whoever wants to see them later makes new ones


class _SetUpMixin:
    """The new factor has just been used, so it counts for this session. The way leads on over the recovery codes, then to `next`."""

    kind, first_template = None, None

    def get_template_names(self):
        first = self.request.user.is_staff and not is_mfa_enabled(self.request.user)
        return [self.first_template] if first else super().get_template_names()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"next": _next_of(self.request)}

    def get_success_url(self):
        next_url = _next_of(self.request)
        if not getattr(self, "did_generate_recovery_codes", True):  # she had some
            return next_url or reverse("mfa_index")
        codes_url = reverse("mfa_view_recovery_codes")
        return f"{codes_url}?{urlencode({'next': next_url})}" if next_url else codes_url

    def form_valid(self, form):
        with transaction.atomic():  # with the session, so that a second press finds both or neither
            response = super().form_valid(form)
            made = Authenticator.objects.filter(user=self.request.user, type=self.kind).latest("pk")
            post_authentication(self.request, made, reauthenticated=True)
            self.request.session.save()
        return response


class SetUpCodes(_SetUpMixin, totp.ActivateTOTPView):
    kind, first_template = Authenticator.Type.TOTP, "accounts/set_up_codes.html"

    def dispatch(self, request, *args, **kwargs):
        if self._is_done():  # pressed twice
            return redirect(self.get_success_url())
        try:
            return super().dispatch(request, *args, **kwargs)
        except (IntegrityError, ReauthenticationRequired):
            if self._is_done():  # twice at once, and the other one did it
                return redirect(self.get_success_url())
            raise

    def _is_done(self):
        return is_mfa_enabled(self.request.user, [self.kind])

    def form_valid(self, form):
        response = super().form_valid(form)
        use_up(form.cleaned_data["code"], self.request.user)
        return response


class SetUpKey(_SetUpMixin, passkeys.AddWebAuthnView):
    kind, first_template = Authenticator.Type.WEBAUTHN, "accounts/set_up_key.html"


class _GiveUpMixin:
    """Whoever got in by what is given up is out, everywhere but here."""

    def form_valid(self, form):
        response = super().form_valid(form)
        self.request.user.end_sessions()
        update_session_auth_hash(self.request, self.request.user)
        return response


class TurnOffCodes(_GiveUpMixin, totp.DeactivateTOTPView):
    pass


class RemoveKey(_GiveUpMixin, passkeys.RemoveWebAuthnView):
    pass


class RecoveryCodes(codes.ViewRecoveryCodesView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["left"] = len(context["unused_codes"])
        if not _are_fresh(_codes_of(self.request.user)):
            context["unused_codes"] = []
        next_url = _next_of(self.request)
        return context | {"next": next_url, "to_back_office": next_url.startswith(BACK_OFFICE)}


class DownloadRecoveryCodes(codes.DownloadRecoveryCodesView):
    def dispatch(self, request, *args, **kwargs):
        made = _codes_of(request.user)
        if made and not _are_fresh(made):
            return redirect("mfa_view_recovery_codes")
        return super().dispatch(request, *args, **kwargs)

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="kode-cadangan.txt"'
        return response


def _codes_of(user):
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()


def _are_fresh(made):
    return timezone.now() - made.created_at < CODES_SHOWN_FOR


def _next_of(request):
    url = request.GET.get("next", "")
    return url if get_adapter(request).is_safe_url(url) else ""
