"""Queries on sanctions and measures (domain 2.9)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from groups.models import Attribution
from gvi.access import policy
from gvi.access.principal import Principal
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.queries import agencies_not_logging_in
from gvi.text.swedish import Alphabetical
from sanctions.models import (
    OPEN,
    OPEN_MEASURE,
    DecisionKind,
    DecisionPart,
    Measure,
    Sanction,
    SanctionDecision,
    SanctionState,
)


def running_sanctions() -> QuerySet[Sanction]:
    """The sanctions under which a group is in focus now, the one to review first on top."""
    running: QuerySet[Sanction] = Sanction.objects.running().select_related("group").order_by("review_on", "pk")
    return running


def missing_parts(sanctions: Iterable[Sanction]) -> dict[UUID, list[str]]:
    """The parts of the quorum that the latest decision on each sanction still lacks, in words (domain 2.11 rule 2).

    A sanction whose decision lacks none, or without a decision, is left out.
    """
    latest: dict[UUID, SanctionDecision] = {}
    for decision in SanctionDecision.objects.filter(sanction__in=sanctions).order_by("noted_at"):
        latest[decision.sanction_id] = decision
    took_part: dict[UUID, list[Agency]] = {decision.pk: [] for decision in latest.values()}
    for part in DecisionPart.objects.filter(decision__in=latest.values()).select_related("agency"):
        took_part[part.decision_id].append(part.agency)
    missing = {
        sanction: policy.missing_in_quorum(agency.kind for agency in took_part[decision.pk])
        for sanction, decision in latest.items()
    }
    return {sanction: parts for sanction, parts in missing.items() if parts}


def decisions_to_confirm(by: Principal) -> QuerySet[SanctionDecision]:
    """Decisions that lack the part of the quorum which the agency represents, the oldest first."""
    kinds = policy.quorum_part(by.agency.kind)
    lacking = SanctionDecision.objects.lacking(kinds).exclude(sanction__state=SanctionState.WITHDRAWN)
    found: QuerySet[SanctionDecision] = lacking if kinds else lacking.none()
    return found.select_related("sanction", "sanction__group").order_by("decided_on", "pk")


def without_measures(by: Principal) -> QuerySet[Sanction]:
    """Running sanctions under which the agency, which has levers, has planned no measure of its own."""
    own = Measure.objects.filter(sanction=OuterRef("pk"), owner=by.agency, source_agency=None)
    running = with_decision_day(running_sanctions()).exclude(Exists(own))
    return running if policy.levers(by.agency.kind) else running.none()


def left_open(by: Principal) -> QuerySet[Measure]:
    """The agency's own measures that are not closed although the focus is over."""
    over = Measure.objects.filter(owner=by.agency, state__in=OPEN_MEASURE).exclude(sanction__state__in=OPEN)
    found: QuerySet[Measure] = over.select_related("sanction", "sanction__group").order_by("due_on", "pk")
    return found


def with_decision_day(sanctions: QuerySet[Sanction]) -> QuerySet[Sanction]:
    """Each with `decided_on`: the day on which the focus was decided, or None."""
    begun = SanctionDecision.objects.filter(sanction=OuterRef("pk"), kind=DecisionKind.BEGIN)
    return sanctions.annotate(decided_on=Subquery(begun.values("decided_on")[:1]))


def possible_triggers() -> QuerySet[Attribution]:
    """What may trigger a sanction: published, perpetrator's side, at least likely, no open sanction on the group."""
    taken = Sanction.objects.open().filter(group=OuterRef("group"))
    current = Attribution.objects.supporting_sanction().published()
    found = current.filter(~Exists(taken)).select_related("incident", "group")
    return found.order_by("-incident__happened_on", Alphabetical("group__name"), "pk")


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
    for part in parts.select_related("agency").order_by(Alphabetical("agency__short_name")):
        took_part.setdefault(part.decision_id, []).append(str(part))
    for decision in decisions:
        decision.agencies = ", ".join(took_part.get(decision.pk, []))  # type: ignore[attr-defined]
    return decisions
