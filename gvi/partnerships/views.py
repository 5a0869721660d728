"""Enrolling a second factor."""

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse

from gvi.partnerships.models import User


class Enrol(ActivateTOTPView):
    """Whoever has just shown a code from the app has used the second factor in this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        user = cast(User, self.request.user)  # the page is for whoever is signed in
        record_authentication(self.request, user, method="mfa", type="totp")
        return answer
