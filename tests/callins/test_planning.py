"""Before the evening: who may plan, for which groups, and who may be invited."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from callins import actions
from callins.models import CallIn, CallInGrant, CallInState, Invitation
from callins.seat_changes import SeatChange
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.acts.act import Stale
from gvi.acts.requires import NotNow
from tests import factories as make
from tests.callins.conftest import codes, evening, fresh, invite, outcomes, plan, seat_of, seen
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def test_a_planned_call_in_is_seen_by_the_core_and_by_nobody_else(world):
    callin = plan(world)
    assert callin.reach == Reach.CORE
    for agency, expected in ((world.police, {callin}), (world.social, {callin}), (world.region, set())):
        with act_as(make.user(agency)):
            assert set(CallIn.objects.all()) == expected


def test_planning_gives_the_write_grants_of_the_policy_table(world):
    callin = plan(world)
    with act_as(world.coordinator):
        given = CallInGrant.objects.filter(content_object_id=callin.pk)
        names = {(grant.group.name, grant.permission.codename) for grant in given}
    assert names == {
        (agency.name, codename)
        for agency in (world.coordination, world.second, world.police, world.probation)
        for codename in ("write_callingroup", "write_invitation")
    }


@pytest.mark.parametrize("who", ["officer", "probation_officer", "manager", "socialworker", "police_system"])
def test_only_who_runs_the_partnership_plans(world, who):
    with pytest.raises(PermissionDenied):
        plan(world, by=getattr(world, who))


def test_only_published_groups_can_be_in_scope(world):
    own = make.put(type(world.north), world.coordination, name="Egen")
    with pytest.raises(ValidationError) as refused:
        plan(world, groups=[own])
    assert "groups" in refused.value.message_dict


def test_a_call_in_ends_after_it_starts(world):
    with pytest.raises(ValidationError) as refused:
        plan(world, starts_at=time(20), ends_at=time(18))
    assert "ends_at" in refused.value.message_dict


def test_changing_keeps_the_groups_and_adds(world):
    callin = plan(world, groups=[world.north])
    with act_as(world.coordinator) as by:
        actions.change(
            callin,
            by=by,
            date=callin.date,
            starts_at=time(17),
            ends_at=time(19),
            venue="Biblioteket",
            groups=[world.harbour],
        )
        assert {line.group for line in callin.scope.all()} == {world.north, world.harbour}
    assert fresh(callin, world.coordinator).venue == "Biblioteket"


def test_a_neighbouring_coordinator_may_change_by_grant(world):
    callin = plan(world, groups=[world.north])
    with act_as(world.neighbour) as by:
        actions.change(
            callin, by=by, date=callin.date, starts_at=time(17), ends_at=time(19), venue="B", groups=[world.south]
        )
    assert fresh(callin, world.coordinator).venue == "B"


def test_the_police_may_not_change_it(world):
    callin = plan(world)
    with act_as(world.officer) as by, pytest.raises(PermissionDenied):
        actions.change(callin, by=by, date=callin.date, starts_at=time(17), ends_at=time(19), venue="B")


def test_an_open_evening_is_not_changed(world):
    callin = evening(world)
    with act_as(world.coordinator) as by, pytest.raises(NotNow):
        actions.change(callin, by=by, date=callin.date, starts_at=time(17), ends_at=time(19), venue="B")


# --- invitations


def test_invited_codes_sit_group_by_group_and_belong_to_their_owners(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.everybody)
    with act_as(world.coordinator):
        rows = Invitation.objects.filter(callin=callin).select_related("person_code__group").order_by("seat")
        assert [(r.seat, r.person_code.group.name, r.owner_id) for r in rows] == [
            (1, "Hamnen", world.probation.pk),
            (2, "Hamnen", world.probation.pk),
            (3, "Norra", world.police.pk),
            (4, "Norra", world.police.pk),
            (5, "Norra", world.police.pk),
            (6, "Södra", world.police.pk),
            (7, "Södra", world.police.pk),
        ]


def test_later_invitations_take_the_next_free_seats(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.souths)
    (late,) = invite(callin, world.coordinator, [world.harbours[0]])
    assert late.seat == 3


def test_an_unpublished_code_cannot_be_invited_by_anybody_else(world):
    callin = plan(world)
    with pytest.raises(ValidationError):
        invite(callin, world.coordinator, [world.unpublished])


def test_not_even_its_owner_invites_an_unpublished_code(world):
    callin = plan(world)
    with pytest.raises(ValidationError):
        invite(callin, world.officer, [world.unpublished])


def test_a_code_of_a_group_out_of_scope_cannot_be_invited(world):
    callin = plan(world, groups=[world.north])
    with pytest.raises(ValidationError):
        invite(callin, world.coordinator, [world.norths[0], world.souths[0]])
    assert seen(callin, world.police) == set()


def test_nobody_is_invited_twice(world):
    callin = plan(world)
    invite(callin, world.coordinator, [world.norths[0]])
    with pytest.raises(ValidationError):
        invite(callin, world.coordinator, [world.norths[0]])


def test_an_agency_that_does_not_run_the_call_in_invites_its_own_codes_only(world):
    callin = plan(world)
    invite(callin, world.officer, [world.norths[0]])
    assert seen(callin, world.coordination) == {"Lönn 11"}
    with pytest.raises(ValidationError):
        invite(callin, world.officer, [world.harbours[0]])


def test_the_wall_refuses_a_seat_in_anothers_name_without_the_grant(world):
    callin = plan(world)
    code = world.harbours[0]
    with pytest.raises(DatabaseError):
        make.put(Invitation, world.social, owner_id=code.owner_id, callin=callin, person_code=code, seat=1)


def test_coordinations_own_codes_take_the_same_way(world):
    group = make.put(type(world.north), world.coordination, reach=Reach.CORE, name="Torget")
    own = codes(world.coordination, group, ["Hassel"], named=False)
    callin = plan(world, groups=[group])
    (seat,) = invite(callin, world.coordinator, own)
    assert seat.owner_id == world.coordination.pk


@pytest.mark.parametrize("who", ["manager", "police_system"])
def test_who_sees_no_persons_invites_none(world, who):
    callin = plan(world)
    with pytest.raises(PermissionDenied):
        invite(callin, getattr(world, who), world.norths)


# --- seats


def change(callin, by, **lines):
    """lines: code's first word -> facts."""
    with act_as(by):
        rows = Invitation.objects.filter(callin=callin).select_related("person_code")
        places = {
            row.pk: SeatChange(row.version, lines[row.person_code.code.split()[0]])
            for row in rows
            if row.person_code.code.split()[0] in lines
        }
        return actions.change_seats(callin, by=by, changes=places)


