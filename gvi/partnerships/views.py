"""Enrolling a second factor."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse


class Enrol(ActivateTOTPView):
    """Whoever has just shown a code from the app has used the second factor in this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type="totp")
        return answer
