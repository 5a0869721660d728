"""The board, the sanction and what one does there, as people see it."""

from datetime import time
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callins.models import CallIn, CallInState
from groups.models import Dossier, Incident
from gvi.access.policy import levers
from gvi.access.principal import act_as
from gvi.commitments import actions as promises
from gvi.portal.todo.items import todo_items
from sanctions import actions
from sanctions.models import Measure, Sanction
from tests import factories as make
from tests.sanctions.conftest import TODAY, active, decided, proposed, table, trigger
from tests.sanctions.test_rules import planned
from tests.signed_in import browser

World = SimpleNamespace
BOARD = reverse("sanctions:sanctions")


def page(world: World, who: str, url: str = BOARD) -> str:
    answer = browser(getattr(world.by, who)).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_own_measures_come_first_and_another_agencys_not_at_all_among_them(world: World) -> None:
    measure = planned(world, decided(world))
    press = reverse("sanctions:nothing_new", args=[measure.pk])
    assert press in page(world, "police")
    assert press not in page(world, "probation")
    assert press not in page(world, "social")


def test_nothing_to_report_is_one_press(world: World) -> None:
    measure = planned(world, decided(world))
    client = browser(world.by.police)
    answer = client.post(reverse("sanctions:nothing_new", args=[measure.pk]))
    assert (answer.status_code, answer["Location"]) == (302, BOARD)
    with act_as(world.by.police):
        assert Measure.objects.get().reported_on == TODAY


def test_on_min_dag_own_measures_stand_right_after_a_running_evening_with_nothing_to_report_as_one_press(
    world: World,
) -> None:
    measure = planned(world, decided(world))
    press = reverse("sanctions:nothing_new", args=[measure.pk])
    make.put(Incident, world.police, happened_on=TODAY, area="Torget", kind="shooting")
    evening = make.put(
        CallIn, world.coordination, date=TODAY, venue="Biblioteket", state=CallInState.EVENING,
        starts_at=time(18), ends_at=time(20),
    )  # fmt: skip
    with act_as(world.by.police):
        found = todo_items(world.by.police)
        assert [duty.press for duty in found[:2]] == ["", press]
        assert found[0].url == reverse("callins:evening", args=[evening.pk])
        assert len(found) > 2
    assert f'action="{press}"' in page(world, "police", "/")
    browser(world.by.police).post(press)
    with act_as(world.by.police):
        assert press not in [duty.press for duty in todo_items(world.by.police)]


def test_whoever_keeps_the_list_of_promises_meets_it_before_the_own_measures(world: World) -> None:
    sanction = decided(world)
    with act_as(world.by.coordination) as by:
        lever = next(iter(levers(by.agency.kind)))
        actions.plan_measure(sanction, by=by, lever=lever, responsible="K", starts_on=TODAY, due_on=TODAY)
        promises.make(by=by, text="Boka salen", agency=by.agency, due_on=TODAY)
        said = [duty.text for duty in todo_items(by)]
    assert "Boka salen" in said[0]
    assert any(duty.startswith(str(levers(world.coordination.kind)[lever]).capitalize()) for duty in said)


def test_a_count_is_reported_on_the_form_and_seen_by_all(world: World) -> None:
    measure = planned(world, decided(world))
    url = reverse("sanctions:report", args=[measure.pk])
    typed = {"status": "ongoing", "count": "12", "unit": "kontroller", "note": "", "version": measure.version}
    assert browser(world.by.police).post(url, typed).status_code == 302
    assert "12 kontroller" in page(world, "probation", measure.get_absolute_url())


def test_a_name_that_the_agency_keeps_is_warned_of_in_a_note(world: World) -> None:
    make.put(Dossier, world.police, given_name="Kim", family_name="Ceder")
    measure = planned(world, decided(world))
    typed = {"status": "ongoing", "count": "1", "note": "Kim Ceder stoppad", "version": measure.version}
    answer = browser(world.by.police).post(reverse("sanctions:report", args=[measure.pk]), typed)
    assert answer.status_code == 422
    assert "Kim Ceder stoppad" in answer.content.decode()


def test_the_form_of_a_decision_says_what_is_missing_and_keeps_what_was_typed(world: World) -> None:
    sanction = proposed(world)
    typed = {
        "decided_on": TODAY.isoformat(), "review_on": TODAY.isoformat(), "reason": "Vi är eniga om detta",
        "participants": [], "version": sanction.version,
    }  # fmt: skip
    url = reverse("sanctions:decide", args=[sanction.pk])
    client = browser(world.by.coordination)
    answer = client.post(url, typed)
    assert answer.status_code == 422
    assert "Vi är eniga om detta" in answer.content.decode()
    typed["participants"] = [participant.pk for participant in table(world)]
    assert client.post(url, typed).status_code == 302


def test_only_what_can_set_it_off_is_offered(world: World) -> None:
    _group, weak = trigger(world, "Grupp Svag", certainty="possible")
    _other, strong = trigger(world, "Grupp Stark")
    html = page(world, "coordination", reverse("sanctions:propose"))
    assert str(strong.pk) in html
    assert str(world.claim.pk) in html
    assert str(weak.pk) not in html
    proposed(world)
    assert str(world.claim.pk) not in page(world, "coordination", reverse("sanctions:propose"))


def test_min_dag_tells_each_of_what_is_theirs(world: World) -> None:
    sanction = proposed(world)
    with act_as(world.by.coordination):
        assert reverse("sanctions:sanction", args=[sanction.pk]) in {
            duty.url for duty in todo_items(world.by.coordination)
        }
    with act_as(world.by.coordination):
        actions.decide(
            sanction,
            by=world.by.coordination,
            decided_on=TODAY,
            participants=table(world),
            reason="Ja",
            review_on=TODAY,
        )
    measure = planned(world, sanction)
    report = reverse("sanctions:report", args=[measure.pk])
    with act_as(world.by.police):
        assert report in {duty.url for duty in todo_items(world.by.police)}
        actions.nothing_new(measure, by=world.by.police)
        assert report not in {duty.url for duty in todo_items(world.by.police)}


def test_the_board_costs_the_same_for_ten_as_for_one(world: World) -> None:
    measure = planned(world, active(world))
    client = browser(world.by.police)
    client.get(BOARD)
    few = _queries(client)
    for number in range(9):
        _group, claim = trigger(world, f"Grupp {number}")
        make.put(
            Sanction, world.coordination, group=_group, trigger=claim, proposed_on=TODAY, reason="Ja", state="active",
            review_on=timezone.localdate(),
        )  # fmt: skip
    assert _queries(client) == few
    assert measure.pk


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(BOARD).status_code == 200
    return len(found)


@pytest.mark.parametrize("who", ["police", "coordination", "social", "probation"])
def test_every_core_agency_opens_the_sanction(world: World, who: str) -> None:
    html = page(world, who, active(world).get_absolute_url())
    assert "Grupp Norra" in html


def test_the_outer_circle_sees_no_sanction(world: World) -> None:
    sanction = active(world)
    assert browser(world.by.region).get(sanction.get_absolute_url()).status_code == 404
