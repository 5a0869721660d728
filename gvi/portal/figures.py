"""Min dag in numbers, for those who answer for a unit or steer the partnership. Counts only, and never a name."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from callins.models import SupportRequest, SupportRequestState
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.commitments.queries import totals
from sanctions.models import Sanction, SanctionState
from sanctions.presenters import shaken_sanctions
from sanctions.queries import missing_parts, running_sanctions
from support.models import FollowUp, SupportCase
from support.queries import all_cases_of
from support.working_hours import MAX_WAIT

QUARTER = timedelta(days=91)


@dataclass(frozen=True)
class Figure:
    """A number and what it counts."""

    label: str
    value: str | int


def unit_figures(by: Principal) -> list[Figure]:
    """The agency's own support cases, for those who answer for it; empty where none are kept (domain 2.7).

    Counted over every case of the agency, also those that the reader may not open.
    """
    if not by.may(Right.PORTAL_SEE_UNIT_FIGURES) or not by.agency.takes_requests:
        return []
    with all_cases_of(by.agency):
        return _count_support()


def _count_support() -> list[Figure]:
    waited = Q(asked_at__lt=timezone.now() - MAX_WAIT)
    new = SupportRequest.objects.filter(state=SupportRequestState.NEW)
    cases = SupportCase.objects.all()
    late = FollowUp.objects.filter(done_on=None, due_on__lt=timezone.localdate())
    return [
        Figure(_("New requests"), new.count()),
        Figure(_("Open cases"), cases.open().count()),
        Figure(_("Cases without a worker"), cases.unassigned().count()),
        Figure(
            _("No first contact within 24 hours"),
            new.filter(waited).count() + cases.open().filter(waited, first_contact_at=None).count(),
        ),
        Figure(_("Follow-ups that are late"), late.count()),
    ]


def partnership_figures(by: Principal) -> list[Figure]:
    """What is decided, what waits and what is late, for those who steer and read."""
    if not by.may(Right.PORTAL_SEE_FIGURES):
        return []
    running, counted = list(running_sanctions()), totals(by.agency.pk)
    begun = Sanction.objects.filter(started_on__isnull=False)
    today = timezone.localdate()
    lately = begun.filter(started_on__gt=today - QUARTER).count()
    before = begun.filter(started_on__range=(today - 2 * QUARTER, today - QUARTER)).count()
    return [
        Figure(_("Groups in increased focus"), len(running)),
        Figure(_("Decided but not begun"), sum(each.state == SanctionState.DECIDED for each in running)),
        Figure(_("Decisions that wait for an agency"), len(missing_parts(running))),
        Figure(_("To look at again"), len(shaken_sanctions())),
        Figure(_("Focus begun, three months"), _("%(n)s, before that %(before)s") % {"n": lately, "before": before}),
        Figure(_("Actions that are late"), counted.late),
        Figure(_("Done in time, 12 months"), counted.in_time_label),
    ]
