"""An agency outside the core is invited to one focus: it sees that, plans its own measures there, and nothing else."""

import importlib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import Attribution, Group, Incident, PersonCode
from gvi.access import context, policy
from gvi.access.policy import Kind, Role, levers, rights_of, roles_of
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry
from gvi.acts.requires import NotNow
from gvi.meetings import documents
from gvi.partnerships.models import PartnershipGrant
from gvi.portal.todo.items import todo_items
from sanctions import actions
from sanctions.models import DecisionPart, FocusParticipation, Measure, MeasureState, Sanction, SanctionDecision
from sanctions.participation import actions as participation
from sanctions.queries import levers_to_record
from tests import factories as make
from tests.run_time_role import as_operator
from tests.sanctions.conftest import TODAY, active, decided, proposed, table, trigger
from tests.signed_in import browser
from tests.walls.connections import behind_the_wall, column, execute

World = SimpleNamespace
LIST = reverse("sanctions:participations")
OUTER = {"prosecutor": Kind.PROSECUTOR, "enforcement": Kind.ENFORCEMENT}
HIDDEN = "Grupp Söder"


@pytest.fixture
def invited(world: World) -> World:
    """A focus under way; two agencies outside the core, with somebody who answers for it in each."""
    for name, kind in OUTER.items():
        agency = make.agency(world.place, kind, name.capitalize())
        setattr(world, name, agency)
        setattr(world.by, name, make.user(agency, Role.FOCUS_CONTACT))
    world.sanction = active(world)
    return world


def invite(world: World, who: str = "prosecutor", *, by: str = "coordination", **facts: Any) -> FocusParticipation:
    given = {"request": "Åtala först", "message": "Skjutningarna ska upphöra"} | facts
    with act_as(getattr(world.by, by)) as inviter:
        sanction = facts.pop("sanction", world.sanction)
        given.pop("sanction", None)
        return participation.invite_agency(sanction, by=inviter, receiver=getattr(world, who), **given)


def plan(world: World, who: str = "prosecutor", sanction: Sanction | None = None) -> Measure:
    with act_as(getattr(world.by, who)) as by:
        lever = next(iter(levers(by.agency.kind)))
        sanction = Sanction.objects.get(pk=(sanction or world.sanction).pk)
        facts = {"starts_on": TODAY, "due_on": TODAY + timedelta(days=7)}
        return actions.plan_measure(sanction, by=by, lever=lever, responsible="Kammaren", **facts)


def seen(world: World, who: str) -> set[Any]:
    """Every row of sanctions that both walls show, and that they agree on."""
    models = (Sanction, SanctionDecision, DecisionPart, FocusParticipation, Measure)
    with act_as(getattr(world.by, who)):
        shown = {row.pk for model in models for row in model.objects.all()}
        with behind_the_wall():
            found = {pk for model in models for pk in column(f"SELECT id FROM {model._meta.db_table}")}
    assert shown == found
    return shown


def answers(client: Client, row: Any) -> int:
    return client.get(row.get_absolute_url()).status_code


def said(world: World, who: str) -> list[str]:
    with act_as(getattr(world.by, who)) as by:
        return [item.text for item in todo_items(by)]


# --- what is seen


def test_an_agency_outside_the_core_sees_the_focus_that_it_is_invited_to_and_no_other(invited: World) -> None:
    other, claim = trigger(invited, HIDDEN)
    decided(invited, claim)
    assert seen(invited, "prosecutor") == set()
    made = invite(invited)
    assert seen(invited, "prosecutor") == {invited.sanction.pk, made.pk}
    assert seen(invited, "enforcement") == set()
    with act_as(invited.by.prosecutor):
        assert str(Sanction.objects.get()) == str(invited.group)
        for model in (Group, Incident, Attribution, PersonCode):
            assert not model.objects.exists()
    assert other.name not in browser(invited.by.prosecutor).get(LIST).content.decode()


def test_the_invited_see_no_measures_of_others_and_the_core_sees_theirs(invited: World) -> None:
    invite(invited), invite(invited, "enforcement")
    theirs, mine = plan(invited, "enforcement"), plan(invited)
    plan(invited, "police")
    with act_as(invited.by.prosecutor):
        assert list(Measure.objects.all()) == [mine]
    for core in ("coordination", "police", "probation", "social"):
        with act_as(getattr(invited.by, core)):
            assert {mine, theirs} < set(Measure.objects.all())


