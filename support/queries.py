"""What pages and acts read of requests, cases and the people who work with them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models import QuerySet

from callins.models import SupportRequest, SupportRequestState
from gvi.access.context import seen_by
from gvi.access.policy import Right, roles_with
from gvi.access.principal import Principal
from gvi.partnerships.accounts.queries import system_principal
from gvi.partnerships.models import Affiliation, Agency
from gvi.text.swedish import Alphabetical
from support.models import SupportCase, SupportCaseQuerySet, grants_at
from support.urgency import REQUESTS_IN_TURN

SUPPORT_ROLES = roles_with(Right.SUPPORT_TAKE_ON)


def new_requests() -> QuerySet[SupportRequest]:
    """Requests that nobody has taken on yet: acute danger first, children next, then the oldest."""
    return SupportRequest.objects.filter(state=SupportRequestState.NEW).order_by(REQUESTS_IN_TURN, "pk")


def colleagues(by: Principal) -> QuerySet[Affiliation]:
    """Those of the agency who may be assigned a case."""
    return workers_at(by.agency).select_related("user").order_by(Alphabetical("user__full_name"))


def workers_at(agency: Agency) -> QuerySet[Affiliation]:
    """Those who work with support for an agency today."""
    in_force: QuerySet[Affiliation] = Affiliation.objects.in_force().filter(agency=agency, role__in=SUPPORT_ROLES)
    return in_force


@contextmanager
def all_cases_of(agency: Agency) -> Iterator[None]:
    """Inside, every case of the agency is seen, as its system user sees it, whoever asks.

    For numbers, and for a hand-over of all that somebody has: those who answer for that may not read the cases.
    """
    with seen_by(agency, user=system_principal(agency).user.pk):
        yield


def open_cases_of(affiliation: Affiliation) -> SupportCaseQuerySet:
    """The open cases that the person answers for at this agency."""
    cases: SupportCaseQuerySet = SupportCase.objects.assigned_to(affiliation.user).open()
    return cases.filter(owner=affiliation.agency)


def fetch_workers(cases: Iterable[SupportCase]) -> None:
    """Fetch who answers for these cases of one agency in one query: `case.worker` then needs none."""
    cases = list(cases)
    if not cases:
        return
    grants = grants_at(cases[0].owner_id).filter(content_object__in=[case.pk for case in cases]).select_related("user")
    workers = {grant.content_object_id: grant.user for grant in grants}
    for case in cases:
        case.worker = workers.get(case.pk)
