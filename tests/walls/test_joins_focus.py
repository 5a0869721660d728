"""The same for incidents and sanctions: what leads to a hidden judgement, file or group tells nothing of it."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Count, Q

from groups.models import Attribution, Group, Incident, IncidentFile
from gvi.access import context
from gvi.access.policy import Kind, Reach
from sanctions.models import DecisionPart, Measure, Sanction, SanctionDecision
from tests import factories as make
from tests.walls import seed

HIDDEN = "Dold"


@pytest.fixture
def scene(without_second_wall: None) -> Iterator[Any]:
    """Police own an open incident with one open and one hidden judgement and a file; a sanction rests on each."""
    place = make.partnership()
    police, office = make.agency(place, Kind.POLICE), make.agency(place, Kind.COORDINATION)

    def put(model: Any, owner: Any, reach: int, **facts: Any) -> Any:
        row = seed.build(model, owner, reach=reach, **facts)
        with context.enter_context(context.for_agencies(owner)):
            seed.insert(row)
        return row

    made = SimpleNamespace(police=police)
    made.shown = put(Group, police, Reach.CORE, name="Öppen")
    made.group = put(Group, police, Reach.OWN, name=HIDDEN)
    made.incident = put(Incident, police, Reach.CORE, area="Torget")
    on_it = {"incident": made.incident, "replaced_at": None}
    made.open = put(Attribution, police, Reach.CORE, group=made.shown, **on_it)
    made.hidden = put(Attribution, police, Reach.OWN, group=made.group, side="victim", **on_it)
    put(IncidentFile, police, Reach.OWN, incident=made.incident, case_number=HIDDEN)
    made.sanction = put(Sanction, office, Reach.CORE, group=made.group, trigger=made.hidden)
    made.measure = put(Measure, police, Reach.CORE, sanction=made.sanction)
    decision = put(SanctionDecision, office, Reach.CORE, sanction=made.sanction)
    put(DecisionPart, office, Reach.CORE, decision=decision)
    with context.enter_context(context.for_agencies(office)):
        yield made


Ask = Callable[[Any], Any]
PROBES: dict[str, tuple[Ask, Ask]] = {
    "judgements": (lambda s: set(s.incident.attributions.all()), lambda s: {s.open}),
    "judgements counted": (
        lambda s: Incident.objects.annotate(n=Count("attributions")).values_list("n", flat=True).get(),
        lambda s: 1,
    ),
    "incident by a hidden side": (lambda s: list(Incident.objects.filter(attributions__side="victim")), lambda s: []),
    "incident by its file": (lambda s: list(Incident.objects.filter(files__case_number=HIDDEN)), lambda s: []),
    "incident by file or area": (
        lambda s: list(Incident.objects.filter(Q(files__case_number=HIDDEN) | Q(area="Torget"))),
        lambda s: [s.incident],
    ),
    "incident by a hidden group": (
        lambda s: list(Incident.objects.filter(attributions__group__name=HIDDEN)),
        lambda s: [],
    ),
    "sanction by a hidden group": (lambda s: list(Sanction.objects.filter(group__name=HIDDEN)), lambda s: []),
    "sanction by a hidden judgement": (lambda s: list(Sanction.objects.filter(trigger__side="victim")), lambda s: []),
    "measure by a hidden group": (lambda s: list(Measure.objects.filter(sanction__group__name=HIDDEN)), lambda s: []),
    "decision by a hidden group": (
        lambda s: list(SanctionDecision.objects.filter(sanction__group__name=HIDDEN)),
        lambda s: [],
    ),
    "part by a hidden group": (
        lambda s: list(DecisionPart.objects.filter(decision__sanction__group__name=HIDDEN)),
        lambda s: [],
    ),
}


@pytest.mark.parametrize("probe", PROBES)
def test_no_query_tells_of_hidden_judgements_files_or_groups(probe: str, scene: Any) -> None:
    ask, expected = PROBES[probe]
    assert ask(scene) == expected(scene)


@pytest.mark.parametrize("probe", sorted(set(PROBES) - {"incident by file or area"}))
def test_the_owner_gets_another_answer(probe: str, scene: Any) -> None:
    """The probes could fail: police, who own what is hidden, are told."""
    ask, expected = PROBES[probe]
    with context.enter_context(context.for_agencies(scene.police)):
        assert ask(scene) != expected(scene)