def test_the_pages_of_the_invited_are_the_same_whatever_else_happens_in_the_partnership(invited: World) -> None:
    made = invite(invited)
    client = browser(invited.by.prosecutor)
    urls = ("/", LIST, made.get_absolute_url())
    before = {url: client.get(url).content.decode() for url in urls}
    invite(invited, "enforcement")
    plan(invited, "enforcement"), plan(invited, "police")
    decided(invited, trigger(invited, HIDDEN)[1])
    make.put(Incident, invited.police, reach=policy.Reach.CORE, happened_on=TODAY, area=HIDDEN, kind="shooting")
    for url, body in before.items():
        assert _plain(client.get(url).content.decode()) == _plain(body)


def _plain(body: str) -> str:
    lines = body.splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower() and "session-left" not in line)


def test_the_contact_person_opens_nothing_but_my_day_the_invitations_and_the_own_measures(invited: World) -> None:
    made, client = invite(invited), browser(invited.by.prosecutor)
    measure = plan(invited)
    for url in ("/", LIST, made.get_absolute_url(), reverse("sanctions:report", args=[measure.pk])):
        answer = client.get(url)
        assert answer.status_code == 200
        assert "Grupp Norra" in answer.content.decode() or url == "/"
    for name in ("groups:groups", "groups:incidents", "sanctions:sanctions", "meetings:meetings", "callins:callins"):
        assert client.get(reverse(name)).status_code == 403
    assert answers(client, invited.sanction) == 403
    allowed = rights_of(Role.FOCUS_CONTACT) - rights_of(Role.LOG_REVIEWER)
    assert {right.value.split(".")[0] for right in allowed} == {"sanctions"}


def test_a_manager_of_an_invited_agency_reads_no_page_of_the_focus(invited: World) -> None:
    invite(invited)
    client = browser(make.user(invited.prosecutor, Role.MANAGER))
    assert answers(client, invited.sanction) == 404
    assert "Grupp Norra" not in client.get(reverse("sanctions:sanctions")).content.decode()
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("kind", policy.INVITED_KINDS)
def test_each_kind_that_can_be_invited_has_levers_and_a_contact_person_and_stands_outside_the_core(kind: Kind) -> None:
    assert levers(kind)
    assert Role.FOCUS_CONTACT in roles_of(kind)
    assert policy.AGENCY_PROFILES[kind].needed_reach == policy.Reach.ALL


def test_nobody_in_the_core_is_a_contact_person_and_care_is_no_lever() -> None:
    core = [kind for kind, profile in policy.AGENCY_PROFILES.items() if profile.needed_reach == policy.Reach.CORE]
    assert not any(Role.FOCUS_CONTACT in roles_of(kind) for kind in core)
    assert set(levers(Kind.REGION)) == {"public_transport"}
    assert not levers(Kind.SOCIAL_SERVICES)


# --- who invites whom


def test_coordination_and_the_police_invite_and_nobody_else(invited: World) -> None:
    assert invite(invited, by="coordination").owner == invited.coordination
    assert invite(invited, "enforcement", by="police").owner == invited.police
    for who in ("probation", "social"):
        with pytest.raises(PermissionDenied):
            invite(invited, by=who)


def test_an_invited_agency_invites_nobody_not_even_past_the_acts(invited: World) -> None:
    made = invite(invited)
    with act_as(invited.by.prosecutor) as by, pytest.raises(PermissionDenied):
        participation.invite_agency(invited.sanction, by=by, receiver=invited.enforcement, request="Kom med")
    passed_on = {
        "sanction": Sanction(pk=invited.sanction.pk), "receiver": invited.enforcement, "group_name": "G",
        "readable_until": timezone.now() + timedelta(days=9), "invited_on": TODAY, "request": "Kom med",
    }  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        make.put(FocusParticipation, invited.prosecutor, reach=policy.Reach.CORE, **passed_on)
    assert seen(invited, "enforcement") == set()
    assert made.pk in seen(invited, "prosecutor")


def test_only_agencies_outside_the_core_that_log_in_and_have_levers_are_invited_and_each_once(invited: World) -> None:
    invite(invited)
    deaf = make.agency(invited.place, Kind.TAX, "Skatteverket", logs_in=False)
    club = make.agency(invited.place, Kind.COMMUNITY, "Föreningen")
    elsewhere = make.agency(make.partnership(), Kind.PROSECUTOR)
    for agency in (invited.prosecutor, invited.probation, deaf, club, elsewhere):
        invited.somebody = agency
        with pytest.raises(ValidationError):
            invite(invited, "somebody")
    with pytest.raises(ValidationError):
        invite(invited, by="police")  # coordination has invited it already
    with act_as(invited.by.coordination):
        assert "Skatteverket" in levers_to_record(), "the coordinator records for whoever does not log in, as before"


