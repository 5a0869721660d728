"""How allauth makes accounts and second factors here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gvi.text.national_ids import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """An agency's system manager makes the accounts; nobody signs up. A closed one answers like a wrong password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Count a password given now as a reauthentication, so that the next page does not ask for it again."""
        for record in request.session.get(METHODS, []):
            record["reauthenticated"] = record["method"] == "password"
        request.session.modified = True
        return super().post_login(request, user, **kwargs)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Show no messages about signing in and out."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Stores the secrets encrypted, and names the account in the authenticator app without the agency."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "The code is not right, or has been used already. Wait for the next one in the app. If that is refused "
            "too, check that the telephone sets its clock by itself."
        )
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
