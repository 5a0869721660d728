"""The way to the login page and back: why it stands there, and that nothing is lost on the way."""

import time
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from gvi.pages import drafts

WHY = "varfor"  # in the address of the login page
SIGNED_OUT, ENDED, KEPT, KEPT_WITHOUT_FILE, TOO_LONG = "utloggad", "andrad", "ord", "fil", "langt"
SAVES_DRAFT = "X-GVI-Draft"  # a header of what a page sends to keep, not to save
SESSION_LEFT = "X-GVI-Session-Left"  # a header of the answer: seconds


def to_login(request: HttpRequest, *, keeps_drafts: bool = False, comes_back: bool = True) -> HttpResponse:
    """To the login page. What was typed is kept for the one whom the form was made for.

    `comes_back`: the page can be opened by its address; otherwise signing in leads to the page that it stood on.
    """
    why = _why(request)
    if keeps_drafts and request.method == "POST" and drafts.MADE_FOR in request.POST:
        is_kept = drafts.keep(request.POST[drafts.MADE_FOR], request.get_full_path(), request.POST)
        why = (KEPT_WITHOUT_FILE if request.FILES else KEPT) if is_kept else TOO_LONG
    if SAVES_DRAFT in request.headers:
        return HttpResponse(status=401)
    login = reverse(settings.LOGIN_URL) + (f"?{urlencode({WHY: why})}" if why else "")
    return redirect_to_login(request.get_full_path() if comes_back else _page_before(request), login)


def _why(request: HttpRequest) -> str:
    """Whether there was a session, and what ended it."""
    had_one = settings.SESSION_COOKIE_NAME in request.COOKIES and not request.session.session_key
    return getattr(request, "signed_out", SIGNED_OUT if had_one else "")


def _page_before(request: HttpRequest) -> str:
    """The page of ours that the press was made on; the start page if the browser does not say."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def seconds_left(request: HttpRequest) -> int:
    """How long the session lasts if nothing is clicked: until it has been idle too long or is too old."""
    now, session = int(time.time()), request.session
    idle = session.get("touched", now) + settings.SESSION_COOKIE_AGE
    return max(0, min(idle, session.get("began", now) + settings.SESSION_ABSOLUTE_AGE) - now)
