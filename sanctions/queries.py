"""Queries on sanctions and measures (domain 2.9)."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from groups.models import Attribution
from gvi.access import policy
from gvi.access.principal import Principal
from gvi.partnerships.on_behalf.queries import agencies_not_logging_in
from gvi.text.swedish import Swedish
from sanctions.models import DecisionPart, Measure, Sanction, SanctionDecision


def running_sanctions() -> QuerySet[Sanction]:
    """The sanctions under which a group is in focus now, the one to review first on top."""
    running: QuerySet[Sanction] = Sanction.objects.running().select_related("group").order_by("review_on", "pk")
    return running


def possible_triggers() -> QuerySet[Attribution]:
    """What may trigger a sanction: published, perpetrator's side, at least likely, no open sanction on the group."""
    taken = Sanction.objects.open().filter(group=OuterRef("group"))
    current = Attribution.objects.supporting_sanction().published()
    found = current.filter(~Exists(taken)).select_related("incident", "group")
    return found.order_by("-incident__happened_on", Swedish("group__name"), "pk")


def own_open_measures(by: Principal) -> QuerySet[Measure]:
    """The agency's own open measures, the one that ends first on top."""
    own = Measure.objects.open().filter(owner=by.agency)
    ordered: QuerySet[Measure] = own.select_related("sanction", "sanction__group", "source_agency").order_by(
        "due_on", "pk"
    )
    return ordered


def levers_to_record() -> dict[str, list[tuple[str, Any]]]:
    """The levers of the agencies that do not log in, by the short name of the agency (architecture 6, On behalf)."""
    agencies = agencies_not_logging_in().order_by("needed_reach", "pk")
    levers = {agency.short_name: list(policy.levers(agency.kind).items()) for agency in agencies}
    return {name: some for name, some in levers.items() if some}


def decisions_on(sanction: Sanction) -> list[SanctionDecision]:
    """The decisions, newest first, each with `agencies`: the names of those that took part."""
    decisions = list(SanctionDecision.objects.filter(sanction=sanction).order_by("-decided_on", "-noted_at"))
    took_part: dict[UUID, list[str]] = {}
    parts = DecisionPart.objects.filter(decision__in=decisions)
    for part in parts.select_related("agency").order_by(Swedish("agency__short_name")):
        took_part.setdefault(part.decision_id, []).append(part.agency.short_name)
    for decision in decisions:
        decision.agencies = ", ".join(took_part.get(decision.pk, []))  # type: ignore[attr-defined]
    return decisions
