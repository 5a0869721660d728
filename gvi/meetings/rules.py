"""When something may be done with a meeting (domain 1.2, 3.6)."""

from datetime import time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.models import Incident
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.meetings.models import AgendaItem, ItemState, Meeting, MeetingState


def is_planned(meeting: Meeting, by: Principal) -> None:
    """Raises NotNow for a meeting that was held or cancelled: it is not changed any more."""
    if meeting.state != MeetingState.PLANNED:
        state = meeting.get_state_display()
        raise NotNow(_("The meeting is %(state)s and can no longer be changed.") % {"state": state})


def takes_facts(meeting: Meeting, by: Principal) -> None:
    """A planned meeting takes facts, and so does one that was entered afterwards: it gets them all after it was held.

    Raises NotNow.
    """
    if meeting.entered_at is None or meeting.state != MeetingState.HELD:
        is_planned(meeting, by)


def is_not_cancelled(meeting: Meeting, by: Principal) -> None:
    """Raises NotNow for a cancelled meeting: nothing is printed for it."""
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow(_("The meeting is cancelled."))


def is_not_held(meeting: Meeting, by: Principal) -> None:
    """Raises NotNow for a meeting that was held: a brief with later facts would say what nobody knew there."""
    if meeting.entered_at is not None:
        raise NotNow(_("The meeting was entered after it was held: no brief is made for it."))
    if meeting.state == MeetingState.HELD:
        raise NotNow(_("The meeting has been held. Its brief is the one that was printed before it."))


def has_begun(meeting: Meeting, by: Principal) -> None:
    """Raises NotNow before the day of the meeting."""
    if meeting.date > timezone.localdate():
        day = date_format(meeting.date)
        raise NotNow(_("The meeting is on %(day)s: it cannot have been held yet.") % {"day": day})


def is_standing(item: AgendaItem, by: Principal) -> None:
    """Raises NotNow for an item that was struck."""
    if item.state == ItemState.STRUCK:
        raise NotNow(_("This was struck."))


def is_shared(incident: Incident, by: Principal) -> None:
    """Raises NotNow for an incident that the others at the meeting cannot see."""
    if not incident.is_open:
        raise NotNow(_("Share the incident first: those who are called do not see it yet."))


def check_hours(starts_at: time, ends_at: time) -> None:
    """Raises ValidationError unless the meeting ends after it starts."""
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The meeting must end after it starts.")})
