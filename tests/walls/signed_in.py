"""A browser that somebody has signed in with, second factor and all."""

from typing import Any

from django.test import Client

from gvi.access.principal import Principal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(principal: Principal | None, *, factor: bool = True, **options: Any) -> Client:
    """Nobody's browser for None; without the second factor where `factor` is False."""
    client = Client(raise_request_exception=False, **options)
    if principal is None:
        return client
    client.force_login(principal.user, backend=BACKEND)
    session = client.session
    session["affiliation"] = principal.affiliation.pk
    if factor:
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    session.save()
    return client