def test_what_is_asked_is_a_lever_of_the_agency(invited: World) -> None:
    with pytest.raises(ValidationError):
        invite(invited, asked=["seizure"])
    assert invite(invited, asked=["priority_prosecution"]).asked_labels == [policy.lever("priority_prosecution")]


def test_an_agency_is_invited_while_the_focus_is_decided_or_under_way(invited: World) -> None:
    waiting = proposed(invited, trigger(invited, HIDDEN)[1], "Fick budskapet på annat sätt")
    with pytest.raises(NotNow):
        invite(invited, sanction=waiting)


def test_the_form_offers_the_levers_of_those_who_can_be_invited_and_warns_before_it_saves(invited: World) -> None:
    url = reverse("sanctions:invite_agency", args=[invited.sanction.pk])
    client = browser(invited.by.coordination)
    body = client.get(url).content.decode()
    assert str(policy.lever("seizure")) in body
    assert str(policy.lever("close_watch")) not in body
    answer = client.post(url, {"receiver": invited.enforcement.pk, "asked": ["seizure"], "request": "Utmät bilar"})
    assert (answer.status_code, answer["Location"]) == (302, invited.sanction.get_absolute_url())
    page = client.get(invited.sanction.get_absolute_url()).content.decode()
    assert "Enforcement" in page
    assert "Utmät bilar" in page


# --- what the invited do


def test_the_invited_plan_report_and_close_measures_of_their_own_on_their_pages(invited: World) -> None:
    made, client = invite(invited), browser(invited.by.prosecutor)
    url = reverse("sanctions:plan_measure", args=[invited.sanction.pk])
    assert url in client.get(made.get_absolute_url()).content.decode()
    typed = {"lever": "priority_prosecution", "responsible": "Kammaren", "starts_on": TODAY, "due_on": TODAY}
    answer = client.post(url, typed)
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    with act_as(invited.by.prosecutor):
        measure = Measure.objects.get()
    assert (measure.owner, measure.sanction_id) == (invited.prosecutor, invited.sanction.pk)
    report = reverse("sanctions:report", args=[measure.pk])
    assert client.post(reverse("sanctions:nothing_new", args=[measure.pk]))["Location"] == LIST
    answer = client.post(report, {"status": MeasureState.DONE, "count": 3, "unit": "åtal", "version": 2})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    with act_as(invited.by.prosecutor):
        assert Measure.objects.get().state == MeasureState.DONE


def test_the_invited_plan_no_levers_of_others_and_report_no_measures_of_others(invited: World) -> None:
    invite(invited), invite(invited, "enforcement")
    theirs = plan(invited, "enforcement")
    facts = {"lever": "seizure", "responsible": "K", "starts_on": TODAY, "due_on": TODAY}
    with act_as(invited.by.prosecutor) as by:
        with pytest.raises(ValidationError):
            actions.plan_measure(invited.sanction, by=by, **facts)
        with pytest.raises(ObjectDoesNotExist):
            actions.nothing_new(theirs, by=by)
        with pytest.raises(PermissionDenied):
            actions.evaluate(invited.sanction, by=by, evaluation="Klart")


def test_the_invited_do_not_lead_the_focus_even_where_they_hold_a_grant(invited: World) -> None:
    invite(invited)
    grant = PartnershipGrant.objects.filter(permission__codename="write_sanction")[0]
    with as_operator():
        PartnershipGrant.objects.create(
            group=invited.prosecutor, permission=grant.permission, content_object=invited.place
        )
    with act_as(invited.by.prosecutor) as by:
        assert not by.may_write(Sanction.objects.get())


def test_an_agency_answers_that_it_has_no_measure_once_and_for_itself(invited: World) -> None:
    made = invite(invited)
    with act_as(invited.by.prosecutor) as by:
        participation.decline(made, by=by, decline_reason="Inga ärenden hos oss")
        with pytest.raises(NotNow):
            participation.decline(FocusParticipation.objects.get(), by=by, decline_reason="Igen")
    page = browser(invited.by.coordination).get(invited.sanction.get_absolute_url()).content.decode()
    assert "Inga ärenden hos oss" in page
    plan(invited)
    page = browser(invited.by.coordination).get(invited.sanction.get_absolute_url()).content.decode()
    assert "Inga ärenden hos oss" not in page, "it has planned one all the same"


