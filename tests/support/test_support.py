"""Requests for support: written to social services and read by nobody else; the case, its clock and its paper."""

import io
import uuid
from datetime import UTC, date, datetime, timedelta
from functools import partial

import page as page_validation
import pytest
import structlog
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation

from callins import actions as callins
from callins.models import Channel, SupportRequest
from gvi.access.policy import Kind, Reach, Right, Role, rights_of, roles_of
from gvi.access.principal import Principal, act_as
from gvi.acts.models import Change, LogEntry, Receipt
from gvi.acts.requires import NotNow
from gvi.documents.models import Copy, Document
from gvi.jobs import queue
from gvi.jobs.models import Job
from gvi.partnerships.models import Affiliation
from gvi.portal.todo.items import todo_items
from gvi.portal.todo.support import follow_ups_due
from support import actions, tasks, working_hours
from support.documents import QUESTIONS
from support.models import CaseState, CaseWorker, ContactChannel, FollowUp, Reached, SupportCase
from support.response_time import ResponseTime
from tests import factories as make
from tests.signed_in import browser
from tests.support.conftest import NOW

pytestmark = pytest.mark.django_db
CANARY = "Kanariefågel Tall"
WORDS = {
    "person_note": CANARY,
    "safe_way": "Kanarieväg efter sju",
    "language": "kanariska",
    "channel": Channel.TELEPHONE,
}


def wish(by, to, **facts):
    with act_as(by):
        callins.request_support(by=by, to=to, **(WORDS | facts))


def opened(by, **facts):
    with act_as(by):
        return actions.open_case(by=by, safe_way="Ring", channel=Channel.VISIT, **facts)


def contacted(by, at=None, **facts):
    case = opened(by, **facts)
    with act_as(by):
        actions.log_contact(
            case, by=by, happened_at=at or case.asked_at, channel=ContactChannel.TELEPHONE, reached=Reached.SELF
        )
        return SupportCase.objects.get(pk=case.pk)


# --- the wish


def test_a_wish_is_read_by_those_it_was_written_to_and_by_nobody_else(here):
    wish(here.officer, here.social)
    for by in (here.officer, here.police, here.coordinator, here.next_town):
        with act_as(by):
            assert list(SupportRequest.objects.all()) == []
            assert list(Change.objects.all()) == []
    with act_as(here.worker):
        assert [(request.person_note, request.owner, request.teller) for request in SupportRequest.objects.all()] == [
            (CANARY, here.social, here.officer.agency)
        ]


def test_the_database_too_shows_a_wish_to_no_other_than_the_one_it_was_written_to(here):
    """The writer's agency is the row's teller, and like every other agency cannot read it (domain 2.7)."""
    wish(here.officer, here.social)
    counted = {}
    for name in ("officer", "police", "coordinator", "next_town", "worker"):
        with act_as(getattr(here, name)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM callins_supportrequest")
            counted[name] = cursor.fetchone()[0]
    assert counted == {"officer": 0, "police": 0, "coordinator": 0, "next_town": 0, "worker": 1}


def test_a_wish_gives_nothing_back_and_its_receipt_knows_no_row(here):
    with act_as(here.officer):
        assert callins.request_support(by=here.officer, to=here.social, key=uuid.uuid4(), **WORDS) is None
        assert [(receipt.model, receipt.result) for receipt in Receipt.objects.all()] == [("", "")]


def test_a_wish_goes_to_an_agency_that_takes_requests_and_to_no_other(here):
    abroad = make.agency(make.partnership(), Kind.SOCIAL_SERVICES)
    for wrong in (here.police.agency, here.coordinator.agency, abroad):
        with pytest.raises(DatabaseError), transaction.atomic():
            wish(here.officer, wrong)
    with act_as(here.worker):
        assert not SupportRequest.objects.exists()


def test_the_page_says_112_first_asks_for_the_safe_way_and_gives_a_receipt_without_content(here):
    page, url = browser(here.officer), reverse("callins:request_support")
    shown = page.get(url).content.decode()
    assert shown.index("112") < shown.index('name="safe_way"')
    lacking = page.post(url, {"person_note": CANARY})
    assert (lacking.status_code, CANARY in lacking.content.decode()) == (422, True)
    sent = page.post(url, filled(here.social))
    assert (sent.status_code, sent["Location"]) == (302, reverse("callins:request_sent"))
    receipt = page.get(sent["Location"]).content.decode()
    assert [word for word in map(str, WORDS.values()) if word in receipt] == []


def filled(to, **facts):
    answers = {"children": "unknown", "acute": "unknown", "minor": "yes", "asker": "relative", "to": to.pk}
    return WORDS | answers | {"key": str(uuid.uuid4())} | facts


def test_a_second_press_is_the_same_wish(here):
    page, typed = browser(here.officer), filled(here.social)
    answers = [page.post(reverse("callins:request_support"), typed) for _press in range(2)]
    assert {answer["Location"] for answer in answers} == {reverse("callins:request_sent")}
    with act_as(here.worker):
        assert SupportRequest.objects.count() == 1


def test_the_words_of_a_wish_reach_no_page_log_queue_job_receipt_or_address_of_anybody_else(here):
    said = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(said))
    answer = browser(here.officer).post(reverse("callins:request_support"), filled(here.social))
    structlog.reset_defaults()
    told = [said.getvalue(), answer["Location"], str(dict(answer.headers))]
    told += [f"{vars(row)}" for model in (Job, Receipt) for row in model.objects.all()]
    for by in (here.officer, here.police, here.coordinator, here.next_town):
        page = browser(by)
        for route in (
            "portal:today",
            "portal:profile",
            "callins:request_support",
            "callins:request_sent",
            "callins:callins",
            "groups:people",
        ):
            told.append(page.get(reverse(route)).content.decode())
        with act_as(by):
            told += [f"{vars(entry)}" for entry in LogEntry.objects.all()]
    assert [text for text in told if "anarie" in text or "kanarisk" in text] == []


