"""Incidents as pages show them: the review in words, and what is judged of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from groups.extension_points import added_buttons, attribution_buttons
from groups.models import Attribution, Incident, IncidentState
from gvi.access.principal import Principal
from gvi.pages.buttons import Button
from gvi.text.days import day_label

COLORS = {
    IncidentState.REPORTED: "warning",
    IncidentState.VERIFIED: "info",
    IncidentState.REVIEWED: "success",
}


@dataclass(frozen=True)
class ReviewClock:
    """The review of an incident in words, and whether it is late: it should be held within seven days (domain 6.3)."""

    text: str
    is_late: bool = False


def review_clock(incident: Incident) -> ReviewClock:
    """Whether the incident's review is due, late or done today."""
    if incident.reviewed_on:
        days = (incident.reviewed_on - incident.happened_on).days
        return ReviewClock(_("reviewed %(day)s, after %(n)s days") % {"day": _day(incident.reviewed_on), "n": days})
    left = (incident.review_by - timezone.localdate()).days
    if left < 0:
        return ReviewClock(_("review %(n)s days late") % {"n": -left}, is_late=True)
    return ReviewClock(_("review by %(day)s, %(n)s days left") % {"day": _day(incident.review_by), "n": left})


def _day(day: date) -> str:
    return day_label(day)


@dataclass(frozen=True)
class IncidentRow:
    """A row of the list of incidents, with the judgements that hold today."""

    incident: Incident
    judgements: list[Attribution]

    @property
    def color(self) -> str:
        return COLORS[IncidentState(self.incident.state)]

    @property
    def clock(self) -> ReviewClock:
        return review_clock(self.incident)


def incident_rows(incidents: list[Incident]) -> list[IncidentRow]:
    """The rows of a page, with all their judgements in one query."""
    judgements: dict[UUID, list[Attribution]] = {}
    current = Attribution.objects.current().filter(incident__in=incidents).in_order()
    for attribution in current.select_related("group", "source_agency"):
        judgements.setdefault(attribution.incident_id, []).append(attribution)
    return [IncidentRow(incident, judgements.get(incident.pk, [])) for incident in incidents]


@dataclass(frozen=True)
class Judgement:
    """A judgement on the page of its incident, with what other apps offer to do about it."""

    attribution: Attribution
    buttons: list[Button]


def judgements_of(attributions: Iterable[Attribution], by: Principal) -> list[Judgement]:
    """The judgements that hold today."""
    current = (attribution for attribution in attributions if attribution.replaced_at is None)
    return [Judgement(attribution, added_buttons(attribution_buttons, attribution, by)) for attribution in current]


def readers_of(incident: Incident) -> list[str]:
    """Who can see the incident, and why."""
    if incident.source_label:
        audience = _(
            "Facts, summary and judgements: the core agencies. They are recorded for an agency that does not log in."
        )
    elif incident.is_open:
        audience = _("Facts, summary and shared judgements: the core agencies, because the owner has shared them.")
    else:
        audience = _("Everything here: your own agency only, until it is shared with the parties.")
    return [audience, _("Case number and notes: only the agency that keeps them.")]
