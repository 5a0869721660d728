"""Beat's side: once a day each agency that takes requests is asked to look at its follow-ups."""

from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from gvi.jobs import queue
from gvi.partnerships.accounts.queries import system_principal
from gvi.partnerships.models import Affiliation, Agency
from support.jobs import PLAN


@shared_task(name="support.tasks.order_follow_ups")  # type: ignore[untyped-decorator]  # celery says nothing of its types
def order_follow_ups() -> int:
    """One job per agency and day. The same for an agency with cases and one without: the job tells nothing."""
    today = timezone.localdate().isoformat()
    agencies = list(Agency.objects.filter(takes_requests=True).order_by("pk"))
    ordered = 0
    for agency in agencies:
        try:
            by = system_principal(agency)
        except Affiliation.DoesNotExist:
            continue  # not set up yet, or closed
        with transaction.atomic():
            queue.order(PLAN, UUID(int=agency.pk), by=by, once=today)
        ordered += 1
    return ordered