def test_the_writers_log_says_that_the_act_ran_and_not_even_which_row_it_made(here):
    wish(here.officer, here.social)
    with act_as(here.officer):
        (entry,) = LogEntry.objects.all()
        assert (entry.verb, entry.rows, entry.fields) == ("support.request", {}, {})
    with act_as(here.worker):
        offer = SupportRequest.objects.get()
        actions.take_on(offer, by=here.worker)
        assert LogEntry.objects.get(verb="support.take_on").rows["callins.SupportRequest"] == [str(offer.pk)]


@pytest.mark.parametrize("role", [Role.STEERING, Role.ANALYST, Role.MANAGER])
def test_roles_that_meet_nobody_write_no_wishes(here, role):
    with pytest.raises(PermissionDenied):
        wish(make.user(here.coordinator.agency, role), here.social)


# --- the case


def test_taking_a_request_on_makes_it_a_case_of_ones_own_and_only_once(here):
    wish(here.officer, here.social)
    with act_as(here.worker):
        offer = SupportRequest.objects.get()
        case = actions.take_on(offer, by=here.worker)
        assert (case.person_note, case.safe_way, case.asked_at, case.state) == (
            CANARY,
            WORDS["safe_way"],
            NOW,
            CaseState.NEW,
        )
        assert [grant.user for grant in CaseWorker.objects.filter(content_object=case)] == [here.worker.user]
        with pytest.raises(NotNow):
            actions.take_on(offer, by=here.colleague)


def test_attempts_count_and_the_first_that_reaches_somebody_stops_the_clock(here):
    case = opened(here.worker, asked_at=NOW - timedelta(hours=30))
    with act_as(here.worker):
        actions.log_contact(
            case,
            by=here.worker,
            happened_at=NOW - timedelta(hours=20),
            channel=ContactChannel.VISIT,
            reached=Reached.NOBODY,
        )
        still = SupportCase.objects.get(pk=case.pk)
        assert (still.state, still.first_contact_at) == (CaseState.NEW, None)
        actions.log_contact(
            case,
            by=here.worker,
            happened_at=NOW - timedelta(hours=10),
            channel=ContactChannel.TELEPHONE,
            reached=Reached.RELATIVE,
        )
        reached = SupportCase.objects.get(pk=case.pk)
        assert (reached.state, reached.first_contact_at) == (CaseState.CONTACTED, NOW - timedelta(hours=10))
        assert reached.contacts.count() == 2
        assert not ResponseTime(reached.asked_at, reached.first_contact_at).late


def test_of_contacts_written_down_in_any_order_the_earliest_counts(here):
    case = opened(here.worker, asked_at=NOW - timedelta(hours=30))
    with act_as(here.worker):
        for hours in (10, 20, 5):
            at = NOW - timedelta(hours=hours)
            actions.log_contact(
                case, by=here.worker, happened_at=at, channel=ContactChannel.TELEPHONE, reached=Reached.SELF
            )
        assert SupportCase.objects.get().first_contact_at == NOW - timedelta(hours=20)