def test_who_has_planned_a_measure_has_answered(invited: World) -> None:
    made = invite(invited)
    plan(invited)
    with act_as(invited.by.prosecutor) as by, pytest.raises(NotNow):
        participation.decline(made, by=by, decline_reason="Ingen")


@pytest.mark.parametrize(
    "change",
    [
        "readable_until = readable_until + interval '1 year'",
        "request = 'Annat'",
        "group_name = 'Annan'",
        "invited_on = invited_on - 1",
        "ended_on = current_date",
    ],
)
def test_the_receiver_changes_its_answer_and_nothing_else_in_the_database(invited: World, change: str) -> None:
    made = invite(invited)
    with act_as(invited.by.prosecutor):
        answer = "UPDATE sanctions_focusparticipation SET decline_reason = 'x' WHERE id = %s"
        assert execute(answer, [made.pk]) == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            execute(f"UPDATE sanctions_focusparticipation SET {change} WHERE id = %s", [made.pk])


@pytest.mark.parametrize("change", ["request = 'Annat'", "decline_reason = 'Nej'", "receiver_id = owner_id"])
def test_who_asks_changes_neither_what_was_told_nor_the_answer(invited: World, change: str) -> None:
    made = invite(invited)
    with act_as(invited.by.coordination), pytest.raises(DatabaseError), transaction.atomic():
        execute(f"UPDATE sanctions_focusparticipation SET {change} WHERE id = %s", [made.pk])


# --- how it ends


def test_an_ended_participation_is_seen_no_longer_by_the_agency_and_stays_in_the_history(invited: World) -> None:
    made = invite(invited)
    with act_as(invited.by.coordination) as by:
        participation.end_participation(made, by=by)
        with pytest.raises(NotNow):
            participation.end_participation(FocusParticipation.objects.get(), by=by)
    assert seen(invited, "prosecutor") == set()
    assert made.pk in seen(invited, "police")
    assert answers(browser(invited.by.prosecutor), made) == 404


def test_what_has_ended_does_not_begin_again(invited: World) -> None:
    made = invite(invited)
    with act_as(invited.by.coordination) as by:
        participation.end_participation(made, by=by)
        for change in ("ended_on = NULL", "readable_until = readable_until + interval '1 day'"):
            with pytest.raises(DatabaseError), transaction.atomic():
                execute(f"UPDATE sanctions_focusparticipation SET {change} WHERE id = %s", [made.pk])
    assert invite(invited).pk != made.pk, "it is invited anew"


def test_who_has_an_open_measure_sees_on_for_two_weeks_to_report_it_and_plans_no_new_one(invited: World) -> None:
    made, measure = invite(invited), plan(invited)
    with act_as(invited.by.coordination) as by:
        participation.end_participation(made, by=by)
    with act_as(invited.by.prosecutor) as by:
        actions.report(measure, by=by, status=MeasureState.DONE, count=1, unit="åtal")
    with pytest.raises(NotNow):
        plan(invited)
    with act_as(invited.by.coordination):
        left = FocusParticipation.objects.get().readable_until - timezone.now()
        assert timedelta(days=13) < left < timedelta(days=15)
        assert Measure.objects.get().state == MeasureState.DONE


def test_an_own_measure_stays_its_owners_and_the_core_sees_it_after_the_end(invited: World) -> None:
    made, measure = invite(invited), plan(invited)
    with act_as(invited.by.prosecutor) as by:
        actions.report(measure, by=by, status=MeasureState.DONE, count=1, unit="åtal")
    with act_as(invited.by.coordination) as by:
        participation.end_participation(made, by=by)
    assert seen(invited, "prosecutor") == {measure.pk}
    assert measure.pk in seen(invited, "probation")
    client = browser(invited.by.prosecutor)
    assert client.get(LIST).status_code == client.get("/").status_code == 200
    assert client.get(reverse("sanctions:report", args=[measure.pk])).status_code == 404


@pytest.mark.parametrize("who", ["coordination", "police"])
def test_the_end_of_the_focus_ends_every_participation_whoever_invited(invited: World, who: str) -> None:
    invite(invited, by=who)
    with act_as(invited.by.coordination) as by:
        actions.evaluate(invited.sanction, by=by, evaluation="Lugnt")
        actions.end(Sanction.objects.get(), by=by, ended_on=TODAY, end_reason="effect")
        assert FocusParticipation.objects.get().ended_on == TODAY
    assert seen(invited, "prosecutor") == set()


