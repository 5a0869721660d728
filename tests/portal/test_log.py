"""The log can be reviewed: which rows, in words, and only those that one looks for."""

import re

import pytest
from django.urls import reverse

from callins.models import Invitation
from gvi.access.policy import Role
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry
from tests import factories as make
from tests.architecture import source
from tests.callins.conftest import build, evening, seat_of, tick
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    w = build()
    w.callin = evening(w)
    w.reviewer = make.user(w.police, Role.LOG_REVIEWER)
    for code, who in ((w.norths[0], w.officer), (w.norths[1], w.officer)):
        tick(who, seat_of(w.callin, code, w.coordinator), "present")
    return w


def shown(client, **sought):
    answer = client.post(reverse("portal:log"), sought, follow=True)
    assert answer.status_code == 200
    return [entry.verb for entry in answer.context["rows"]]


def test_the_rows_of_an_entry_stand_on_the_page_by_id_and_kind(w):
    seat = seat_of(w.callin, w.norths[0], w.officer)
    page = browser(w.reviewer).get(reverse("portal:log")).content.decode()
    assert f"<code>{seat.pk}</code>" in page
    assert "callins.Invitation" not in page
    assert str(Invitation._meta.verbose_name_plural).capitalize() in page or "Inbjudningar" in page


def test_it_is_narrowed_by_person_by_act_and_by_row(w):
    client, seat = browser(w.reviewer), seat_of(w.callin, w.norths[0], w.officer)
    assert shown(client, user=w.officer.user.pk, verb="callins.record_attendance") == ["callins.record_attendance"] * 2
    assert shown(client, verb="callins.record_attendance", row=str(seat.pk)) == ["callins.record_attendance"]
    assert shown(client, user=w.reviewer.user.pk, verb="callins.record_attendance") == []
    assert shown(client, verb="callins.record_attendance", until="2020-01-01") == []


def test_somebody_of_another_agency_cannot_be_looked_for(w):
    answer = browser(w.reviewer).post(reverse("portal:log"), {"user": w.coordinator.user.pk})
    assert answer.status_code == 422
    with act_as(w.coordinator):
        assert LogEntry.objects.filter(user=w.coordinator.user).exists()


def test_months_are_written_as_people_here_write_them():
    """“21 nov”, never “21 Nov.”: the month is b in every template."""
    dates = re.compile(r"""date:["'](?![A-Z_]{2,}["'])[^"']*M[^"']*["']""")
    assert [path for path, text in source.templates() if dates.search(text)] == []
