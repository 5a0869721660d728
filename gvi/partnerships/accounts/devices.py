"""Browsers and addresses that people have signed in from (OWASP: device cookies).

After a whole sign-in, second factor and all, the browser keeps a signed cookie for that account. Whoever sends it is
counted apart from strangers, so that strangers who guess wrong cannot shut that person out. The cookie opens nothing.
"""

import secrets

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "gvi.partnerships.device"
LIFETIME = 180 * 24 * 60 * 60  # seconds
ADDRESS_IS_KNOWN = 30 * 24 * 60 * 60  # seconds after the latest whole sign-in from there


def mark_of(email: str) -> str:
    """The account as cookies, counters and the server log know it: a keyed hash, the same whether it exists or not."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:32]


def cookie_name(email: str) -> str:
    """The name of the account's cookie: a browser that several people use keeps one for each."""
    return f"{'__Host-' if settings.SECURE else ''}device-{mark_of(email)[:16]}"


def device_of(request: HttpRequest, email: str) -> str | None:
    """The number of the known browser that this is for this account, or None for a stranger's."""
    try:
        mark, number = signing.loads(request.COOKIES.get(cookie_name(email), ""), salt=SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(number) if mark == mark_of(email) else None


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let the browser be known, as it was or anew, and the address that it comes from."""
    number = device_of(request, email) or secrets.token_urlsafe(16)
    response.set_cookie(
        cookie_name(email),
        signing.dumps([mark_of(email), number], salt=SALT),
        max_age=LIFETIME,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    cache.set(_address_key(request), True, ADDRESS_IS_KNOWN)


def address_is_known(request: HttpRequest) -> bool:
    """True if somebody has signed in from this address lately: an office, or a home."""
    return bool(cache.get(_address_key(request)))


def _address_key(request: HttpRequest) -> str:
    return f"known address {get_ip(request)}"
