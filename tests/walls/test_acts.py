"""What an act promises whatever its body does: lock, state, one press, whose the memory is."""

import threading
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from groups.models import Dossier, Group, GroupState, PersonCode
from gvi.access import context
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.acts.act import Stale, act
from gvi.acts.models import Change, LogEntry, Receipt
from gvi.acts.requires import NotNow
from gvi.meetings.models import Meeting
from gvi.text import national_ids
from tests import factories as make
from tests.walls import seed

pytestmark = pytest.mark.django_db
gate = threading.Event()


@act("groups.edit_group")
def write(group: Group, *, by: Any, summary: str, wait: bool = False) -> Group:
    """Write a line, slowly if asked to."""
    if wait:
        gate.wait(5)
    group.summary = summary
    group.save()
    return group


@act("groups.publish_groups", moves=GroupState.PROPOSED >> GroupState.ACTIVE)
def accept(group: Group, *, by: Any) -> Group:
    """Take a proposed group up."""
    return group


@act("meetings.change")
def move(meeting: Meeting, *, by: Any, venue: str) -> Meeting:
    """Move a meeting elsewhere."""
    meeting.venue = venue
    meeting.save()
    return meeting


@act("groups.link_code_to_person")
def renumber(dossier: Dossier, *, by: Any) -> Dossier:
    """Give a person another number and another name."""
    dossier.national_id, dossier.national_id_key, dossier.alias = national_ids.seal("19900101-2385"), "nyckel", "Ny"
    dossier.save()
    return dossier


@act("groups.publish_codes")
def make_code(*, by: Any, group: uuid.UUID) -> PersonCode:
    """Make a code."""
    made = PersonCode(code=f"Lönn {uuid.uuid4().hex[:6]}", group_id=group)
    made.save()
    return made


@pytest.fixture
def officer() -> Any:
    return make.user(make.agency(make.partnership(), Kind.POLICE))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_row_at_once_the_second_is_told() -> None:
    officer = make.user(make.agency(make.partnership(), Kind.POLICE))
    group = seed.row(Group, officer.agency)
    gate.clear()
    ends: dict[str, str] = {}
    started = threading.Event()

    def change(name: str, wait: bool) -> None:
        try:
            with act_as(officer):
                started.set()
                write(group, by=officer, version=1, summary=name, wait=wait)
            ends[name] = "done"
        except Stale:
            ends[name] = "stale"
        finally:
            connection.close()

    first = threading.Thread(target=change, args=["första", True])
    second = threading.Thread(target=change, args=["andra", False])
    first.start()
    started.wait(5)
    threading.Event().wait(0.3)  # the first one is inside its act by now
    second.start()
    second.join(0.5)
    gate.set()
    first.join(10)
    second.join(10)
    assert ends == {"första": "done", "andra": "stale"}


def test_an_act_happens_in_its_state_only_and_moves_it(officer: Any) -> None:
    group = seed.row(Group, officer.agency, state=GroupState.PROPOSED)
    with act_as(officer):
        assert accept(group, by=officer).state == GroupState.ACTIVE
        with pytest.raises(NotNow):
            accept(group, by=officer)
        assert LogEntry.objects.count() == 1


def test_a_second_press_of_the_same_button_does_nothing_and_leads_to_the_first(officer: Any) -> None:
    group, key = seed.row(Group, officer.agency), uuid.uuid4()
    with act_as(officer):
        made = make_code(by=officer, key=key, group=group.pk)
        again = make_code(by=officer, key=key, group=group.pk)
        assert (type(again), again.model, again.result) == (Receipt, "groups.PersonCode", str(made.pk))
        assert set(PersonCode.objects.all()) == {made}


def test_the_log_is_the_actors_and_the_values_are_the_owners(officer: Any) -> None:
    coordinator = make.user(make.agency(officer.partnership, Kind.COORDINATION))
    meeting = seed.row(Meeting, officer.agency, reach=Reach.CORE, venue="Här")
    with act_as(coordinator):
        move(meeting, by=coordinator, venue="Där")
        assert [entry.verb for entry in LogEntry.objects.all()] == ["meetings.change"]
        assert list(Change.objects.all()) == []
    with act_as(officer):
        assert list(LogEntry.objects.all()) == []
        assert [(c.before, c.after) for c in Change.objects.all()] == [({"venue": "Här"}, {"venue": "Där"})]


def test_national_ids_never_reach_the_log(officer: Any) -> None:
    """Nor does any other value of a row that only some of the agency's people may read."""
    dossier = seed.row(Dossier, officer.agency, alias="Gammal")
    with act_as(officer):
        renumber(dossier, by=officer)
        assert list(Change.objects.all()) == []
        assert {name for e in LogEntry.objects.all() for name in e.fields["groups.Dossier"]} >= {"national_id", "alias"}


def test_a_broken_rule_is_refused_inside_the_act_that_breaks_it(officer: Any) -> None:
    abroad = seed.row(Group, make.agency(make.partnership(), Kind.POLICE))
    with act_as(officer), pytest.raises(DatabaseError), transaction.atomic():
        make_code(by=officer, group=abroad.pk)


def test_an_act_of_somebody_elses_row_is_as_if_it_were_not_there(officer: Any) -> None:
    hidden = seed.row(Group, make.agency(officer.partnership, Kind.PROBATION))
    with context.enter_context(officer.context()), pytest.raises(Group.DoesNotExist):
        write(hidden, by=officer, summary="x")
