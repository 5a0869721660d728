"""An outcome that was wrong is corrected by a new one: the old one is kept, and the counts follow the newest."""

from datetime import timedelta
from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from callins import actions
from callins.corrections.actions import correct_outcome
from callins.models import Attendance, CallIn, CallInGroup, Invitation, OutcomeCorrection
from callins.registrations import called
from gvi.access import context
from gvi.access.principal import act_as
from gvi.acts.models import Change, LogEntry
from gvi.acts.requires import NotNow
from sanctions.rules import was_told
from tests.callins.conftest import evening, outcomes, seat_of, tick
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
WHY = "Hon satt längst bak och syntes inte."


def held(w: Any, outcome: str = "absent") -> CallIn:
    """The first of the north has this outcome; the others are absent."""
    callin = evening(w)
    tick(w.coordinator, seat_of(callin, w.norths[0], w.coordinator), outcome)
    with act_as(w.coordinator):
        actions.close_evening(CallIn.objects.get(pk=callin.pk), by=w.coordinator)
    return callin


def correct(by: Any, callin: CallIn, code: Any, outcome: str, reason: str = WHY) -> OutcomeCorrection:
    invitation = seat_of(callin, code, by)
    with act_as(by):
        made: OutcomeCorrection = correct_outcome(invitation, by=by, outcome=outcome, reason=reason)
    return made


def counts(w: Any, callin: CallIn, group: Any = None) -> dict[str, int]:
    with act_as(w.coordinator):
        part = CallInGroup.objects.get(callin=callin, group=group or w.north)
    return {name: getattr(part, name) for name in ("invited", *Attendance.values)}


@pytest.mark.parametrize(("before", "after"), list(permutations(Attendance.values, 2)))
def test_the_counts_follow_the_newest_and_the_number_of_invited_stays(world: Any, before: str, after: str) -> None:
    callin = held(world, before)
    earlier = counts(world, callin)
    correct(world.officer, callin, world.norths[0], after)
    now = counts(world, callin)
    assert now == earlier | {before: earlier[before] - 1, after: earlier[after] + 1}
    assert outcomes(callin, world.officer)["Lönn 11"] == after


def test_the_old_one_is_kept_with_who_when_and_why(world: Any) -> None:
    callin = held(world)
    correct(world.officer, callin, world.norths[0], "present")
    correct(world.officer, callin, world.norths[0], "turned", "Vände i dörren.")
    with act_as(world.officer):
        first, second = OutcomeCorrection.objects.order_by("corrected_at")
    assert (first.before, first.after, first.reason) == ("absent", "present", WHY)
    assert (second.before, second.after, second.corrected_by) == ("present", "turned", world.officer.user)
    page = browser(world.officer).get(callin.get_absolute_url()).content.decode()
    assert WHY in page
    assert "Vände i dörren." in page


def test_every_page_and_figure_shows_the_corrected_one(world: Any) -> None:
    callin = held(world)
    later: Any = SimpleNamespace(happened_on=callin.date + timedelta(days=1))
    with act_as(world.officer):
        assert not was_told(world.north.pk, later)
    correct(world.officer, callin, world.norths[0], "present")
    with act_as(world.socialworker):
        assert was_told(world.north.pk, later)
        (event,) = called(world.north)
    assert event.note.startswith("1 ")
    page = browser(world.coordinator).get(callin.get_absolute_url()).content.decode()
    assert 'data-gvi-count="present" data-gvi-of="' in page
    listed = browser(world.coordinator).get(reverse("callins:callins")).content.decode()
    assert ">1<" in listed


def test_the_correction_is_the_owners_and_the_log_is_no_register(world: Any) -> None:
    callin = held(world)
    correct(world.officer, callin, world.norths[0], "present")
    for by in (world.coordinator, world.probation_officer, world.socialworker):
        with act_as(by):
            assert not OutcomeCorrection.objects.exists()
        assert WHY not in browser(by).get(callin.get_absolute_url()).content.decode()
    with context.seen_by(world.police):
        assert LogEntry.objects.get(verb="callins.correct_outcome").user == world.officer.user
        changes = Change.objects.filter(label="callins.Invitation")
        assert not any("outcome" in change.after or "outcome" in change.before for change in changes)


@pytest.mark.parametrize("who", ["coordinator", "neighbour", "probation_officer", "socialworker"])
def test_nobody_else_corrects_it(world: Any, who: str) -> None:
    callin = held(world)
    invitation, by = seat_of(callin, world.norths[0], world.officer), getattr(world, who)
    with act_as(by), pytest.raises((PermissionDenied, Invitation.DoesNotExist)):
        correct_outcome(invitation, by=by, outcome="present", reason=WHY)
    assert counts(world, callin)["present"] == 0


def test_the_probation_service_corrects_its_own(world: Any) -> None:
    callin = held(world)
    correct(world.probation_officer, callin, world.harbours[0], "declined")
    assert counts(world, callin, world.harbour)["declined"] == 1


@pytest.mark.parametrize(
    ("outcome", "reason", "field"), [("absent", WHY, "outcome"), ("", WHY, "outcome"), ("present", "  ", "reason")]
)
def test_the_same_again_and_no_reason_are_refused(world: Any, outcome: str, reason: str, field: str) -> None:
    callin = held(world)
    with pytest.raises(ValidationError) as refused:
        correct(world.officer, callin, world.norths[0], outcome, reason)
    assert set(refused.value.message_dict) == {field}


def test_until_the_evening_is_closed_a_new_registration_replaces_the_old(world: Any) -> None:
    callin = evening(world)
    tick(world.officer, seat_of(callin, world.norths[0], world.officer), "absent")
    with pytest.raises(NotNow):
        correct(world.officer, callin, world.norths[0], "present")


def test_whoever_was_struck_has_no_outcome_to_correct(world: Any) -> None:
    callin = evening(world)
    with act_as(world.officer):
        actions.strike(seat_of(callin, world.norths[0], world.officer), by=world.officer, reason="ill")
    with act_as(world.coordinator):
        actions.close_evening(CallIn.objects.get(pk=callin.pk), by=world.coordinator)
    with pytest.raises(NotNow):
        correct(world.officer, callin, world.norths[0], "present")


def test_the_page_corrects_and_a_second_press_does_nothing_more(world: Any) -> None:
    callin = held(world)
    invitation = seat_of(callin, world.norths[0], world.officer)
    client, address = browser(world.officer), reverse("callins:correct_outcome", args=[invitation.pk])
    assert address in client.get(callin.get_absolute_url()).content.decode()
    form = client.get(address).context["form"]
    typed = {"outcome": "present", "reason": WHY, "version": invitation.version, "key": str(form["key"].value())}
    assert [client.post(address, typed).status_code for _press in range(2)] == [302, 302]
    assert counts(world, callin)["present"] == 1
    with act_as(world.officer):
        assert OutcomeCorrection.objects.count() == 1
    stale = typed | {"outcome": "declined", "key": ""}
    assert client.post(address, stale).status_code == 409


@pytest.mark.parametrize("after", [each for each in Attendance.values if each != "absent"])
def test_no_log_entry_names_a_field_or_a_value_that_tells_the_outcome(world: Any, after: str) -> None:
    correct(world.officer, held(world), world.norths[0], after)
    telling = {"outcome", "previous_outcome", "invited", "struck", *Attendance.values}
    for who in (world.officer, world.coordinator):
        with act_as(who):
            named = {name for entry in LogEntry.objects.all() for names in entry.fields.values() for name in names}
            valued = {name for change in Change.objects.all() for name in (*change.before, *change.after)}
        assert (named | valued) & telling == set()
