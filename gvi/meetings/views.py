"""Pages of meetings."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.guarded import Guarded
from gvi.access.policy import Reach
from gvi.acts.act import open_acts
from gvi.acts.models import new_key
from gvi.commitments.presenters import commitments_from, make_url
from gvi.documents.models import Document
from gvi.documents.register import standings
from gvi.meetings import actions
from gvi.meetings.brief import BRIEF
from gvi.meetings.forms import CallForm, ItemForm, MeetingForm, OpenItemForm, OutcomeForm, TableForm
from gvi.meetings.models import AgendaItem, Attendee, ItemKind, ItemState, Meeting, MeetingState
from gvi.meetings.shown import meeting_name
from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ListPage
from gvi.text.swedish import Swedish

Crumbs = list[dict[str, str]]
NOT_IN = {
    MeetingState.HELD: {"change", "attend"},
    MeetingState.CANCELLED: {"change", "attend", "print_brief"},
}  # what is not offered any more


def crumbs(meeting: Meeting | None = None, here: str = "") -> Crumbs:
    """The way here from the list of meetings."""
    way = [{"label": _("Meetings"), "url": reverse("meetings:meetings")}]
    if meeting is not None:
        way.append({"label": meeting_name(meeting), "url": meeting.get_absolute_url() if here else ""})
    return [*way, {"label": here, "url": ""}] if here else way


class Meetings(ListPage):
    """All meetings, the latest day first, each with what is next to do."""

    needs = "meetings.see"
    model = Meeting
    order = ("-on", "pk")
    template_name = "meetings/meetings.html"
    heading = gettext_lazy("Meetings")
    lead = gettext_lazy("When the partnership meets, what is to be decided, and the paper for it.")

    def rows(self) -> Any:
        coming = Attendee.objects.filter(comes=True).select_related("agency").order_by(Swedish("agency__short_name"))
        open_items = AgendaItem.objects.filter(kind=ItemKind.DECISION, state=ItemState.OPEN)
        return Meeting.objects.prefetch_related(
            Prefetch("attendees", coming, to_attr="coming"), Prefetch("items", open_items, to_attr="decisions")
        )

    def extra(self, rows: list[Any]) -> dict[str, Any]:
        briefs = Document.objects.filter(kind=BRIEF, subject__in=[row.pk for row in rows]).order_by("cut_off")
        printed = {brief.subject: brief for brief in briefs}
        for row in rows:
            row.brief = printed.get(row.pk)
            row.agencies = list(dict.fromkeys(seat.agency.short_name for seat in row.coming))
            row.next = _next_to_do(row)
            row.key = new_key()
            row.may_print = row.state == MeetingState.PLANNED and self.by.may_write(row)
        return {
            "may_call": self.by.may("meetings.call"),
            "may_print": self.by.may("meetings.print_brief"),
        }


def _next_to_do(meeting: Any) -> str:
    if meeting.state == MeetingState.HELD:
        return _("Write down what was decided") if meeting.decisions else ""
    if meeting.state != MeetingState.PLANNED:
        return ""
    if meeting.on < timezone.localdate():
        return _("Say that it was held")
    return "" if meeting.brief else _("Print the brief")


class MeetingPage(DetailPage):
    """One meeting: facts, agenda with decisions first, who comes, papers."""

    needs = "meetings.see"
    model = Meeting
    template_name = "meetings/meeting.html"

    def extra(self, row: Any) -> dict[str, Any]:
        acts = {name.split(".")[1] for name in open_acts(row, self.by)}
        items = list(row.items.select_related("owner").order_by("added_at"))
        for item in items:
            item.may_settle = self._may_settle(item)
            item.promise_url = make_url("item", item.pk)
        papers = Document.objects.filter(kind=BRIEF, subject=row.pk).order_by("-cut_off")
        coming = list(actions.at_the_table(row))
        return {
            "heading": meeting_name(row),
            "breadcrumbs": crumbs(row),
            "facts": _facts(row),
            "agenda": [(kind.label, [i for i in items if i.kind == kind]) for kind in ItemKind],
            "coming": coming,
            "off_paper": _off_paper(items, coming) if row.state == MeetingState.PLANNED else [],
            "papers": standings(papers),
            "acts": acts - NOT_IN.get(row.state, set()),
            "may_add": row.state == MeetingState.PLANNED and self.by.may("meetings.add_item"),
            "may_hold": "hold" in acts and row.on <= timezone.localdate(),
            "key": new_key(),
            "may_promise": self.by.may("commitments.make"),
        } | commitments_from(self.by, "meeting", row.pk, *(item.pk for item in items))

    def _may_settle(self, item: AgendaItem) -> bool:
        asked = item.state == ItemState.OPEN and item.kind != ItemKind.INFORMATION
        return asked and self.by.may("meetings.settle_item") and self.by.may_write(item)


def _off_paper(items: list[AgendaItem], coming: list[Attendee]) -> list[AgendaItem]:
    """What waits for the table but is not shared with all who come: it will not stand on the common paper."""
    circle = max((seat.agency.circle for seat in coming), default=Reach.CORE)
    return [item for item in items if item.state == ItemState.OPEN and item.reach < circle]


def _facts(row: Meeting) -> list[tuple[str, str]]:
    return [
        (_("State"), row.get_state_display().capitalize()),
        (_("Day"), date_format(row.on, "l j F Y")),
        (_("Time"), f"{time_format(row.starts, 'H.i')}–{time_format(row.ends, 'H.i')}"),
        (_("Place"), row.place),
        (_("Reaches"), str(Reach(row.reach).label)),
    ]


class Call(ActPage):
    """Call a meeting."""

    act = actions.call
    makes = Meeting
    form_class = CallForm
    heading = gettext_lazy("Call a meeting")
    submit = gettext_lazy("Call the meeting")

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(here=_("Call a meeting"))}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("meetings:meetings")

    def said(self, result: Any) -> str:
        return _("The meeting is called. Now say who comes and what is to be decided.")


class OfMeeting(ActPage):
    """An act on one meeting; when it is done the meeting is shown."""

    model = Meeting

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row, str(self.heading))}


class UntilHeld(OfMeeting):
    """An act that only a planned meeting takes."""

    def ready(self, row: Any) -> None:
        actions.only_planned(row)


class Change(UntilHeld):
    act = actions.change
    form_class = MeetingForm
    heading = gettext_lazy("Change the meeting")


class Attend(UntilHeld):
    act = actions.attend
    form_class = TableForm
    template_name = "meetings/attend.html"
    heading = gettext_lazy("Who comes")
    lead = gettext_lazy(
        "Each line is a seat and gets a copy of its own. Write a function or a first name, never a surname."
    )


class Hold(OfMeeting):
    act = actions.hold
    heading = gettext_lazy("The meeting has been held")
    lead = gettext_lazy("After this the meeting is not changed any more. Outcomes can still be written.")
    submit = gettext_lazy("It has been held")


class Cancel(OfMeeting):
    act = actions.cancel
    heading = gettext_lazy("Cancel the meeting")
    lead = gettext_lazy("It stays in the list as cancelled. A cancelled meeting cannot be taken up again.")
    submit = gettext_lazy("Cancel the meeting")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return super().extra(form, row) | {"danger": True}

    def said(self, result: Any) -> str:
        return _("The meeting is cancelled. Tell those who were to come.")


class PrintBrief(OfMeeting):
    """One press: the paper is composed, numbered and on its way. A second press leads to the same paper."""

    act = actions.print_brief
    heading = gettext_lazy("Print the brief")
    lead = gettext_lazy("A numbered copy for each who comes. It holds only what all at the table may see.")
    submit = gettext_lazy("Print the brief")

    def ready(self, row: Any) -> None:
        actions.not_cancelled(row)

    def said(self, result: Any) -> str:
        return _("The brief is composed. The copies are made now; you may leave the page.")

    def receipt_url(self, receipt: Any) -> str:
        made = Document.objects.filter(pk=receipt.result).first()
        return made.get_absolute_url() if made else reverse("meetings:meetings")


class AddItem(ActPage):
    """Put something on the agenda of a meeting that one sees, whoever called it."""

    act = actions.add_item
    heading = gettext_lazy("Add to the agenda")
    lead = gettext_lazy("What do you want the table to decide, discuss or know?")
    submit = gettext_lazy("Add")

    def perform(self, form: ActForm, row: Guarded | None) -> Any:
        return actions.add_item(by=self.by, meeting=self.meeting, **form.facts())

    def ready(self, row: Guarded | None) -> None:
        actions.only_planned(self.meeting)

    @cached_property
    def meeting(self) -> Meeting:
        return get_object_or_404(Meeting, pk=self.kwargs["pk"])

    def form_for(self, row: Guarded | None, *typed: Any, **more: Any) -> ActForm:
        form = OpenItemForm if self.meeting.reach == Reach.ALL else ItemForm
        return form(*typed, by=self.by, row=row, **more)

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.meeting, str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return self._back(self.kwargs["pk"])

    def receipt_url(self, receipt: Any) -> str:
        return self._back(self.kwargs["pk"])

    @staticmethod
    def _back(pk: UUID) -> str:
        return reverse("meetings:meeting", args=[pk])


class Settle(ActPage):
    """Write down what came of an item."""

    act = actions.settle_item
    model = AgendaItem
    form_class = OutcomeForm
    heading = gettext_lazy("What came of it")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"lead": row.text, "breadcrumbs": crumbs(row.meeting, str(self.heading))}
