"""After a decision everybody with a part in it is told; each agency confirms its own; a wrong one is taken back."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.extension_points import marks_of, timeline
from groups.incidents import actions as incidents
from groups.models import Incident, Side
from gvi.access import context
from gvi.access.policy import Kind, Right, Role, rights_of, roles_with
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.meetings import documents
from gvi.portal.todo.items import todo_items
from sanctions import actions
from sanctions.models import DecisionPart, Sanction, SanctionDecision, SanctionState
from tests import factories as make
from tests.sanctions.conftest import OTHERS, TODAY, active, confirmed, decided, proposed, table, trigger
from tests.sanctions.test_rules import planned
from tests.signed_in import browser

World = SimpleNamespace
EVERYBODY = ("coordination", "police", "probation", "social")


def said(world: World, who: str) -> list[str]:
    with act_as(getattr(world.by, who)) as by:
        return [item.text for item in todo_items(by) if "Grupp Norra" in item.text]


def page(world: World, who: str, sanction: Sanction) -> str:
    return browser(getattr(world.by, who)).get(sanction.get_absolute_url()).content.decode()


def judge_again(world: World, side: str = Side.VICTIM, certainty: str = "likely") -> None:
    with act_as(world.by.police) as by:
        incident = Incident.objects.get(pk=world.claim.incident_id)
        incidents.attribute_incident(incident, by=by, group=world.group, side=side, certainty=certainty)


# --- who proposes


@pytest.mark.parametrize("who", ["police", "probation", "coordination"])
def test_police_and_kriminalvarden_propose_too_and_the_coordinator_notes_the_decision(world: World, who: str) -> None:
    with act_as(getattr(world.by, who)) as by:
        sanction = actions.propose(by=by, trigger=world.claim, reason="Skott")
        if who != "coordination":
            with pytest.raises(PermissionDenied):
                actions.decide(sanction, by=by, decided_on=TODAY, participants=[], reason="Ja", review_on=TODAY)
    assert (
        reverse("sanctions:propose")
        in browser(getattr(world.by, who)).get(reverse("sanctions:sanctions")).content.decode()
    )
    with act_as(world.by.coordination) as by:
        actions.decide(sanction, by=by, decided_on=TODAY, participants=table(world), reason="Ja", review_on=TODAY)
    confirmed(world, *OTHERS)
    with act_as(world.by.coordination) as by:
        actions.start(Sanction.objects.get(), by=by)


def test_social_services_steering_group_and_managers_propose_nothing_and_confirm_nothing() -> None:
    may = {Role.COORDINATOR, Role.POLICE_COORDINATOR, Role.PROBATION_COORDINATOR}
    for right in (Right.SANCTIONS_PROPOSE, Right.SANCTIONS_CONFIRM_PART):
        assert set(roles_with(right)) == may
    assert Right.MEETINGS_ADD_ITEM in rights_of(Role.SOCIAL_WORKER) & rights_of(Role.EXIT_COORDINATOR)
    assert Right.MEETINGS_SETTLE_ITEM not in rights_of(Role.SOCIAL_WORKER)


# --- each its own part


def test_each_confirms_its_own_part_from_min_dag_and_the_function_is_kept(world: World) -> None:
    sanction = decided(world, confirm=())
    assert "beslutet väntar på" in said(world, "coordination")[0]
    for who in OTHERS:
        with act_as(getattr(world.by, who)) as by:
            (item,) = [item for item in todo_items(by) if item.text.startswith("Bekräfta er del")]
        client = browser(by)
        assert client.post(item.url, {"function": ""}).status_code == 422
        assert client.post(item.url, {"function": "områdeschef"}).status_code == 302
        assert client.post(item.url, {"function": "områdeschef"}).status_code == 409
        assert not [text for text in said(world, who) if text.startswith("Bekräfta")]
    with act_as(world.by.coordination):
        parts = {part.agency.short_name: (part.owner.short_name, part.function) for part in DecisionPart.objects.all()}
        assert parts["Police"] == ("Police", "områdeschef")
        assert parts["Probation"] == ("Probation", "områdeschef")
    assert "Police (områdeschef)" in page(world, "social", sanction)
    assert any("beslutat men inte påbörjat" in text for text in said(world, "coordination"))


def test_a_decision_that_waits_cannot_begin_and_every_reader_sees_that_it_waits(world: World) -> None:
    sanction = decided(world, confirm=("probation",))
    for who in EVERYBODY:
        body = page(world, who, sanction)
        assert "eslutet väntar på: polis" in body
        assert ("/starta/" in body) is False
        with act_as(getattr(world.by, who)):
            assert "inte bekräftat" in str(marks_of([world.group])[world.group.pk].text)
    assert reverse("sanctions:confirm_part", args=[_decision(world).pk]) in page(world, "police", sanction)
    assert "bekrafta" not in page(world, "probation", sanction)
    assert browser(world.by.coordination).post(reverse("sanctions:start", args=[sanction.pk])).status_code == 409


def _decision(world: World) -> SanctionDecision:
    with act_as(world.by.coordination):
        return SanctionDecision.objects.latest("noted_at")


@pytest.mark.parametrize("kind", ["extend", "reject"])
def test_later_decisions_are_confirmed_too(world: World, kind: str) -> None:
    sanction = active(world) if kind == "extend" else proposed(world)
    facts = {"decided_on": TODAY, "participants": table(world), "reason": "Ja"}
    facts |= {"review_on": TODAY} if kind == "extend" else {}
    with act_as(world.by.coordination) as by:
        getattr(actions, kind)(sanction, by=by, **facts)
    for who in OTHERS:
        assert [text for text in said(world, who) if text.startswith("Bekräfta er del")]
    confirmed(world, *OTHERS)
    for who in OTHERS:
        assert not [text for text in said(world, who) if text.startswith("Bekräfta er del")]


def test_one_of_kriminalvardens_two_is_enough_and_the_other_is_not_asked_again(world: World) -> None:
    prison = make.user(make.agency(world.place, Kind.PRISON, "Anstalten"), Role.PROBATION_COORDINATOR)
    sanction = decided(world, confirm=("police",))
    decision = _decision(world)
    with act_as(prison):
        assert any("Bekräfta er del" in item.text for item in todo_items(prison))
        actions.confirm_part(decision, by=prison, function="kriminalvårdschef")
    assert not [text for text in said(world, "probation") if text.startswith("Bekräfta")]
    with act_as(world.by.coordination) as by:
        actions.start(sanction, by=by)


# --- everybody with a part in it has a row


def test_a_proposal_a_decision_and_an_end_each_have_their_rows(world: World) -> None:
    sanction = proposed(world)
    assert [text for text in said(world, "police") if "förbered er del" in text]
    with act_as(world.by.coordination) as by:
        facts = {"decided_on": TODAY, "participants": table(world), "reason": "Ja", "review_on": TODAY}
        actions.decide(sanction, by=by, **facts)
    confirmed(world, *OTHERS)
    for who in ("coordination", "police", "probation"):
        assert [text for text in said(world, who) if text.startswith("Planera era fokusåtgärder")]
    assert said(world, "social") == []
    planned(world, sanction)
    assert not [text for text in said(world, "police") if text.startswith("Planera era")]
    with act_as(world.by.coordination) as by:
        actions.start(Sanction.objects.get(), by=by)
        actions.evaluate(Sanction.objects.get(), by=by, evaluation="Lugnt")
        actions.end(Sanction.objects.get(), by=by, ended_on=TODAY, end_reason="effect")
    (text,) = said(world, "police")
    assert text.startswith("Fokuset är slut, avsluta åtgärden")
    assert said(world, "probation") == []


@pytest.mark.parametrize(("days", "late"), [(0, False), (3, False), (4, True)])
def test_what_is_decided_and_not_begun_has_a_clock(world: World, days: int, late: bool) -> None:
    decided(world)
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        for who, words in (("coordination", "inte påbörjat"), ("police", "Planera era"), ("probation", "Planera era")):
            with act_as(getattr(world.by, who)) as by:
                found = [item for item in todo_items(by) if words in item.text]
            assert [item.late for item in found] == [late]


# --- a decision that turns out wrong


@pytest.mark.parametrize(("side", "certainty"), [(Side.VICTIM, "likely"), (Side.PERPETRATOR, "dropped")])
@pytest.mark.parametrize("state", ["proposed", "decided", "active", "evaluated"])
def test_a_trigger_judged_otherwise_is_told_and_the_advice_names_buttons_that_are_there(
    world: World, state: str, side: str, certainty: str
) -> None:
    start: dict[str, Any] = {"proposed": proposed, "decided": decided}
    sanction = start.get(state, active)(world)
    if state == "evaluated":
        with act_as(world.by.coordination) as by:
            actions.evaluate(Sanction.objects.get(), by=by, evaluation="Lugnt")
    judge_again(world, side, certainty)
    for who in ("coordination", "police", "probation"):
        assert any("bedöms nu på ett annat sätt" in text for text in said(world, who))
    body = page(world, "coordination", sanction)
    assert "bedöms nu på ett annat sätt" in body
    ways = {
        "proposed": ("Avslå det", "/avsla/"),
        "decided": ("Återta beslutet, eller starta", "/aterta/"),
        "active": ("utvärdera och avsluta", "/utvardera/"),
        "evaluated": ("eller avsluta", "/avsluta/"),
    }
    assert [word for word in ways[state] if word not in body] == []


def test_a_decision_is_withdrawn_without_beginning(world: World) -> None:
    sanction = decided(world)
    measure = planned(world, sanction)
    judge_again(world)
    url = reverse("sanctions:withdraw", args=[sanction.pk])
    client = browser(world.by.coordination)
    assert client.post(url, {"ended_on": TODAY.isoformat()}).status_code == 422
    ahead = (TODAY + timedelta(days=1)).isoformat()
    assert client.post(url, {"ended_on": ahead, "end_note": "Fel grupp"}).status_code == 422
    assert client.post(url, {"ended_on": TODAY.isoformat(), "end_note": "Fel grupp"}).status_code == 302
    with act_as(world.by.coordination) as by:
        now = Sanction.objects.get()
        assert (now.state, now.end_note) == (SanctionState.WITHDRAWN, "Fel grupp")
        assert marks_of([world.group]) == {}
        assert "Fel grupp" in [event.note for event in timeline(world.group)]
        with pytest.raises(NotNow):
            actions.start(now, by=by)
    assert said(world, "coordination") == []
    assert [text for text in said(world, "police") if "avsluta åtgärden" in text]
    assert "Fel grupp" in page(world, "police", sanction)
    assert measure.pk
    assert proposed(world, trigger(world, "Grupp Norra B")[1], "skäl").state == SanctionState.PROPOSED


def test_what_has_begun_is_not_withdrawn(world: World) -> None:
    sanction = active(world)
    with act_as(world.by.coordination) as by, pytest.raises(NotNow):
        actions.withdraw(sanction, by=by, ended_on=TODAY, end_note="Fel")


def test_the_brief_says_what_waits_what_has_not_begun_and_what_is_judged_otherwise(world: World) -> None:
    def warnings() -> str:
        with context.enter_context(context.for_agencies(world.coordination, world.police)):
            return " | ".join(warning for row in documents._focus() for warning in row.warnings)

    decided(world, confirm=("probation",))
    assert "beslutet väntar på: polis" in warnings()
    confirmed(world, "police")
    assert warnings() == "beslutat men inte påbörjat"
    judge_again(world)
    assert "händelsen bakom bedöms nu på ett annat sätt" in warnings()
    with act_as(world.by.coordination) as by:
        actions.withdraw(Sanction.objects.get(), by=by, ended_on=TODAY, end_note="Fel")
    assert warnings() == ""


def test_min_dag_costs_the_same_for_one_decision_and_for_many(world: World) -> None:
    costs = []
    for number in (9, 10):
        for _n in range(number):
            decided(world, trigger(world, f"Grupp {number} {_n}")[1], confirm=(), motive="Fler behövs")
        for who in ("coordination", "police"):
            client = browser(getattr(world.by, who))
            client.get("/")
            with CaptureQueriesContext(connection) as found:
                client.get("/")
            costs.append(len(found))
    assert costs[:2] == costs[2:]
