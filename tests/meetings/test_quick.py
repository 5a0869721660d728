"""From an incident to a meeting within 24 hours, in two clicks."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import FRESH_FOR, Incident
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.meetings import actions
from gvi.meetings.models import AgendaItem, Attendee, Meeting
from gvi.meetings.presenters import next_hour
from gvi.portal.today import duties
from tests import factories as make
from tests.signed_in import browser

KINDS = {
    "police": Kind.POLICE,
    "coordination": Kind.COORDINATION,
    "social": Kind.SOCIAL_SERVICES,
    "probation": Kind.PROBATION,
    "region": Kind.REGION,
}
TODAY = timezone.localdate()


@pytest.fixture
def world(db: Any) -> SimpleNamespace:
    """The police have published what happened last night."""
    place = make.partnership()
    agencies = {name: make.agency(place, kind, name.capitalize()) for name, kind in KINDS.items()}
    by = SimpleNamespace(**{name: make.user(agency) for name, agency in agencies.items()})
    made = SimpleNamespace(place=place, by=by, **agencies)
    made.incident = happened(made, "Torget", Reach.CORE)
    return made


def happened(world: SimpleNamespace, area: str, reach: int, **facts: Any) -> Any:
    return make.put(Incident, world.police, reach=reach, area=area, kind="shooting", **({"happened_on": TODAY} | facts))


def sent_as_shown(client: Client, url: str) -> Any:
    """Press the button of the page as it stands: every field with the value it was filled with."""
    form = (client.get(url).context_data or {})["form"]
    shown = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in shown.items() if value not in (None, "")}
    typed["starts_at"], typed["ends_at"] = f"{typed['starts_at']:%H:%M}", f"{typed['ends_at']:%H:%M}"
    return client.post(url, typed)


def test_two_clicks_lead_from_the_incident_to_a_meeting_with_the_core(world: SimpleNamespace) -> None:
    client = browser(world.by.coordination)
    page = client.get(world.incident.get_absolute_url()).content.decode()
    (url,) = re.findall(r'href="(/moten/snabb/[^"]+)"', page)
    answer = sent_as_shown(client, url)
    assert answer.status_code == 302
    with act_as(world.by.coordination):
        meeting, item = Meeting.objects.get(), AgendaItem.objects.get()
        begins = timezone.make_aware(datetime.combine(meeting.date, meeting.starts_at))
        assert timedelta(0) <= begins - timezone.now() <= timedelta(hours=24)
        assert (meeting.kind, item.meeting, item.incident) == ("quick", meeting, world.incident)
        seats = {seat.agency.short_name for seat in Attendee.objects.select_related("agency")}
        assert seats == {"Police", "Coordination", "Social", "Probation"}


def test_when_it_is_called_the_incident_leads_to_it_and_nobody_is_asked_again(world: SimpleNamespace) -> None:
    by, url = world.by.coordination, reverse("meetings:call_quick", args=[world.incident.pk])
    with act_as(by):
        assert [duty.url for duty in duties(by)] == [url]
    sent_as_shown(browser(by), url)
    with act_as(by):
        meeting = Meeting.objects.get()
        assert url not in [duty.url for duty in duties(by)]
    page = browser(by).get(world.incident.get_absolute_url()).content.decode()
    assert (meeting.get_absolute_url() in page, url in page) == (True, False)


@pytest.mark.parametrize(
    ("who", "asked"), [("coordination", True), ("police", True), ("social", False), ("region", False)]
)
def test_those_who_put_things_on_the_agenda_are_asked(world: SimpleNamespace, who: str, asked: bool) -> None:
    by, url = getattr(world.by, who), reverse("meetings:call_quick", args=[world.incident.pk])
    with act_as(by):
        assert (url in [duty.url for duty in duties(by)]) is asked


def test_after_a_day_it_is_not_asked_for_any_more(world: SimpleNamespace) -> None:
    seen = happened(world, "Hamnen", Reach.CORE, published_at=timezone.now() - FRESH_FOR - timedelta(minutes=1))
    late = happened(world, "Backen", Reach.CORE, happened_on=TODAY - timedelta(days=4))
    for old in (seen, late):
        with act_as(world.by.coordination):
            assert reverse("meetings:call_quick", args=[old.pk]) not in [d.url for d in duties(world.by.coordination)]
        assert "/moten/snabb/" not in browser(world.by.coordination).get(old.get_absolute_url()).content.decode()


def test_an_incident_of_ones_own_is_published_first(world: SimpleNamespace) -> None:
    own = happened(world, "Hamnen", Reach.OWN)
    assert own.published_at is None
    assert browser(world.by.police).get(reverse("meetings:call_quick", args=[own.pk])).status_code == 409
    with act_as(world.by.police), pytest.raises(NotNow):
        call(world, timedelta(hours=2), own)


@pytest.mark.parametrize("hours", [-1, 25])
def test_it_begins_within_a_day(world: SimpleNamespace, hours: int) -> None:
    with act_as(world.by.police), pytest.raises(ValidationError):
        call(world, timedelta(hours=hours), world.incident)


def call(world: SimpleNamespace, ahead: timedelta, incident: Incident) -> Meeting:
    at = timezone.localtime() + ahead
    made: Meeting = actions.call_quick(
        incident, by=world.by.police, text="Vad gör vi?", date=at.date(), starts_at=at.time(),
        ends_at=at.time().replace(hour=23, minute=59, second=59), venue="Telefon", agencies=[],
    )  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-21 09:10", "2026-11-21 10:00"),
        ("2026-11-21 19:59", "2026-11-21 20:00"),
        ("2026-11-21 20:30", "2026-11-22 08:00"),
        ("2026-11-21 23:40", "2026-11-22 08:00"),
        ("2026-11-22 02:15", "2026-11-22 08:00"),
        ("2026-11-22 06:05", "2026-11-22 07:00"),
    ],
)
def test_the_next_whole_hour_of_the_day_is_proposed(now: str, then: str) -> None:
    assert next_hour(timezone.make_aware(datetime.fromisoformat(now))) == timezone.make_aware(
        datetime.fromisoformat(then)
    )