def test_a_contact_before_the_request_is_a_slip_unless_somebody_says_so(here):
    case = opened(here.worker, asked_at=NOW - timedelta(hours=30, seconds=-40))
    log = partial(actions.log_contact, case, by=here.worker, channel=ContactChannel.VISIT, reached=Reached.SELF)
    with act_as(here.worker):
        for at in (NOW - timedelta(days=366), NOW - timedelta(hours=30, minutes=1), datetime(1, 1, 1, tzinfo=UTC)):
            with pytest.raises(ValidationError) as refused:
                log(happened_at=at)
            assert "happened_at" in refused.value.error_dict
        assert SupportCase.objects.get().first_contact_at is None
        log(happened_at=NOW - timedelta(days=30), before_request=True)
        told = SupportCase.objects.get()
        assert told.first_contact_at == NOW - timedelta(days=30)
        assert str(ResponseTime(told.asked_at, told.first_contact_at).text) in ("before the request", "före förfrågan")


def test_a_contact_in_the_minute_of_the_request_is_after_it(here):
    case = opened(here.worker, asked_at=NOW - timedelta(hours=1, seconds=-40))
    with act_as(here.worker):
        at = NOW - timedelta(hours=1)
        actions.log_contact(case, by=here.worker, happened_at=at, channel=ContactChannel.VISIT, reached=Reached.SELF)
        found = SupportCase.objects.get()
        assert "0" in str(ResponseTime(found.asked_at, found.first_contact_at).text)


def test_follow_ups_after_an_earlier_contact_count_from_the_request(here):
    case = opened(here.worker, asked_at=NOW)
    with act_as(here.worker):
        actions.log_contact(
            case, by=here.worker, happened_at=NOW - timedelta(days=400), channel=ContactChannel.VISIT,
            reached=Reached.SELF, before_request=True,
        )  # fmt: skip
    with time_machine.travel(NOW + timedelta(days=28), tick=False):
        plan(here)
    with act_as(here.worker):
        assert [follow_up.days for follow_up in FollowUp.objects.all()] == [30]


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "0026-03-04T12:00", "2025-03-04T12:00", "2026-03-29T02:30"])
def test_a_slip_of_the_year_comes_back_with_a_sentence(here, typed):
    case = opened(here.worker)
    facts = {"version": case.version, "reached": "self", "channel": "visit", "happened_at": typed}
    answer = browser(here.worker).post(reverse("support:log_contact", args=[case.pk]), facts)
    assert (answer.status_code, typed in answer.content.decode()) == (422, True)
    assert browser(here.worker).get(case.get_absolute_url()).status_code == 200


def test_a_case_ends_with_a_code_and_can_be_taken_up_again(here):
    case = contacted(here.worker)
    with act_as(here.worker):
        with pytest.raises(ValidationError):
            actions.change_state(case, by=here.worker, state="ended", date=NOW.date())
        with pytest.raises(NotNow):
            actions.change_state(case, by=here.worker, state="ongoing", date=NOW.date())
        actions.change_state(case, by=here.worker, state="ended", date=NOW.date(), ending="unknown")
        again = actions.change_state(case, by=here.worker, state="reopened", date=NOW.date())
        assert (again.state, again.ending) == (CaseState.REOPENED, "")


def test_a_case_is_handed_to_a_colleague_and_to_nobody_outside(here):
    case = opened(here.worker)
    with act_as(here.worker):
        with pytest.raises(ValidationError):
            actions.assign(case, by=here.worker, worker=here.next_town.user)
        actions.assign(case, by=here.worker, worker=here.colleague.user)
        assert [grant.user for grant in CaseWorker.objects.filter(content_object=case)] == [here.colleague.user]


def test_only_the_assigned_worker_writes_in_a_case_and_a_colleague_takes_it_over_first(here):
    case = contacted(here.worker)
    with time_machine.travel(NOW + timedelta(days=28), tick=False):
        plan(here)
    by = here.desk  # reads it, and is not assigned it
    writes = {
        "change": lambda: actions.change(case, by=by, next_step="Ringa"),
        "state": lambda: actions.change_state(case, by=by, state="assessed", date=NOW.date()),
        "contact": lambda: actions.log_contact(
            case, by=by, happened_at=NOW, channel=ContactChannel.VISIT, reached=Reached.SELF
        ),
        "follow-up": lambda: actions.log_follow_up(
            FollowUp.objects.get(), by=by, date=NOW.date(), reached=Reached.SELF
        ),
        "paper": lambda: actions.print_follow_up(FollowUp.objects.get(), by=by),
    }
    with act_as(by):
        for write in writes.values():
            with pytest.raises(NotNow, match=str(here.worker.user)):
                write()
        actions.assign(case, by=by, worker=by.user)
        for write in writes.values():
            write()


