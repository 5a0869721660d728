"""Enrolling the second factor."""

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse

from gvi.partnerships.models import User


class EnrolTOTP(ActivateTOTPView):
    """Enrol an authenticator app. Its first code counts as using the second factor in this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = cast(User, self.request.user)  # the page requires a signed-in user
        record_authentication(self.request, user, method="mfa", type="totp")
        return response
