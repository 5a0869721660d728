"""Min dag, the profile and the log."""

from datetime import time, timedelta

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from callins import actions as callins
from callins.models import CallIn, CallInState
from groups.actions import edit_group
from groups.models import Dossier, Group, Membership, MembershipRole, PersonCode
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from gvi.acts.act import REGISTRY
from gvi.acts.log import write_refusal
from gvi.acts.models import LogEntry
from gvi.meetings import actions as meetings
from gvi.pages.forms import ActForm
from gvi.partnerships.models import Milestone
from gvi.portal.log import labels
from gvi.portal.todo.items import todo_items
from tests import factories as make
from tests.walls.routes import MATRIX

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.partnership()


@pytest.fixture
def police(place):
    return make.user(make.agency(place, Kind.POLICE, "Polisen"))


@pytest.fixture
def coordinator(place):
    return make.user(make.agency(place, Kind.COORDINATION, "Kommunen"))


def day(days: int):
    return timezone.localdate() + timedelta(days=days)


def said(by) -> list[str]:
    with act_as(by):
        return [duty.text for duty in todo_items(by)]


def put_callin(by, police, *, days: int):
    group = make.put(Group, police.agency, reach=Reach.CORE, name="Norra")
    code = make.put(PersonCode, police.agency, reach=Reach.CORE, code="Lönn 27", group=group)
    with act_as(by):
        callin = callins.plan(
            by=by, date=day(days), starts_at=time(18), ends_at=time(19), venue="Biblioteket", groups=[group]
        )
    return callin, code


def test_a_day_without_duties_says_so(coordinator, client, settings):
    assert said(coordinator) == []


def test_a_coming_callin_asks_for_people_and_then_for_escorts(coordinator, police):
    callin, code = put_callin(coordinator, police, days=5)
    assert said(coordinator) == ["Ingen är inbjuden till call-in"]
    with act_as(coordinator):
        callins.invite(callin, by=coordinator, person_codes=[code])
    assert said(coordinator) == ["1 inbjuden till call-in saknar följeslagare"]


def test_a_callin_far_away_asks_for_nothing_yet(coordinator, police):
    put_callin(coordinator, police, days=40)
    assert said(coordinator) == []


def test_a_callin_whose_day_has_passed_is_late(coordinator, police):
    put_callin(coordinator, police, days=-2)
    assert said(coordinator) == ["Dagen för call-in har passerat, men den står som planerad"]


def test_an_evening_under_way_comes_first_for_all_who_register(coordinator, police):
    callin, code = put_callin(coordinator, police, days=0)
    with act_as(coordinator):
        callins.invite(callin, by=coordinator, person_codes=[code])
        callins.open_evening(callin, by=coordinator)
    assert said(coordinator)[0] == said(police)[0] == "Kvällen pågår: Biblioteket"


def test_a_meeting_within_a_week_asks_for_its_brief_until_it_is_printed(coordinator, police):
    with act_as(coordinator):
        meeting = meetings.call_meeting(
            by=coordinator,
            kind="working",
            date=day(3),
            starts_at=time(9),
            ends_at=time(10),
            venue="Rum 4",
            agencies=[police.agency],
        )
        meetings.add_item(meeting, by=coordinator, kind="decision", text="Datum för call-in")
    assert said(coordinator) == ["Arbetsgrupp med 1 beslut att fatta"]
    with act_as(coordinator):
        meetings.print_brief(meeting, by=coordinator)
    assert said(coordinator) == []


def test_a_card_is_reviewed_by_its_owner_alone(coordinator, police):
    make.put(Group, police.agency, reach=Reach.CORE, name="Norra", review_on=day(-1))
    assert said(police) == ["Gå igenom kortet för Norra"]
    assert said(coordinator) == []


def test_memberships_that_are_due_are_counted(police):
    group = make.put(Group, police.agency, name="Norra", review_on=day(90))
    person = make.put(Dossier, police.agency, given_name="Kim")
    make.put(
        Membership,
        police.agency,
        dossier=person,
        group=group,
        role=MembershipRole.ACTIVE,
        certainty="likely",
        review_on=day(0),
    )
    assert said(police) == ["1 grupptillhörighet ska omprövas"]


def enter(client, settings, principal):
    settings.DEMO = True
    type(principal.user).objects.filter(pk=principal.user.pk).update(is_demo=True)
    client.force_login(principal.user)


def test_min_dag_asks_the_database_a_constant_number_of_times(
    client, settings, coordinator, police, django_assert_max_num_queries
):
    enter(client, settings, coordinator)
    for number in range(8):
        make.put(Group, police.agency, reach=Reach.CORE, name=f"Grupp {number}")
    client.get("/")
    with django_assert_max_num_queries(33):
        page = client.get("/").content.decode()
    assert "Grupp 7" in page


