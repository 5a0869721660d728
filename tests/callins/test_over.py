"""A call-in that is over: until the seats have gone home no page may tell who was invited, not even by who is left."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from callins import actions
from callins.models import Invitation
from gvi.access.policy import Reach
from gvi.access.principal import NotEntitled, act_as
from gvi.acts.requires import NotNow
from gvi.jobs import queue
from gvi.jobs.models import Job, JobState
from tests import factories as make
from tests.callins.conftest import evening, fresh, invite, plan, seen
from tests.callins.test_evening import close, return_jobs
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
FORMS = ("change", "cancel", "open_evening", "close_evening", "invite", "change_seats")


def held(w):
    callin = plan(w)
    invite(callin, w.coordinator, [*w.norths[:2], *w.harbours])
    with act_as(w.coordinator):
        actions.open_evening(callin, by=w.coordinator)
    close(callin, w.coordinator)
    return callin


def cancelled(w):
    callin = plan(w)
    invite(callin, w.coordinator, [*w.norths[:2], *w.harbours])
    with act_as(w.coordinator):
        actions.cancel(callin, by=w.coordinator)
    return callin


@pytest.mark.parametrize("end", [held, cancelled])
@pytest.mark.parametrize("who", ["coordinator", "officer", "probation_officer", "socialworker"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_form_of_a_call_in_that_is_over_shows_a_code(world, end, who, verb):
    callin, client = end(world), browser(getattr(world, who))
    told = {}
    for name in FORMS:
        answer = getattr(client, verb)(reverse(f"callins:{name}", args=[callin.pk]))
        page = answer.content.decode()
        told[name] = answer.status_code
        assert not [code.code for code in world.everybody if code.code in page], name
        assert "<fieldset" not in page
    expected = 409 if who == "coordinator" else 403
    assert told == dict.fromkeys(("change", "cancel", "open_evening", "close_evening"), expected) | {
        "invite": 409, "change_seats": 409,
    }  # fmt: skip


def test_the_page_says_what_the_act_would_say_and_keeps_what_was_written(world):
    callin, client = held(world), browser(world.coordinator)
    url = reverse("callins:change", args=[callin.pk])
    page = client.get(url).content.decode()
    with act_as(world.coordinator), pytest.raises(NotNow) as sentence:
        actions.cancel(fresh(callin, world.coordinator), by=world.coordinator)
    assert f"<p data-gvi-reason>{sentence.value}</p>" in page.replace("&quot;", '"')
    typed = {"date": "2030-01-01", "starts_at": "18:00", "ends_at": "19:00", "venue": "Nya salen"}
    answer = client.post(url, typed)
    assert answer.status_code == 409
    assert "<dd>Nya salen</dd>" in answer.content.decode()


def test_inviting_to_a_call_in_that_is_over_says_the_same_for_the_invited_and_for_the_others(world):
    callin = held(world)
    for code in (world.norths[0], world.norths[2]):
        with pytest.raises(NotNow):
            invite(callin, world.coordinator, [code])
    with pytest.raises(ValidationError):
        invite(plan(world), world.coordinator, [world.unpublished])


def test_a_meeting_that_was_held_has_no_form_either(world):
    from gvi.meetings.models import Meeting, MeetingState

    facts = {"date": timezone.localdate(), "starts_at": "09:00", "ends_at": "10:00", "venue": "Rum 4"}
    meeting = make.put(Meeting, world.coordination, reach=Reach.CORE, state=MeetingState.HELD, **facts)
    client = browser(world.coordinator)
    names = ("change", "set_attendees", "mark_held", "add_item")
    statuses = {name: client.get(reverse(f"meetings:{name}", args=[meeting.pk])).status_code for name in names}
    assert statuses == dict.fromkeys(names, 409)


# --- the job that takes the seats home


def test_seats_stay_while_the_call_in_is_not_over(world):
    callin = evening(world)
    with act_as(world.police_system) as system, pytest.raises(NotNow):
        actions.return_seats(by=system, callin=callin.pk)
    assert len(seen(callin, world.social)) == 7


def test_the_return_of_seats_is_never_given_up(world, monkeypatch):
    callin = evening(world)
    close(callin, world.coordinator)
    kind = break_return(monkeypatch)
    waiting = return_jobs(callin).get(affiliation__agency=world.police)
    for _try in range(3 * queue.MAX_TRIES):
        with pytest.raises(RuntimeError):
            queue.perform(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.failure) == (JobState.WAITING, "")
    monkeypatch.setitem(queue.job_kinds.entries, "callins.return_seats", kind)
    assert queue.perform(waiting.pk)
    assert seen(callin, world.social) == {"Sälg 11", "Tall 12"}


def break_return(monkeypatch):
    """Make the return of seats fail. Returns what it was."""

    def fail(_target, _by):
        raise RuntimeError("not today")

    kind = queue.job_kinds["callins.return_seats"]
    monkeypatch.setitem(queue.job_kinds.entries, "callins.return_seats", replace(kind, work=fail))
    return kind


def test_its_pauses_grow_to_ten_minutes_and_no_further(world, monkeypatch):
    callin = evening(world)
    close(callin, world.coordinator)
    break_return(monkeypatch)
    waiting = return_jobs(callin).first()
    pauses = []
    for tries in (0, 10, 500, queue.MAX_TRIES_COUNTED):
        Job.objects.filter(pk=waiting.pk).update(tries=tries)
        with pytest.raises(RuntimeError):
            queue.perform(waiting.pk)
        waiting.refresh_from_db()
        pauses.append(round((waiting.lease - timezone.now()).total_seconds(), -1))
    assert pauses[1] > pauses[0]
    assert pauses[2] == 600
    assert waiting.tries == 1  # counted from the start again


def test_it_waits_for_a_system_account_that_has_ended(world):
    callin = evening(world)
    close(callin, world.coordinator)
    waiting = return_jobs(callin).get(affiliation__agency=world.police)
    make.change_affiliation(world.police_system, ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotEntitled):
        queue.perform(waiting.pk)
    queue.refuse(waiting.pk, waiting.affiliation_id)
    waiting.refresh_from_db()
    assert waiting.state == JobState.WAITING
    assert waiting.lease > timezone.now() + timedelta(minutes=9)
    make.change_affiliation(world.police_system, ends_on=None)
    assert queue.perform(waiting.pk)
    with act_as(world.social_system):
        assert not Invitation.objects.filter(callin_id=callin.pk, owner=world.police).exists()
