"""Pages of meetings."""

from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.policy import Reach, Right
from gvi.acts.history import corrections_of
from gvi.commitments.presenters import commitments_from
from gvi.documents.models import Document
from gvi.documents.presenters import paper_statuses
from gvi.documents.views import PrintPage
from gvi.meetings import actions
from gvi.meetings.documents import BRIEF
from gvi.meetings.forms import (
    AttendanceForm,
    CallForm,
    CorrectItemForm,
    HeldForm,
    ItemForm,
    MeetingForm,
    OutcomeForm,
    QuickForm,
    SharedItemForm,
)
from gvi.meetings.models import ItemState, Meeting
from gvi.meetings.presenters import agenda_of, facts_of, meeting_name, missing_on_paper, next_hour, rows_for
from gvi.meetings.queries import attendees_of, with_attendees_and_decisions
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb, Section
from gvi.pages.buttons import buttons_for
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import Column, ListPage
from gvi.partnerships.models import Agency

SECTION = Section(gettext_lazy("Meetings"), "meetings:meetings")


class Meetings(ListPage):
    """All meetings, the latest first, each with what is next to do."""

    needs = Right.MEETINGS_SEE
    model = Meeting
    order = ("-date", "pk")
    acts = (actions.call_meeting, actions.enter_held)
    columns = (
        Column(gettext_lazy("When")),
        Column(gettext_lazy("Kind")),
        Column(gettext_lazy("Place")),
        Column(gettext_lazy("At the table")),
        Column(gettext_lazy("Open decisions"), numeric=True),
        Column(gettext_lazy("Brief")),
        Column(gettext_lazy("Next to do")),
    )
    template_name = "meetings/meetings.html"
    heading = gettext_lazy("Meetings")
    lead = gettext_lazy("When the partnership meets, what is to be decided, and the paper for it.")

    def get_queryset(self) -> QuerySet[Meeting]:
        return with_attendees_and_decisions()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"meetings": rows_for(self.rows, self.by)}


class MeetingPage(DetailPage):
    """One meeting: facts, agenda with decisions first, who comes, papers."""

    needs = Right.MEETINGS_SEE
    model = Meeting
    section = SECTION
    acts = (actions.print_brief, actions.mark_held, actions.change, actions.cancel)
    template_name = "meetings/meeting.html"

    def get_heading(self) -> str:
        return meeting_name(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = list(self.object.items.select_related("owner").order_by("added_at"))
        items = [item for item in every if item.state != ItemState.STRUCK]
        papers = Document.objects.filter(kind=BRIEF, subject_id=self.object.pk).order_by("-cut_off")
        coming = list(attendees_of(self.object))
        page = super().get_context_data(**kwargs) | {
            "facts": facts_of(self.object),
            "agenda": agenda_of(items, self.by),
            "corrections": corrections_of(every, "text", "outcome"),
            "coming": coming,
            "missing_on_paper": missing_on_paper(self.object, items, coming),
            "papers": paper_statuses(papers),
            "add_item": buttons_for(self.object, self.by, [actions.add_item]),
            "set_attendees": buttons_for(self.object, self.by, [actions.set_attendees]),
        }
        return page | commitments_from(self.by, "meeting", self.object.pk, *(item.pk for item in items))


class CallMeeting(ActPage):
    act = actions.call_meeting
    section = SECTION
    form_class = CallForm
    submit = gettext_lazy("Call the meeting")


class EnterHeld(ActPage):
    """A meeting that took place: its facts and who was there; what was decided is written on its own page."""

    act = actions.enter_held
    section = SECTION
    form_class = HeldForm
    heading = gettext_lazy("Enter a meeting that was held")
    submit = gettext_lazy("Enter the meeting")
    notice = gettext_lazy(
        "It is marked as entered afterwards, and the log says when and by whom. No brief is made for it."
    )


class OnMeeting(ActPage):
    """An act on one meeting; afterwards the meeting is shown."""

    section = SECTION

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb(), Crumb(meeting_name(self.object), self.object.get_absolute_url())]


class Change(OnMeeting):
    act = actions.change
    form_class = MeetingForm
    heading = gettext_lazy("Change the meeting")


class SetAttendees(OnMeeting):
    act = actions.set_attendees
    form_class = AttendanceForm
    template_name = "meetings/set_attendees.html"
    heading = gettext_lazy("Who comes")
    lead = gettext_lazy(
        "Each line is a seat and gets a copy of its own. Write a function or a first name, never a surname."
    )


class MarkHeld(OnMeeting):
    act = actions.mark_held
    heading = gettext_lazy("The meeting has been held")
    lead = gettext_lazy("After this the meeting can no longer be changed. Outcomes can still be written.")
    submit = gettext_lazy("It has been held")


class Cancel(OnMeeting):
    act = actions.cancel
    lead = gettext_lazy("It stays in the list as cancelled. A cancelled meeting cannot be taken up again.")
    submit = gettext_lazy("Cancel the meeting")


class PrintBrief(PrintPage, OnMeeting):
    """The paper is composed, numbered and on its way. A second press leads to the same paper."""

    act = actions.print_brief
    lead = gettext_lazy("A numbered copy for each who comes. It holds only what all at the table may see.")
    submit = gettext_lazy("Print the brief")

    def get_state(self) -> str:
        """The meeting, its agenda and who comes: what is written on the page that the press was on."""
        parts = (self.object.items, self.object.attendees)
        counted = [part.aggregate(rows=Count("pk"), versions=Sum("version", default=0)) for part in parts]
        return f"{super().get_state()} {counted}"


class AddItem(OnMeeting):
    """Put something on the agenda of a meeting that the agency can see, whoever called it."""

    act = actions.add_item
    lead = gettext_lazy("What do you want the table to decide, discuss or know?")
    submit = gettext_lazy("Add")

    def get_form_class(self) -> type[ActForm]:
        return SharedItemForm if self.object.reach == Reach.ALL else ItemForm


class OnItem(ActPage):
    """An act on one item; afterwards its meeting is shown."""

    section = SECTION

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb(), Crumb(meeting_name(self.object.meeting), self.object.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"lead": self.object.text} | kwargs)


class SettleItem(OnItem):
    """Write down what came of an item."""

    act = actions.settle_item
    form_class = OutcomeForm
    heading = gettext_lazy("What came of it")


class CorrectItem(OnItem):
    act = actions.correct_item
    form_class = CorrectItemForm
    heading = gettext_lazy("Correct the item")


class StrikeItem(OnItem):
    act = actions.strike_item
    heading = gettext_lazy("Strike the item")
    notice = gettext_lazy(
        "The words disappear here and from papers still to be printed. Only the agency that wrote them sees them "
        "afterwards."
    )
    submit = gettext_lazy("Strike")


class CallQuick(ActPage):
    """Call the core agencies to a quick check-in about an incident that they can see, in two clicks (domain 1.2)."""

    act = actions.call_quick
    section = SECTION
    form_class = QuickForm
    submit = gettext_lazy("Call the meeting")

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb()]

    def get_initial(self) -> dict[str, Any]:
        start = next_hour(timezone.localtime())
        core = Agency.objects.filter(partnership=self.by.partnership, needed_reach=Reach.CORE)
        return {
            "date": start.date(),
            "starts_at": start.time(),
            "ends_at": start.replace(minute=30).time(),
            "venue": _("By telephone or video"),
            "text": _("%(incident)s: what do we do now?") % {"incident": self.object},
            "agencies": core.exclude(pk=self.by.agency.pk),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("After %(incident)s. Everything is filled in: change what is wrong and call.")
        return super().get_context_data(**{"lead": lead % {"incident": self.object}} | kwargs)
