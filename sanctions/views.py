"""Pages of sanctions: the board with one's own measures first, the sanction, and what is done with both."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.guarded import Guarded
from gvi.acts.act import NotNow
from gvi.commitments.presenters import commitments_from
from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ListPage
from gvi.partnerships.on_behalf.forms import RenewedSourceForm
from gvi.partnerships.on_behalf.views import SourcedAct
from sanctions import actions
from sanctions.focus import (
    is_shaken,
    lines,
    own_open,
    require_extendable,
    require_going,
    require_running,
    review_words,
    spoken_for,
)
from sanctions.forms import (
    DecideForm,
    DecisionForm,
    EndForm,
    EvaluateForm,
    ExtendForm,
    MeasureForm,
    ProposeForm,
    RecordMeasureForm,
    ReportBackForm,
    ReportForm,
    ToldReportForm,
)
from sanctions.models import Measure, MeasureState, Sanction, SanctionState
from sanctions.overview import COLORS, buttons, decisions_on, steps


def crumbs(sanction: Sanction | None = None, here: str = "") -> list[dict[str, Any]]:
    """The way back."""
    way = [{"label": _("Increased focus"), "url": reverse("sanctions:sanctions")}]
    if sanction is not None:
        way.append({"label": str(sanction.group), "url": sanction.get_absolute_url() if here else ""})
    return [*way, {"label": here, "url": ""}] if here else way


class Sanctions(ListPage):
    """Own measures first, then every sanction, newest first."""

    needs = "sanctions.see"
    model = Sanction
    order = ("-proposed_on", "pk")
    template_name = "sanctions/sanctions.html"
    heading = gettext_lazy("Increased focus")
    lead = gettext_lazy(
        "After violence the whole group gets increased focus (sanction). Always a group, never a person."
    )

    def rows(self) -> QuerySet[Any]:
        done = Count("measures", filter=Q(measures__state=MeasureState.DONE))
        return Sanction.objects.select_related("group").annotate(planned=Count("measures"), done=done)

    def extra(self, rows: list[Sanction]) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "lines": [(one, COLORS[SanctionState(one.state)], *review_words(one)) for one in rows],
            "may_propose": self.by.may("sanctions.propose"),
        }
        if self.by.may("sanctions.report"):
            shown |= {"own": lines(own_open(self.by), self.by), "reports": True}
        return shown


class SanctionPage(DetailPage):
    """One sanction: where it stands, what set it off, every agency's measures, the decisions."""

    needs = "sanctions.see"
    model = Sanction
    template_name = "sanctions/sanction.html"

    def row_query(self) -> QuerySet[Any]:
        return Sanction.objects.select_related("group", "trigger", "trigger__incident", "owner")

    def extra(self, row: Sanction) -> dict[str, Any]:
        decisions = decisions_on(row)
        measures = Measure.objects.filter(sanction=row).select_related("owner", "source_agency")
        text, late = review_words(row)
        return {
            "heading": _("Increased focus: %(group)s") % {"group": row.group},
            "breadcrumbs": crumbs(row),
            "color": COLORS[SanctionState(row.state)],
            "review": text,
            "late": late,
            "steps": steps(row, decisions),
            "decisions": decisions,
            "shaken": is_shaken(row, decisions[0].on if decisions else None),
            "lines": lines(measures, self.by),
            "may_report": self.by.may("sanctions.report"),
            "may_plan": row.is_running and self.by.may("sanctions.plan_measure"),
            "actions": buttons(row, self.by),
        } | commitments_from(self.by, "sanction", row.pk)


class Propose(ActPage):
    act = actions.propose
    makes = Sanction
    form_class = ProposeForm
    heading = gettext_lazy("Propose increased focus")
    lead = gettext_lazy("The focus is always on the whole group. Help is still offered to everybody in it.")

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        chosen = self.request.GET.get("utlosande")
        return {"trigger": chosen} if chosen else {}

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(here=str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("sanctions:sanctions")


class OnSanction(ActPage):
    """An act whose row is the sanction."""

    model = Sanction

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row, str(self.heading))}

    def success_url(self, result: Any) -> str:
        return reverse("sanctions:sanction", args=[self.kwargs["pk"]])


