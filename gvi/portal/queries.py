"""What is ahead: call-ins, meetings, and the decisions they have to take."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from callins.models import CallIn
from gvi.meetings.models import ItemState, Meeting


def upcoming_callins(today: date) -> QuerySet[CallIn]:
    """Planned call-ins from today on, the next one first."""
    callins: QuerySet[CallIn] = CallIn.objects.ahead().planned().filter(date__gte=today)
    return callins.order_by("date", "starts_at")


def upcoming_meetings(today: date) -> QuerySet[Meeting]:
    """Planned meetings from today on, the next one first."""
    meetings: QuerySet[Meeting] = Meeting.objects.planned().filter(date__gte=today).order_by("date", "starts_at")
    return meetings


def open_decisions() -> Count:
    """The number of decisions that a meeting still has to take."""
    return Count("items", filter=Q(items__kind="decision", items__state=ItemState.OPEN), distinct=True)
