"""What meetings are called elsewhere: on the promises that came of them, and of the items on their agenda."""

from collections.abc import Collection
from uuid import UUID

from django.utils.formats import date_format

from gvi.commitments.sources import Source, names
from gvi.meetings.models import AgendaItem, Meeting


def meeting_name(row: Meeting) -> str:
    """A meeting is known by its kind and its day."""
    return f"{row.get_kind_display().capitalize()} {date_format(row.on)}"


@names("meeting")
def meetings(ids: Collection[UUID]) -> dict[UUID, Source]:
    """Meetings by their kind and day."""
    found = Meeting.objects.filter(pk__in=ids)
    return {one.pk: Source(meeting_name(one), one.get_absolute_url()) for one in found}


@names("item")
def items(ids: Collection[UUID]) -> dict[UUID, Source]:
    """Items by their meeting; what was decided begins the text of an action."""
    found = AgendaItem.objects.filter(pk__in=ids).select_related("meeting")
    return {one.pk: Source(meeting_name(one.meeting), one.get_absolute_url(), one.outcome or one.text) for one in found}
