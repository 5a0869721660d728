"""Pages of call-ins: the list, the call-in, and what is done before the evening."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callins import actions
from callins.forms import CallInForm, ChangeForm, HeldCallInForm, InviteForm, SeatsForm, StrikeForm
from callins.models import CallIn, CallInState, Invitation
from callins.notifications.views import told_tabs
from callins.presenters import ask_to_open, callin_name, facts_of, readers_of, rows_for, steps_of
from callins.queries import InvitationRow, invitable_codes, invitation_rows, own_invitation_rows, tallies
from gvi.access.policy import Right
from gvi.commitments.presenters import commitments_from
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb, Section
from gvi.pages.buttons import Button, buttons_for, make_first_primary
from gvi.pages.detail import DetailPage
from gvi.pages.lists import Column, ListPage

SECTION = Section(gettext_lazy("Call-ins"), "callins:callins")
BEFORE_EVENING = (
    actions.open_evening, actions.invite, actions.change_seats, actions.change, actions.cancel,
)  # fmt: skip
DURING_EVENING = (actions.change_seats, actions.invite, actions.close_evening)


class CallIns(ListPage):
    """All call-ins, newest first, with what to do next."""

    needs = Right.CALLINS_SEE
    model = CallIn
    order = ("-date", "pk")
    acts = (actions.plan, actions.enter_held)
    columns = (
        Column(gettext_lazy("Date")),
        Column(gettext_lazy("Time")),
        Column(gettext_lazy("Venue")),
        Column(gettext_lazy("Groups")),
        Column(gettext_lazy("State")),
        Column(gettext_lazy("Invited"), numeric=True),
        Column(gettext_lazy("Came"), numeric=True),
        Column(gettext_lazy("Next step")),
    )
    template_name = "callins/callins.html"
    heading = gettext_lazy("Call-ins")
    lead = gettext_lazy(
        "Evenings when the partnership tells the groups, face to face: stop, help is offered, and violence has "
        "consequences for the whole group."
    )
    log = gettext_lazy("read the list of call-ins")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {"callins": rows_for(self.rows, self.by), "tabs": told_tabs("callins")}
        return super().get_context_data(**kwargs) | page


class CallInPage(DetailPage):
    """One call-in: before the evening its invitations, afterwards counts and nothing else but one's own."""

    needs = Right.CALLINS_SEE
    model = CallIn
    section = SECTION
    template_name = "callins/callin.html"
    log = gettext_lazy("read a call-in's seats")

    def get_heading(self) -> str:
        return callin_name(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = tallies(self.object)
        self.invitations = self._invitations()
        page = super().get_context_data(**kwargs) | {
            "lead": self.object.purpose,
            "facts": facts_of(self.object, counted),
            "steps": steps_of(self.object),
            "tallies": counted,
            "total": counted.all,
            "not_begun": self.object.opened_at is None,
            "invitations": self.invitations,
            "shows_outcomes": self.object.is_over or self.object.opened_at is not None,
            "unescorted": sum(not (row.invitation.escort or row.invitation.is_struck) for row in self.invitations),
            "may_correct": self.object.state == CallInState.HELD and self.by.may(Right.CALLINS_CORRECT_OUTCOME),
            "may_strike": not self.object.is_over and self.by.may(Right.CALLINS_STRIKE),
            "readers": readers_of(self.object),
        }
        return page | commitments_from(self.by, "callin", self.object.pk)

    def _invitations(self) -> list[InvitationRow]:
        if not self.by.may(Right.CALLINS_SEE_SEATS):
            return []
        if self.object.is_over:
            return own_invitation_rows(self.object, self.by)
        return invitation_rows(self.object, self.by)

    def get_buttons(self) -> list[Button]:
        """The acts that may be done now, and only those on invitations that find something to act on."""
        callin, rows = self.object, self.invitations
        idle = set()
        if not any(row.may_seat for row in rows):
            idle.add(actions.change_seats)
        if not (self.by.may_write(callin) or invitable_codes(callin, self.by).exists()):
            idle.add(actions.invite)
        acts = DURING_EVENING if callin.state == CallInState.EVENING else BEFORE_EVENING
        buttons = buttons_for(callin, self.by, [function for function in acts if function not in idle])
        return make_first_primary([*self._to_evening(), *buttons, *self._hand_over()])

    def _to_evening(self) -> list[Button]:
        """Attendance is recorded on the evening page."""
        act = actions.record_attendance.act
        records = self.by.may(act.name) and any(row.may_record for row in self.invitations)
        if not records or self.object.state != CallInState.EVENING:
            return []
        return [Button(act.label, reverse("callins:evening", args=[self.object.pk]), act.icon)]

    def _hand_over(self) -> list[Button]:
        """Names can be disclosed for an evening that is ahead, if the agency holds any."""
        has_names = self.by.may(Right.DISCLOSURES_HAND_OVER) and any(row.name for row in self.invitations)
        if not has_names or self.object.is_over:
            return []
        return [
            Button(_("Hand over names"), reverse("disclosures:hand_over") + f"?tillfalle={self.object.pk}", "share")
        ]


class Plan(ActPage):
    act = actions.plan
    section = SECTION
    form_class = CallInForm
    template_name = "callins/plan.html"
    submit = gettext_lazy("Plan the call-in")


class EnterHeld(ActPage):
    """A call-in that took place: its facts now, its invitations and outcomes by the same acts as on the evening."""

    act = actions.enter_held
    section = SECTION
    form_class = HeldCallInForm
    template_name = "callins/plan.html"
    heading = gettext_lazy("Enter a call-in that was held")
    submit = gettext_lazy("Enter the call-in")
    notice = gettext_lazy(
        "It is marked as entered afterwards, and the log says when and by whom. Then invite those who were invited, "
        "open the evening, say who came, and close it."
    )


class OnCallIn(ActPage):
    """An act on a call-in."""

    section = SECTION

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb(), Crumb(date_format(self.object.date, "j F Y"), self.object.get_absolute_url())]


