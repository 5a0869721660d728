"""What pages and acts read of requests, cases and the people who work with them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from callins.models import SupportRequest, SupportRequestState
from gvi.access.policy import Right, roles_with
from gvi.access.principal import Principal
from gvi.partnerships.models import Affiliation
from support.models import CaseWorker, SupportCase

SUPPORT_ROLES = roles_with(Right.SUPPORT_TAKE_ON)


def new_requests() -> QuerySet[SupportRequest]:
    """Requests that nobody has taken on yet, the oldest first."""
    return SupportRequest.objects.filter(state=SupportRequestState.NEW).order_by("asked_at", "pk")


def colleagues(by: Principal) -> QuerySet[Affiliation]:
    """Those of the agency who may be assigned a case."""
    in_force: QuerySet[Affiliation] = Affiliation.objects.in_force().filter(agency=by.agency, role__in=SUPPORT_ROLES)
    return in_force.select_related("user").order_by("user__full_name")


def fetch_workers(cases: Iterable[SupportCase]) -> None:
    """Fetch the assigned workers of these cases in one query: `case.worker` then needs none."""
    cases = list(cases)
    grants = CaseWorker.objects.filter(content_object__in=[case.pk for case in cases], stands_in=False).select_related(
        "user"
    )
    workers = {grant.content_object_id: grant.user for grant in grants}
    for case in cases:
        case.worker = workers.get(case.pk)
