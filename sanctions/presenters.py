"""Sanctions and measures as pages and papers show them (domain 2.9)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from gvi.access.principal import Principal
from gvi.pages.buttons import Button, button
from gvi.text.days import day_label
from sanctions import actions
from sanctions.models import OPEN, DecisionKind, Measure, MeasureState, Sanction, SanctionDecision, SanctionState

COLORS = {
    SanctionState.PROPOSED: "warning",
    SanctionState.DECIDED: "danger",
    SanctionState.ACTIVE: "danger",
    SanctionState.EVALUATED: "ochre",
    SanctionState.ENDED: "info",
    SanctionState.GROUP_INFORMED: "success",
    SanctionState.REJECTED: "neutral",
    SanctionState.WITHDRAWN: "neutral",
}
MEASURE_COLORS = {
    MeasureState.PLANNED: "neutral",
    MeasureState.ONGOING: "info",
    MeasureState.DONE: "success",
    MeasureState.ABORTED: "ochre",
}
STEPS = [
    (SanctionState.PROPOSED, pgettext_lazy("sanction", "Proposed")),
    (SanctionState.DECIDED, pgettext_lazy("sanction", "Decided")),
    (SanctionState.ACTIVE, pgettext_lazy("sanction", "Under way")),
    (SanctionState.EVALUATED, pgettext_lazy("sanction", "Evaluated")),
    (SanctionState.ENDED, pgettext_lazy("sanction", "Ended")),
    (SanctionState.GROUP_INFORMED, pgettext_lazy("sanction", "Group informed")),
]


@dataclass(frozen=True)
class Review:
    """The review date in words, and whether it has passed (domain 2.11 rule 6)."""

    label: str = ""
    is_late: bool = False


def review_of(sanction: Sanction) -> Review:
    """When the sanction is reviewed; empty unless it is running."""
    if sanction.review_on is None or not sanction.is_running:
        return Review()
    left = (sanction.review_on - timezone.localdate()).days
    day = day_label(sanction.review_on)
    if left < 0:
        late = ngettext("review %(n)s day late", "review %(n)s days late", -left) % {"n": -left}
        return Review(f"{late} ({day})", is_late=True)
    if not left:
        return Review(_("review today"))
    words = ngettext("review %(day)s, in %(n)s day", "review %(day)s, in %(n)s days", left)
    return Review(words % {"day": day, "n": left})


@dataclass(frozen=True)
class SanctionRow:
    """A sanction in the list."""

    sanction: Sanction

    @property
    def color(self) -> str:
        return COLORS[SanctionState(self.sanction.state)]

    @property
    def review(self) -> Review:
        return review_of(self.sanction)


@dataclass(frozen=True)
class MeasureRow:
    """A measure in a list. The buttons are None unless the measure is the reader's own to report."""

    measure: Measure
    is_late: bool
    is_mine: bool
    report: Button | None
    nothing_new: Button | None

    @property
    def color(self) -> str:
        return MEASURE_COLORS[MeasureState(self.measure.state)]

    @property
    def latest_report(self) -> str:
        """The latest report in words."""
        if self.measure.reported_on is None:
            return _("not reported yet")
        day = day_label(self.measure.reported_on)
        return _("nothing to report %(day)s") % {"day": day} if self.measure.nothing_new else day


def measure_rows(measures: Iterable[Measure], by: Principal) -> list[MeasureRow]:
    """Measures for a page: the agency's own first, open ones before closed ones."""
    rows = [_measure_row(measure, by) for measure in measures]
    return sorted(rows, key=lambda row: (not row.is_mine, not row.measure.is_going, row.measure.due_on))


def _measure_row(measure: Measure, by: Principal) -> MeasureRow:
    report, nothing_new = (
        button(function, measure) if function.act.is_open_for(measure, by) else None
        for function in (actions.report, actions.nothing_new)
    )
    if nothing_new and measure.source_label:
        nothing_new = replace(nothing_new, key=None)  # what another agency has said takes a form: when and how
    is_late = measure.is_going and measure.due_on < timezone.localdate()
    return MeasureRow(measure, is_late, measure.owner_id == by.agency.pk, report, nothing_new)


def shaken_sanctions() -> list[Sanction]:
    """Open sanctions whose triggering incident is judged in another way since the latest decision (rule 7)."""
    replaced = Sanction.objects.open().filter(trigger__replaced_at__isnull=False)
    latest = SanctionDecision.objects.filter(sanction=OuterRef("pk")).order_by("-decided_on").values("decided_on")[:1]
    found = replaced.select_related("group", "trigger").annotate(latest=Subquery(latest)).order_by("proposed_on", "pk")
    return [sanction for sanction in found if is_shaken(sanction, sanction.latest)]  # type: ignore[attr-defined]


def is_shaken(sanction: Sanction, latest_decision: date | None) -> bool:
    """Whether the attribution that it rests on was replaced and no decision has been taken since (rule 7)."""
    closed = sanction.trigger.replaced_at
    if closed is None or sanction.state not in OPEN:
        return False
    return latest_decision is None or timezone.localdate(closed) >= latest_decision


ADVICE = {
    SanctionState.PROPOSED: gettext_lazy("Reject it, or decide all the same with the reason."),
    SanctionState.DECIDED: gettext_lazy("Withdraw the decision, or begin all the same."),
    SanctionState.ACTIVE: gettext_lazy("Extend with a new decision, or evaluate and end."),
    SanctionState.EVALUATED: gettext_lazy("Extend with a new decision, or end."),
}


def advice_on(sanction: Sanction) -> str:
    """What can be done about an open sanction in its state, in the words of its buttons."""
    return str(ADVICE.get(SanctionState(sanction.state), ""))


def warnings_on(sanction: Sanction, *, missing: list[str], shaken: bool) -> list[str]:
    """What a reader must know of an open sanction besides its state: for the page, Min dag and the brief."""
    found = [_("the incident behind it is judged in another way")] if shaken else []
    if missing:
        found.append(_("the decision waits for: %(missing)s") % {"missing": ", ".join(missing)})
    elif sanction.state == SanctionState.DECIDED:
        found.append(_("decided but not begun"))
    return found


@dataclass(frozen=True)
class Step:
    """A step of the life cycle: done, now or next."""

    name: Any
    note: str
    state: str


def steps_of(sanction: Sanction, decisions: list[SanctionDecision]) -> list[Step]:
    """The life cycle, and where the sanction is in it; a rejected or withdrawn one ended early."""
    if sanction.state == SanctionState.REJECTED:
        rejected = capfirst(str(sanction.get_state_display()))
        return [Step(STEPS[0][1], _short(sanction.proposed_on), "done"), Step(rejected, "", "now")]
    decided = next((decision.decided_on for decision in decisions if decision.kind == DecisionKind.BEGIN), None)
    dates = [sanction.proposed_on, decided, sanction.started_on, None, sanction.ended_on, sanction.informed_on]
    if sanction.state == SanctionState.WITHDRAWN:
        withdrawn = capfirst(str(sanction.get_state_display()))
        before = [Step(name, _short(day), "done") for (_state, name), day in zip(STEPS[:2], dates[:2], strict=True)]
        return [*before, Step(withdrawn, _short(sanction.ended_on), "now")]
    now = [state for state, _name in STEPS].index(SanctionState(sanction.state))
    return [
        Step(name, _short(day), "done" if place < now else "now" if place == now else "next")
        for place, ((_state, name), day) in enumerate(zip(STEPS, dates, strict=True))
    ]


def _short(day: date | None) -> str:
    return day_label(day) if day else ""
