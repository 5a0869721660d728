"""A partnership with somebody of each agency, a meeting, and promises to make."""

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from gvi.access.policy import Kind, Reach
from gvi.access.principal import Principal, act_as
from gvi.commitments import actions
from gvi.commitments.models import Commitment
from gvi.meetings.models import Meeting
from tests import factories as make

TODAY = timezone.localdate()
WHO = {
    "police": Kind.POLICE,
    "coordination": Kind.COORDINATION,
    "social": Kind.SOCIAL_SERVICES,
    "probation": Kind.PROBATION,
    "region": Kind.REGION,
}


@pytest.fixture
def world(db: Any) -> SimpleNamespace:
    """Agencies, in `by` somebody of each, and a meeting that was held a week ago."""
    place = make.partnership()
    agencies = {name: make.agency(place, kind, name.capitalize()) for name, kind in WHO.items()}
    by = SimpleNamespace(**{name: make.user(agency) for name, agency in agencies.items()})
    made = SimpleNamespace(place=place, by=by, **agencies)
    made.meeting = make.put(
        Meeting, made.coordination, date=TODAY - timedelta(days=7), starts_at=time(9), ends_at=time(10), venue="Rum 4",
        state="held", reach=Reach.CORE,
    )  # fmt: skip
    return made


def promised(
    world: SimpleNamespace, *, to: Any = None, by: Principal | None = None, due: int = 5, **facts: Any
) -> Commitment:
    """Written down by the coordinator, a month ago; the police are to do it unless something else is said."""
    by = by or world.by.coordination
    given = {"text": "Lägesbild till mötet", "made_on": TODAY - timedelta(days=30)} | facts
    with act_as(by):
        made: Commitment = actions.make(by=by, agency=to or world.police, due_on=TODAY + timedelta(days=due), **given)
    return made
