"""A meeting that does not take place, and a choice that is gone."""

import pytest
from django.urls import reverse

from gvi.access.principal import act_as
from gvi.meetings.models import Meeting, MeetingState
from tests.meetings.scene import scene
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def test_a_planned_meeting_is_cancelled_once_and_takes_nothing_more():
    here = scene()
    client = browser(here.coordinator)
    url = reverse("meetings:cancel", args=[here.meeting.pk])
    assert url in client.get(here.meeting.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    with act_as(here.coordinator):
        assert Meeting.objects.get(pk=here.meeting.pk).state == MeetingState.CANCELLED
    names = ("cancel", "change", "set_attendees", "mark_held", "print_brief", "add_item")
    statuses = {name: client.get(reverse(f"meetings:{name}", args=[here.meeting.pk])).status_code for name in names}
    assert statuses == dict.fromkeys(names, 409)
    page = client.get(here.meeting.get_absolute_url()).content.decode()
    assert [name for name in names if reverse(f"meetings:{name}", args=[here.meeting.pk]) in page] == []


@pytest.mark.parametrize("field", ["kind", "agencies"])
def test_a_choice_that_is_not_there_is_told_without_repeating_what_was_sent(field):
    here = scene()
    page = browser(here.coordinator).post(reverse("meetings:call_meeting"), {field: "bogus"})
    assert page.status_code == 422
    assert "bogus finns inte" not in page.content.decode()
    assert "bogus is not one of" not in page.content.decode()