def test_min_dag_says_when_the_latest_call_in_was_and_when_a_milestone_was_reached(client, settings, coordinator):
    hours = {"starts_at": time(18), "ends_at": time(20)}
    make.put(CallIn, coordinator.agency, venue="Biblioteket", date=day(-3), state=CallInState.HELD, **hours)
    make.put(
        Milestone, coordinator.agency, reach=Reach.ALL, text="Avsikten", date=day(-400), date_in_words="förra hösten"
    )
    enter(client, settings, coordinator)
    page = client.get("/").content.decode()
    assert date_format(day(-3), "j F Y") in page
    assert "förra hösten" in page


def test_min_dag_holds_no_person(client, settings, coordinator, police):
    group = make.put(Group, police.agency, reach=Reach.CORE, name="Norra")
    make.put(PersonCode, police.agency, reach=Reach.CORE, code="Lönn 27", group=group)
    enter(client, settings, coordinator)
    assert "Lönn" not in client.get("/").content.decode()


def test_the_log_shows_the_own_agency_in_words_and_nobody_elses(client, settings, coordinator, police, place):
    group = make.put(Group, police.agency, name="Norra")
    with act_as(police):
        edit_group(group, by=police, summary="Lugnt")
    reviewer = make.user(police.agency, Role.LOG_REVIEWER)
    enter(client, settings, reviewer)
    page = client.get(reverse("portal:log")).content.decode()
    assert ">ändrade en grupps kort</td>" in page
    assert "Lugnt" not in page
    enter(client, settings, make.user(coordinator.agency, Role.LOG_REVIEWER))
    assert ">ändrade en grupps kort</td>" not in client.get(reverse("portal:log")).content.decode()


def test_the_log_names_fields_in_words_and_leaves_out_what_only_the_machine_knows(client, settings, police):
    fields = {"documents.Copy": ["pdf_sha256", "addressee"], "groups.Group": ["reach", "summary"]}
    with act_as(police):
        LogEntry.write([LogEntry(user=police.user, role=police.role, verb="groups.edit_group", fields=fields)])
    enter(client, settings, make.user(police.agency, Role.LOG_REVIEWER))
    entries = client.get(reverse("portal:log")).context["entries"]
    shown = next(shown for shown in entries if shown.entry.fields == fields)
    assert sorted(shown.fields) == [["mottagare"], ["vem som ser det", "lägesbild på en rad"]]


def test_a_refusal_stands_in_the_log_and_on_ones_own_page(client, settings, police):
    reviewer = make.user(police.agency, Role.LOG_REVIEWER)
    with act_as(reviewer):
        write_refusal(reviewer, where="groups:dossier", asked="4711")
    enter(client, settings, reviewer)
    for language, words in (("sv", "Efterfrågat id: 1"), ("en", "Id asked for: 1")):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        page = client.get(reverse("portal:log")).content.decode()
        assert f"<summary>{words}</summary><code>4711</code>" in page
    assert client.get(reverse("portal:profile")).status_code == 200


def test_no_select_shows_a_row_of_dashes_where_nothing_is_chosen(client, settings, police):
    class SomeForm(ActForm):
        kind = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("one", "one")])

    form = str(SomeForm(by=police))
    assert ("----" in form, "Välj" in form) == (False, True)
    enter(client, settings, make.user(police.agency, Role.LOG_REVIEWER))
    page = client.get(reverse("portal:log")).content.decode()
    user = page[page.index('name="user"') :].split("</select>")[0]
    assert ("-----" in page, ">Välj<" in user) == (False, True)


def test_the_log_pages_from_the_newest(client, settings, police):
    with act_as(police):
        LogEntry.write([LogEntry(user=police.user, role=police.role, verb="groups.edit_group") for _ in range(60)])
    enter(client, settings, make.user(police.agency, Role.LOG_REVIEWER))
    first = client.get(reverse("portal:log"))
    second = client.get(reverse("portal:log") + first.context["next_url"])
    shown = [entry.pk for page in (first, second) for entry in page.context["rows"]]
    assert len(shown) == len(set(shown)) == 61  # and the reviewer's sign-in


def test_every_act_has_a_name_in_the_log():
    assert {name for name, act in REGISTRY.items() if not act.log and not name.startswith("tests.")} == set()


def test_every_page_is_named_in_the_log_since_each_can_be_refused():
    assert labels.label("portal:today") == labels.labels()["portal:today"] != "portal:today"
    assert {route for route in MATRIX["routes"] if labels.label(route) == route} == set()
    assert labels.label("nothing.known") == "nothing.known"
