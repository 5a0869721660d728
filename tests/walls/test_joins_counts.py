"""The same for promises and for counts of custom notifications: a hidden parent tells nothing through its children."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from callins.models import Invitation, NotificationCount, OutcomeCorrection, Strike
from groups.models import Dossier, Group, ImportedRow, Incident, Retraction
from gvi.access import context
from gvi.access.policy import Kind, Reach
from gvi.commitments.models import Commitment, CommitmentEvent
from gvi.meetings.models import AgendaItem, Meeting
from tests import factories as make
from tests.walls import seed

HIDDEN = "Dold"


@pytest.fixture
def scene(without_second_wall: None) -> Iterator[Any]:
    """A promise that the core sees, with a turn that everybody sees: the region asks about it."""
    place = make.partnership()
    police, region = make.agency(place, Kind.POLICE), make.agency(place, Kind.REGION)

    def put(model: Any, reach: int, **facts: Any) -> Any:
        row = seed.build(model, police, reach=reach, **facts)
        with context.enter_context(context.for_agencies(police)):
            seed.insert(row)
        return row

    made = SimpleNamespace(police=police)
    made.promise = put(Commitment, Reach.CORE, text=HIDDEN)
    made.turn = put(CommitmentEvent, Reach.ALL, commitment=made.promise)
    put(NotificationCount, Reach.ALL, group=put(Group, Reach.CORE, name=HIDDEN))
    incident = put(Incident, Reach.CORE, area=HIDDEN)
    put(Retraction, Reach.OWN, dossier=put(Dossier, Reach.OWN, given_name=HIDDEN))
    put(Strike, Reach.OWN, reason="ill")
    put(OutcomeCorrection, Reach.OWN, reason=HIDDEN)
    put(ImportedRow, Reach.OWN, dossier=put(Dossier, Reach.OWN, given_name=HIDDEN), is_new=True)
    made.item = put(AgendaItem, Reach.ALL, incident=incident, meeting=put(Meeting, Reach.ALL))
    with context.enter_context(context.for_agencies(region)):
        yield made


Ask = Callable[[Any], Any]
PROBES: dict[str, tuple[Ask, Ask]] = {
    "turn by a hidden promise": (lambda s: list(CommitmentEvent.objects.filter(commitment__text=HIDDEN)), lambda s: []),
    "turn with its promise": (lambda s: list(CommitmentEvent.objects.select_related("commitment")), lambda s: []),
    "item by a hidden incident": (lambda s: list(AgendaItem.objects.filter(incident__area=HIDDEN)), lambda s: []),
    "round by a hidden group": (lambda s: list(NotificationCount.objects.filter(group__name=HIDDEN)), lambda s: []),
    "person by a retraction": (lambda s: list(Dossier.objects.filter(retractions__reason__gt="")), lambda s: []),
    "retraction by a hidden person": (
        lambda s: list(Retraction.objects.filter(dossier__given_name=HIDDEN)),
        lambda s: [],
    ),
    "import's row by its person": (
        lambda s: list(ImportedRow.objects.filter(dossier__given_name=HIDDEN)),
        lambda s: [],
    ),
    "person by an import's row": (lambda s: list(Dossier.objects.filter(imports__is_new=True)), lambda s: []),
    "invitation by a strike": (lambda s: list(Invitation.objects.filter(strikes__reason="ill")), lambda s: []),
    "strike by its invitation": (lambda s: list(Strike.objects.filter(invitation__seat__gt=0)), lambda s: []),
    "invitation by a correction": (lambda s: list(Invitation.objects.filter(corrections__reason=HIDDEN)), lambda s: []),
    "correction by its invitation": (
        lambda s: list(OutcomeCorrection.objects.filter(invitation__seat__gt=0)),
        lambda s: [],
    ),
    "promise by its turns": (lambda s: list(Commitment.objects.filter(events__kind="made")), lambda s: []),
}


@pytest.mark.parametrize("probe", PROBES)
def test_no_query_tells_of_what_is_hidden(probe: str, scene: Any) -> None:
    ask, expected = PROBES[probe]
    assert ask(scene) == expected(scene)


@pytest.mark.parametrize("probe", PROBES)
def test_the_owner_gets_another_answer(probe: str, scene: Any) -> None:
    """The probes could fail: police, who own what is hidden, are told."""
    ask, expected = PROBES[probe]
    with context.enter_context(context.for_agencies(scene.police)):
        assert ask(scene) != expected(scene)
