"""The transaction of a request: one context around the view and its rendering, and the read log before it leaves."""

import uuid

from django.db import DatabaseError, connection
from django.http import HttpResponse

from gvi.access import acts, context, journal, log, refusals
from gvi.access.principal import Principal
from gvi.access.requests import Answer, Request

SAFE = ("GET", "HEAD", "OPTIONS")
READ_ONLY = "; savepoint gvi_read; set transaction read only"
WRITABLE = "release savepoint gvi_read"


class _Refused(Exception):
    """Carries a response of status >= 400 out of the transaction, so that it is rolled back."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def within_context(get_response: Answer) -> Answer:
    """Open one transaction around the view and its rendering, under the principal's context (architecture 7).

    GET and HEAD run read-only in a savepoint; what they read is written after it, in the same transaction (where they
    read nothing, the commit ends both). If the log cannot be written the answer is 503 and not the page. A status of
    400 or more rolls everything back.
    """

    def middleware(request: Request) -> HttpResponse:
        acts.request_id.set(uuid.uuid4())
        by = request.principal
        if by is None:
            return get_response(request)
        try:
            return _answer(request, get_response, by)
        except _Refused as refusal:
            return refusal.response

    return middleware


def _answer(request: Request, get_response: Answer, by: Principal) -> HttpResponse:
    safe = request.method in SAFE
    with (
        context.outermost(by.context(), prelude=READ_ONLY if safe else ""),
        journal.collecting_reads() as reads,
    ):
        response = get_response(request)  # rendered: the handler below us does that
        if response.status_code >= 400:
            _tell_refusal(request, response, by)
            raise _Refused(response)
        if reads:
            _write_reads(request, reads, by)
    return response


def _write_reads(request: Request, reads: dict[str, set[str]], by: Principal) -> None:
    where = request.resolver_match.view_name if request.resolver_match else "?"
    if request.method in SAFE:
        with connection.cursor() as cursor:
            cursor.execute(WRITABLE)
    try:
        log.write_reads(by, reads, where=where)
    except DatabaseError as error:
        log.refused("read log", error=type(error).__name__, view=where)
        raise _Refused(refusals.unavailable(request)) from error


def _tell_refusal(request: Request, response: HttpResponse, by: Principal) -> None:
    match = request.resolver_match
    log.refused(
        str(response.status_code),
        user=by.user.pk,
        agency=by.agency.pk,
        view=match.view_name if match else None,
        method=request.method,
    )
