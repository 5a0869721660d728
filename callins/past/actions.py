"""Writing down a call-in that was held before there was a system."""

from collections.abc import Mapping
from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from callins.models import Attendance, CallIn, CallInGroup, CallInState
from groups.models import Group
from gvi.access.principal import Principal
from gvi.acts.act import act

Counts = Mapping[str, int]  # invited, and as many of the outcomes as are known


@act("callins.record_past")
def record(*, by: Principal, on: date, starts: time, ends: time, venue: str, groups: Mapping[Group, Counts]) -> CallIn:
    """A call-in that has been held, with counts for each published group and no seats. Raises ValidationError."""
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day has not come yet.")})
    if any(not group.is_open for group in groups):
        raise ValidationError({"groups": _("Only published groups can be chosen.")})
    callin = CallIn(on=on, starts=starts, ends=ends, venue=venue, state=CallInState.HELD)
    callin.save()
    for group, counts in groups.items():
        if sum(counts.get(outcome, 0) for outcome in Attendance.values) > counts["invited"]:
            raise ValidationError({"groups": _("There cannot be more outcomes than invited.")})
        CallInGroup(callin=callin, group=group, **counts).save()
    return callin
