"""Counts over commitments (domain 6.3)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.commitments.models import Commitment, CommitmentState

COUNTED_PERIOD = timedelta(days=365)
DUE_SOON = timedelta(days=7)


@dataclass(frozen=True)
class Totals:
    """Counts of the commitments that the reader can see.

    `due`, `in_time` and `kept` count those settled during the last twelve months; dropped ones are not counted.
    """

    open: int
    late: int
    soon: int
    mine: int
    due: int
    in_time: int
    kept: int

    @property
    def in_time_label(self) -> str:
        """Kept in time, out of all that were kept or not."""
        return _("%(n)s of %(all)s") % {"n": self.in_time, "all": self.due}


def totals(agency: int | None = None) -> Totals:
    """All counts in one query. `mine` counts the open commitments of `agency`."""
    today = timezone.localdate()
    is_open, lately = Q(state=CommitmentState.OPEN), Q(settled_on__gt=today - COUNTED_PERIOD)
    kept = lately & Q(state=CommitmentState.KEPT)
    return Totals(
        **Commitment.objects.aggregate(
            open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_open & Q(due_on__lt=today)),
            soon=Count("pk", filter=is_open & Q(due_on__range=(today, today + DUE_SOON))),
            mine=Count("pk", filter=is_open & Q(agency=agency)),
            due=Count("pk", filter=lately & Q(state__in=(CommitmentState.KEPT, CommitmentState.NOT_KEPT))),
            in_time=Count("pk", filter=kept & Q(settled_on__lte=F("due_on"))),
            kept=Count("pk", filter=kept),
        )
    )
