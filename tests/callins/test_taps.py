"""Taps that waited: whose they are, when they were made, and that an older one never overrides a newer one."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from callins import actions
from callins.models import Invitation
from gvi.access.policy import Kind
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from tests import factories as make
from tests.callins.conftest import evening, fresh, outcomes, plan, seat_of
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # 18.30 in Stockholm


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def tap(by, seat, outcome, at=None):
    with act_as(by):
        return actions.record_attendance(Invitation.objects.get(pk=seat.pk), by=by, outcome=outcome, tapped_at=at)


def minutes(number):
    return START + timedelta(minutes=number)


# --- the time of a tap


@pytest.mark.parametrize("first", ["officer", "coordinator"])
@pytest.mark.parametrize(("made", "wins"), [(1, False), (4.99, False), (5, True), (6, True), (None, True), (99, True)])
def test_an_older_tap_never_overrides_a_newer_one_and_is_told(world, clock, made, wins, first):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    clock.move_to(minutes(5))
    tap(getattr(world, first), seat, "present")
    clock.move_to(minutes(9))
    at = None if made is None else minutes(made)
    if wins:
        tap(world.coordinator, seat, "absent", at)
    else:
        with pytest.raises(NotNow, match=r"Present.*18[.:]35.*18[.:]3[14]|Närvarande.*18\.35.*18\.3[14]"):
            tap(world.coordinator, seat, "absent", at)
    assert outcomes(callin, world.coordinator)["Lönn 11"] == ("absent" if wins else "present")


@pytest.mark.parametrize(("told", "kept"), [(3, 3), (-60, 0), (60, 9), (None, 9)])
def test_a_tap_counts_from_when_it_was_made_within_the_evening(world, clock, told, kept):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    clock.move_to(minutes(9))
    tap(world.officer, seat, "present", None if told is None else minutes(told))
    assert seat_of(callin, world.norths[0], world.coordinator).recorded_at == minutes(kept)


def test_two_taps_of_one_person_in_their_order(world, clock):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    clock.move_to(minutes(9))
    tap(world.officer, seat, "present", minutes(1))
    tap(world.officer, seat, "absent", minutes(1) + timedelta(milliseconds=1))
    assert outcomes(callin, world.coordinator)["Lönn 11"] == "absent"


def test_the_page_sends_the_time_and_the_loser_reads_who_was_newer(world, clock):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    clock.move_to(minutes(5))
    tap(world.coordinator, seat, "present")
    clock.move_to(minutes(9))
    late = int(minutes(2).timestamp() * 1000)
    words = {"outcome": "absent", "tapped_at": late, "made_for": world.officer.mark}
    answer = browser(world.officer).post(
        reverse("callins:record_attendance", args=[seat.pk]), words, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"data-gvi-reason>Kim registrerade Närvarande 18\.35, efter ditt tryck 18\.32", page)


@pytest.mark.parametrize("wrong", ["-1", "x", "99999999999999999", "1e9"])
def test_a_time_that_is_none_registers_nothing(world, wrong):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    address = reverse("callins:record_attendance", args=[seat.pk])
    assert browser(world.officer).post(address, {"outcome": "absent", "tapped_at": wrong}).status_code == 422
    assert outcomes(callin, world.coordinator)["Lönn 11"] == ""


# --- whose taps


def evening_page(by, callin, **query):
    return browser(by).get(reverse("callins:evening", args=[callin.pk]), query)


def test_each_form_of_the_evening_carries_whom_it_was_made_for_and_so_does_each_answer(world):
    callin = evening(world)
    page = evening_page(world.officer, callin).content.decode()
    forms = re.findall(r'<form method="post" action="/call-ins/.*?</form>', page, re.DOTALL)
    assert len(forms) >= 8
    assert all(f'name="made_for" value="{world.officer.mark}"' in form for form in forms)
    assert f'data-gvi-principal="{world.officer.mark}"' in page
    assert world.officer.mark != world.coordinator.mark
    seat = seat_of(callin, world.norths[0], world.coordinator)
    address = reverse("callins:record_attendance", args=[seat.pk])
    answer = browser(world.officer).post(address, {"outcome": "absent"}, headers={"HX-Request": "true"})
    assert f'data-gvi-principal="{world.officer.mark}"' in answer.content.decode()


@pytest.mark.parametrize("address", ["record_attendance", "undo_attendance", "request_support_at_evening"])
def test_a_tap_made_for_somebody_else_is_refused_and_tells_whose_page_it_is_now(world, address):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    with act_as(world.coordinator):
        tap(world.coordinator, seat, "present")
    place = reverse(f"callins:{address}", args=[seat.pk if address == "record_attendance" else callin.pk])
    words = {"outcome": "absent", "code": "Lönn 11", "made_for": world.officer.mark}
    answer = browser(world.coordinator).post(place, words, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "någon annan" in answer.content.decode()
    assert f'data-gvi-principal="{world.coordinator.mark}"' in answer.content.decode()
    assert outcomes(callin, world.coordinator)["Lönn 11"] == "present"


def test_a_page_that_is_polled_by_somebody_else_is_not_the_same(world):
    callin = evening(world)
    page = evening_page(world.officer, callin).content.decode()
    stamp = ".".join(re.findall(r'data-gvi-stamp="([^"]+)"', page))
    assert evening_page(world.officer, callin, stamp=stamp).status_code == 204
    assert evening_page(world.coordinator, callin, stamp=stamp).status_code == 200


def test_the_page_says_whose_taps_wait_by_first_name_and_agency_to_those_at_the_evening_only(world):
    callin = evening(world)
    answer = evening_page(world.coordinator, callin, vems=world.officer.mark)
    assert answer.content.decode() == "Sam, Police"
    assert answer["Content-Type"].startswith("text/plain")
    elsewhere = make.user(make.agency(make.partnership(), Kind.POLICE))
    for nobody in (elsewhere.mark, world.manager.mark, "x", world.officer.mark[:-1]):
        assert evening_page(world.coordinator, callin, vems=nobody).content.decode() == ""
    assert evening_page(world.socialworker, callin, vems=world.officer.mark).status_code in (403, 200)
    assert evening_page(elsewhere, callin, vems=world.officer.mark).status_code == 404


# --- counters


def test_every_number_of_the_evening_moves_with_a_tap(world):
    callin = evening(world)
    page = evening_page(world.coordinator, callin).content.decode()
    north = str(world.north.pk)
    for value in ("present", "absent", "declined", "turned", ""):
        assert len(re.findall(rf'data-gvi-count="{value}"(?! data-gvi-of)', page)) >= 2, value
        assert f'data-gvi-count="{value}" data-gvi-of="{north}"' in page
    assert f'data-gvi-count="*" data-gvi-of="{north}"' in page
    assert page.count(f'data-group="{north}"') == 3
    assert len(re.findall(r'data-gvi-count=""(?! data-gvi-of)', page)) == 4, "counter, pill, sentence and table"


# --- early


@pytest.mark.parametrize(
    ("before", "said"), [(300, "om 5 timmar"), (65, "om 65 minuter"), (60, ""), (0, ""), (-200, "")]
)
def test_opening_early_is_asked_about(world, before, said):
    with time_machine.travel(datetime(2026, 11, 20, 17, tzinfo=UTC) - timedelta(minutes=before), tick=False):
        callin = plan(world)
        with act_as(world.coordinator):
            actions.invite(callin, by=world.coordinator, person_codes=world.everybody)
        page = browser(world.coordinator).get(reverse("callins:open_evening", args=[callin.pk])).content.decode()
    assert ("Kvällen börjar 18.00, " in page) == bool(said)
    assert said in page
    assert ('class="ds-button" data-variant="secondary">\n      Öppna kvällen' in page) == bool(said)


@pytest.mark.parametrize(("before", "said"), [(120, "om 2 timmar"), (1, "om 1 minut"), (0, ""), (-30, "")])
def test_closing_early_is_asked_about_and_its_button_is_not_the_first(world, before, said):
    with time_machine.travel(datetime(2026, 11, 20, 19, tzinfo=UTC) - timedelta(minutes=before), tick=False):
        callin = evening(world)
        page = browser(world.coordinator).get(reverse("callins:close_evening", args=[callin.pk])).content.decode()
        link = evening_page(world.coordinator, callin).content.decode()
    assert ("Kvällen slutar 20.00, " in page) == bool(said)
    assert said in page
    assert ('class="ds-button" data-variant="secondary">\n      Avsluta kvällen' in page) == bool(said)
    place = reverse("callins:close_evening", args=[callin.pk])
    assert (f'<a class="ds-button" data-variant="secondary" href="{place}"' in link) == bool(said)


def test_the_support_form_of_an_evening_closes_with_it(world):
    callin = evening(world)
    place = reverse("callins:request_support_at_evening", args=[callin.pk])
    client = browser(world.coordinator)
    assert client.get(place).status_code == 200
    with act_as(world.coordinator):
        actions.close_evening(fresh(callin, world.coordinator), by=world.coordinator)
    words = {"safe_way": "Kanarieväg", "channel": "call_in", "to": world.social.pk}
    for answer, typed in (
        (client.get(place), False),
        (client.post(place, {"code": "Lönn 11"}), False),
        (client.post(place, words), True),
    ):
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Kvällen är avslutad" in page
        assert ("Kanarieväg" in page) == typed
        assert 'name="safe_way"' not in page
