"""A wish told at a call-in: on the evening page one press, and neither seat nor code in anybody's log."""

import re
from datetime import time
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from callins.models import CallIn, CallInState, SupportRequest
from gvi.access.policy import Kind
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry
from tests import factories as make
from tests.callins.conftest import evening
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def entries(by):
    with act_as(by):
        return {(entry.pk, entry.verb, tuple(sorted(entry.rows))) for entry in LogEntry.objects.all()}


def address(callin):
    return reverse("callins:request_support_at_evening", args=[callin.pk])


def chosen(page):
    return re.findall(r"<option value=\"[^\"]*\" selected\s*>([^<]*)<", page)


def test_no_log_tells_which_code_asked_for_support(world):
    callin = evening(world)
    client, url = browser(world.officer), address(callin)
    page = client.get(reverse("callins:evening", args=[callin.pk])).content.decode()
    assert f'action="{url}"' in page
    assert 'name="code" value="Lönn 11"' in page
    before = entries(world.officer)
    form = client.post(url, {"code": "Lönn 11"})
    assert (form.status_code, form.context["form"]["person_note"].value()) == (200, "Lönn 11")
    answers = {"children": "unknown", "acute": "unknown", "minor": "no", "asker": "self", "channel": "call_in"}
    typed = answers | {"person_note": "Lönn 11", "safe_way": "Ring", "to": world.social.pk, "key": str(uuid4())}
    assert client.post(url, typed | {"safe_way": ""}).status_code == 422
    assert client.post(url, typed)["Location"] == reverse("callins:request_sent")
    client.get(url)
    assert {(verb, rows) for _pk, verb, rows in entries(world.officer) - before} == {("support.request", ())}
    with act_as(world.socialworker):
        assert [(request.person_note, request.channel) for request in SupportRequest.objects.all()] == [
            ("Lönn 11", "call_in")
        ]


def test_cancel_leads_back_to_the_evening_and_the_form_opens_without_a_code_too(world):
    callin = evening(world)
    page = browser(world.officer).get(address(callin))
    assert (page.status_code, page.context["form"]["person_note"].value()) == (200, "")
    assert page.context["cancel_url"] == reverse("callins:evening", args=[callin.pk])


def test_no_municipality_is_chosen_beforehand_whoever_holds_the_call_in(db):
    place = make.partnership()
    town = make.agency(place, Kind.COORDINATION, "Kommunen", municipality="Norrby")
    for title in ("Norrby", "Sjöstad"):
        make.agency(place, Kind.SOCIAL_SERVICES, title, municipality=title)
    when = {"starts_at": time(18), "ends_at": time(20), "date": timezone.localdate()}
    callin = make.put(CallIn, town, venue="Salen", state=CallInState.EVENING, **when)
    client = browser(make.user(make.agency(place, Kind.POLICE)))
    assert "Var bor personen?" in client.get(address(callin)).content.decode()
    page = client.get(address(callin)).content.decode()
    assert not {"Norrby", "Sjöstad"} & set(chosen(page))
    assert "---" not in page
    assert re.search(r'<option value=""[^>]*>(Välj|Choose)<', page)
