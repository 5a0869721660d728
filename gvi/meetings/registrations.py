"""What meetings register with other apps: the name of a commitment's origin, what can be found, and what is offered on
an incident.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.extension_points import incident_buttons
from groups.models import Incident
from gvi.access.principal import Principal
from gvi.commitments.origins import Origin, origin_finders
from gvi.meetings import actions
from gvi.meetings.finders import MEETINGS
from gvi.meetings.models import AgendaItem, Meeting
from gvi.meetings.presenters import meeting_name
from gvi.pages.buttons import Button
from gvi.pages.finders import finders

finders.register(MEETINGS)


@origin_finders.register_as("meeting")
def meeting_origins(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Meetings by their kind and date."""
    found = Meeting.objects.filter(pk__in=ids)
    return {meeting.pk: Origin(meeting_name(meeting), meeting.get_absolute_url()) for meeting in found}


@origin_finders.register_as("item")
def item_origins(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Agenda items by their meeting; what was decided begins the text of the commitment."""
    found = AgendaItem.objects.standing().filter(pk__in=ids).select_related("meeting")
    return {
        item.pk: Origin(meeting_name(item.meeting), item.get_absolute_url(), item.outcome or item.text)
        for item in found
    }


@incident_buttons.register
def quick_check_in(incident: Incident, by: Principal) -> Iterable[Button]:
    """A recent incident that the others can see may be discussed within a day; if it is, link to that meeting."""
    if not actions.call_quick.act.is_open_for(incident, by):
        return
    called = AgendaItem.objects.filter(incident=incident).select_related("meeting").order_by("-added_at").first()
    if called:
        yield Button(meeting_name(called.meeting), called.get_absolute_url(), "calendar-check")
    elif incident.is_fresh:
        yield Button(_("Call a quick check-in"), reverse("meetings:call_quick", args=[incident.pk]), "calendar-event")
