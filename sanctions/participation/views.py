"""Pages of participation: what the agency is invited to, one invitation with the own measures, and the acts."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.policy import Right
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb
from gvi.pages.buttons import Button, button, make_first_primary
from gvi.pages.detail import DetailPage
from gvi.pages.lists import Column, ListPage
from sanctions import actions
from sanctions.models import FocusParticipation
from sanctions.participation import actions as participation
from sanctions.participation.forms import DeclineForm, InviteAgencyForm
from sanctions.participation.queries import own_measures_in, told_to
from sanctions.presenters import SanctionRow, measure_rows, review_of
from sanctions.queries import own_open_measures
from sanctions.sections import INVITED, SECTION


class Participations(ListPage):
    """The agency's own measures, then each focus that it is invited to and still sees."""

    needs = Right.SANCTIONS_SEE_PARTICIPATIONS
    model = FocusParticipation
    order = ("-invited_on", "pk")
    columns = (
        Column(gettext_lazy("Group")),
        Column(gettext_lazy("State")),
        Column(gettext_lazy("Invited by")),
        Column(gettext_lazy("Invited on")),
        Column(gettext_lazy("Follow up by")),
    )
    template_name = "sanctions/participations.html"
    heading = gettext_lazy("Increased focus")
    lead = gettext_lazy(
        "The increased focus that your agency is invited to take part in. Always on a group, never on a person."
    )

    def get_queryset(self) -> QuerySet[FocusParticipation]:
        return told_to(self.by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = [(each, SanctionRow(each.sanction)) for each in self.rows]
        own = measure_rows(own_open_measures(self.by), self.by)
        return super().get_context_data(**kwargs) | {"told": told, "own_measures": own}


class ParticipationPage(DetailPage):
    """What the agency is asked, and its own measures under it. Nothing of what others do."""

    needs = Right.SANCTIONS_SEE_PARTICIPATIONS
    model = FocusParticipation
    section = INVITED
    acts = (participation.decline,)
    template_name = "sanctions/participation.html"

    def get_queryset(self) -> QuerySet[FocusParticipation]:
        return told_to(self.by)

    def get_heading(self) -> str:
        return _("Increased focus: %(group)s") % {"group": self.object}

    def get_buttons(self) -> list[Button]:
        plan = actions.plan_measure
        planned = [button(plan, self.object.sanction)] if plan.act.is_open_for(self.object.sanction, self.by) else []
        return make_first_primary([*planned, *super().get_buttons()])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "row": SanctionRow(self.object.sanction),
            "review": review_of(self.object.sanction),
            "measures": measure_rows(own_measures_in(self.object.sanction, self.by), self.by),
        }


class InviteAgency(ActPage):
    """An agency is asked; afterwards the sanction is shown, with who is invited."""

    act = participation.invite_agency
    section = SECTION
    form_class = InviteAgencyForm
    lead = gettext_lazy("For an agency outside the core. It sees this focus and its own measures, until it ends.")

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())


class EndParticipation(ActPage):
    """The agency no longer takes part; afterwards the sanction is shown."""

    act = participation.end_participation
    lead = gettext_lazy(
        "The agency sees the focus no longer. If it has measures that are not closed, it has two weeks to report them. "
        "Its measures stay in the history."
    )

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb(), Crumb(str(self.object.sanction), self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        return str(self.object.sanction.get_absolute_url())

    def get_success_url(self) -> str:
        return self.get_cancel_url()


class Decline(ActPage):
    """The agency has no measure."""

    act = participation.decline
    section = INVITED
    form_class = DeclineForm
    lead = gettext_lazy("Whoever invited you sees the answer. You can plan a measure later all the same.")