def seats(callin, by):
    with act_as(by):
        rows = Invitation.objects.filter(callin=callin).select_related("person_code")
        return {row.person_code.code: row.seat for row in rows}


def test_two_seats_are_swapped_in_one_go(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.souths)
    assert seats(callin, world.coordinator) == {"Ek 11": 1, "Rönn 12": 2}
    change(callin, world.coordinator, Ek={"seat": 2}, Rönn={"seat": 1})
    assert seats(callin, world.coordinator) == {"Ek 11": 2, "Rönn 12": 1}


def test_a_taken_seat_says_who_has_it(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.souths)
    with pytest.raises(ValidationError) as refused:
        change(callin, world.coordinator, Ek={"seat": 2})
    assert "Rönn 12" in str(refused.value)
    assert seats(callin, world.coordinator) == {"Ek 11": 1, "Rönn 12": 2}


def test_escort_and_slot_are_written_for_many_at_once(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.souths)
    change(callin, world.coordinator, Ek={"escort": "Kim F"}, Rönn={"slot": time(18, 10)})
    assert seat_of(callin, world.souths[0], world.coordinator).escort == "Kim F"
    assert seat_of(callin, world.souths[1], world.coordinator).slot == time(18, 10)


def test_a_line_somebody_else_changed_is_not_overwritten(world):
    callin = plan(world)
    (seat,) = invite(callin, world.coordinator, [world.norths[0]])
    change(callin, world.officer, Lönn={"escort": "Sam"})
    with act_as(world.coordinator) as by, pytest.raises(Stale):
        actions.change_seats(callin, by=by, changes={seat.pk: SeatChange(1, {"escort": "Kim"})})
    assert seat_of(callin, world.norths[0], world.coordinator).escort == "Sam"


def test_an_agency_changes_its_own_seats_only(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.everybody)
    change(callin, world.officer, Lönn={"escort": "Sam"})
    with pytest.raises(ObjectDoesNotExist):
        change(callin, world.officer, Sälg={"escort": "Sam"})


def test_an_escort_is_no_place_for_a_national_id(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.souths)
    with pytest.raises(ValidationError):
        change(callin, world.coordinator, Ek={"escort": "19900101-2385"})


# --- opening and cancelling


def test_the_evening_opens_on_its_day_and_not_the_day_before(world):
    callin = plan(world, date=timezone.localdate() + timedelta(days=1))
    invite(callin, world.coordinator, world.souths)
    with act_as(world.coordinator) as by, pytest.raises(NotNow):
        actions.open_evening(callin, by=by)
    client, url = browser(world.coordinator), reverse("callins:open_evening", args=[callin.pk])
    assert client.get(url).status_code == 409
    assert url not in client.get(callin.get_absolute_url()).content.decode()
    near = plan(world)
    invite(near, world.coordinator, world.souths)
    with act_as(world.coordinator) as by:
        actions.open_evening(near, by=by)
    assert fresh(near, world.coordinator).state == CallInState.EVENING


def test_an_evening_without_seats_does_not_open(world):
    callin = plan(world)
    with act_as(world.coordinator) as by, pytest.raises(NotNow):
        actions.open_evening(callin, by=by)


def test_an_evening_is_opened_once(world):
    callin = evening(world)
    with act_as(world.coordinator) as by, pytest.raises(NotNow):
        actions.open_evening(callin, by=by)


@pytest.mark.parametrize("act", [actions.open_evening, actions.close_evening, actions.cancel])
@pytest.mark.parametrize("who", ["officer", "probation_officer", "manager", "coordination_system"])
def test_only_who_runs_the_partnership_opens_closes_and_cancels(world, act, who):
    callin = plan(world)
    by = getattr(world, who)
    with act_as(by), pytest.raises(PermissionDenied):
        act(callin, by=by)


def test_a_cancelled_call_in_takes_no_more_guests(world):
    callin = plan(world)
    with act_as(world.coordinator) as by:
        actions.cancel(callin, by=by)
    with pytest.raises(NotNow):
        invite(callin, world.coordinator, world.norths)
    assert outcomes(callin, world.coordinator) == {}


def test_another_partnership_sees_nothing_of_it(world):
    callin = plan(world)
    elsewhere = make.user(make.agency(make.partnership(), Kind.COORDINATION))
    with act_as(elsewhere):
        assert set(CallIn.objects.all()) == set()
        with pytest.raises(ObjectDoesNotExist):
            actions.cancel(callin, by=elsewhere)