def test_the_duty_desk_reads_the_case_and_is_offered_to_take_it_over(here):
    case = contacted(here.worker)
    writing = [reverse(f"support:{name}", args=[case.pk]) for name in ("change", "log_contact", "change_state")]
    assign = reverse("support:assign", args=[case.pk])
    offered = {}
    for by in (here.worker, here.desk):
        page = browser(by)
        body = page.get(case.get_absolute_url()).content.decode()
        offered[by] = [url in body for url in [*writing, assign]]
        assert {page.get(url).status_code for url in writing} == {200 if by is here.worker else 409}
    assert offered == {here.worker: [True] * 4, here.desk: [False] * 3 + [True]}


def test_support_is_the_social_services_alone(here):
    """The police's exit cases have a register of their own: neither a page nor a row of support is theirs (2.7)."""
    exit_police = make.user(here.police.agency, Role.POLICE_EXIT_COORDINATOR)
    of_support = {right for right in Right if right.startswith("support.")} - {Right.SUPPORT_REQUEST}
    assert [role for role in roles_of(Kind.POLICE) if rights_of(role) & of_support] == []
    assert browser(exit_police).get(reverse("support:cases")).status_code == 403
    with pytest.raises(DatabaseError), transaction.atomic():
        make.put(SupportCase, here.police.agency, safe_way="Ring", channel=Channel.VISIT)


# --- the clock


@pytest.mark.parametrize(
    ("start", "end", "wall", "office"),
    [
        (datetime(2026, 3, 4, 8, tzinfo=UTC), datetime(2026, 3, 4, 11, tzinfo=UTC), 3, 3),
        (datetime(2026, 3, 6, 15, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC), 65, 2),  # over a week-end
        (datetime(2026, 4, 2, 14, tzinfo=UTC), datetime(2026, 4, 7, 7, tzinfo=UTC), 113, 2),  # over Easter
        (
            datetime(2026, 3, 28, 11, tzinfo=UTC),
            datetime(2026, 3, 30, 7, tzinfo=UTC),
            44,
            1,
        ),  # the hour that is skipped
        (
            datetime(2026, 10, 24, 10, tzinfo=UTC),
            datetime(2026, 10, 26, 8, tzinfo=UTC),
            46,
            1,
        ),  # the hour that comes twice
    ],
)
def test_the_clock_counts_real_hours_and_hours_in_which_offices_are_open(start, end, wall, office):
    assert (
        working_hours.hours(working_hours.elapsed_time(start, end)),
        working_hours.hours(working_hours.working_time(start, end)),
    ) == (wall, office)


def test_eves_and_red_days_are_no_working_days():
    days = [date(2026, 12, 24), date(2026, 12, 31), date(2026, 6, 19), date(2026, 6, 6), date(2026, 5, 1)]
    assert [working_hours.is_working_day(day) for day in days] == [False] * 5


# --- follow-ups


def plan(here):
    with act_as(here.system):
        return len(actions.plan_follow_ups(by=here.system))


@pytest.mark.parametrize(
    "first", [datetime(2026, 2, 27, 23, 30, tzinfo=UTC), datetime(2026, 9, 25, 22, 30, tzinfo=UTC)]
)
def test_follow_ups_are_made_two_weeks_before_their_day_and_once(here, first):
    """Across both changes of the clock the day is Stockholm's."""
    with time_machine.travel(first, tick=False):
        contacted(here.worker)
    local = first.astimezone(working_hours.STOCKHOLM).date()
    made = {}
    for days in range(0, 380, 5):
        with time_machine.travel(first + timedelta(days=days), tick=False):
            if plan(here):
                made[days] = True
            assert plan(here) == 0
    with act_as(here.worker):
        assert {follow_up.days: follow_up.due_on for follow_up in FollowUp.objects.all()} == {
            days: local + timedelta(days=days) for days in (30, 90, 180, 365)
        }


def test_no_follow_up_is_planned_for_whom_nobody_reached_or_who_broke_off_or_died(here):
    opened(here.worker)
    for to, ending in (("aborted", "own_wish"), ("ended", "deceased")):
        case = contacted(here.worker)
        with act_as(here.worker):
            actions.change_state(case, by=here.worker, state=to, date=NOW.date(), ending=ending)
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        assert plan(here) == 0


def test_each_night_every_agency_that_takes_requests_gets_one_job_whether_it_has_cases_or_not(here):
    contacted(here.worker)
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        for _night in range(2):
            assert tasks.order_follow_ups() == 2
        waiting = list(Job.objects.filter(task="support.plan_follow_ups"))
        assert {job.affiliation.agency for job in waiting} == {here.social, here.other}
        assert [queue.perform(job.pk) for job in waiting] == [True, True]
    with act_as(here.worker):
        assert [follow_up.days for follow_up in FollowUp.objects.all()] == [30]


