"""The code of the second factor, as it is asked for at sign-in."""

import re
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from gvi.pages.forms import CleanForm


class UsedOnce(CleanForm, forms.BaseAuthenticateForm):
    """A code of the app is taken once, for as long as it holds.

    allauth remembers it for one step only; with a step of tolerance on either side it holds for three (RFC 6238 5.2).
    """

    authenticator: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()
        holds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        used = f"code-used-{self.user.pk}-{re.sub(r'[^0-9]', '', code)}"
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(used, True, holds):
            raise get_adapter().validation_error("incorrect_code")
        return code
