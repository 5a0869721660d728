"""A partnership where the police have published an incident, and a call-in was held before it."""

from collections.abc import Iterable
from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from callins.models import CallIn, CallInGroup, CallInState
from groups.models import Attribution, Certainty, Group, Incident, Side
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from sanctions import actions
from sanctions.models import Sanction, SanctionDecision
from tests import factories as make

TODAY = timezone.localdate()
ROLES = {"probation": Role.PROBATION_COORDINATOR}
OTHERS = ("police", "probation")  # who confirm their own part
WHO = {
    "police": Kind.POLICE,
    "coordination": Kind.COORDINATION,
    "social": Kind.SOCIAL_SERVICES,
    "probation": Kind.PROBATION,
    "region": Kind.REGION,
}


@pytest.fixture
def world(db: Any) -> SimpleNamespace:
    """Agencies, in `by` somebody of each, and a group that was told at a call-in before its incident."""
    place = make.partnership()
    agencies = {name: make.agency(place, kind, name.capitalize()) for name, kind in WHO.items()}
    by = SimpleNamespace(**{name: make.user(agency, ROLES.get(name)) for name, agency in agencies.items()})
    made = SimpleNamespace(place=place, by=by, **agencies)
    made.group, made.claim = trigger(made, "Grupp Norra")
    call_in_held(made, made.group)
    return made


def call_in_held(world: SimpleNamespace, group: Group, *, present: int = 3, days: int = 60) -> None:
    """A call-in with the group, so many days ago, with so many present."""
    callin = make.put(
        CallIn, world.coordination, date=TODAY - timedelta(days=days), venue="Salen", state=CallInState.HELD,
        starts_at=time(18), ends_at=time(20),
    )  # fmt: skip
    make.put(CallInGroup, world.coordination, callin=callin, group=group, invited=5, present=present)


def trigger(world: SimpleNamespace, name: str, *, ago: int = 4, **facts: Any) -> tuple[Group, Attribution]:
    """A published group with a published incident linked to it."""
    police = world.police
    group = make.put(Group, police, reach=Reach.CORE, name=name)
    incident = make.put(
        Incident, police, reach=Reach.CORE, happened_on=TODAY - timedelta(days=ago), area="Torget", kind="shooting"
    )
    judged = {"side": Side.PERPETRATOR, "certainty": Certainty.LIKELY, "reach": Reach.CORE} | facts
    return group, make.put(Attribution, police, incident=incident, group=group, judged_at=timezone.now(), **judged)


def proposed(world: SimpleNamespace, claim: Attribution | None = None, motive: str = "") -> Sanction:
    with act_as(world.by.coordination):
        return actions.propose(
            by=world.by.coordination, trigger=claim or world.claim, reason="Första skjutningen", motive=motive
        )


def table(world: SimpleNamespace) -> list[Any]:
    """Whose part the coordinator records: the others log in and confirm their own."""
    return [world.coordination]


def confirmed(world: SimpleNamespace, *who: str) -> None:
    """These agencies confirm their part of the latest decision."""
    for name in who:
        with act_as(getattr(world.by, name)) as by:
            decision = SanctionDecision.objects.order_by("-noted_at").first()
            actions.confirm_part(decision, by=by, function="chef")


def decided(
    world: SimpleNamespace,
    claim: Attribution | None = None,
    confirm: Iterable[str] = ("police", "probation"),
    **facts: Any,
) -> Sanction:
    sanction = proposed(world, claim, "" if claim is None else "Fick budskapet på annat sätt")
    given = {
        "decided_on": TODAY,
        "participants": table(world),
        "reason": "Ja",
        "review_on": TODAY + timedelta(days=28),
    } | facts
    with act_as(world.by.coordination):
        actions.decide(sanction, by=world.by.coordination, **given)
    confirmed(world, *confirm)
    with act_as(world.by.coordination):
        return Sanction.objects.get(pk=sanction.pk)


def active(world: SimpleNamespace) -> Sanction:
    sanction = decided(world)
    with act_as(world.by.coordination):
        return actions.start(sanction, by=world.by.coordination)
