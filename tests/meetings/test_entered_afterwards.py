"""A meeting that was held is entered afterwards: with who came and what was decided, marked, and without a brief."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from gvi.access import context
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry
from gvi.acts.requires import NotNow
from gvi.documents.models import Document
from gvi.meetings import actions
from gvi.meetings.models import AgendaItem, Attendee, ItemKind, Meeting, MeetingState
from tests import factories as make
from tests.meetings.scene import scene
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
ADDRESS = reverse("meetings:enter_held")
TODAY = timezone.localdate()


@pytest.fixture
def here() -> Any:
    made: Any = scene(groups=1)
    made.officer = make.user(made.police)
    return made


def typed(here: Any, day: date, **more: Any) -> dict[str, Any]:
    facts = {"kind": "working", "date": day.isoformat(), "starts_at": "00:00", "ends_at": "00:01", "venue": "Rum 4"}
    return facts | {"agencies": [str(here.police.pk)]} | more


def entered(here: Any, ago: int = 12) -> Meeting:
    with act_as(here.coordinator):
        made: Meeting = actions.enter_held(
            by=here.coordinator, kind="steering", date=TODAY - timedelta(days=ago), starts_at=time(9), ends_at=time(10),
            venue="Rum 4", agencies=[here.police],
        )  # fmt: skip
    return made


@pytest.mark.parametrize("ago", [0, 1, 300, 9 * 365])
def test_a_day_that_has_been_is_taken_and_the_meeting_is_held(here: Any, ago: int) -> None:
    answer = browser(here.coordinator).post(ADDRESS, typed(here, TODAY - timedelta(days=ago)))
    assert answer.status_code == 302
    for by in (here.coordinator, here.officer):
        assert "efterhand" in browser(by).get(answer["Location"]).content.decode()
        assert "efterhand" in browser(by).get(reverse("meetings:meetings")).content.decode()
    with act_as(here.coordinator):
        made = Meeting.objects.get(entered_at__isnull=False)
        assert made.state == MeetingState.HELD
        assert set(Attendee.objects.filter(meeting=made).values_list("agency", flat=True)) == {
            here.police.pk, here.coordination.pk
        }  # fmt: skip
    with context.seen_by(here.coordination):
        assert LogEntry.objects.get(verb="meetings.enter_held").user == here.coordinator.user


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(1926, 1, 7), date(26, 1, 7)])
def test_a_day_to_come_and_a_slip_of_the_year_are_refused(here: Any, day: date) -> None:
    answer = browser(here.coordinator).post(ADDRESS, typed(here, day, venue="Rum 17"))
    assert answer.status_code == 422
    assert "Rum 17" in answer.content.decode()


def test_an_hour_that_has_not_come_is_refused(here: Any) -> None:
    with act_as(here.coordinator), pytest.raises(ValidationError):
        actions.enter_held(
            by=here.coordinator, kind="steering", date=TODAY, starts_at=time(23, 58), ends_at=time(23, 59), venue="X",
            agencies=[],
        )  # fmt: skip


def test_calling_takes_no_day_that_has_been(here: Any) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert browser(here.coordinator).post(reverse("meetings:call_meeting"), typed(here, yesterday)).status_code == 422


def test_it_takes_who_came_and_what_was_decided(here: Any) -> None:
    meeting = entered(here)
    with act_as(here.coordinator):
        actions.set_attendees(meeting, by=here.coordinator, attendance={here.social: ["Eva"]})
        item = actions.add_item(meeting, by=here.coordinator, kind=ItemKind.DECISION, text="Nästa call-in?")
        actions.settle_item(item, by=here.coordinator, outcome="I maj")
        assert AgendaItem.objects.get(pk=item.pk).outcome == "I maj"
        assert Attendee.objects.filter(meeting=meeting, name="Eva", comes=True).exists()


def test_its_facts_are_corrected_but_never_into_the_future(here: Any) -> None:
    meeting = entered(here)
    address = reverse("meetings:change", args=[meeting.pk])
    for day, status in ((TODAY + timedelta(days=1), 422), (TODAY - timedelta(days=13), 302)):
        answer = browser(here.coordinator).post(address, typed(here, day, version=meeting.version))
        assert answer.status_code == status


def test_no_brief_is_made_for_it(here: Any) -> None:
    meeting = entered(here)
    with act_as(here.coordinator), pytest.raises(NotNow, match=r"entered after|skrevs in efter"):
        actions.print_brief(meeting, by=here.coordinator)
    address = reverse("meetings:print_brief", args=[meeting.pk])
    client = browser(here.coordinator)
    assert client.post(address).status_code == 409
    assert address not in client.get(meeting.get_absolute_url()).content.decode()
    with act_as(here.coordinator):
        assert not Document.objects.exists()


def test_a_meeting_that_was_called_and_held_still_takes_no_more_facts(here: Any) -> None:
    with act_as(here.coordinator):
        meeting = actions.call_meeting(
            by=here.coordinator, kind="steering", date=TODAY, starts_at=time(0), ends_at=time(1), venue="X", agencies=[]
        )
        actions.mark_held(meeting, by=here.coordinator)
        with pytest.raises(NotNow):
            actions.add_item(meeting, by=here.coordinator, kind=ItemKind.DECISION, text="Sent")
