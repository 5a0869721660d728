"""How meetings are found: by their day, kind or place."""

from django.db.models import Q, QuerySet
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.meetings.models import Meeting, MeetingKind
from gvi.meetings.presenters import meeting_name
from gvi.pages.finders import Finder, Hit, about, by_what
from gvi.text.days import on_day
from gvi.text.swedish import begins_a_word, swedish, whose_words_begin


def meetings_called(text: str, by: Principal) -> QuerySet[Meeting]:
    """The meetings on such a day, of such a kind or at such a place, the latest first."""
    words = swedish(text).split()
    kinds = [kind for kind in MeetingKind if all(begins_a_word(word, str(kind.label)) for word in words)]
    there = whose_words_begin(Meeting.objects.all(), text, ["venue"])
    named = on_day(text) or Q(kind__in=kinds) | Q(pk__in=there.values("pk"))
    meetings: QuerySet[Meeting] = Meeting.objects.filter(named).order_by("-date", "starts_at")
    return meetings


def meeting_hits(meetings: list[Meeting], text: str) -> list[Hit]:
    """Meetings with time, place and state."""
    return [
        Hit(
            meeting_name(meeting),
            meeting.get_absolute_url(),
            _("day")
            if on_day(text)
            else by_what(text, [(_("kind"), meeting.get_kind_display()), (_("place"), meeting.venue)]),
            about(time_format(meeting.starts_at), meeting.venue, meeting.get_state_display()),
        )
        for meeting in meetings
    ]


MEETINGS = Finder(gettext_lazy("Meetings"), Right.MEETINGS_SEE, meetings_called, meeting_hits)
