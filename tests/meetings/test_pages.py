"""Pages of meetings and papers: real columns, what is next, constant numbers of queries, one press for a paper."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Dossier
from gvi.access.policy import Role
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry, Outcome
from gvi.documents.models import COMBINED, Copy, Document
from gvi.jobs import queue
from gvi.jobs.models import Job, JobFailure, JobState
from gvi.meetings import actions
from gvi.meetings.models import AgendaItem, Meeting, MeetingState
from tests import factories as make
from tests.finding import find
from tests.meetings.scene import TODAY, scene, when
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return scene()


@pytest.fixture
def coordinator(here):
    return browser(here.coordinator)


def text(response):
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", response.content.decode())


def key_on(page):
    return find(r'name="key" value="([0-9a-f-]{36})"', page)[1]


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def copies_of(here, document):
    with act_as(here.coordinator):
        return list(Copy.objects.filter(document=document).order_by("number"))


def render_all(here, document):
    for copy in copies_of(here, document):
        queue.perform(Job.objects.get(target=copy.pk).pk)


def test_the_list_says_when_who_what_is_open_and_what_is_next(here, coordinator):
    page = text(coordinator.get("/moten/"))
    for said in (
        "Arbetsgrupp",
        "Kommunhuset, rum 4",
        "Polisen",
        "Socialtjänsten",
        "inte utskrivet",
        "Skriv ut underlag",
    ):
        assert said in page, said


def test_one_press_on_the_list_prints_and_a_second_one_leads_to_the_same_paper(here, coordinator):
    key = key_on(text(coordinator.get("/moten/")))
    url = f"/moten/{here.meeting.pk}/underlag/"
    answers = [coordinator.post(url, {"key": key}) for _press in range(2)]
    with act_as(here.coordinator):
        document = Document.objects.get()
    assert [(a.status_code, a["Location"]) for a in answers][1] == (302, f"/handlingar/{document.pk}/")
    assert answers[0].status_code == 302


def test_the_number_of_queries_does_not_grow_with_the_rows(here, coordinator):
    before = {url: queries(coordinator, url) for url in ("/moten/", "/handlingar/")}
    for day in range(10, 20):
        with act_as(here.coordinator):
            meeting = actions.call_meeting(by=here.coordinator, agencies=[here.police, here.social], **when(day))
            actions.add_item(meeting, by=here.coordinator, kind="decision", text="?", options="Ja / Nej")
            actions.print_brief(meeting, by=here.coordinator)
    assert queries(coordinator, "/moten/") - before["/moten/"] <= 0
    assert queries(coordinator, "/handlingar/") - before["/handlingar/"] <= 2  # there was nothing to ask about


def test_a_meeting_is_called_by_its_form(here, coordinator):
    page = text(coordinator.get("/moten/nytt/"))
    facts = {
        "kind": "steering",
        "date": "2031-03-04",
        "starts_at": "09:00",
        "ends_at": "10:00",
        "venue": "Stadshuset",
        "agencies": [here.police.pk],
    }
    answer = coordinator.post("/moten/nytt/", facts | {"key": key_on(page)})
    with act_as(here.coordinator):
        meeting = Meeting.objects.get(venue="Stadshuset")
    assert (answer.status_code, answer["Location"]) == (302, f"/moten/{meeting.pk}/")
    assert "Styrgrupp" in text(coordinator.get(answer["Location"]))


def test_a_wrong_form_keeps_what_was_typed(here, coordinator):
    facts = {"kind": "steering", "date": "2031-03-04", "starts_at": "10:00", "ends_at": "09:00", "venue": "Stadshuset"}
    answer = coordinator.post("/moten/nytt/", facts)
    assert answer.status_code == 422
    assert "Stadshuset" in answer.content.decode()
    assert "Mötet måste sluta efter att det börjar." in answer.content.decode()


def test_who_comes_is_said_line_by_line(here, coordinator):
    url = f"/moten/{here.meeting.pk}/deltar/"
    page = text(coordinator.get(url))
    version = find(r'name="version" value="(\d+)"', page)[1]
    facts = {f"names_{here.police.pk}": "Lo\nSam\n", f"comes_{here.police.pk}": "on", "version": version}
    assert coordinator.post(url, facts).status_code == 302
    page = text(coordinator.get(f"/moten/{here.meeting.pk}/"))
    assert "Lo, Sam" in page
    assert "3 numrerade exemplar skapas." in page


def test_an_agency_adds_an_item_and_somebody_settles_it(here, coordinator):
    police = browser(make.user(here.police, Role.POLICE_COORDINATOR))
    url = f"/moten/{here.meeting.pk}/punkt/"
    page = text(police.get(url))
    assert "for_all" not in page
    answer = police.post(url, {"kind": "decision", "text": "Ny lägesbild?", "options": "Ja / Nej", "key": key_on(page)})
    assert (answer.status_code, answer["Location"]) == (302, f"/moten/{here.meeting.pk}/")
    with act_as(here.coordinator):
        item = AgendaItem.objects.get(text="Ny lägesbild?")
    answer = coordinator.post(
        f"/moten/punkter/{item.pk}/utfall/", {"outcome": "Ja, till mars", "version": item.version}
    )
    assert answer.status_code == 302
    assert "Ja, till mars" in text(coordinator.get(f"/moten/{here.meeting.pk}/"))


def test_the_meeting_is_said_to_be_held_on_its_day(here, coordinator):
    with act_as(here.coordinator):
        actions.change(here.meeting, by=here.coordinator, **when() | {"date": TODAY})
    assert coordinator.post(f"/moten/{here.meeting.pk}/hallet/", {}).status_code == 302
    with act_as(here.coordinator):
        assert Meeting.objects.get().state == MeetingState.HELD


def test_the_paper_shows_how_far_it_has_come_without_and_with_javascript(here, coordinator):
    document = here.print()
    page = text(coordinator.get(f"/handlingar/{document.pk}/"))
    assert "0 av 3 klara" in page
    assert page.count("Köad") == 3
    assert f'href="/handlingar/{document.pk}/"' in page
    first = copies_of(here, document)[1]
    queue.perform(Job.objects.get(target=first.pk).pk)
    Job.objects.filter(target=copies_of(here, document)[2].pk).update(state=JobState.RUNNING)
    part = text(coordinator.get(f"/handlingar/{document.pk}/lage/"))
    assert "<html" not in part
    assert "1 av 3 klara" in part
    assert "Skapas" in part
    render_all(here, document)
    part = text(coordinator.get(f"/handlingar/{document.pk}/lage/"))
    assert "hx-trigger" not in part
    assert part.count("Ladda ner") == 3
    assert "Alla exemplar i en fil" in part


def test_fetching_a_copy_is_logged_as_a_reading_and_looking_at_the_register_is_not(here, coordinator):
    document = here.print()
    render_all(here, document)
    copy = copies_of(here, document)[1]

    def readings():
        with act_as(here.coordinator):
            return [
                (e.verb, e.rows) for e in LogEntry.objects.filter(outcome=Outcome.SEEN, verb__startswith="documents:")
            ]

    coordinator.get("/handlingar/"), coordinator.get(f"/handlingar/{document.pk}/")
    assert readings() == []
    answer = coordinator.get(f"/handlingar/exemplar/{copy.pk}/pdf/")
    assert readings() == [("documents:copy", {"documents.Copy": [str(copy.pk)]})]
    assert answer.content == bytes(copy.pdf)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="samordningen-{document.number}-1.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")


def test_a_copy_that_is_not_ready_is_not_there(here, coordinator):
    copy = copies_of(here, here.print())[1]
    assert coordinator.get(f"/handlingar/exemplar/{copy.pk}/pdf/").status_code == 404


def test_another_partnership_finds_neither_meeting_nor_paper(here):
    stranger = browser(make.user(make.agency(make.partnership(), "coordination"), Role.COORDINATOR))
    document = here.print()
    copy = copies_of(here, document)[1]
    for url in (f"/moten/{here.meeting.pk}/", f"/handlingar/{document.pk}/", f"/handlingar/exemplar/{copy.pk}/pdf/"):
        assert stranger.get(url).status_code == 404


def test_a_copy_that_failed_says_why_and_may_be_tried_again(here, coordinator):
    document = here.print()
    render_all(here, document)
    copy = copies_of(here, document)[COMBINED]
    with act_as(here.coordinator), connection.cursor() as cursor:
        cursor.execute("update documents_copy set ready_at = null where id = %s", [copy.pk])
    Job.objects.filter(target=copy.pk).update(state=JobState.FAILED, failure=JobFailure.MISSING)
    page = text(coordinator.get(f"/handlingar/{document.pk}/"))
    assert "make doctor" in page
    url = f"/handlingar/exemplar/{copy.pk}/igen/"
    assert url in page
    assert coordinator.post(url, {}).status_code == 302
    assert Job.objects.get(target=copy.pk).state == JobState.WAITING


def test_a_reader_may_look_and_not_press(here):
    reader = browser(make.user(here.police, Role.MANAGER))
    page = text(reader.get(f"/moten/{here.meeting.pk}/"))
    assert "Skriv ut underlag" not in page
    assert "Lägg till på dagordningen" not in page
    assert reader.post(f"/moten/{here.meeting.pk}/underlag/", {}).status_code == 403
    assert reader.get("/moten/nytt/").status_code == 403


def test_an_item_that_holds_a_name_from_the_own_files_is_warned_of_once(here):
    make.put(Dossier, here.police, given_name="Kanarina", family_name="Ovanlig")
    police = browser(make.user(here.police, Role.POLICE_COORDINATOR))
    url = f"/moten/{here.meeting.pk}/punkt/"
    facts = {"kind": "decision", "text": "Samtal med Kanarina Ovanlig?", "options": "Ja / Nej"}
    answer = police.post(url, facts)
    assert answer.status_code == 422
    assert "Samtal med Kanarina Ovanlig?" in answer.content.decode()
    assert police.post(url, facts | {"anyway": "on"}).status_code == 302
