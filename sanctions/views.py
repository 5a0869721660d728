"""Pages of sanctions: the list with the agency's own measures first, the sanction, and what is done with both."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvi.access.policy import Right
from gvi.acts.models import Receipt
from gvi.commitments.presenters import commitments_from
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb
from gvi.pages.buttons import Button, button, make_first_primary
from gvi.pages.detail import DetailPage
from gvi.pages.lists import Column, ListPage
from gvi.partnerships.on_behalf.forms import RenewedSourceForm
from gvi.partnerships.on_behalf.views import SourcedAct
from sanctions import actions
from sanctions.forms import (
    ConfirmPartForm,
    DecideForm,
    DecisionForm,
    EndForm,
    EvaluateForm,
    ExtendForm,
    InformGroupForm,
    MeasureForm,
    ProposeForm,
    RecordMeasureForm,
    ReportForm,
    SourcedReportForm,
    WithdrawForm,
)
from sanctions.models import Measure, MeasureState, Sanction, SanctionDecision
from sanctions.participation import actions as participation
from sanctions.participation.presenters import participation_rows
from sanctions.participation.queries import participations_in, told_of
from sanctions.presenters import SanctionRow, advice_on, is_shaken, measure_rows, review_of, steps_of, warnings_on
from sanctions.queries import decisions_on, decisions_to_confirm, missing_parts, own_open_measures
from sanctions.sections import INVITED, SECTION

MEASURE_COLUMNS = (
    Column(gettext_lazy("Measure")),
    Column(gettext_lazy("Agency")),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Dates")),
    Column(pgettext_lazy("measure", "Count")),
    Column(gettext_lazy("Latest report")),
)


class Sanctions(ListPage):
    """The agency's own measures first, then every sanction, newest first."""

    needs = Right.SANCTIONS_SEE
    model = Sanction
    order = ("-proposed_on", "pk")
    acts = (actions.propose,)
    columns = (
        Column(gettext_lazy("Group")),
        Column(gettext_lazy("State")),
        Column(gettext_lazy("Proposed")),
        Column(gettext_lazy("Measures done"), numeric=True),
        Column(gettext_lazy("Follow up by")),
    )
    template_name = "sanctions/sanctions.html"
    heading = gettext_lazy("Increased focus")
    lead = gettext_lazy(
        "After violence the whole group gets increased focus (sanction). Always a group, never a person."
    )

    def get_queryset(self) -> QuerySet[Sanction]:
        done = Count("measures", filter=Q(measures__state=MeasureState.DONE))
        sanctions: QuerySet[Sanction] = Sanction.objects.select_related("group")
        return sanctions.annotate(planned=Count("measures"), done=done)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = super().get_context_data(**kwargs) | {"sanctions": [SanctionRow(sanction) for sanction in self.rows]}
        if self.by.may(Right.SANCTIONS_REPORT):
            page |= {"own_measures": measure_rows(own_open_measures(self.by), self.by), "reports": True}
        return page


class SanctionPage(DetailPage):
    """One sanction: its state, what triggered it, every agency's measures, the decisions."""

    needs = Right.SANCTIONS_SEE
    model = Sanction
    section = SECTION
    acts = (
        actions.decide, actions.reject, actions.start, actions.withdraw, actions.evaluate, actions.end, actions.extend,
        actions.inform_group, actions.plan_measure, actions.record_measure, participation.invite_agency,
    )  # fmt: skip
    template_name = "sanctions/sanction.html"

    def get_queryset(self) -> QuerySet[Sanction]:
        sanctions: QuerySet[Sanction] = Sanction.objects.select_related(
            "group", "trigger", "trigger__incident", "owner"
        )
        return sanctions

    def get_heading(self) -> str:
        return _("Increased focus: %(group)s") % {"group": self.object.group}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decisions = decisions_on(self.object)
        measures = Measure.objects.filter(sanction=self.object).select_related("owner", "source_agency")
        shaken = is_shaken(self.object, decisions[0].decided_on if decisions else None)
        missing = missing_parts([self.object]).get(self.object.pk, [])
        page = super().get_context_data(**kwargs) | {
            "row": SanctionRow(self.object),
            "review": review_of(self.object),
            "steps": steps_of(self.object, decisions),
            "decisions": decisions,
            "warnings": warnings_on(self.object, missing=missing, shaken=shaken),
            "advice": advice_on(self.object) if shaken or review_of(self.object).is_late else "",
            "measures": measure_rows(measures, self.by),
            "columns": self._columns(),
            "invited": participation_rows(participations_in(self.object), self.by),
        }
        return page | commitments_from(self.by, "sanction", self.object.pk)

    def get_buttons(self) -> list[Button]:
        """The acts on the sanction, and first the agency's own part in a decision that lacks it."""
        buttons = super().get_buttons()
        waiting = decisions_to_confirm(self.by).filter(sanction=self.object).order_by("-noted_at").first()
        if waiting and actions.confirm_part.act.is_open_for(waiting, self.by):
            buttons = [button(actions.confirm_part, waiting), *buttons]
        return make_first_primary(buttons)

    def _columns(self) -> tuple[Column, ...]:
        reports = (Column(_("Report"), hidden=True),) if self.by.may(Right.SANCTIONS_REPORT) else ()
        return (*MEASURE_COLUMNS, *reports)


