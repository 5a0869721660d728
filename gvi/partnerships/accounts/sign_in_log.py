"""Signing in and what becomes of an account, in the log of each agency that the person works for and in the server's.

The server's log gets one line of each, with the number of a known user or the keyed hash of an address, and where it
came from. Wrong passwords are written after the answer has been sent, so that its time does not tell which addresses
have an account.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import Any

import structlog
from allauth.account.signals import password_changed
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa import signals as factor
from django.contrib.auth.signals import user_logged_out
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gvi.access.principal import Principal, act_as
from gvi.acts import log
from gvi.acts.models import Outcome
from gvi.partnerships.accounts.devices import device_of, mark_of
from gvi.partnerships.models import Affiliation, User

security = structlog.get_logger("gvi.security")


class Event(TextChoices):
    """What happened to an account, as the log says it."""

    SIGNED_IN = "account.signed_in", _("signed in")
    NEW_BROWSER = "account.new_browser", _("signed in from a new browser")
    SIGNED_OUT = "account.signed_out", _("signed out")
    WRONG_PASSWORD = "account.wrong_password", _("somebody gave a wrong password for the account")
    WRONG_CODE = "account.wrong_code", _("somebody gave the right password and a wrong code")
    LOCKED = "account.locked", _("somebody was shut out after too many attempts")
    PASSWORD_CHANGED = "account.password_changed", _("changed the password")
    PASSWORD_ASKED = "account.password_asked", _("somebody asked for a link to a new password for the account")
    PASSWORD_RENEWED = "account.password_renewed", _("chose a new password by a link")
    FACTOR_ADDED = "account.factor_added", _("connected a second factor")
    FACTOR_REMOVED = "account.factor_removed", _("removed a second factor")
    CODES_RENEWED = "account.codes_renewed", _("made new reserve codes")


REFUSED = {Event.WRONG_PASSWORD, Event.WRONG_CODE, Event.LOCKED}
_waiting: ContextVar[tuple[Callable[[], None], ...]] = ContextVar("gvi_waiting", default=())


def record(event: Event, user: User, *, request: HttpRequest | None, at: Affiliation | None = None) -> None:
    """Write it in the log of the agency that the person has entered, or of each one that the person works for."""
    _tell(event, request, user=user.pk)
    affiliations = [at] if at else Affiliation.objects.in_force().for_principal().filter(user=user).order_by("pk")
    for affiliation in {affiliation.agency_id: affiliation for affiliation in affiliations}.values():
        by = Principal(affiliation)
        with act_as(by):
            log.write_event(by, event.value, Outcome.REFUSED if event in REFUSED else Outcome.DONE)


def entered(request: HttpRequest, affiliation: Affiliation) -> None:
    """A whole sign-in: the password, the second factor, and the agency."""
    user = affiliation.user
    known = device_of(request, user.email) is not None
    record(Event.SIGNED_IN if known else Event.NEW_BROWSER, user, request=request, at=affiliation)


def record_failure(event: Event, email: str, request: HttpRequest) -> None:
    """A wrong password or a shut door, once the answer has been sent."""

    def write() -> None:
        user = User.objects.filter(email=email.strip().lower(), is_system=False).first()
        if user is None:
            _tell(event, request, address=mark_of(email))
        else:
            record(event, user, request=request)

    after_answer(write)


def after_answer(work: Callable[[], None]) -> None:
    """Do this when the visitor has got the answer to the request that is being served."""
    _waiting.set((*_waiting.get(), work))


def take_waiting() -> Callable[[], None] | None:
    """What waits for the answer, as one piece of work that never breaks it; None if nothing does."""
    waiting = _waiting.get()
    _waiting.set(())

    def work() -> None:
        try:
            for each in waiting:
                each()
        except DatabaseError as error:
            security.error("not written after the answer", error=type(error).__name__)

    return work if waiting else None


def _record_signal(event: Event, *, request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """What Django and allauth tell of an account."""
    if user is not None:
        record(event, user, request=request)


TOLD = (
    (user_logged_out, Event.SIGNED_OUT),
    (password_changed, Event.PASSWORD_CHANGED),
    (factor.authentication_failed, Event.WRONG_CODE),
    (factor.authenticator_added, Event.FACTOR_ADDED),
    (factor.authenticator_removed, Event.FACTOR_REMOVED),
    (factor.authenticator_reset, Event.CODES_RENEWED),
)
for _signal, _event in TOLD:
    _signal.connect(partial(_record_signal, _event), weak=False, dispatch_uid=_event.value)


def _tell(event: Event, request: HttpRequest | None, **who: Any) -> None:
    """One line in the server's log: who, from where, and how it went."""
    outcome = "refused" if event in REFUSED else "done"
    security.info(event.value, outcome=outcome, source=_source(request), **who)


def _source(request: HttpRequest | None) -> str | None:
    try:
        return get_ip(request) if request else None
    except PermissionDenied:  # a test or a command has no address
        return None
