"""The evening: one tap per person, two people at once, undo, and the closing that sends the seats home."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from callins import actions
from callins.models import CallInGroup, CallInState, Invitation
from callins.queries import invitation_rows, tallies
from gvi.access import context, recording
from gvi.access.policy import Reach
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry, Outcome, Receipt
from gvi.acts.requires import NotNow
from gvi.jobs import queue
from gvi.jobs.models import Job, JobState
from tests import factories as make
from tests.callins.conftest import (
    build,
    codes,
    evening,
    fresh,
    invite,
    outcomes,
    plan,
    seat_of,
    seen,
    tick,
)
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
EVERYBODY = {"Lönn 11", "Alm 12", "Björk 13", "Ek 11", "Rönn 12", "Sälg 11", "Tall 12"}


def undo(by, callin):
    with act_as(by):
        return actions.undo_attendance(callin, by=by)


def close(callin, by):
    with act_as(by):
        actions.close_evening(callin, by=by)


def return_jobs(callin):
    return Job.objects.filter(task="callins.return_seats", target=callin.pk)


# --- ticking


@pytest.mark.parametrize("who", ["coordinator", "neighbour", "officer", "probation_officer"])
def test_who_runs_the_call_in_police_and_probation_tick(world, who):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    tick(getattr(world, who), seat, "present")
    assert outcomes(callin, world.coordinator)["Lönn 11"] == "present"


@pytest.mark.parametrize("who", ["socialworker", "manager", "police_system"])
def test_nobody_else_ticks(world, who):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    with pytest.raises(PermissionDenied):
        tick(getattr(world, who), seat, "present")
    assert outcomes(callin, world.coordinator)["Lönn 11"] == ""


def test_nobody_is_ticked_before_the_evening_is_open(world):
    callin = plan(world)
    (seat,) = invite(callin, world.coordinator, [world.norths[0]])
    with pytest.raises(NotNow, match=r"öppnad|open"):
        tick(world.coordinator, seat, "present")


def test_an_unknown_outcome_is_refused(world):
    seat = seat_of(evening(world), world.norths[0], world.coordinator)
    with pytest.raises(Exception, match=r"fyra|four"):
        tick(world.coordinator, seat, "maybe")


def test_the_last_tap_wins_and_remembers_what_it_replaced(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    tick(world.coordinator, seat, "present")
    ticked = tick(world.officer, seat, "absent")
    assert (ticked.previous, ticked.previous_by) == ("present", world.coordinator.user)
    now = seat_of(callin, world.norths[0], world.coordinator)
    assert (now.outcome, now.recorded_by) == ("absent", world.officer.user)
    assert (now.previous_outcome, now.previous_by) == ("present", world.coordinator.user)


def test_the_same_tap_twice_changes_nothing(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    tick(world.coordinator, seat, "present")
    before = seat_of(callin, world.norths[0], world.coordinator).version
    tick(world.officer, seat, "present")
    now = seat_of(callin, world.norths[0], world.coordinator)
    assert (now.version, now.recorded_by) == (before, world.coordinator.user)


# --- undo


def test_undo_takes_back_ones_own_latest_and_then_the_one_before(world):
    callin = evening(world)
    for code, outcome in ((world.norths[0], "present"), (world.norths[1], "absent")):
        tick(world.coordinator, seat_of(callin, code, world.coordinator), outcome)
    undo(world.coordinator, callin)
    now = outcomes(callin, world.coordinator)
    assert (now["Lönn 11"], now["Alm 12"]) == ("present", "")
    undo(world.coordinator, callin)
    assert set(outcomes(callin, world.coordinator).values()) == {""}
    with pytest.raises(NotNow):
        undo(world.coordinator, callin)


def test_undo_gives_back_what_somebody_else_had_set(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    tick(world.officer, seat, "declined")
    tick(world.coordinator, seat, "present")
    undo(world.coordinator, callin)
    now = seat_of(callin, world.norths[0], world.coordinator)
    assert (now.outcome, now.recorded_by) == ("declined", world.officer.user)


def test_undo_never_touches_what_somebody_else_ticked_since(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    tick(world.coordinator, seat, "present")
    tick(world.officer, seat, "absent")
    with pytest.raises(NotNow):
        undo(world.coordinator, callin)
    assert outcomes(callin, world.coordinator)["Lönn 11"] == "absent"


def test_a_closed_evening_takes_neither_tick_nor_undo(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    tick(world.coordinator, seat, "present")
    close(callin, world.coordinator)
    with pytest.raises(NotNow):
        tick(world.coordinator, seat, "absent")
    with pytest.raises(NotNow):
        undo(world.coordinator, callin)


# --- closing


def test_closing_keeps_counts_per_group_and_makes_the_rest_absent(world):
    callin = evening(world)
    marks = zip(world.norths, ("present", "declined", "turned"), strict=True)
    for code, outcome in marks:
        tick(world.coordinator, seat_of(callin, code, world.coordinator), outcome)
    close(callin, world.coordinator)
    with act_as(world.social_system):
        kept = {
            line.group.name: (line.invited, line.present, line.absent, line.declined, line.turned)
            for line in CallInGroup.objects.filter(callin=callin).select_related("group")
        }
    assert kept == {"Norra": (3, 1, 0, 1, 1), "Södra": (2, 0, 2, 0, 0), "Hamnen": (2, 0, 2, 0, 0)}
    assert fresh(callin, world.coordinator).state == CallInState.HELD


def test_from_closing_on_nobody_is_shown_others_seats_though_no_job_has_run(world):
    callin = evening(world)
    close(callin, world.coordinator)
    callin = fresh(callin, world.coordinator)
    shown = {}
    for name in ("coordinator", "officer", "probation_officer", "socialworker"):
        by = getattr(world, name)
        with act_as(by):
            shown[name] = {row.code.code for row in invitation_rows(callin, by)}
    assert shown == {
        "coordinator": set(),
        "officer": {"Lönn 11", "Alm 12", "Björk 13", "Ek 11", "Rönn 12"},
        "probation_officer": {"Sälg 11", "Tall 12"},
        "socialworker": set(),
    }


def test_each_owners_system_takes_its_seats_home(world):
    callin = evening(world)
    for agency in (world.coordination, world.police, world.probation, world.social):
        assert seen(callin, agency) == EVERYBODY
    close(callin, world.coordinator)
    waiting = return_jobs(callin)
    assert {job.affiliation.agency_id for job in waiting} == {world.police.pk, world.probation.pk}
    for job in waiting:
        assert job.affiliation.role == "system"
        assert queue.perform(job.pk)
    assert seen(callin, world.coordination) == set()
    assert seen(callin, world.social) == set()
    assert seen(callin, world.police) == {"Lönn 11", "Alm 12", "Björk 13", "Ek 11", "Rönn 12"}
    assert seen(callin, world.probation) == {"Sälg 11", "Tall 12"}
    with act_as(world.coordinator):
        assert tallies(fresh(callin, world.coordinator)).all.invited == 7
    assert not queue.perform(waiting[0].pk)
    assert {job.state for job in return_jobs(callin)} == {JobState.DONE}


def test_between_two_jobs_only_the_other_owners_seats_are_open(world):
    callin = evening(world)
    close(callin, world.coordinator)
    queue.perform(return_jobs(callin).get(affiliation__agency=world.police).pk)
    assert seen(callin, world.social) == {"Sälg 11", "Tall 12"}


def test_the_system_account_reads_no_other_agencys_seats(world):
    callin = evening(world)
    close(callin, world.coordinator)
    queue.perform(return_jobs(callin).get(affiliation__agency=world.police).pk)
    with act_as(world.police_system):
        own = {str(pk) for pk in Invitation.objects.filter(owner=world.police).values_list("pk", flat=True)}
        reads = LogEntry.objects.filter(user=world.police_system.user, outcome=Outcome.SEEN)
        assert {key for entry in reads for key in entry.rows.get("callins.Invitation", [])} == own
        assert {label for entry in reads for label in entry.rows} == {"callins.Invitation"}


def test_the_system_account_cannot_narrow_another_agencys_seat(world):
    callin = evening(world)
    seat = seat_of(callin, world.harbours[0], world.coordinator)
    with context.seen_by(world.police), recording.collecting_changes():
        other = Invitation.objects.get(pk=seat.pk)
        other.reach = Reach.OWN
        with pytest.raises(DatabaseError), transaction.atomic():
            other.save()


def test_coordinations_own_codes_go_home_the_same_way(world):
    group = make.put(type(world.north), world.coordination, reach=Reach.CORE, name="Torget")
    own = codes(world.coordination, group, ["Hassel"], named=False)
    callin = plan(world, groups=[group])
    invite(callin, world.coordinator, own)
    with act_as(world.coordinator) as by:
        actions.open_evening(callin, by=by)
    close(callin, world.coordinator)
    queue.perform(return_jobs(callin).get().pk)
    assert seen(callin, world.coordination) == {"Hassel 11"}
    assert seen(callin, world.police) == set()


def test_a_neighbouring_coordinator_closes_too(world):
    callin = evening(world)
    close(callin, world.neighbour)
    assert fresh(callin, world.coordinator).state == CallInState.HELD


def test_an_evening_whose_owner_has_no_system_account_is_not_closed(world):
    callin = evening(world)
    make.change_affiliation(world.police_system, ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotNow, match="Police"):
        close(callin, world.coordinator)
    assert fresh(callin, world.coordinator).state == CallInState.EVENING


def test_an_evening_is_closed_once(world):
    callin = evening(world)
    close(callin, world.coordinator)
    with pytest.raises(NotNow):
        close(callin, world.coordinator)
    assert return_jobs(callin).count() == 2


def test_cancelling_sends_the_seats_home(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.everybody)
    with act_as(world.coordinator) as by:
        actions.cancel(callin, by=by)
    for job in return_jobs(callin):
        queue.perform(job.pk)
    assert seen(callin, world.coordination) == set()
    assert seen(callin, world.probation) == {"Sälg 11", "Tall 12"}


# --- at once


def in_threads(calls):
    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


@pytest.mark.django_db(transaction=True)
def test_ten_presses_of_one_button_are_one_tick():
    world = build()
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    client, key = browser(world.coordinator), str(uuid4())
    cookies = client.cookies

    def press():
        client = browser_with(cookies)
        return client.post(f"/call-ins/plats/{seat.pk}/narvaro/", {"outcome": "present", "shown": "", "key": key})

    answers = in_threads([press] * 10)
    assert {(a.status_code, a["Location"]) for a in answers} == {
        (302, f"/call-ins/{callin.pk}/kvall/#seat-{seat.pk.hex}")
    }
    with act_as(world.coordinator):
        assert (
            LogEntry.objects.filter(verb="callins.record_attendance", rows__has_key="callins.Invitation").count() == 1
        )
        assert Invitation.objects.get(pk=seat.pk).version == seat.version + 1
        assert Receipt.objects.filter(act="callins.record_attendance").count() == 1


def browser_with(cookies):
    client = Client()
    client.cookies = cookies
    return client


@pytest.mark.django_db(transaction=True)
def test_taps_while_the_evening_closes_are_counted_or_refused():
    world = build()
    callin = evening(world)
    with act_as(world.coordinator):
        rows = list(Invitation.objects.filter(callin=callin))

    def tap(seat):
        def call():
            try:
                tick(world.officer if seat.owner_id == world.police.pk else world.probation_officer, seat, "present")
            except NotNow:
                return "refused"
            return "counted"

        return call

    def shut():
        close(callin, world.coordinator)
        return "closed"

    answers = in_threads([*[tap(seat) for seat in rows[:4]], shut, *[tap(seat) for seat in rows[4:]]])
    with act_as(world.coordinator):
        total = tallies(fresh(callin, world.coordinator)).all
    assert total.present == answers.count("counted")
    assert total.present + total.absent == 7


@pytest.mark.django_db(transaction=True)
def test_guests_invited_while_the_evening_closes_are_counted_or_refused():
    world = build()
    callin = plan(world)
    invite(callin, world.coordinator, world.norths)
    with act_as(world.coordinator) as by:
        actions.open_evening(callin, by=by)

    def late():
        try:
            invite(callin, world.officer, world.souths)
        except NotNow:
            return 0
        return 2

    def shut():
        close(callin, world.coordinator)
        return 3

    for_all = in_threads([late, shut])
    with act_as(world.coordinator):
        assert tallies(fresh(callin, world.coordinator)).all.invited == sum(for_all)


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_at_once_never_share_a_seat():
    world = build()
    callin = plan(world)

    def asks(by, person_codes):
        def call():
            try:
                return len(invite(callin, by, person_codes))
            except NotNow:
                return 0

        return call

    in_threads([asks(world.officer, world.norths), asks(world.probation_officer, world.harbours)])
    with act_as(world.coordinator):
        seats = [row.seat for row in Invitation.objects.filter(callin=callin)]
    assert len(seats) == len(set(seats)) >= 2
