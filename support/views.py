"""Requests and cases, as the social services see them. Nobody else has these pages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import Asker, Channel, SupportRequestState
from gvi.access.policy import Right
from gvi.acts.requires import NotNow
from gvi.documents.views import PrintPage
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb, Section
from gvi.pages.buttons import Button, buttons_for
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import Column, ListPage
from support import actions
from support.forms import (
    AssignForm,
    ChangeForm,
    ChildCaseForm,
    ContactForm,
    FollowUpForm,
    OpenForm,
    StandInForm,
    StateForm,
)
from support.models import Contact, SupportCase
from support.presenters import case_rows, facts_of, follow_up_rows, readers, request_rows, waiting_time_of
from support.urgency import CASES_IN_TURN, urgencies

SECTION = Section(gettext_lazy("Support"), "support:cases")
TABS = {
    "": gettext_lazy("To do"),
    "mitt": gettext_lazy("To do, mine"),
    "mina": gettext_lazy("Mine"),
    "utan": gettext_lazy("Without a worker"),
    "alla": gettext_lazy("All"),
}
FOLLOW_UP_COLUMNS = (
    Column(gettext_lazy("After")),
    Column(gettext_lazy("Due")),
    Column(gettext_lazy("Done")),
    Column(gettext_lazy("Alive, unhurt")),
    Column(gettext_lazy("Reached")),
)
READ_CASE = gettext_lazy("read a support case")
READ_FOLLOW_UP = gettext_lazy("read a follow-up")


class Cases(ListPage):
    """The cases, acute danger and children first, then the oldest; above them the requests that wait for somebody."""

    needs = Right.SUPPORT_SEE
    model = SupportCase
    order = ("turn", "pk")
    keys: ClassVar[Mapping[str, Any]] = {"turn": CASES_IN_TURN}
    template_name = "support/cases.html"
    heading = gettext_lazy("Support")
    lead = gettext_lazy("Requests and cases of your agency. Nobody outside it can see that they exist.")
    log = gettext_lazy("read the list of support cases")
    acts = (actions.open_case,)
    columns = (
        Column(gettext_lazy("Who")),
        Column(gettext_lazy("Asked")),
        Column(gettext_lazy("First contact")),
        Column(gettext_lazy("State")),
        Column(gettext_lazy("Next step")),
        Column(gettext_lazy("Assigned worker")),
    )

    @property
    def tab(self) -> str:
        chosen = self.request.GET.get("visa", "")
        return chosen if chosen in TABS else ""

    def get_queryset(self) -> QuerySet[SupportCase]:
        cases = SupportCase.objects.all()
        shown: QuerySet[SupportCase] = {
            "": cases.needing_attention(),
            "mina": cases.worked_by(self.by.user).open(),
            "mitt": cases.worked_by(self.by.user).needing_attention(),
            "utan": cases.unassigned(),
            "alla": cases,
        }[self.tab]
        return shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = reverse("support:cases")
        return super().get_context_data(**kwargs) | {
            "requests": request_rows(),
            "cases": case_rows(self.rows),
            "tabs": [
                {"label": label, "url": url + (f"?visa={name}" if name else ""), "current": name == self.tab}
                for name, label in TABS.items()
            ],
        }


class Case(DetailPage):
    """One case on one page: what is next, who was reached, what the follow-ups found."""

    needs = Right.SUPPORT_SEE
    model = SupportCase
    section = SECTION
    template_name = "support/case.html"
    log = READ_CASE
    acts = (
        actions.log_contact,
        actions.confirm_handover,
        actions.note_child_case,
        actions.change,
        actions.change_state,
    )

    def get_buttons(self) -> list[Button]:
        """No contact is offered on a closed case. Who the case is assigned to hands it over, a colleague takes it."""
        case = self.object
        acts = [act for act in self.acts if not (case.is_closed and act is actions.log_contact)]
        hands_over = case.worker == self.by.user or not self.by.may(Right.SUPPORT_TAKE_ON)
        label = _("Hand over") if hands_over else _("Take the case over")
        found = buttons_for(case, self.by, [*acts, actions.assign, actions.name_stand_in])
        assign = reverse("support:assign", args=[case.pk])
        return [replace(button, label=label) if button.url == assign else button for button in found]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, follow_ups = self.object, follow_up_rows(self.object, self.by)
        has_choices = any(row.log or row.print for row in follow_ups)
        return super().get_context_data(**kwargs) | {
            "lead": "" if case.is_closed else case.next_step,
            "urgencies": urgencies(case),
            "facts": facts_of(case),
            "contacts": Contact.objects.filter(case=case).select_related("user").order_by("-happened_at"),
            "follow_ups": follow_ups,
            "follow_up_columns": (*FOLLOW_UP_COLUMNS, Column(_("Choice"), hidden=True))
            if has_choices
            else FOLLOW_UP_COLUMNS,
            "has_choices": has_choices,
            "may_change": actions.change.act.is_open_for(case, self.by),
            "readers": readers(),
        }


class TakeOn(ActPage):
    """A request as it was written, and the button that makes it a case of one's own."""

    act = actions.take_on
    section = SECTION
    template_name = "support/take_on.html"
    heading = gettext_lazy("New request")
    submit = gettext_lazy("Take it on")
    log = gettext_lazy("read a request for support")

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb()]

    def render_not_now(self, refusal: NotNow, form: ActForm | None = None) -> HttpResponse:
        """A request that somebody has taken on can still be read."""
        return self.render_form(self.get_form()) if form is None else super().render_not_now(refusal, form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "response": waiting_time_of(self.object),
            "is_taken": self.object.state != SupportRequestState.NEW,
            "written_by": self.object.teller.short_name,
            "partnership": self.by.partnership,
        }

    def get_cancel_url(self) -> str:
        return reverse("support:cases")


