"""A call-in or a round that took place before it was written down is entered afterwards, and says so."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from callins import actions
from callins.models import CallIn, CallInGroup, CallInState, NotificationCount
from callins.registrations import evenings
from gvi.access import context
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry
from gvi.acts.requires import NotNow
from gvi.portal.queries import upcoming_callins
from tests.callins.conftest import fresh, invite, plan, seat_of, tick
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
ADDRESS = reverse("callins:enter_held")
TODAY = timezone.localdate()


def typed(w: Any, day: date, **more: Any) -> dict[str, Any]:
    hours = {"starts_at": "00:00", "ends_at": "00:01", "venue": "Folkets hus"}
    return {"date": day.isoformat(), **hours, "groups": [str(w.north.pk)]} | more


def entered(w: Any, day: date = TODAY - timedelta(days=40)) -> CallIn:
    facts: dict[str, Any] = {"starts_at": time(18), "ends_at": time(20), "venue": "Folkets hus", "groups": [w.north]}
    with act_as(w.coordinator):
        made: CallIn = actions.enter_held(by=w.coordinator, date=day, **facts)
    return made


@pytest.mark.parametrize("ago", [0, 1, 30, 400, 9 * 365])
def test_a_day_that_has_been_is_taken(world: Any, ago: int) -> None:
    answer = browser(world.coordinator).post(ADDRESS, typed(world, TODAY - timedelta(days=ago)))
    assert answer.status_code == 302
    page = browser(world.coordinator).get(answer["Location"]).content.decode()
    assert "efterhand" in page


@pytest.mark.parametrize(
    "day", [TODAY + timedelta(days=1), TODAY + timedelta(days=400), date(1926, 5, 2), date(202, 5, 2)]
)
def test_a_day_to_come_and_a_slip_of_the_year_are_refused_and_nothing_typed_is_lost(world: Any, day: date) -> None:
    answer = browser(world.coordinator).post(ADDRESS, typed(world, day, purpose="Andra kvällen"))
    assert answer.status_code == 422
    assert "Andra kvällen" in answer.content.decode()
    with act_as(world.coordinator):
        assert not CallIn.objects.exists()


@pytest.mark.parametrize(("ahead", "field"), [(0, "starts_at"), (1, "date"), (300, "date")])
def test_the_act_itself_refuses_what_has_not_begun(world: Any, ahead: int, field: str) -> None:
    facts: dict[str, Any] = {"starts_at": time(23, 58), "ends_at": time(23, 59), "venue": "X", "groups": [world.north]}
    with act_as(world.coordinator), pytest.raises(ValidationError) as refused:
        actions.enter_held(by=world.coordinator, date=TODAY + timedelta(days=ahead), **facts)
    assert set(refused.value.message_dict) == {field}


def test_an_evening_that_is_here_already_is_not_entered_again(world: Any) -> None:
    first = entered(world)
    facts: dict[str, Any] = {"venue": "Folkets hus", "groups": [world.north]}
    with act_as(world.coordinator) as by:
        for hours in ((time(18), time(20)), (time(17), time(18, 1)), (time(19, 59), time(22))):
            with pytest.raises(ValidationError) as refused:
                actions.enter_held(by=by, date=first.date, starts_at=hours[0], ends_at=hours[1], **facts)
            assert "Folkets hus" in str(refused.value)
        actions.enter_held(by=by, date=first.date, starts_at=time(20), ends_at=time(21), **facts)
        assert CallIn.objects.count() == 2


def test_it_was_held_so_it_is_not_cancelled_nor_moved_to_another_age(world: Any) -> None:
    callin = entered(world)
    facts: dict[str, Any] = {"starts_at": time(18), "ends_at": time(20), "venue": "Folkets hus", "groups": []}
    with act_as(world.coordinator) as by:
        with pytest.raises(NotNow):
            actions.cancel(callin, by=by)
        with pytest.raises(ValidationError) as refused:
            actions.change(fresh(callin, by), by=by, date=date(1990, 1, 1), **facts)
    assert set(refused.value.message_dict) == {"date"}


def test_planning_takes_no_day_that_has_been(world: Any) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert browser(world.coordinator).post(reverse("callins:plan"), typed(world, yesterday)).status_code == 422


def test_its_invitations_outcomes_and_counts_come_by_the_same_acts(world: Any) -> None:
    callin = entered(world)
    invite(callin, world.coordinator, world.norths)
    with act_as(world.coordinator):
        actions.open_evening(callin, by=world.coordinator)
    tick(world.coordinator, seat_of(callin, world.norths[0], world.coordinator), "present")
    with act_as(world.coordinator):
        actions.close_evening(fresh(callin, world.coordinator), by=world.coordinator)
        part = CallInGroup.objects.get(callin=callin)
    assert (part.invited, part.present, part.absent) == (3, 1, 2)
    assert fresh(callin, world.coordinator).state == CallInState.HELD


def test_the_log_says_who_entered_it_and_every_reader_sees_that_it_was(world: Any) -> None:
    callin = entered(world)
    with context.seen_by(world.coordination):
        entry = LogEntry.objects.get(verb="callins.enter_held")
    assert (entry.user, entry.rows["callins.CallIn"]) == (world.coordinator.user, [str(callin.pk)])
    for by in (world.coordinator, world.officer, world.manager):
        for address in (callin.get_absolute_url(), reverse("callins:callins")):
            assert "efterhand" in browser(by).get(address).content.decode()
    planned = plan(world)
    assert "efterhand" not in browser(world.officer).get(planned.get_absolute_url()).content.decode()


def test_it_is_never_what_comes_next(world: Any) -> None:
    callin = entered(world, TODAY) if timezone.localtime().time() > time(18) else entered(world)
    invite(callin, world.coordinator, world.norths)
    with act_as(world.officer):
        assert not CallIn.objects.ahead().exists()
        assert not upcoming_callins(TODAY - timedelta(days=50)).exists()
        assert not list(evenings())


def test_its_facts_are_corrected_within_the_same_bounds(world: Any) -> None:
    callin = entered(world)
    address = reverse("callins:change", args=[callin.pk])
    for day, status in ((TODAY + timedelta(days=1), 422), (TODAY - timedelta(days=41), 302)):
        answer = browser(world.coordinator).post(address, typed(world, day, groups=[], version=callin.version))
        assert answer.status_code == status


@pytest.mark.parametrize(("ago", "marked"), [(0, False), (1, True), (200, True)])
def test_a_round_that_is_noted_on_a_later_day_says_so(world: Any, ago: int, marked: bool) -> None:
    day = TODAY - timedelta(days=ago)
    counts = {"attempts": "3", "carried_out": "2", "reached": "2", "relatives": "0"}
    facts = {"group": str(world.north.pk), "date": day.isoformat(), **counts}
    assert browser(world.officer).post(reverse("callins:note_notifications"), facts).status_code == 302
    with act_as(world.officer):
        assert (NotificationCount.objects.get().entered_at is not None) is marked
    page = browser(world.coordinator).get(reverse("callins:notifications")).content.decode()
    assert ("efterhand" in page) is marked
