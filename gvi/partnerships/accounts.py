"""Accounts: nobody signs up, a closed account says the same as a wrong password."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """An agency's system manager makes the accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Signing in and out speak for themselves."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """What stands in the authenticator app: the product, never the agency."""

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)

    def encrypt(self, text: str) -> str:
        from gvi.access.nationalid import seal

        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        from gvi.access.nationalid import unseal

        return unseal(encrypted_text)
