"""Min dag of those who give support: one row of duties. What cannot wait comes first, then the oldest, whatever kind.

No row names a client or repeats what somebody wrote about one: a laptop may stand open in the common room. The request
says when it came, the case its number.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.portal.todo.item import TodoItem, nearest
from gvi.text.days import day_label
from support import queries as support
from support.models import FollowUp, SupportCase, SupportCaseQuerySet
from support.presenters import CaseRow, response_time_of, waiting_time_of
from support.urgency import CASES_IN_TURN, Urgency


def new_requests(by: Principal, today: date) -> Iterator[TodoItem]:
    """Requests for support that nobody has taken on, each with its clock (domain 2.7)."""
    for request in support.new_requests():
        wait = waiting_time_of(request)
        yield TodoItem(
            _("New request for support: %(wait)s") % {"wait": wait.verdict},
            request.get_absolute_url(),
            _("Open the request"),
            timezone.localtime(request.asked_at).date(),
            late=wait.late,
            **_first(wait.urgencies),
        )


def unassigned_cases(by: Principal, today: date) -> Iterator[TodoItem]:
    """Open cases that nobody answers for: whoever did has left, or was never there."""
    if cases := SupportCase.objects.unassigned().count():
        text = ngettext("%(n)s case has no worker", "%(n)s cases have no worker", cases) % {"n": cases}
        yield TodoItem(text, _list("utan"), _("Take over or hand over"), today, late=True, count=cases)


def follow_ups_due(by: Principal, today: date) -> Iterator[TodoItem]:
    """Follow-ups of one's own cases within a week, and those that are late."""
    due = FollowUp.objects.filter(done_on=None, due_on__lte=today + timedelta(days=7), case__in=_own_cases(by))

    def item(follow_up: FollowUp) -> TodoItem:
        about = {"days": follow_up.days, "case": follow_up.case.number}
        text = _("Follow-up after %(days)s days, %(case)s") % about
        late = follow_up.due_on < today
        return TodoItem(text, follow_up.get_absolute_url(), _("Log the follow-up"), follow_up.due_on, late=late)

    more = ngettext_lazy("and %(n)s follow-up more", "and %(n)s follow-ups more", "n")
    return nearest(due.select_related("case").order_by("due_on", "pk"), item, more=more, url=_list("mitt"))


def own_cases(by: Principal, today: date) -> Iterator[TodoItem]:
    """One's own open cases that wait for contact, for a step or for protection."""
    waiting = _own_cases(by).awaiting_step().order_by(CASES_IN_TURN, "pk")

    def item(case: SupportCase) -> TodoItem:
        wait = response_time_of(case)
        return TodoItem(
            capfirst(_what_waits(case)),
            case.get_absolute_url(),
            _("Open the case"),
            case.next_on or timezone.localtime(case.asked_at).date(),
            late=CaseRow(case, wait).is_late,
            **_first(wait.urgencies),
        )

    more = ngettext_lazy("and %(n)s case more of yours", "and %(n)s cases more of yours", "n")
    return nearest(waiting, item, more=more, url=_list("mitt"))


def _what_waits(case: SupportCase) -> str:
    """What a case waits for, and which case it is."""
    if case.first_contact_at is None:
        what = response_time_of(case).verdict
    elif case.awaits_protection:
        what = _("assess the need of protection at once")
    else:
        what = _("next step")
    return f"{case.number}: {what}"


def stood_in(by: Principal, today: date) -> Iterator[TodoItem]:
    """Cases that the reader stands in for, until the last day."""

    def item(case: SupportCase) -> TodoItem:
        about = {"case": case.number, "day": day_label(case.stands_in_until)}
        text = _("You stand in until %(day)s: %(case)s") % about
        return TodoItem(text, case.get_absolute_url(), _("Open the case"), case.stands_in_until)

    more = ngettext_lazy("and %(n)s case more that you stand in for", "and %(n)s cases more that you stand in for", "n")
    cases = SupportCase.objects.stood_in_by(by.user).order_by("stands_in_until", "pk")
    return nearest(cases, item, more=more, url=_list("mina"))


def handed_over(by: Principal, today: date) -> Iterator[TodoItem]:
    """Cases that a colleague has handed to the reader, until the reader confirms it."""

    def item(case: SupportCase) -> TodoItem:
        text = _("Handed to you: %(case)s") % {"case": case.number}
        press = reverse("support:confirm_handover", args=[case.pk])
        return TodoItem(text, case.get_absolute_url(), _("Confirm"), today, press=press, icon="check")

    more = ngettext_lazy(
        "and %(n)s case more that was handed to you", "and %(n)s cases more that were handed to you", "n"
    )
    cases = SupportCase.objects.handed_to(by.user).order_by("asked_at", "pk")
    return nearest(cases, item, more=more, url=_list("mina"))


def _own_cases(by: Principal) -> SupportCaseQuerySet:
    """Those of the reader, and those that the reader stands in for."""
    cases: SupportCaseQuerySet = SupportCase.objects.worked_by(by.user)
    return cases


def _first(urgencies: Sequence[Urgency]) -> dict[str, Any]:
    """What puts a row before all others, and says why."""
    if not urgencies:
        return {}
    return {"alarms": [urgency.label for urgency in urgencies], "rank": urgencies[0].rank}


def _list(tab: str) -> str:
    return reverse("support:cases") + f"?visa={tab}"


KINDS: list[tuple[Right, Callable[[Principal, date], Iterator[TodoItem]]]] = [
    (Right.SUPPORT_TAKE_ON, new_requests),
    (Right.SUPPORT_ASSIGN, unassigned_cases),
    (Right.SUPPORT_CONFIRM_HANDOVER, handed_over),
    (Right.SUPPORT_LOG_CONTACT, stood_in),
    (Right.SUPPORT_LOG_FOLLOW_UP, follow_ups_due),
    (Right.SUPPORT_LOG_CONTACT, own_cases),
]


def help_waiting(by: Principal, today: date) -> list[TodoItem]:
    """New requests, follow-ups and own cases together, by the day that each shows; the rest of a kind comes last."""
    found = [item for right, find in KINDS if by.may(right) for item in find(by, today)]
    return sorted(found, key=lambda item: item.due_on or date.max)
