"""The same for what is handed over: neither a third agency nor the receiver learns what hangs on it and stays home."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
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
PROBED = {DisclosedRecord, DisclosureSource}
LATER = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture
def scene(without_second_wall: None) -> Iterator[Any]:
    """The police have handed something to probation; social services are looking."""
    place = make.partnership()
    owner, receiver, other = (make.agency(place, k) for k in (Kind.POLICE, Kind.PROBATION, Kind.SOCIAL_SERVICES))
    ends: dict[str, Any] = {"receiver": receiver, "valid_until": LATER, "readable_until": LATER}
    with context.enter_context(context.for_agencies(owner)):
        made = seed.build(Disclosure, owner, purpose=HIDDEN, **ends)
        extract = seed.build(DisclosedRecord, owner, disclosure=made, code=HIDDEN, **ends)
        seed.insert(made)
        seed.insert(extract)
        seed.insert(seed.build(DisclosureSource, owner, extract=extract, label=HIDDEN))
    with context.enter_context(context.for_agencies(other)):
        yield SimpleNamespace(owner=owner, receiver=receiver)


PROBES: dict[str, Callable[[], Any]] = {
    "extract by its disclosure": lambda: DisclosedRecord.objects.filter(disclosure__purpose=HIDDEN).count(),
    "disclosure by its extracts": lambda: Disclosure.objects.filter(extracts__code=HIDDEN).count(),
    "disclosures with counts": lambda: len(Disclosure.objects.annotate(n=Count("extracts"))),
    "origin by its extract": lambda: DisclosureSource.objects.filter(extract__code=HIDDEN).count(),
    "extract by its origin": lambda: DisclosedRecord.objects.filter(origins__label=HIDDEN).count(),
    "disclosure by its origins": lambda: Disclosure.objects.filter(extracts__origins__isnull=False).count(),
}
STAYS_HOME = {"origin by its extract", "extract by its origin", "disclosure by its origins"}


@pytest.mark.parametrize("probe", PROBES)
def test_no_query_tells_of_what_others_have_handed_over(probe: str, scene: Any) -> None:
    assert PROBES[probe]() == 0


@pytest.mark.parametrize("probe", PROBES)
def test_the_giver_is_told_all_and_the_receiver_all_but_where_it_was_taken_from(probe: str, scene: Any) -> None:
    with context.enter_context(context.for_agencies(scene.owner)):
        assert PROBES[probe]() == 1
    with context.enter_context(context.for_agencies(scene.receiver)):
        assert PROBES[probe]() == (0 if probe in STAYS_HOME else 1)
