"""The rules of a commitment: whose it is, what needs a reason, and that every change is recorded."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from gvi.access.policy import Reach
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.commitments import actions
from gvi.commitments.models import Commitment, CommitmentEvent
from gvi.commitments.presenters import due_label
from gvi.commitments.queries import totals
from tests import factories as make
from tests.commitments.conftest import TODAY, promised

World = SimpleNamespace


def turns(promise: Commitment) -> list[str]:
    return list(
        CommitmentEvent.objects.filter(commitment=promise).order_by("recorded_at").values_list("kind", flat=True)
    )


@pytest.mark.parametrize(
    ("who", "may"), [("police", True), ("coordination", True), ("social", False), ("probation", False)]
)
def test_it_is_settled_by_who_is_to_do_it_and_by_who_keeps_the_list(world: World, who: str, may: bool) -> None:
    promise, by = promised(world), getattr(world.by, who)
    with act_as(by):
        if may:
            assert actions.keep(promise, by=by).state == "kept"
        else:
            with pytest.raises(PermissionDenied):
                actions.keep(promise, by=by)


def test_who_wrote_it_down_may_settle_it_too(world: World) -> None:
    promise = promised(world, by=world.by.social)
    with act_as(world.by.social):
        assert actions.keep(promise, by=world.by.social).state == "kept"


@pytest.mark.parametrize("state", ["not_kept", "dropped"])
def test_not_kept_and_dropped_take_a_why(world: World, state: str) -> None:
    promise = promised(world)
    with act_as(world.by.police):
        with pytest.raises(ValidationError) as refused:
            actions.settle(promise, by=world.by.police, state=state)
        assert set(refused.value.message_dict) == {"note"}
        assert actions.settle(promise, by=world.by.police, state=state, note="Fick vänta").note == "Fick vänta"


def test_the_database_holds_the_why_too(world: World) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        make.put(
            Commitment, world.police, text="x", agency=world.police, made_on=TODAY, due_on=TODAY, state="dropped",
            settled_on=TODAY,
        )  # fmt: skip


@pytest.mark.parametrize("days", [-31, 1])
def test_it_is_settled_on_a_day_between_agreement_and_today(world: World, days: int) -> None:
    promise = promised(world)
    with act_as(world.by.police), pytest.raises(ValidationError):
        actions.settle(promise, by=world.by.police, state="kept", settled_on=TODAY + timedelta(days=days))


def test_a_day_is_not_moved_in_silence(world: World) -> None:
    promise = promised(world, due=-2)
    facts = {"text": promise.text, "agency": world.police, "kind": "action", "due_on": TODAY + timedelta(days=9)}
    with act_as(world.by.police):
        with pytest.raises(ValidationError) as refused:
            actions.change(promise, by=world.by.police, **facts)
        assert set(refused.value.message_dict) == {"reason"}
        actions.change(promise, by=world.by.police, reason="Väntar på underlag", **facts)
        assert turns(promise) == ["made", "moved"]


def test_what_is_settled_is_opened_again_with_a_reason_and_not_changed_meanwhile(world: World) -> None:
    promise = promised(world)
    by = world.by.police
    with act_as(by):
        actions.keep(promise, by=by)
        with pytest.raises(NotNow):
            actions.settle(Commitment.objects.get(), by=by, state="kept")
        actions.reopen(Commitment.objects.get(), by=by, reason="Fel rad")
        again = Commitment.objects.get()
        assert (again.state, again.settled_on, turns(again)) == ("open", None, ["made", "kept", "reopened"])
        with pytest.raises(NotNow):
            actions.reopen(again, by=by, reason="En gång till")


def test_the_outer_circle_sees_its_own_and_nothing_else(world: World) -> None:
    promised(world)
    theirs = promised(world, to=world.region, text="Vårdens svar")
    with act_as(world.by.region):
        assert list(Commitment.objects.all()) == [theirs]
        assert Commitment.objects.get().reach == Reach.ALL


def test_handing_it_outside_the_core_is_its_owners_to_say(world: World) -> None:
    promise = promised(world)
    facts = {"text": promise.text, "agency": world.region, "kind": "action", "due_on": promise.due_on}
    with act_as(world.by.police), pytest.raises(NotNow):
        actions.change(promise, by=world.by.police, **facts)
    with act_as(world.by.coordination):
        actions.change(promise, by=world.by.coordination, **facts)
    with act_as(world.by.region):
        assert [commitment.text for commitment in Commitment.objects.all()] == [promise.text]


def test_it_cannot_come_from_what_one_does_not_see(world: World) -> None:
    for source, pk in (("meeting", uuid4()), ("saknas", world.meeting.pk)):
        with pytest.raises(ValidationError):
            promised(world, origin=source, origin_id=pk)
    assert promised(world, origin="meeting", origin_id=world.meeting.pk).origin_id == world.meeting.pk


def test_a_national_id_is_refused(world: World) -> None:
    with pytest.raises(ValidationError):
        promised(world, text="Ring 19900101-2385")


@pytest.mark.parametrize(
    ("due", "words"), [(-3, "3 dagar sen"), (-1, "1 dag sen"), (0, "i dag"), (1, "om 1 dag"), (8, "om 8 dagar")]
)
def test_its_day_is_said_in_words(world: World, due: int, words: str) -> None:
    promise = promised(world, due=due)
    assert (due_label(promise), promise.is_late) == (words, due < 0)


def test_numbers_count_what_was_kept_in_time_against_what_was_promised(world: World) -> None:
    ends = [("kept", -20, -21), ("kept", -20, -18), ("not_kept", -20, -20), ("dropped", -20, -20)]
    for state, due, settled in ends:
        promise = promised(world, due=due)
        with act_as(world.by.police):
            day = TODAY + timedelta(days=settled)
            actions.settle(promise, by=world.by.police, state=state, settled_on=day, note="Så gick det")
    for due in (-1, 3, 20):
        promised(world, due=due, to=world.social)
    with act_as(world.by.social):
        told = totals(world.social.pk)
        assert (told.open, told.late, told.soon, told.mine) == (3, 1, 1, 3)
        assert (told.in_time, told.kept, told.due) == (1, 2, 3)
