"""Pages of sanctions: the board with one's own measures first, the sanction, and what is done with both."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvi.access.acts import open_acts
from gvi.access.forms import ActForm
from gvi.access.jobs import new_key
from gvi.access.rows import Guarded
from gvi.access.sorting import Swedish
from gvi.access.views import ActView, CaseDetail, CaseList
from sanctions import actions
from sanctions.focus import is_shaken, lines, own_open, review_words
from sanctions.forms import (
    DecideForm,
    DecisionForm,
    EndForm,
    EvaluateForm,
    ExtendForm,
    MeasureForm,
    ProposeForm,
    ReportBackForm,
    ReportForm,
)
from sanctions.models import DecisionPart, Measure, MeasureState, Sanction, SanctionDecision, SanctionState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLORS = {
    SanctionState.PROPOSED: "warning",
    SanctionState.DECIDED: "danger",
    SanctionState.ACTIVE: "danger",
    SanctionState.EVALUATED: "ochre",
    SanctionState.ENDED: "info",
    SanctionState.REPORTED_BACK: "success",
    SanctionState.REJECTED: "neutral",
}
WAY = [
    (SanctionState.PROPOSED, pgettext_lazy("sanction", "Proposed")),
    (SanctionState.DECIDED, pgettext_lazy("sanction", "Decided")),
    (SanctionState.ACTIVE, pgettext_lazy("sanction", "Under way")),
    (SanctionState.EVALUATED, pgettext_lazy("sanction", "Evaluated")),
    (SanctionState.ENDED, pgettext_lazy("sanction", "Ended")),
    (SanctionState.REPORTED_BACK, pgettext_lazy("sanction", "Told back")),
]
# State, act, address, words, icon: the first one offered is the page's main button.
BUTTONS: "list[tuple[tuple[SanctionState, ...], str, str, StrOrPromise, str]]" = [
    ((SanctionState.PROPOSED,), "sanctions.decide", "sanctions:decide", gettext_lazy("Note the decision"), "gavel"),
    ((SanctionState.PROPOSED,), "sanctions.reject", "sanctions:reject", gettext_lazy("Reject"), "ban"),
    ((SanctionState.DECIDED,), "sanctions.start", "sanctions:start", gettext_lazy("Begin"), "flag"),
    ((SanctionState.ACTIVE,), "sanctions.evaluate", "sanctions:evaluate", gettext_lazy("Evaluate"), "list-check"),
    ((SanctionState.EVALUATED,), "sanctions.end", "sanctions:end", gettext_lazy("End"), "check"),
    (
        (SanctionState.ACTIVE, SanctionState.EVALUATED),
        "sanctions.extend", "sanctions:extend", gettext_lazy("Extend"), "refresh",
    ),
    ((SanctionState.ENDED,), "sanctions.report_back", "sanctions:report_back", gettext_lazy("Tell back"), "speakerphone"),
]  # fmt: skip


def crumbs(sanction: Sanction | None = None, here: str = "") -> list[dict[str, Any]]:
    """The way back."""
    way = [{"label": _("Increased focus"), "url": reverse("sanctions:sanctions")}]
    if sanction is not None:
        way.append({"label": str(sanction.group), "url": sanction.get_absolute_url() if here else ""})
    return [*way, {"label": here, "url": ""}] if here else way


class Sanctions(CaseList):
    """Own measures first, then every sanction, newest first."""

    needs = "sanctions.see"
    model = Sanction
    order = ("-proposed_on", "pk")
    template_name = "sanctions/sanctions.html"
    heading = gettext_lazy("Increased focus")
    lead = gettext_lazy("After violence the whole group gets increased focus (sanction). Always a group, never a person.")

    def rows(self) -> QuerySet[Any]:
        done = Count("measures", filter=Q(measures__state=MeasureState.DONE))
        return Sanction.objects.select_related("group").annotate(planned=Count("measures"), done=done)

    def extra(self, rows: list[Sanction]) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "lines": [(one, COLORS[SanctionState(one.state)], *review_words(one)) for one in rows],
            "may_propose": self.by.may("sanctions.propose"),
        }
        if self.by.may("sanctions.report"):
            shown |= {"own": lines(own_open(self.by), self.by), "reports": True, "key": new_key()}
        return shown


class SanctionPage(CaseDetail):
    """One sanction: where it stands, what set it off, every agency's measures, the decisions."""

    needs = "sanctions.see"
    model = Sanction
    template_name = "sanctions/sanction.html"

    def row_query(self) -> QuerySet[Any]:
        return Sanction.objects.select_related("group", "trigger", "trigger__incident", "owner")

    def extra(self, row: Sanction) -> dict[str, Any]:
        decisions = _decisions(row)
        measures = Measure.objects.filter(sanction=row).select_related("owner")
        text, late = review_words(row)
        return {
            "heading": _("Increased focus: %(group)s") % {"group": row.group},
            "breadcrumbs": crumbs(row),
            "color": COLORS[SanctionState(row.state)],
            "review": text,
            "late": late,
            "steps": _steps(row),
            "decisions": decisions,
            "shaken": is_shaken(row, decisions[0].on if decisions else None),
            "lines": lines(measures, self.by),
            "may_report": self.by.may("sanctions.report"),
            "may_plan": row.is_running and self.by.may("sanctions.plan_measure"),
            "key": new_key(),
            "actions": self._actions(row),
        }

    def _actions(self, row: Sanction) -> list[dict[str, Any]]:
        offered = open_acts(row, self.by)
        found = [
            {"label": words, "url": reverse(view, args=[row.pk]), "icon": icon}
            for states, act, view, words, icon in BUTTONS
            if row.state in states and act in offered
        ]
        if row.is_running and self.by.may("sanctions.plan_measure"):
            url = reverse("sanctions:plan_measure", args=[row.pk])
            found.append({"label": _("Plan a measure"), "url": url, "icon": "plus"})
        return [one | {"primary": not place} for place, one in enumerate(found)]


