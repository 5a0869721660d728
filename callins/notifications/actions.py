"""Writing down and correcting the counts of custom notifications."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callins.models import NotificationCount
from groups.models import Group
from gvi.access.principal import Principal
from gvi.acts.act import act


@act("callins.note_notifications")
def note(
    *, by: Principal, group: Group, on: date, attempts: int, carried_out: int, reached: int = 0, relatives: int = 0
) -> NotificationCount:
    """A round with a published group on one day. Raises ValidationError, also where the day is written down already."""
    if not Group.objects.get(pk=group.pk).is_open:
        raise ValidationError({"group": _("Only published groups can be chosen.")})
    round_ = NotificationCount(group=group, on=on)
    return _counted(round_, attempts, carried_out, reached, relatives)


@act("callins.change_notifications")
def change(
    round_: NotificationCount, *, by: Principal, on: date, attempts: int, carried_out: int, reached: int, relatives: int
) -> NotificationCount:
    """Correct a round that the own agency has written down. Raises ValidationError."""
    round_.on = on
    return _counted(round_, attempts, carried_out, reached, relatives)


def _counted(
    round_: NotificationCount, attempts: int, carried_out: int, reached: int, relatives: int
) -> NotificationCount:
    if round_.on > timezone.localdate():
        raise ValidationError({"on": _("This day has not come yet.")})
    if carried_out > attempts:
        raise ValidationError({"carried_out": _("There cannot be more talks than attempts.")})
    round_.attempts, round_.carried_out, round_.reached, round_.relatives = attempts, carried_out, reached, relatives
    try:
        with transaction.atomic():
            round_.save()
    except IntegrityError as error:
        if "one_round_per_day" not in str(error):
            raise
        raise ValidationError({"on": _("Your agency has written down this group and day already.")}) from error
    return round_