def test_a_follow_up_is_logged_from_min_dag_in_three_clicks_and_not_knowing_is_an_answer(here):
    contacted(here.worker, person_note="Robin")
    with time_machine.travel(NOW + timedelta(days=28), tick=False):
        plan(here)
        with act_as(here.worker):
            (item,) = follow_ups_due(here.worker, (NOW + timedelta(days=28)).date())
        page = browser(here.worker)
        assert item.url in page.get("/").content.decode()
        form = page.get(item.url).context["form"]
        typed = {field.name: field.value() for field in form if field.value() is not None}
        assert page.post(item.url, typed).status_code == 302
    with act_as(here.worker):
        done = FollowUp.objects.get()
        assert (done.done_on, done.reached, done.alive) == (date(2026, 4, 1), "self", "unknown")


def test_the_follow_up_paper_stays_home_holds_no_name_and_is_valid(here):
    contacted(here.worker, person_note=CANARY)
    with time_machine.travel(NOW + timedelta(days=28), tick=False):
        plan(here)
        with act_as(here.worker):
            document = actions.print_follow_up(FollowUp.objects.get(), by=here.worker)
            copy = Copy.objects.get(document=document)
            assert (document.reach, copy.reach, document.number) == (Reach.OWN, Reach.OWN, "E-2026-001")
            assert CANARY not in copy.html
            with translation.override("sv"):
                assert all(str(question.text) in copy.html for question in QUESTIONS)
        for waiting in Job.objects.filter(task="documents.render"):
            queue.perform(waiting.pk)
        for by in (here.police, here.coordinator, here.next_town):
            with act_as(by):
                assert (Document.objects.count(), Copy.objects.count()) == (0, 0)
        manager = browser(make.user(here.social, Role.MANAGER))
        assert manager.get(reverse("documents:copy", args=[copy.pk])).status_code == 404
        assert document.number not in manager.get(reverse("documents:documents")).content.decode()
        colleague = browser(here.colleague)
        assert colleague.get(reverse("documents:copy", args=[copy.pk])).status_code == 404
        assert document.number not in colleague.get(reverse("documents:documents")).content.decode()
        answer = browser(here.worker).get(reverse("documents:copy", args=[copy.pk]))
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert page_validation.validate_pdf_bytes(
        answer.content, profile=page_validation.ValidationProfile.PDF_UA_1
    ).is_compliant


# --- Min dag


def test_requests_follow_ups_and_cases_stand_in_one_row_the_oldest_first(here):
    contacted(here.worker, person_note="Robin", at=NOW, reference="R-1")
    with time_machine.travel(NOW + timedelta(days=28), tick=False):
        plan(here)
    with time_machine.travel(NOW + timedelta(days=29), tick=False):
        wish(here.officer, here.social)
        opened(here.worker, person_note="Mika", reference="M-1")
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        opened(here.worker, person_note="Noa", reference="N-1", asked_at=NOW + timedelta(days=27))
        with act_as(here.worker) as by, translation.override("sv"):
            found = [(duty.due_on, duty.text.split(":")[0]) for duty in todo_items(by)]
    days = [NOW.date() + timedelta(days=days) for days in (27, 29, 29, 30)]
    said = ["Ärende N-1", "Ny förfrågan om stöd", "Ärende M-1", "Uppföljning efter 30 dagar, ärende R-1"]
    assert found == list(zip(days, said, strict=True))


# --- pages


def test_the_list_costs_the_same_for_one_case_and_for_twenty(here, django_assert_max_num_queries):
    page = browser(here.worker)
    for count in (1, 19):
        for _n in range(count):
            contacted(here.worker)
            wish(here.officer, here.social)
        with django_assert_max_num_queries(22):
            assert page.get(reverse("support:cases") + "?visa=alla").status_code == 200


def test_the_pages_of_a_case_show_what_is_there_in_words(here):
    case = contacted(here.worker, person_note="Robin", asked_at=NOW - timedelta(hours=30))
    body = browser(here.worker).get(case.get_absolute_url()).content.decode()
    assert "Robin" in body
    with translation.override("sv"):
        assert ResponseTime(case.asked_at, case.first_contact_at).verdict in body


def test_a_system_principal_plans_and_reads_nothing_else(here):
    system = Affiliation.objects.for_principal().get(pk=here.system.affiliation.pk)
    assert Principal(system).may(Right.SUPPORT_SEE) is False
