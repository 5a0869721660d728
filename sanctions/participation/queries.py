"""Queries on participation in increased focus: who can be invited, who is asked, who has not answered."""

from typing import Any

from django.db.models import QuerySet

from gvi.access import context, policy
from gvi.access.principal import Principal
from gvi.partnerships.models import Agency
from gvi.text.swedish import Swedish
from sanctions.models import FocusParticipation, FocusParticipationQuerySet, Measure, Sanction


def agencies_to_invite(sanction: Sanction | None = None) -> QuerySet[Agency]:
    """The partnership's agencies outside the core that have levers and log in; of a sanction, those not asked yet."""
    there = Agency.objects.filter(
        partnership=context.current().partnership, kind__in=policy.INVITED_KINDS, logs_in=True
    )
    if sanction is not None:
        asked = FocusParticipation.objects.filter(sanction=sanction, ended_on=None)
        there = there.exclude(pk__in=asked.values("receiver"))
    return there.order_by(Swedish("short_name"))


def levers_to_ask_for(agencies: QuerySet[Agency]) -> list[tuple[str, Any]]:
    """The levers of these agencies, each with whose it is."""
    kinds = {str(kind): policy.Kind(kind).label for kind in agencies.order_by().values_list("kind", flat=True)}
    return [(code, f"{label}: {words}") for kind, label in kinds.items() for code, words in policy.levers(kind).items()]


def told_to(by: Principal) -> FocusParticipationQuerySet:
    """What the agency is invited to, as long as it sees it."""
    told: FocusParticipationQuerySet = FocusParticipation.objects.filter(receiver=by.agency)
    return told.select_related("sanction", "owner")


def told_of(sanction: Sanction, by: Principal) -> FocusParticipation | None:
    """The latest that the agency was told of this sanction, if it was invited."""
    return told_to(by).filter(sanction=sanction).order_by("-invited_on", "-pk").first()


def participations_in(sanction: Sanction) -> QuerySet[FocusParticipation]:
    """Who is invited to take part in it, each with `has_planned`: whether it has planned a measure of its own."""
    asked = FocusParticipation.objects.filter(sanction=sanction).with_plans()
    found: QuerySet[FocusParticipation] = asked.select_related("receiver").order_by("-invited_on", "pk")
    return found


def own_measures_in(sanction: Sanction, by: Principal) -> QuerySet[Measure]:
    """The agency's own measures under a sanction."""
    found: QuerySet[Measure] = Measure.objects.filter(sanction=sanction, owner=by.agency)
    return found.select_related("owner", "source_agency").order_by("due_on", "pk")
