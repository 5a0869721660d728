"""Accounts: nobody signs up, a closed account says the same as a wrong password."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from gvi.text.national_ids import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """An agency's system manager makes the accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """A password given this moment need not be given again at the next page."""
        for record in request.session.get(METHODS, []):
            record["reauthenticated"] = record["method"] == "password"
        request.session.modified = True
        return super().post_login(request, user, **kwargs)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Signing in and out speak for themselves."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """What stands in the authenticator app: the product, never the agency."""

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
