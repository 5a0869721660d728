"""Recording a call-in that was held before the system was in use."""

import datetime
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import Attendance, CallIn, CallInGroup, CallInState
from groups.models import Group
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.validators import check_not_in_future

Counts = Mapping[str, int]  # invited, and as many of the outcomes as are known


@act("callins.record_history", log=gettext_lazy("recorded a call-in from before the system"))
def record(
    *,
    by: Principal,
    date: datetime.date,
    starts_at: datetime.time,
    ends_at: datetime.time,
    venue: str,
    groups: Mapping[Group, Counts],
) -> CallIn:
    """A call-in that has been held, with counts for each published group and no seats. Raises ValidationError."""
    check_not_in_future("date", date)
    if any(not group.is_open for group in groups):
        raise ValidationError({"groups": _("Only groups shared with the parties can be chosen.")})
    callin = CallIn(
        date=date, starts_at=starts_at, ends_at=ends_at, venue=venue, state=CallInState.HELD, entered_at=timezone.now()
    )
    callin.save()
    for group, counts in groups.items():
        if sum(counts.get(outcome, 0) for outcome in Attendance.values) > counts["invited"]:
            raise ValidationError({"groups": _("There cannot be more outcomes than invited.")})
        CallInGroup(callin=callin, group=group, **counts).save()
    return callin
