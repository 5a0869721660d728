"""Meetings: who may call, who is at the table, what is asked of it."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.meetings import actions
from gvi.meetings.models import AgendaItem, Attendee, ItemState, Meeting, MeetingState
from gvi.meetings.queries import attendees_of
from tests import factories as make
from tests.meetings.scene import TODAY, scene, when
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def table_of(meeting, by):
    with act_as(by):
        return {(attendee.agency.short_name, attendee.name) for attendee in attendees_of(meeting)}


@pytest.fixture
def here():
    return scene(groups=1)


def test_the_agency_that_calls_is_always_at_the_table(here):
    with act_as(here.coordinator):
        meeting = actions.call_meeting(by=here.coordinator, agencies=[], **when())
    assert table_of(meeting, here.coordinator) == {("Samordningen", "")}


def test_a_meeting_must_end_after_it_starts(here):
    with act_as(here.coordinator), pytest.raises(ValidationError) as error:
        actions.call_meeting(by=here.coordinator, agencies=[], **when() | {"ends_at": time(9)})
    assert set(error.value.message_dict) == {"ends_at"}


@pytest.mark.parametrize("role", [Role.STEERING, Role.REGISTRAR, Role.MANAGER])
def test_roles_that_do_not_run_the_partnership_call_no_meetings(here, role):
    by = make.user(here.coordination, role)
    with act_as(by), pytest.raises(PermissionDenied):
        actions.call_meeting(by=by, agencies=[], **when())


def test_several_may_come_for_one_agency_and_some_may_stay_away_after_all(here):
    table = {here.police: ["Lo", "Bo"], here.coordination: ["Maj"]}
    with act_as(here.coordinator):
        actions.set_attendees(here.meeting, by=here.coordinator, attendance=table)
    assert table_of(here.meeting, here.coordinator) == {("Polisen", "Lo"), ("Polisen", "Bo"), ("Samordningen", "Maj")}
    with act_as(here.coordinator):
        actions.set_attendees(here.meeting, by=here.coordinator, attendance={here.social: ["Kim"]})
        seats = Attendee.objects.select_related("agency").filter(meeting=here.meeting)
        kept = {(seat.agency.short_name, seat.name, seat.comes) for seat in seats}
    assert kept >= {("Polisen", "Lo", False), ("Socialtjänsten", "Kim", True), ("Samordningen", "", True)}
    assert table_of(here.meeting, here.coordinator) == {("Socialtjänsten", "Kim"), ("Samordningen", "")}


def test_inviting_an_agency_outside_the_core_lets_it_see_the_meeting(here):
    region = make.agency(here.place, Kind.REGION, "Regionen")
    outsider = make.user(region)
    with act_as(outsider):
        assert not Meeting.objects.exists()
    with act_as(here.coordinator):
        actions.set_attendees(here.meeting, by=here.coordinator, attendance={region: []})
    with act_as(outsider):
        assert Meeting.objects.get().reach == Reach.ALL
        assert not AgendaItem.objects.exists()


def test_only_the_agency_that_called_may_widen_a_meeting(here):
    region = make.agency(here.place, Kind.REGION, "Regionen")
    other = make.user(make.agency(here.place, Kind.COORDINATION, "Samordning 2"), Role.COORDINATOR)
    with act_as(other), pytest.raises(NotNow):
        actions.set_attendees(here.meeting, by=other, attendance={region: []})


def test_another_core_agency_adds_its_own_item_and_settles_it(here):
    police = make.user(here.police, Role.POLICE_COORDINATOR)
    with act_as(police):
        item = actions.add_item(here.meeting, by=police, kind="decision", text="Ny lägesbild?", options="Ja / Nej")
        assert (item.owner_id, item.choices) == (here.police.pk, ["Ja", "Nej"])
        actions.settle_item(item, by=police, outcome="Ja, till mars")
        assert AgendaItem.objects.get(pk=item.pk).state == ItemState.SETTLED


def test_an_item_of_another_agency_is_settled_by_coordination_and_by_nobody_else(here):
    police = make.user(here.police, Role.POLICE_COORDINATOR)
    probation = make.user(make.agency(here.place, Kind.PROBATION, "Frivården"), Role.PROBATION_COORDINATOR)
    with act_as(police):
        item = actions.add_item(here.meeting, by=police, kind="decision", text="Ny lägesbild?")
    with act_as(probation), pytest.raises(PermissionDenied):
        actions.settle_item(item, by=probation, outcome="Nej")
    with act_as(here.coordinator):
        actions.settle_item(item, by=here.coordinator, outcome="Ja")


def test_an_item_with_a_national_id_is_refused(here):
    with act_as(here.coordinator), pytest.raises(ValidationError):
        actions.add_item(here.meeting, by=here.coordinator, kind="decision", text="Gäller 19900101-2385")


def test_a_meeting_is_not_held_before_its_day_and_not_changed_after_it(here):
    with act_as(here.coordinator):
        with pytest.raises(NotNow):
            actions.mark_held(here.meeting, by=here.coordinator)
        today = when() | {"date": TODAY}
        actions.change(here.meeting, by=here.coordinator, **today)
        actions.mark_held(here.meeting, by=here.coordinator)
        assert Meeting.objects.get(pk=here.meeting.pk).state == MeetingState.HELD
        for late in (
            lambda: actions.change(here.meeting, by=here.coordinator, **when()),
            lambda: actions.set_attendees(here.meeting, by=here.coordinator, attendance={}),
            lambda: actions.add_item(here.meeting, by=here.coordinator, kind="decision", text="?"),
            lambda: actions.mark_held(here.meeting, by=here.coordinator),
        ):
            with pytest.raises(NotNow):
                late()


def test_nobody_adds_to_a_meeting_of_another_partnership(here):
    stranger = make.user(make.agency(make.partnership(), Kind.COORDINATION), Role.COORDINATOR)
    with act_as(stranger), pytest.raises(Meeting.DoesNotExist):
        actions.add_item(here.meeting, by=stranger, kind="decision", text="?")


def test_a_change_to_a_day_is_kept_in_the_log(here):
    with act_as(here.coordinator):
        moved = actions.change(here.meeting, by=here.coordinator, **when(8))
    assert moved.date == TODAY + timedelta(days=8)


def test_two_who_say_who_comes_at_once_lose_nothing(here):
    """The second one sees what the first one saved, beside what was typed, and saves again."""
    address = reverse("meetings:set_attendees", args=[here.meeting.pk])
    first, second = browser(here.coordinator), browser(make.user(here.coordination))
    version = first.get(address).context["form"]["version"].value()
    typed = {f"comes_{here.social.pk}": "on", "version": version}
    field = f"names_{here.social.pk}"
    assert first.post(address, typed | {field: "Eva"}).status_code == 302
    late = second.post(address, typed | {field: "Bo"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Eva" in page
    assert "Bo" in page
    again = typed | {field: "Bo\nEva", "version": late.context["form"]["version"].value()}
    assert second.post(address, again).status_code == 302
    with act_as(here.coordinator):
        coming = Attendee.objects.filter(meeting=here.meeting, agency=here.social, comes=True).exclude(name="")
        assert {attendee.name for attendee in coming} == {"Bo", "Eva"}
