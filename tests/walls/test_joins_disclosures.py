"""The same for what is handed over: neither a third agency nor the receiver learns what hangs on it and stays home."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Count

from gvi.access import context
from gvi.access.policy import Kind
from gvi.disclosures.models import DisclosedRecord, Disclosure, DisclosureSource
from tests import factories as make
from tests.walls import seed

HIDDEN = "Dold"
LATER = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture
def scene(without_second_wall: None) -> Iterator[Any]:
    """The police have handed something to probation; social services are looking."""
    place = make.partnership()
    owner, receiver, other = (make.agency(place, k) for k in (Kind.POLICE, Kind.PROBATION, Kind.SOCIAL_SERVICES))
    ends: dict[str, Any] = {"receiver": receiver, "valid_until": LATER, "readable_until": LATER}
    decided: dict[str, Any] = {"decided_at": LATER - timedelta(days=300), "decided_until": LATER}
    with context.enter_context(context.for_agencies(owner)):
        made = seed.build(Disclosure, owner, purpose=HIDDEN, **ends, **decided)
        record = seed.build(DisclosedRecord, owner, disclosure=made, code=HIDDEN, **ends)
        seed.insert(made)
        seed.insert(record)
        seed.insert(seed.build(DisclosureSource, owner, record=record, label=HIDDEN))
    with context.enter_context(context.for_agencies(other)):
        yield SimpleNamespace(owner=owner, receiver=receiver)


PROBES: dict[str, Callable[[], Any]] = {
    "record by its disclosure": lambda: DisclosedRecord.objects.filter(disclosure__purpose=HIDDEN).count(),
    "disclosure by its records": lambda: Disclosure.objects.filter(records__code=HIDDEN).count(),
    "disclosures with counts": lambda: len(Disclosure.objects.annotate(n=Count("records"))),
    "source by its record": lambda: DisclosureSource.objects.filter(record__code=HIDDEN).count(),
    "record by its source": lambda: DisclosedRecord.objects.filter(sources__label=HIDDEN).count(),
    "disclosure by its sources": lambda: Disclosure.objects.filter(records__sources__isnull=False).count(),
}
STAYS_HOME = {"source by its record", "record by its source", "disclosure by its sources"}


@pytest.mark.parametrize("probe", PROBES)
def test_no_query_tells_of_what_others_have_handed_over(probe: str, scene: Any) -> None:
    assert PROBES[probe]() == 0


@pytest.mark.parametrize("probe", PROBES)
def test_the_giver_is_told_all_and_the_receiver_all_but_where_it_was_taken_from(probe: str, scene: Any) -> None:
    with context.enter_context(context.for_agencies(scene.owner)):
        assert PROBES[probe]() == 1
    with context.enter_context(context.for_agencies(scene.receiver)):
        assert PROBES[probe]() == (0 if probe in STAYS_HOME else 1)
