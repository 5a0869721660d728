"""Who comes to a meeting, and what a meeting is about."""

from django.db.models import Count, Prefetch, QuerySet, Sum

from gvi.meetings.models import AgendaItem, Attendee, ItemKind, ItemState, Meeting
from gvi.text.swedish import Alphabetical


def attendees_of(meeting: Meeting) -> QuerySet[Attendee]:
    """Those who come, by agency and name: the order of the numbered copies."""
    coming = Attendee.objects.filter(meeting=meeting, comes=True).select_related("agency")
    return coming.order_by(Alphabetical("agency__short_name"), "agency_id", Alphabetical("name"))


def attendance_version(meeting: Meeting) -> int:
    """A number that grows whenever somebody says who comes: who comes may change without the meeting changing."""
    counted = Attendee.objects.filter(meeting=meeting).aggregate(rows=Count("pk"), versions=Sum("version", default=0))
    return int(counted["rows"] + counted["versions"])


def with_attendees_and_decisions() -> QuerySet[Meeting]:
    """Meetings, each with `coming` (those who come) and `decisions` (open items that ask for one)."""
    coming = Attendee.objects.filter(comes=True).select_related("agency").order_by(Alphabetical("agency__short_name"))
    decisions = AgendaItem.objects.filter(kind=ItemKind.DECISION, state=ItemState.OPEN)
    meetings: QuerySet[Meeting] = Meeting.objects.prefetch_related(
        Prefetch("attendees", coming, to_attr="coming"), Prefetch("items", decisions, to_attr="decisions")
    )
    return meetings
