"""A call-in where the codes are coordination's own, because nobody else logs in; and wishes that nobody would read."""

from datetime import time
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from callins import actions
from callins.models import Attendance, CallIn, CallInGroup, Invitation, SupportRequest
from groups.actions import record_group
from groups.people.actions import record_codes
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.jobs import queue
from gvi.jobs.models import Job
from gvi.partnerships.on_behalf.models import Source, SourceChannel
from tests import factories as make
from tests.run_time_role import as_operator
from tests.signed_in import browser

TODAY = timezone.localdate()


@pytest.fixture
def alone(db):
    """Only the municipality logs in; three codes of one group are invited this evening."""
    place = make.partnership()
    place.contacts = [{"label": "Socialjouren", "number": "010-000 00 01"}]
    with as_operator():
        place.save()
    town = make.agency(place, Kind.COORDINATION, "Kommunen", leads=True)
    police = make.agency(place, Kind.POLICE, "Polisen", logs_in=False)
    social = make.agency(place, Kind.SOCIAL_SERVICES, "Socialtjänsten", logs_in=False)
    made = SimpleNamespace(town=town, police=police, social=social, by=make.user(town))
    with act_as(made.by):
        group = record_group(by=made.by, source=Source(police, TODAY, SourceChannel.ORALLY), name="Sluttningen")
        codes = record_codes(group, by=made.by, count=3)
        made.callin = actions.plan(
            by=made.by, date=TODAY, starts_at=time(18), ends_at=time(19), venue="Salen", groups=[group]
        )
        actions.invite(made.callin, by=made.by, person_codes=codes)
    return made


def held(world):
    """The evening, ticked by the coordinator alone, and closed; the jobs have run."""
    with act_as(world.by):
        actions.open_evening(world.callin, by=world.by)
        first, second, _third = Invitation.objects.order_by("seat")
        actions.record_attendance(first, by=world.by, outcome=Attendance.PRESENT)
        actions.record_attendance(second, by=world.by, outcome=Attendance.DECLINED)
        actions.close_evening(CallIn.objects.get(), by=world.by)
    for waiting in list(Job.objects.filter(task="callins.return_seats")):
        queue.perform(waiting.pk)


def test_coordinations_own_seats_go_home_to_it_and_the_counts_stay(alone):
    held(alone)
    with act_as(alone.by):
        assert {(seat.owner_id, seat.reach) for seat in Invitation.objects.all()} == {(alone.town.pk, Reach.OWN)}
        line = CallInGroup.objects.get()
    assert (line.invited, line.present, line.absent, line.declined, line.turned) == (3, 1, 1, 1, 0)
    with act_as(make.user(alone.police)):
        assert not Invitation.objects.exists()
        assert CallInGroup.objects.get().present == 1


def test_the_pages_of_a_call_in_open_before_during_and_after(alone):
    client = browser(alone.by)
    pages = [
        reverse(f"callins:{name}", args=[alone.callin.pk])
        for name in ("callin", "change_seats", "evening", "close_evening")
    ]
    assert [client.get(page).status_code for page in pages] == [200, 200, 302, 409]
    held(alone)
    assert client.get(pages[0]).status_code == 200


def test_a_wish_is_not_written_to_social_services_that_do_not_log_in(alone):
    with act_as(alone.by), pytest.raises(NotNow):
        actions.request_support(by=alone.by, to=alone.social, safe_way="Ring på dagen", channel="telephone")
    client = browser(alone.by)
    page = client.get(reverse("callins:request_support")).content.decode()
    assert "010-000 00 01" in page
    assert 'name="safe_way"' not in page
    assert client.post(reverse("callins:request_support"), {"safe_way": "Ring på dagen"}).status_code == 409
    with act_as(make.user(alone.social)):
        assert not SupportRequest.objects.exists()