class Decide(OnSanction):
    act = actions.decide
    form_class = DecideForm
    heading = gettext_lazy("Note the decision")
    lead = gettext_lazy("The partnership decides the focus. Each agency decides its own measures, by its own law.")


class Reject(OnSanction):
    act = actions.reject
    form_class = DecisionForm
    heading = gettext_lazy("Reject the proposal")


class Start(OnSanction):
    act = actions.start
    heading = gettext_lazy("Begin")
    lead = gettext_lazy("The agencies have begun their measures.")
    submit = gettext_lazy("Begin")


class Extend(OnSanction):
    act = actions.extend
    form_class = ExtendForm
    heading = gettext_lazy("Extend the focus")
    lead = gettext_lazy("A new decision. The earlier ones are kept.")

    def ready(self, row: Any) -> None:
        require_extendable(row)


class Evaluate(OnSanction):
    act = actions.evaluate
    form_class = EvaluateForm
    heading = gettext_lazy("Evaluate the focus")


class End(OnSanction):
    act = actions.end
    form_class = EndForm
    heading = gettext_lazy("End the focus")
    lead = gettext_lazy("Next: tell the group that it is over, and why.")


class ReportBack(OnSanction):
    act = actions.report_back
    form_class = ReportBackForm
    heading = gettext_lazy("Tell the group back")
    lead = gettext_lazy("The group is told that the focus is over, and why.")


class PlanMeasure(ActPage):
    """A new measure of the own agency, under a sanction that all core agencies see."""

    act = actions.plan_measure
    makes = Measure
    form_class = MeasureForm
    heading = gettext_lazy("Plan a measure")
    lead = gettext_lazy("Status, dates and counts are seen by the core agencies. What is behind them stays with you.")

    @cached_property
    def sanction(self) -> Sanction:
        return get_object_or_404(Sanction.objects.select_related("group"), pk=self.kwargs["pk"])

    def perform(self, form: ActForm, row: Guarded | None) -> Any:
        return type(self).act(by=self.by, sanction=self.sanction, **form.facts())

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.sanction, str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return self.sanction.get_absolute_url()

    def ready(self, row: Guarded | None) -> None:
        require_running(self.sanction)


class RecordMeasure(PlanMeasure):
    """A new measure on the word of an agency that does not log in."""

    act = actions.record_measure
    form_class = RecordMeasureForm
    heading = gettext_lazy("Record a measure")
    lead = gettext_lazy("What an agency that does not log in has decided for itself. Status, dates and counts only.")

    def ready(self, row: Guarded | None) -> None:
        super().ready(row)
        if not spoken_for():
            raise NotNow(_("Every agency that has measures logs in and plans its own."))


class OnMeasure(SourcedAct):
    """An act on one's own measure; afterwards back to the board, where the next one waits."""

    model = Measure

    def ready(self, row: Any) -> None:
        require_going(row)

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row.sanction, str(self.heading))}

    def success_url(self, result: Measure) -> str:
        return reverse("sanctions:sanctions")


class Report(OnMeasure):
    act = actions.report
    form_class = ReportForm
    source_form = ToldReportForm
    heading = gettext_lazy("Report a measure")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return super().extra(form, row) | {"heading": f"{row.sanction.group}: {row.lever_label}"}


class NothingNew(OnMeasure):
    act = actions.nothing_new
    source_form = RenewedSourceForm
    heading = gettext_lazy("Nothing to report")
    submit = gettext_lazy("Nothing to report")

    def said(self, result: Measure) -> str:
        return _("Noted: nothing to report about “%(measure)s” today.") % {"measure": result.lever_label}