class Open(ActPage):
    act = actions.open_case
    section = SECTION
    form_class = OpenForm
    template_name = "callins/request_support.html"
    submit = gettext_lazy("Open the case")

    def get_initial(self) -> dict[str, Any]:
        return {"channel": Channel.TELEPHONE, "asker": Asker.SELF}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"partnership": self.by.partnership} | kwargs)


class Change(ActPage):
    act = actions.change
    section = SECTION
    form_class = ChangeForm
    heading = gettext_lazy("Change the case")
    log = READ_CASE


class LogContact(ActPage):
    act = actions.log_contact
    section = SECTION
    form_class = ContactForm
    log = READ_CASE


class NoteChildCase(ActPage):
    act = actions.note_child_case
    section = SECTION
    form_class = ChildCaseForm
    lead = gettext_lazy("The case file itself is kept in your own system. Then the red note goes.")
    log = READ_CASE


class ChangeState(ActPage):
    act = actions.change_state
    section = SECTION
    form_class = StateForm
    log = READ_CASE


class Assign(ActPage):
    act = actions.assign
    section = SECTION
    form_class = AssignForm
    log = READ_CASE

    def get_success_url(self) -> str:
        """To the case, for whoever still reads it; else to the list."""
        if self._is_still_read:
            return super().get_success_url()
        return reverse("support:cases")

    def get_success_message(self) -> str:
        """Who has the case now, and whether the reader still sees it."""
        told = _("%(worker)s has the case now.") % {"worker": self.result.worker}
        return told if self._is_still_read else told + " " + _("You no longer see it.")

    @property
    def _is_still_read(self) -> bool:
        return SupportCase.objects.filter(pk=self.result.pk).exists()


class NameStandIn(ActPage):
    act = actions.name_stand_in
    section = SECTION
    form_class = StandInForm
    log = READ_CASE
    lead = gettext_lazy("A stand-in reads the case and writes in it, like its worker, until the last day.")


class ConfirmHandover(ActPage):
    act = actions.confirm_handover
    section = SECTION
    lead = gettext_lazy("A colleague has handed the case to you.")
    submit = gettext_lazy("Confirm")
    log = READ_CASE


class FollowUpPage(ActPage):
    """An act on a follow-up, by the worker that its case is assigned to."""

    section = SECTION

    def get_parents(self) -> list[Crumb]:
        case = self.object.case
        return [SECTION.crumb(), Crumb(str(case), case.get_absolute_url())]

    def get_cancel_url(self) -> str:
        return str(self.object.case.get_absolute_url())


class LogFollowUp(FollowUpPage):
    """Three clicks from Min dag: the item, whom one reached, save."""

    act = actions.log_follow_up
    form_class = FollowUpForm
    template_name = "support/log_follow_up.html"
    log = READ_FOLLOW_UP

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"lead": f"{self.object.case}, {self.object}"} | kwargs)

    def get_success_url(self) -> str:
        return self.get_cancel_url()


class PrintFollowUp(PrintPage, FollowUpPage):
    """A paper for one's own agency, with room to write."""

    act = actions.print_follow_up
    lead = gettext_lazy("It holds questions and room to write, but no name and no address. Keep it on you.")
    submit = gettext_lazy("Print")
    log = READ_FOLLOW_UP