def _decisions(row: Sanction) -> list[SanctionDecision]:
    """Newest first, each with the agencies that took part."""
    found = list(SanctionDecision.objects.filter(sanction=row).order_by("-on", "-noted_at"))
    took_part: dict[UUID, list[str]] = {}
    parts = DecisionPart.objects.filter(decision__in=found)
    for part in parts.select_related("agency").order_by(Swedish("agency__short")):
        took_part.setdefault(part.decision_id, []).append(part.agency.short)
    for one in found:
        one.agencies = ", ".join(took_part.get(one.pk, []))  # type: ignore[attr-defined]
    return found


def _steps(row: Sanction) -> list[dict[str, str]]:
    """The way, and where it stands; a rejected one ended at once."""
    if row.state == SanctionState.REJECTED:
        return [
            {"name": str(WAY[0][1]), "note": _short(row.proposed_on), "state": "done"},
            {"name": str(row.get_state_display()).capitalize(), "note": "", "state": "now"},
        ]
    notes = [row.proposed_on, None, row.started_on, None, row.ended_on, row.told_on]
    now = [state for state, _name in WAY].index(SanctionState(row.state))
    return [
        {"name": str(name), "note": _short(day), "state": "done" if at < now else "now" if at == now else "next"}
        for at, ((_state, name), day) in enumerate(zip(WAY, notes, strict=True))
    ]


def _short(day: Any) -> str:
    return date_format(day, "j b") if day else ""


class Propose(ActView):
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

    def success_url(self, result: Sanction) -> str:
        return result.get_absolute_url()


class OnSanction(ActView):
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


class PlanMeasure(ActView):
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
        return actions.plan_measure(by=self.by, sanction=self.sanction, **form.facts())

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.sanction, str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return self.sanction.get_absolute_url()

    def success_url(self, result: Measure) -> str:
        return self.sanction.get_absolute_url()


class OnMeasure(ActView):
    """An act on one's own measure; afterwards back to the board, where the next one waits."""

    model = Measure

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row.sanction, str(self.heading))}

    def success_url(self, result: Measure) -> str:
        return reverse("sanctions:sanctions")


class Report(OnMeasure):
    act = actions.report
    form_class = ReportForm
    heading = gettext_lazy("Report a measure")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return super().extra(form, row) | {"heading": f"{row.lever_label}: {row.sanction.group}"}


class NothingNew(OnMeasure):
    act = actions.nothing_new
    heading = gettext_lazy("Nothing to report")
    submit = gettext_lazy("Nothing to report")

    def said(self, result: Measure) -> str:
        return _("Noted: nothing to report about “%(measure)s” today.") % {"measure": result.lever_label}
