"""What meetings are called elsewhere: on the promises that came of them, and of the items on their agenda."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.models import Incident
from groups.shown import Offer, offers
from gvi.access.principal import Principal
from gvi.commitments.origins import Origin, register_origin
from gvi.meetings.models import AgendaItem, Meeting


def meeting_name(row: Meeting) -> str:
    """A meeting is known by its kind and its day."""
    return f"{row.get_kind_display().capitalize()} {date_format(row.on)}"


@register_origin("meeting")
def meetings(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Meetings by their kind and day."""
    found = Meeting.objects.filter(pk__in=ids)
    return {one.pk: Origin(meeting_name(one), one.get_absolute_url()) for one in found}


@register_origin("item")
def items(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Items by their meeting; what was decided begins the text of an action."""
    found = AgendaItem.objects.filter(pk__in=ids).select_related("meeting")
    return {one.pk: Origin(meeting_name(one.meeting), one.get_absolute_url(), one.outcome or one.text) for one in found}


@offers(Incident)
def quick_check_in(incident: Incident, by: Principal) -> Iterable[Offer]:
    """An incident that the others see is talked about within a day; where that is planned, there is the meeting."""
    if not (by.may("meetings.call_quick") and incident.is_open):
        return
    called = AgendaItem.objects.filter(incident=incident).select_related("meeting").order_by("-added_at").first()
    if called:
        yield Offer(meeting_name(called.meeting), called.get_absolute_url(), "calendar-check")
    elif incident.is_fresh:
        yield Offer(_("Call a quick check-in"), reverse("meetings:call_quick", args=[incident.pk]), "calendar-event")