def test_a_withdrawn_decision_ends_every_participation(invited: World) -> None:
    sanction = decided(invited, trigger(invited, HIDDEN)[1])
    invite(invited, sanction=sanction)
    with act_as(invited.by.coordination) as by:
        actions.withdraw(sanction, by=by, ended_on=TODAY, end_note="Fel grupp")
    assert seen(invited, "prosecutor") == set()


def test_the_police_end_their_own_invitations_and_coordination_ends_anybodys(invited: World) -> None:
    mine, theirs = invite(invited, by="police"), invite(invited, "enforcement")
    with act_as(invited.by.police) as by:
        with pytest.raises(PermissionDenied):
            participation.end_participation(theirs, by=by)
        participation.end_participation(mine, by=by)
    with act_as(invited.by.coordination) as by:
        participation.end_participation(theirs, by=by)


def test_an_invitation_follows_the_review_and_runs_out_by_itself_when_nobody_extends(invited: World) -> None:
    made = invite(invited)
    review = invited.sanction.review_on
    assert timezone.localdate(made.readable_until) == review + policy.TO_REPORT
    with act_as(invited.by.coordination) as by:
        facts = {"participants": table(invited), "reason": "Mer", "review_reason": "Helger"}
        later = TODAY + timedelta(days=40)
        actions.extend(Sanction.objects.get(), by=by, decided_on=TODAY, review_on=later, **facts)
        assert timezone.localdate(FocusParticipation.objects.get().readable_until) == later + policy.TO_REPORT
    past = timezone.now() - timedelta(minutes=1)
    with act_as(invited.by.coordination):
        execute("UPDATE sanctions_focusparticipation SET readable_until = %s", [past])
    assert seen(invited, "prosecutor") == set()


def test_an_agency_abroad_sees_nothing_of_an_invitation(invited: World) -> None:
    invite(invited)
    abroad = make.user(make.agency(make.partnership(), Kind.PROSECUTOR), Role.FOCUS_CONTACT)
    with act_as(abroad):
        assert not FocusParticipation.objects.exists()
        assert not Sanction.objects.exists()


def test_two_agencies_together_are_not_invited(invited: World) -> None:
    invite(invited)
    with context.enter_context(context.for_agencies(invited.prosecutor, invited.enforcement)):
        assert not Sanction.objects.exists()


# --- who is told


def test_the_invited_are_asked_on_min_dag_until_they_answer(invited: World) -> None:
    assert said(invited, "prosecutor") == []
    made = invite(invited)
    (line,) = said(invited, "prosecutor")
    assert "Grupp Norra" in line
    with act_as(invited.by.prosecutor) as by:
        (item,) = todo_items(by)
        assert item.url == made.get_absolute_url()
        assert not item.late
    plan(invited)
    (line,) = said(invited, "prosecutor")
    assert policy.lever("priority_prosecution").capitalize() in line, "now it is the measure that is asked about"


@pytest.mark.parametrize(("days", "told"), [(3, False), (4, True)])
def test_who_invited_is_told_when_there_is_no_answer_in_time(invited: World, days: int, told: bool) -> None:
    invite(invited, by="police")
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        for who in ("police", "coordination"):
            about = [line for line in said(invited, who) if "Prosecutor" in line]
            assert bool(about) is (told and who == "police")


def test_a_measure_of_an_invited_agency_stands_in_the_brief_and_in_the_log(invited: World) -> None:
    invite(invited)
    measure = plan(invited)
    with act_as(invited.by.prosecutor) as by:
        actions.report(measure, by=by, status=MeasureState.DONE, count=7, unit="åtal")
        assert {entry.verb for entry in LogEntry.objects.all()} >= {"sanctions.plan_measure", "sanctions.report"}
    with act_as(invited.by.coordination):
        assert {entry.verb for entry in LogEntry.objects.all()} >= {"sanctions.invite_agency"}
        (row,) = documents._focus()
        assert "7 åtal" in row.counts


# --- what a filled database gets


def test_coordination_that_is_set_up_already_gets_the_grant_and_nobody_else(invited: World) -> None:
    migration = importlib.import_module("gvi.partnerships.migrations.0006_focus_contact_and_grant")
    with as_operator():
        held = PartnershipGrant.objects.filter(permission__codename="write_focusparticipation")
        held.delete()
        migration.grant(apps, None)
        migration.grant(apps, None)
        assert [grant.group_id for grant in held.filter(content_object=invited.place)] == [invited.coordination.pk]
