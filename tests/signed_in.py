"""A browser that somebody has signed in with, second factor and all."""

import time
from typing import Any

from django.conf import settings
from django.test import Client

from gvi.access.principal import Principal


def browser(principal: Principal | None, *, factor: bool = True, entered: bool = True, **options: Any) -> Client:
    """Nobody's browser for None; without the second factor where `factor` is False; `entered`: an agency is chosen."""
    client = Client(raise_request_exception=False, **options)
    if principal is None:
        return client
    client.force_login(principal.user)
    session = client.session
    if entered:
        session["affiliation"] = principal.affiliation.pk
        session["entered"] = [principal.affiliation.pk, principal.affiliation.generation]
    used = [{"method": "password", "at": time.time()}]
    used += [{"method": "mfa", "type": "totp", "at": time.time()}] * factor
    session["account_authentication_methods"] = used
    session.save()
    return client


def same_session(client: Client, **options: Any) -> Client:
    """Another browser with the session of `client` as it was stored: signing in takes as long as a page."""
    made = Client(raise_request_exception=False, **options)
    made.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return made
