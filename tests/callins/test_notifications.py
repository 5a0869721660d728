"""Custom notifications as counts: written down by hand, seen on the group's page, counted as having been told."""

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callins.models import CallIn, CallInGroup, CallInState, NotificationCount
from callins.notifications import actions
from groups.extension_points import figures_of, timeline
from groups.models import Group, Incident
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from sanctions.rules import was_told
from tests import factories as make
from tests.signed_in import browser

TODAY = timezone.localdate()
LIST = reverse("callins:notifications")


@pytest.fixture
def world(db: Any) -> SimpleNamespace:
    """A published group and a hidden one of the police."""
    place = make.partnership()
    kinds = {"police": Kind.POLICE, "coordination": Kind.COORDINATION, "social": Kind.SOCIAL_SERVICES}
    agencies = {name: make.agency(place, kind, name.capitalize()) for name, kind in kinds.items()}
    by = SimpleNamespace(**{name: make.user(agency) for name, agency in agencies.items()})
    made = SimpleNamespace(place=place, by=by, **agencies)
    made.group = make.put(Group, made.police, reach=Reach.CORE, name="Norra")
    made.hidden = make.put(Group, made.police, name="Kanariegruppen")
    return made


def noted(world: SimpleNamespace, who: str = "coordination", ago: int = 10, **facts: Any) -> NotificationCount:
    by = getattr(world.by, who)
    given = {"group": world.group, "attempts": 9, "carried_out": 4, "reached": 5, "relatives": 2} | facts
    with act_as(by):
        made: NotificationCount = actions.note(by=by, date=TODAY - timedelta(days=ago), **given)
    return made


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"carried_out": 10}, "carried_out"), ({"ago": -1}, "date")],
)
def test_what_cannot_be_is_refused(world: SimpleNamespace, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        noted(world, **wrong)
    assert set(refused.value.message_dict) == {field}


def test_one_agency_writes_a_group_and_day_down_once_and_another_may_too(world: SimpleNamespace) -> None:
    noted(world)
    with pytest.raises(ValidationError):
        noted(world)
    assert noted(world, "police").owner == world.police


def test_a_hidden_group_is_not_written_about_in_the_open(world: SimpleNamespace) -> None:
    with pytest.raises(ValidationError):
        noted(world, "police", group=world.hidden)


def test_the_list_shows_every_round_and_what_they_come_to(world: SimpleNamespace) -> None:
    mine, theirs = noted(world), noted(world, "police", ago=3, attempts=3, carried_out=2)
    html = browser(world.by.coordination).get(LIST).content.decode()
    assert (reverse("callins:change_notifications", args=[mine.pk]) in html) is True
    assert (reverse("callins:change_notifications", args=[theirs.pk]) in html) is False
    assert "av 12 försök" in html


def test_it_is_written_down_from_the_groups_page(world: SimpleNamespace) -> None:
    client = browser(world.by.social)
    page = client.get(world.group.get_absolute_url()).content.decode()
    url = reverse("callins:note_notifications") + f"?grupp={world.group.pk}"
    assert url in page
    typed = {"group": world.group.pk, "date": TODAY.isoformat(), "attempts": "3", "carried_out": "1", "reached": "1"}
    assert client.post(url, typed | {"relatives": "0"}).status_code == 302
    with act_as(world.by.police):
        assert [(counts.owner, counts.carried_out) for counts in NotificationCount.objects.all()] == [(world.social, 1)]


def test_the_groups_page_tells_of_the_rounds_and_of_the_dose(world: SimpleNamespace) -> None:
    callin = make.put(
        CallIn, world.coordination, date=TODAY - timedelta(days=60), venue="Salen", state=CallInState.HELD,
        starts_at=time(18), ends_at=time(20),
    )  # fmt: skip
    make.put(CallInGroup, world.coordination, callin=callin, group=world.group, invited=5, present=3)
    noted(world)
    noted(world, ago=5, carried_out=0, reached=0)
    with act_as(world.by.social):
        told = [event.note for event in timeline(world.group)]
        assert told[:2] == [
            "0 av 9 försök blev samtal, 0 personer nåddes",
            "4 av 9 försök blev samtal, 5 personer nåddes",
        ]
        figures = [(figure.value, figure.note) for figure in figures_of(world.group)]
        assert figures[:2] == [("1", "3 personer kom"), ("4", "5 personer nåddes")]
        assert [figure.value for figure in figures_of(Group.objects.get(pk=world.group.pk))][2:] != []


def test_a_group_that_nobody_has_told_says_so(world: SimpleNamespace) -> None:
    with act_as(world.by.social):
        assert [figure.label for figure in figures_of(world.group)] == ["Inte nådd än"]


@pytest.mark.parametrize(("ago", "talks", "told"), [(10, 4, True), (10, 0, False), (3, 4, False), (4, 4, False)])
def test_a_talk_before_the_incident_is_having_been_told(
    world: SimpleNamespace, ago: int, talks: int, told: bool
) -> None:
    noted(world, ago=ago, carried_out=4, reached=talks)
    incident = make.put(
        Incident, world.police, reach=Reach.CORE, happened_on=TODAY - timedelta(days=4), area="Torget", kind="shooting"
    )
    with act_as(world.by.coordination):
        assert was_told(world.group.pk, incident) is told


def test_the_list_costs_the_same_for_ten_as_for_two(world: SimpleNamespace) -> None:
    client = browser(world.by.police)
    client.get(LIST)

    def more(days: range) -> int:
        for ago in days:
            noted(world, ago=ago)
        with CaptureQueriesContext(connection) as found:
            assert client.get(LIST).status_code == 200
        return len(found)

    assert more(range(2)) == more(range(2, 10))