class Propose(ActPage):
    act = actions.propose
    section = SECTION
    form_class = ProposeForm
    lead = gettext_lazy("The focus is always on the whole group. Help is still offered to everybody in it.")

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("utlosande")
        return {"trigger": chosen} if chosen else {}


class OnSanction(ActPage):
    """An act on a sanction; afterwards the sanction is shown."""

    section = SECTION

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())


class Decide(OnSanction):
    act = actions.decide
    form_class = DecideForm
    lead = gettext_lazy("The partnership decides the focus. Each agency decides its own measures, by its own law.")


class Reject(OnSanction):
    act = actions.reject
    form_class = DecisionForm
    heading = gettext_lazy("Reject the proposal")


class ConfirmPart(ActPage):
    """What was decided, and which function of the agency took part in it."""

    act = actions.confirm_part
    section = SECTION
    form_class = ConfirmPartForm
    template_name = "sanctions/confirm_part.html"
    lead = gettext_lazy("Confirm only what your own agency has decided. Each agency confirms for itself.")

    def get_queryset(self) -> QuerySet[SanctionDecision]:
        decisions: QuerySet[SanctionDecision] = SanctionDecision.objects.select_related("sanction", "sanction__group")
        return decisions

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb(), Crumb(str(self.object.sanction), self.object.get_absolute_url())]

    def get_initial(self) -> dict[str, Any]:
        return {"function": self.by.affiliation.title}

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())


class Withdraw(OnSanction):
    act = actions.withdraw
    form_class = WithdrawForm
    lead = gettext_lazy("For a decision that turned out wrong before it began. It stays in the history.")


class Start(OnSanction):
    act = actions.start
    lead = gettext_lazy("The agencies have begun their measures.")
    submit = gettext_lazy("Begin")


class Extend(OnSanction):
    act = actions.extend
    form_class = ExtendForm
    heading = gettext_lazy("Extend the focus")
    lead = gettext_lazy("A new decision. The earlier ones are kept.")


class Evaluate(OnSanction):
    act = actions.evaluate
    form_class = EvaluateForm
    heading = gettext_lazy("Evaluate the focus")


class End(OnSanction):
    act = actions.end
    form_class = EndForm
    heading = gettext_lazy("End the focus")
    lead = gettext_lazy("Next: tell the group that it is over, and why.")


class InformGroup(OnSanction):
    act = actions.inform_group
    form_class = InformGroupForm
    lead = gettext_lazy("The group is told that the focus is over, and why.")


class OwnMeasure(ActPage):
    """An act about the agency's own measures. Above it stands the sanction; for an agency that is invited and has no
    page of sanctions, what it was told.
    """

    def get_parents(self) -> list[Crumb]:
        section = SECTION if self.by.may(Right.SANCTIONS_SEE) else INVITED
        return [section.crumb(), Crumb(str(self.sanction), self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        told = None if self.by.may(Right.SANCTIONS_SEE) else told_of(self.sanction, self.by)
        return str((told or self.sanction).get_absolute_url())

    def get_receipt_url(self, receipt: Receipt) -> str:
        return self.get_cancel_url()

    @property
    def sanction(self) -> Sanction:
        """The sanction that it is about."""
        found: Sanction = getattr(self.object, "sanction", self.object)
        return found


class PlanMeasure(OwnMeasure):
    """A new measure of the agency's own, under a sanction that all core agencies can see."""

    act = actions.plan_measure
    form_class = MeasureForm
    lead = gettext_lazy("Status, dates and counts are seen by the core agencies. What is behind them stays with you.")

    def get_success_url(self) -> str:
        return self.get_cancel_url()


class RecordMeasure(OnSanction):
    """A new measure according to an agency that does not log in."""

    act = actions.record_measure
    form_class = RecordMeasureForm
    lead = gettext_lazy("What an agency that does not log in has decided for itself. Status, dates and counts only.")


class OnMeasure(OwnMeasure, SourcedAct):
    """An act on one of the agency's measures; afterwards back to the list, where the next one waits.

    It is reported as long as the agency sees what it is under.
    """

    def get_queryset(self) -> QuerySet[Measure]:
        measures: QuerySet[Measure] = Measure.objects.select_related("sanction")
        return measures

    def get_success_url(self) -> str:
        return self.get_parents()[0].url


class Report(OnMeasure):
    act = actions.report
    form_class = ReportForm
    source_form = SourcedReportForm

    def get_heading(self) -> str:
        return f"{self.object.sanction}: {self.object.lever_label}"


class NothingNew(OnMeasure):
    act = actions.nothing_new
    source_form = RenewedSourceForm
    submit = gettext_lazy("Nothing to report")

    def get_success_message(self) -> str:
        return _("Noted: nothing to report about “%(measure)s” today.") % {"measure": self.result.lever_label}
