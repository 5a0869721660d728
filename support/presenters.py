"""Requests, cases and follow-ups as their pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from callins.models import SupportRequest
from gvi.access.principal import Principal
from gvi.pages.buttons import Button, button
from gvi.text.days import day_label
from support import actions
from support.models import CaseWorker, FollowUp, SupportCase
from support.queries import fetch_workers, new_requests
from support.response_time import ResponseTime
from support.urgency import Urgency, urgencies


@dataclass(frozen=True)
class RequestRow:
    """A new request and how long it has waited."""

    request: SupportRequest
    response: ResponseTime

    @property
    def urgencies(self) -> Sequence[Urgency]:
        """Why it goes first."""
        return self.response.urgencies

    @property
    def is_contact_late(self) -> bool:
        """Whether nobody has been reached in time."""
        return self.response.late


@dataclass(frozen=True)
class CaseRow:
    """A case in the list."""

    case: SupportCase
    response: ResponseTime

    @property
    def urgencies(self) -> Sequence[Urgency]:
        """Why it goes first."""
        return self.response.urgencies

    @property
    def is_contact_late(self) -> bool:
        """Whether nobody has been reached in time, and the case is open."""
        return self.response.late and not self.case.first_contact_at and not self.case.is_closed

    @property
    def is_late(self) -> bool:
        """Whether the first contact is late, or the next step."""
        return self.is_contact_late or self.case.is_step_late


@dataclass(frozen=True)
class FollowUpRow:
    """A follow-up in the table of its case. The buttons are None for whoever the case is not assigned to."""

    follow_up: FollowUp
    log: Button | None
    print: Button | None


def request_rows() -> list[RequestRow]:
    """The new requests, in the order in which they are met."""
    return [RequestRow(request, waiting_time_of(request)) for request in new_requests()]


def waiting_time_of(request: SupportRequest) -> ResponseTime:
    """From when the person asked to now."""
    return ResponseTime(request.asked_at, None, urgencies(request))


def case_rows(cases: Iterable[SupportCase]) -> list[CaseRow]:
    """The rows of the list, with one query for all the assigned workers."""
    cases = list(cases)
    fetch_workers(cases)
    return [CaseRow(case, response_time_of(case)) for case in cases]


def response_time_of(case: SupportCase) -> ResponseTime:
    """From when the person asked to the first contact, or to now."""
    return ResponseTime(case.asked_at, case.first_contact_at, urgencies(case))


def follow_up_rows(case: SupportCase, by: Principal) -> list[FollowUpRow]:
    """The follow-ups of a case, in the order of their days."""
    rows = []
    for follow_up in FollowUp.objects.filter(case=case).order_by("days"):
        follow_up.case = case
        log, paper = (
            button(function, follow_up) if function.act.is_open_for(follow_up, by) else None
            for function in (actions.log_follow_up, actions.print_follow_up)
        )
        rows.append(FollowUpRow(follow_up, log, None if follow_up.is_done else paper))
    return rows


def _stand_in_label(grant: CaseWorker) -> str:
    return _("%(who)s until %(day)s") % {"who": grant.user, "day": day_label(grant.ends_on)}


def facts_of(case: SupportCase) -> list[tuple[str, str]]:
    """What the head of the page says of a case: labels and values."""
    response = response_time_of(case)
    return [
        (_("State"), f"{case.get_state_display()}, {date_format(case.state_on)}"),
        (_("First contact"), f"{response.verdict} ({response.text})"),
        (_("Assigned worker"), str(case.worker or _("no worker"))),
        (_("Stands in"), ", ".join(map(_stand_in_label, case.stand_in_grants)) or "–"),
        (_("Reference"), case.reference or "–"),
        (_("Consent"), case.get_consent_display()),
    ]


def readers() -> list[str]:
    """Who can read a case, and how long it is kept."""
    return [
        _("Its worker, stand-ins, the duty desk and the unit head. Nobody else can see that the case exists."),
        _("Each reading is logged."),
        _("Proposal: disposed of five years after the last note. Nothing is disposed of by itself yet."),
    ]
