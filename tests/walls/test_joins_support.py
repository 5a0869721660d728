"""The same for cases of support and their papers: what hangs on them tells nothing of them to anybody else."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Count

from gvi.access import context
from gvi.access.policy import Kind, Reach
from gvi.documents.models import Copy, Document
from support.models import Contact, FollowUp, SupportCase
from tests import factories as make
from tests.walls import seed

HIDDEN = "Dold"


@pytest.fixture
def scene(without_second_wall: None) -> Iterator[Any]:
    """One municipality's social services own a case with a contact and a follow-up; the other's are looking."""
    place = make.partnership()
    owner, other = (make.agency(place, Kind.SOCIAL_SERVICES) for _ in range(2))
    with context.enter_context(context.for_agencies(owner)):
        case = seed.build(SupportCase, owner, next_step=HIDDEN)
        paper = seed.build(Document, owner, reach=Reach.OWN, title=HIDDEN)
        seed.insert(case, seed.build(Contact, owner, case=case), seed.build(FollowUp, owner, case=case))
        seed.insert(paper, seed.build(Copy, owner, reach=Reach.OWN, document=paper))
    with context.enter_context(context.for_agencies(other)):
        yield SimpleNamespace(owner=owner)


PROBES: dict[str, tuple[Callable[[], Any], Any]] = {
    "contact by its case": (lambda: Contact.objects.filter(case__next_step=HIDDEN).count(), 0),
    "follow-up by its case": (lambda: FollowUp.objects.filter(case__next_step=HIDDEN).count(), 0),
    "case by its contacts": (lambda: SupportCase.objects.filter(contacts__isnull=False).count(), 0),
    "cases with counts": (lambda: len(SupportCase.objects.annotate(n=Count("follow_ups"))), 0),
    "copy by its own paper": (lambda: Copy.objects.filter(document__title=HIDDEN).count(), 0),
    "own paper by its copies": (lambda: Document.objects.filter(copies__isnull=False).count(), 0),
}


@pytest.mark.parametrize("probe", PROBES)
def test_no_query_tells_of_somebody_elses_cases(probe: str, scene: Any) -> None:
    ask, expected = PROBES[probe]
    assert ask() == expected


@pytest.mark.parametrize("probe", PROBES)
def test_the_owner_gets_another_answer(probe: str, scene: Any) -> None:
    """The probes could fail: the owner is told."""
    ask, expected = PROBES[probe]
    with context.enter_context(context.for_agencies(scene.owner)):
        assert ask() != expected
