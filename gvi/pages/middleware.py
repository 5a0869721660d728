"""The transaction of a request: one context around the view and its rendering, and the read log before it leaves."""

import uuid

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from gvi.access import context, recording
from gvi.access.principal import Principal
from gvi.acts import log
from gvi.pages import error_views
from gvi.pages.base import Page
from gvi.pages.requests import Answer, Request

SAFE = ("GET", "HEAD", "OPTIONS")
READ_ONLY = "; savepoint gvi_read; set transaction read only"
WRITABLE = "release savepoint gvi_read"
REFUSALS = (403, 404)  # not yours, or hidden or missing: the same to the one who asks


class _Refused(Exception):
    """Carries a response of status >= 400 out of the transaction, so that it is rolled back; and what it had read."""

    def __init__(self, response: HttpResponse, reads: dict[str, set[str]]) -> None:
        super().__init__(response.status_code)
        self.response, self.reads = response, reads


class _Unlogged(Exception):
    """The read log could not be written: no page."""


def within_context(get_response: Answer) -> Answer:
    """Open one transaction around the view and its rendering, under the principal's context (architecture 7).

    What a page prepares comes before it.

    GET and HEAD run read-only in a savepoint; what they read is written after it, in the same transaction (where they
    read nothing, the commit ends both). A status of 400 or more rolls everything back; what such a page read, and that
    it refused, is written in a transaction of its own. If the log cannot be written the answer is 503 and not the page.
    """

    def middleware(request: Request) -> HttpResponse:
        log.request_id.set(uuid.uuid4())
        by = request.principal
        if by is None:
            return get_response(request)
        if request.method not in SAFE:
            _prepare(request, by)
        try:
            try:
                return _answer(request, get_response, by)
            except _Refused as refusal:
                return _refusal(request, refusal, by)
        except _Unlogged:
            return error_views.unavailable(request)

    return middleware


def _prepare(request: Request, by: Principal) -> None:
    """Let the page do what takes long and asks nothing of the database, before a transaction is open."""
    try:
        view = getattr(resolve(request.path_info).func, "view_class", None)
    except Resolver404:
        return
    if isinstance(view, type) and issubclass(view, Page):
        view.prepare(request, by)


def _answer(request: Request, get_response: Answer, by: Principal) -> HttpResponse:
    safe = request.method in SAFE
    with (
        context.enter_context(by.context(), prelude=READ_ONLY if safe else ""),
        recording.collecting_reads() as reads,
    ):
        response = get_response(request)  # rendered: the handler below us does that
        if response.status_code >= 400:
            raise _Refused(response, reads)
        if reads:
            if safe:
                with connection.cursor() as cursor:
                    cursor.execute(WRITABLE)
            _write_reads(request, reads, by)
    return response


def _refusal(request: Request, refusal: _Refused, by: Principal) -> HttpResponse:
    """Log the refusal and what was read: a form that comes back with names on it was read like any page."""
    _tell_refusal(request, refusal.response, by)
    refused = refusal.response.status_code in REFUSALS and request.resolver_match is not None
    if refusal.reads or refused:
        with context.enter_context(by.context()):
            _write_reads(request, refusal.reads, by)
            if refused:
                _write_refusal(request, by)
    return refusal.response


def _write_reads(request: Request, reads: dict[str, set[str]], by: Principal) -> None:
    try:
        log.write_reads(by, reads, where=_where(request))
    except DatabaseError as error:
        log.refused("read log", error=type(error).__name__, view=_where(request))
        raise _Unlogged from error


def _write_refusal(request: Request, by: Principal) -> None:
    asked = request.resolver_match.kwargs.get("pk") if request.resolver_match else None
    try:
        log.write_refusal(by, where=_where(request), asked=asked)
    except DatabaseError as error:
        raise _Unlogged from error


def _where(request: Request) -> str:
    return request.resolver_match.view_name if request.resolver_match else "?"


def _tell_refusal(request: Request, response: HttpResponse, by: Principal) -> None:
    match = request.resolver_match
    log.refused(
        str(response.status_code),
        user=by.user.pk,
        agency=by.agency.pk,
        view=match.view_name if match else None,
        method=request.method,
    )