class Change(OnCallIn):
    act = actions.change
    form_class = ChangeForm
    heading = gettext_lazy("Change the call-in")
    log = gettext_lazy("read a call-in's seats")


class Cancel(OnCallIn):
    act = actions.cancel
    submit = gettext_lazy("Cancel the call-in")
    notice = gettext_lazy(
        "The seats go back to the agencies they came from. A cancelled call-in cannot be opened again."
    )
    notice_color = "warning"


class OpenEvening(OnCallIn):
    act = actions.open_evening
    submit = gettext_lazy("Open the evening")
    notice = gettext_lazy("The page for attendance opens for everybody who registers. Seats can still be changed.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"question": ask_to_open(self.object)} | kwargs)

    def get_success_url(self) -> str:
        return reverse("callins:evening", args=[self.object.pk])


class OnInvitations(OnCallIn):
    """An act on invitations to a call-in. They may belong to several agencies."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"callin": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"callin": self.object} | kwargs)

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_receipt_url(self, receipt: Any) -> str:
        return self.get_success_url()


class Invite(OnInvitations):
    act = actions.invite
    form_class = InviteForm
    template_name = "callins/invite.html"
    submit = gettext_lazy("Invite and give seats")
    log = gettext_lazy("read codes to invite")

    def get_success_url(self) -> str:
        return reverse("callins:change_seats", args=[self.object.pk])

    def get_success_message(self) -> str:
        count = len(self.result)
        invited = ngettext("%(n)s code invited.", "%(n)s codes invited.", count) % {"n": count}
        return invited + " " + _("Fill in escort and arrival.")


class Strike(ActPage):
    """Strike one person: the reason, and what follows."""

    act = actions.strike
    section = SECTION
    form_class = StrikeForm
    submit = gettext_lazy("Strike")
    notice = gettext_lazy(
        "The seat becomes free, and the person is counted as struck and not as absent. The others see that the code is "
        "struck. The reason is read only by the agency whose code it is."
    )
    log = gettext_lazy("read a call-in's seats")

    def get_queryset(self) -> QuerySet[Invitation]:
        return Invitation.objects.select_related("person_code", "callin")

    def get_heading(self) -> str:
        return _("Strike %(code)s from the evening") % {"code": self.object.person_code}

    def get_parents(self) -> list[Crumb]:
        callin = self.object.callin
        return [SECTION.crumb(), Crumb(date_format(callin.date, "j F Y"), callin.get_absolute_url())]


class ChangeSeats(OnInvitations):
    act = actions.change_seats
    form_class = SeatsForm
    template_name = "callins/change_seats.html"
    heading = gettext_lazy("Seats, arrival and escort")
    submit = gettext_lazy("Save the seats")
    log = gettext_lazy("read seats and escorts")

    def render_conflict(self, form: Any, now: Any) -> HttpResponse:
        """Line by line: what is saved now is shown beside what was typed."""
        form.show_stale()
        return self.render_form(form, status=409)

    def get_success_message(self) -> str:
        if not self.result:
            return _("Nothing was changed.")
        count = len(self.result)
        return ngettext("%(n)s seat saved.", "%(n)s seats saved.", count) % {"n": count}
