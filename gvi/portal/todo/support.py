"""Min dag of those who give support: one row of duties, the oldest first, whatever kind they are."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.portal.todo.item import TodoItem
from support import queries as support
from support.models import FollowUp, SupportCase, SupportCaseQuerySet
from support.response_time import ResponseTime


def new_requests(by: Principal, today: date) -> Iterator[TodoItem]:
    """Requests for support that nobody has taken on, each with its clock: contact within 24 hours (domain 2.7)."""
    for request in support.new_requests():
        wait = ResponseTime(request.asked_at, None)
        yield TodoItem(
            _("New request for support: %(wait)s") % {"wait": wait.verdict},
            request.get_absolute_url(),
            _("Open the request"),
            timezone.localtime(request.asked_at).date(),
            late=wait.late,
        )


def follow_ups_due(by: Principal, today: date) -> Iterator[TodoItem]:
    """Follow-ups of one's own cases within a week, and those that are late."""
    due = FollowUp.objects.filter(done_on=None, due_on__lte=today + timedelta(days=7), case__in=_own_cases(by))
    for follow_up in due.select_related("case").order_by("due_on", "pk")[:8]:
        yield TodoItem(
            _("Follow-up after %(days)s days: %(who)s") % {"days": follow_up.days, "who": follow_up.case},
            follow_up.get_absolute_url(),
            _("Log the follow-up"),
            follow_up.due_on,
            late=follow_up.due_on < today,
        )


def own_cases(by: Principal, today: date) -> Iterator[TodoItem]:
    """One's own open cases that wait for contact or for a step, the oldest first."""
    waiting = _own_cases(by).awaiting_step()
    for case in waiting.order_by("asked_at", "pk")[:8]:
        wait, step = ResponseTime(case.asked_at, case.first_contact_at), case.next_step or _("next step")
        yield TodoItem(
            f"{case}: {step if case.first_contact_at else wait.verdict}",
            case.get_absolute_url(),
            _("Open the case"),
            case.next_on or timezone.localtime(case.asked_at).date(),
            late=case.next_on < today if case.next_on else wait.late,
        )


def _own_cases(by: Principal) -> SupportCaseQuerySet:
    cases: SupportCaseQuerySet = SupportCase.objects.assigned_to(by.user)
    return cases


KINDS: list[tuple[Right, Callable[[Principal, date], Iterator[TodoItem]]]] = [
    (Right.SUPPORT_TAKE_ON, new_requests),
    (Right.SUPPORT_LOG_FOLLOW_UP, follow_ups_due),
    (Right.SUPPORT_LOG_CONTACT, own_cases),
]


def help_waiting(by: Principal, today: date) -> list[TodoItem]:
    """New requests, follow-ups and own cases together, by the day that each shows."""
    found = [item for right, find in KINDS if by.may(right) for item in find(by, today)]
    return sorted(found, key=lambda item: item.due_on or today)
