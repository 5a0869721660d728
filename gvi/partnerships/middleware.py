"""Who is asking: the principal of the session, or nobody. No second factor, no page (architecture 7)."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from gvi.access.principal import Principal
from gvi.pages.requests import Answer, Request
from gvi.partnerships.actions import entered
from gvi.partnerships.models import Affiliation, User

TOUCH = 60  # seconds between two writes of an active session
# What somebody without a second factor may open.
WITHOUT_FACTOR = {"mfa_activate_totp", "account_logout", "account_reauthenticate"}
# Pages about the account itself: no case data, so no agency and no context.
ACCOUNT = ("account_", "mfa_")
# In the session of whoever has used an invitation's link: its address, to go on there when signed in.
INVITED = "invited"
# Pages for anybody: the same for whoever is signed in, and outside every context.
PUBLIC = "public:"


def principal(get_response: Answer) -> Answer:
    """Set `request.principal`, or send to what is missing first: second factor, then agency."""

    def middleware(request: Request) -> HttpResponse:
        request.principal = None
        if not request.session.session_key or not request.user.is_authenticated:
            return get_response(request)
        if _view_name(request).startswith(PUBLIC):
            return get_response(request)
        if _too_old(request):
            logout(request)
            return _to(settings.LOGIN_URL)
        return _with_principal(request, request.user, get_response)

    return middleware


def _with_principal(request: Request, user: User, get_response: Answer) -> HttpResponse:
    view = _view_name(request)
    if not _has_factor(request):
        return get_response(request) if view in WITHOUT_FACTOR else _to("mfa_activate_totp")
    found = list(Affiliation.objects.in_force().for_principal().filter(user=user).order_by("pk"))
    if _is_shut_out(request, found):
        logout(request)
        return _to(settings.LOGIN_URL)
    if view.startswith(ACCOUNT):
        return get_response(request)
    if INVITED in request.session:
        return HttpResponseRedirect(request.session.pop(INVITED))
    chosen = next((a for a in found if a.pk == request.session.get("affiliation")), None)
    if chosen is None and len(found) == 1:
        chosen = found[0]
    if chosen is None:
        return get_response(request) if view == "portal:agency" else _to("portal:agency")
    if request.session.get("entered") != _mark(chosen):  # once a session
        request.session["entered"] = _mark(chosen)
        entered(chosen)
    request.principal = Principal(chosen)
    return get_response(request)


def _mark(affiliation: Affiliation) -> list[int]:
    return [affiliation.pk, affiliation.generation]


def _is_shut_out(request: Request, found: list[Affiliation]) -> bool:
    """Whether what one acted by until now has ended or was closed. What happens at another agency ends nothing here."""
    entered = request.session.get("entered")
    return entered is not None and entered not in map(_mark, found)


def _to(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(name))


def _view_name(request: Request) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _has_factor(request: Request) -> bool:
    """Whether this session was opened with a second factor. Demo accounts are excepted, only where DEMO=1."""
    if settings.DEMO and request.user.is_authenticated and request.user.is_demo:
        return True
    used = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in used)


def _too_old(request: Request) -> bool:
    """Ten hours in all, thirty minutes idle. An active session is touched at most once a minute."""
    now = int(time.time())
    began = request.session.setdefault("began", now)
    touched = request.session.get("touched", 0)
    if now - began > settings.SESSION_ABSOLUTE_AGE:
        return True
    if now - touched > TOUCH:
        request.session["touched"] = now
    return False
