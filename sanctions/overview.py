"""A sanction at a glance: where it stands, what was decided, what can be done (domain 2.9)."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvi.access.principal import Principal
from gvi.acts.act import open_acts
from gvi.text.swedish import Swedish
from sanctions.focus import spoken_for
from sanctions.models import DecisionKind, DecisionPart, Sanction, SanctionDecision, SanctionState

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
    ((SanctionState.ENDED,), "sanctions.report_back", "sanctions:report_back", gettext_lazy("Tell back"), "send"),
]  # fmt: skip


def buttons(row: Sanction, by: Principal) -> list[dict[str, Any]]:
    """What this reader may do in this state; the first one is the page's main button."""
    offered = open_acts(row, by)
    found = [
        {"label": words, "url": reverse(view, args=[row.pk]), "icon": icon}
        for states, act, view, words, icon in BUTTONS
        if row.state in states and act in offered
    ]
    if row.is_running and by.may("sanctions.plan_measure"):
        url = reverse("sanctions:plan_measure", args=[row.pk])
        found.append({"label": _("Plan a measure"), "url": url, "icon": "plus"})
    if row.is_running and by.may("sanctions.record_measure") and spoken_for():
        url = reverse("sanctions:record_measure", args=[row.pk])
        found.append({"label": _("Record a measure"), "url": url, "icon": "note"})
    return [one | {"primary": not place} for place, one in enumerate(found)]


def decisions_on(row: Sanction) -> list[SanctionDecision]:
    """Newest first, each with the agencies that took part."""
    found = list(SanctionDecision.objects.filter(sanction=row).order_by("-on", "-noted_at"))
    took_part: dict[UUID, list[str]] = {}
    parts = DecisionPart.objects.filter(decision__in=found)
    for part in parts.select_related("agency").order_by(Swedish("agency__short_name")):
        took_part.setdefault(part.decision_id, []).append(part.agency.short_name)
    for one in found:
        one.agencies = ", ".join(took_part.get(one.pk, []))  # type: ignore[attr-defined]
    return found


def steps(row: Sanction, decisions: list[SanctionDecision]) -> list[dict[str, str]]:
    """The way, and where it stands; a rejected one ended at once."""
    if row.state == SanctionState.REJECTED:
        return [
            {"name": str(WAY[0][1]), "note": _short(row.proposed_on), "state": "done"},
            {"name": str(row.get_state_display()).capitalize(), "note": "", "state": "now"},
        ]
    decided = next((one.on for one in decisions if one.kind == DecisionKind.BEGIN), None)
    notes = [row.proposed_on, decided, row.started_on, None, row.ended_on, row.told_on]
    now = [state for state, _name in WAY].index(SanctionState(row.state))
    return [
        {"name": str(name), "note": _short(day), "state": "done" if at < now else "now" if at == now else "next"}
        for at, ((_state, name), day) in enumerate(zip(WAY, notes, strict=True))
    ]


def _short(day: Any) -> str:
    return date_format(day, "j b") if day else ""
