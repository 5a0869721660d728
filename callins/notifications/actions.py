"""Writing down and correcting the counts of custom notifications."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import NotificationCount
from groups.models import Group
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.validators import check_not_in_future, constraint_as_error


@act(
    "callins.note_notifications", label=gettext_lazy("Write down"), icon="plus",
    log=gettext_lazy("wrote down counts of talks"),
)  # fmt: skip
def note(*, by: Principal, group: Group, date: datetime.date, **counts: int) -> NotificationCount:
    """A round with a published group on one day. Raises ValidationError, also if that day is written down already."""
    if not Group.objects.get(pk=group.pk).is_open:
        raise ValidationError({"group": _("Only groups shared with the parties can be chosen.")})
    entered_at = timezone.now() if date < timezone.localdate() else None
    return _counted(NotificationCount(group=group, date=date, entered_at=entered_at), **counts)


@act(
    "callins.change_notifications", on=NotificationCount, label=gettext_lazy("Correct"),
    log=gettext_lazy("corrected counts of talks"),
)  # fmt: skip
def change(notifications: NotificationCount, *, by: Principal, date: datetime.date, **counts: int) -> NotificationCount:
    """Correct a round that the agency has written down itself. Raises ValidationError."""
    notifications.date = date
    return _counted(notifications, **counts)


def _counted(
    notifications: NotificationCount, *, attempts: int, carried_out: int, reached: int = 0, relatives: int = 0
) -> NotificationCount:
    check_not_in_future("date", notifications.date)
    if carried_out > attempts:
        raise ValidationError({"carried_out": _("There cannot be more talks than attempts.")})
    notifications.attempts, notifications.carried_out = attempts, carried_out
    notifications.reached, notifications.relatives = reached, relatives
    taken = _("Your agency has already recorded this group and day.")
    with constraint_as_error("one_round_per_day", field="date", message=taken):
        notifications.save()
    return notifications
