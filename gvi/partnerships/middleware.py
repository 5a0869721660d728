"""The principal of the session, if there is one. Without a second factor no page opens (architecture 7)."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from gvi.access.principal import Principal
from gvi.pages import sign_in
from gvi.pages.requests import Answer, Request
from gvi.partnerships.accounts import devices, sign_in_log
from gvi.partnerships.models import Affiliation, User

TOUCH_INTERVAL = 60  # seconds between two writes of an active session
# Pages that open without a second factor.
WITHOUT_FACTOR = {"mfa_activate_totp", "account_logout", "account_reauthenticate"}
# Pages about the account itself show no case data, so they need no agency and no context.
ACCOUNT = ("account_", "mfa_")
# Session key: the address of an invitation's link that was used, to return to after signing in.
INVITED = "invited"
# Public pages: the same for everyone, and without a context.
PUBLIC = "public:"


def after_answer(get_response: Answer) -> Answer:
    """Do what waits for the answer when the server has sent it and closes it."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        if work := sign_in_log.take_waiting():
            response.close = _both(response.close, work)  # type: ignore[method-assign]
        return response

    return middleware


def _both(close: Callable[[], None], work: Callable[[], None]) -> Callable[[], None]:
    def close_and_work() -> None:
        close()
        work()

    return close_and_work


def principal(get_response: Answer) -> Answer:
    """Set `request.principal`, or redirect to what is missing: the second factor, then the agency."""

    def middleware(request: Request) -> HttpResponse:
        request.principal = None
        if not request.session.session_key or not request.user.is_authenticated:
            return get_response(request)
        view = _view_name(request)
        if view.startswith(PUBLIC):
            return get_response(request)
        if not request.user.exists_here:
            request.user = AnonymousUser()
            return get_response(request)
        if _too_old(request):
            return _signed_out(request, sign_in.SIGNED_OUT, get_response)
        return _with_principal(request, request.user, view, get_response)

    return middleware


def _with_principal(request: Request, user: User, view: str, get_response: Answer) -> HttpResponse:
    if not _has_factor(request):
        return get_response(request) if view in WITHOUT_FACTOR else _to("mfa_activate_totp")
    found = user.affiliations_in_force
    if _is_shut_out(request, found):
        return _signed_out(request, sign_in.ENDED, get_response)
    if view.startswith(ACCOUNT):
        return get_response(request)
    if INVITED in request.session:
        return HttpResponseRedirect(request.session.pop(INVITED))
    chosen = next((a for a in found if a.pk == request.session.get("affiliation")), None)
    if chosen is None and len(found) == 1:
        chosen = found[0]
    if chosen is None:
        return get_response(request) if view == "portal:agency" else _to_choice_of_agency(request)
    request.principal = Principal(chosen)
    if request.session.get("entered") == _mark(chosen):
        return get_response(request)
    return _enter(request, chosen, get_response)


def _enter(request: Request, chosen: Affiliation, get_response: Answer) -> HttpResponse:
    """The first page of a session for this agency: the sign-in is whole. Note it, and know the browser from now on."""
    request.session["entered"] = _mark(chosen)
    chosen.record_sign_in()
    sign_in_log.entered(request, chosen)
    response = get_response(request)
    devices.remember(request, response, chosen.user.email)
    return response


def _mark(affiliation: Affiliation) -> list[int]:
    return [affiliation.pk, affiliation.generation]


def _is_shut_out(request: Request, found: list[Affiliation]) -> bool:
    """True if the affiliation used so far has ended or is suspended. Those with other agencies do not matter."""
    entered = request.session.get("entered")
    return entered is not None and entered not in map(_mark, found)


def _signed_out(request: Request, why: str, get_response: Answer) -> HttpResponse:
    """Sign out and go on as nobody: the page sends on to the login page, and keeps what was typed."""
    logout(request)
    request.signed_out = why
    return get_response(request)


def _to_choice_of_agency(request: Request) -> HttpResponse:
    """To the choice of agency, and from there to the page that was asked for."""
    if request.method != "GET" or request.path == "/":
        return _to("portal:agency")
    return redirect_to_login(request.get_full_path(), reverse("portal:agency"))


def _to(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(name))


def _view_name(request: Request) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _has_factor(request: Request) -> bool:
    """True if the session was opened with a second factor. The demo's own accounts need none, where DEMO=1."""
    user = request.user
    if settings.DEMO and user.is_authenticated and user.is_demo and not user.is_invited:
        return True
    used = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in used)


def _too_old(request: Request) -> bool:
    """True after ten hours in all or thirty minutes idle. An active session is saved at most once a minute."""
    now = int(time.time())
    began = request.session.setdefault("began", now)
    touched = request.session.get("touched", 0)
    if now - began > settings.SESSION_ABSOLUTE_AGE:
        return True
    if now - touched > TOUCH_INTERVAL:
        request.session["touched"] = now
    return False
