"""Striking one person from a call-in: the seat is free, nobody is absent, and the reason is its owner's."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from callins import actions
from callins.models import CallInGroup, Invitation, Strike, StrikeReason
from callins.queries import invitable_codes, invitation_rows, tallies
from callins.registrations import evenings
from callins.seat_changes import SeatChange
from gvi.access import context
from gvi.access.principal import act_as
from gvi.acts.models import Change, LogEntry
from gvi.acts.requires import NotNow
from tests import factories as make
from tests.callins.conftest import codes, evening, invite, outcomes, plan, seat_of, tick
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def strike(by, seat, reason="detained"):
    with act_as(by):
        return actions.strike(Invitation.objects.get(pk=seat.pk), by=by, reason=reason)


def close(callin, by):
    with act_as(by):
        actions.close_evening(callin, by=by)


def kept(callin, by, group):
    with act_as(by):
        return CallInGroup.objects.get(callin=callin, group=group)


@pytest.mark.parametrize("reason", StrikeReason.values)
@pytest.mark.parametrize("opened", [False, True])
def test_whoever_is_struck_has_no_seat_and_is_counted_apart(world, reason, opened):
    callin = evening(world) if opened else plan(world)
    if not opened:
        invite(callin, world.coordinator, world.everybody)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    strike(world.coordinator, seat, reason)
    with act_as(world.coordinator):
        counted = {str(tally.group): tally for tally in tallies(callin).groups}
        rows = {row.code.code: row for row in invitation_rows(callin, world.coordinator)}
    assert (counted["Norra"].invited, counted["Norra"].struck, counted["Norra"].left) == (2, 1, 2)
    assert rows["Lönn 11"].invitation.is_struck
    assert not rows["Lönn 11"].may_record


def test_the_struck_one_is_not_absent_when_the_evening_closes(world):
    callin = evening(world)
    strike(world.coordinator, seat_of(callin, world.norths[0], world.coordinator))
    close(callin, world.coordinator)
    part = kept(callin, world.coordinator, world.north)
    assert (part.invited, part.absent, part.struck) == (2, 2, 1)
    assert outcomes(callin, world.officer)["Lönn 11"] == ""


def test_what_was_registered_falls_with_the_strike(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    tick(world.coordinator, seat, "absent")
    strike(world.officer, seat)
    assert outcomes(callin, world.coordinator)["Lönn 11"] == ""
    with act_as(world.coordinator), pytest.raises(NotNow):
        actions.undo_attendance(callin, by=world.coordinator)


def test_nobody_registers_the_struck_one(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    strike(world.coordinator, seat)
    with pytest.raises(NotNow):
        tick(world.coordinator, seat, "absent")


def test_the_seat_is_free_for_somebody_else(world):
    callin = evening(world)
    seat, other = (seat_of(callin, code, world.coordinator) for code in world.norths[:2])
    strike(world.coordinator, seat)
    with act_as(world.coordinator):
        change = {other.pk: SeatChange(other.version, {"seat": seat.seat})}
        actions.change_seats(callin, by=world.coordinator, changes=change)
    assert seat_of(callin, world.norths[1], world.coordinator).seat == seat.seat


@pytest.mark.parametrize(("who", "reads"), [("officer", True), ("coordinator", False), ("probation_officer", False)])
def test_the_reason_is_the_owners_whoever_struck(world, who, reads):
    callin = evening(world)
    strike(world.coordinator, seat_of(callin, world.norths[0], world.coordinator))
    by = getattr(world, who)
    with act_as(by):
        assert Strike.objects.exists() is reads
        (row,) = [row for row in invitation_rows(callin, by) if row.code.code == "Lönn 11"]
        assert bool(row.reason) is reads
    page = browser(by).get(reverse("callins:callin", args=[callin.pk])).content.decode()
    assert ("häktad" in page) is reads


def test_the_writers_log_does_not_name_the_reason(world):
    callin = evening(world)
    strike(world.coordinator, seat_of(callin, world.norths[0], world.coordinator))
    with context.seen_by(world.coordination):
        entry = LogEntry.objects.get(verb="callins.strike")
    assert "callins.Strike" not in entry.rows


@pytest.mark.parametrize("who", ["probation_officer", "socialworker", "manager"])
def test_only_the_owner_and_whoever_runs_the_call_in_strikes(world, who):
    callin = evening(world)
    with pytest.raises(PermissionDenied):
        strike(getattr(world, who), seat_of(callin, world.norths[0], world.coordinator))


def test_not_twice_not_without_a_reason_and_not_when_it_is_over(world):
    callin = evening(world)
    first, second = (seat_of(callin, code, world.coordinator) for code in world.norths[:2])
    with pytest.raises(ValidationError):
        strike(world.coordinator, first, "")
    strike(world.coordinator, first)
    with pytest.raises(NotNow):
        strike(world.coordinator, first)
    close(callin, world.coordinator)
    with pytest.raises(NotNow):
        strike(world.officer, second)


def test_the_struck_one_is_in_no_occasion_and_may_be_invited_again(world):
    callin = plan(world, date=timezone.localdate() + timedelta(days=1))
    invite(callin, world.coordinator, world.norths)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    strike(world.coordinator, seat)
    with act_as(world.officer):
        (occasion,) = evenings()
        assert world.norths[0].pk not in occasion.person_code_ids
        assert world.norths[0] in invitable_codes(callin, world.officer)
    invite(callin, world.coordinator, [world.norths[0]])
    again = seat_of(callin, world.norths[0], world.coordinator)
    assert again.pk == seat.pk
    assert again.seat


def test_an_evening_needs_somebody_who_is_not_struck(world):
    callin = plan(world)
    (seat,) = invite(callin, world.coordinator, [world.norths[0]])
    strike(world.coordinator, seat)
    with act_as(world.coordinator), pytest.raises(NotNow):
        actions.open_evening(callin, by=world.coordinator)


def test_the_page_of_the_evening_says_struck_and_offers_nothing(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    client, address = browser(world.coordinator), reverse("callins:strike", args=[seat.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "detained"}).status_code == 302
    page = client.get(reverse("callins:evening", args=[callin.pk])).content.decode()
    row = page.split(f'id="seat-{seat.pk.hex}"')[1].split("</li>")[0]
    assert "truken" in row
    assert "häktad" not in page
    assert "data-gvi-queue" not in row


def test_the_log_never_holds_who_came(world):
    callin = evening(world)
    tick(world.officer, seat_of(callin, world.norths[0], world.coordinator), "present")
    with context.seen_by(world.police):
        found = list(Change.objects.filter(label="callins.Invitation"))
    assert found
    assert not any("present" in str([change.before, change.after]) for change in found)


def test_where_only_the_municipality_logs_in_who_came_is_counts_alone(world):
    told = make.put(type(world.north), world.coordination, reach=1, name="Kvarnen")
    theirs = codes(world.coordination, told, ["Iris", "Humle"], named=False)
    callin = plan(world, groups=[told, world.north])
    invite(callin, world.coordinator, [*theirs, world.norths[0]])
    with act_as(world.coordinator):
        actions.open_evening(callin, by=world.coordinator)
    for code in (theirs[0], world.norths[0]):
        tick(world.coordinator, seat_of(callin, code, world.coordinator), "present")
    close(callin, world.coordinator)
    part = kept(callin, world.coordinator, told)
    assert (part.present, part.absent) == (1, 1)
    with act_as(world.coordinator):
        rows = Invitation.objects.filter(owner=world.coordination)
        assert {(row.outcome, row.recorded_by_id, row.previous_outcome) for row in rows} == {("", None, "")}
    assert outcomes(callin, world.officer)["Lönn 11"] == "present"  # the police keep their own
