"""What cannot wait stands on top, the lists say how much there is, and no row names a client."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from callins import actions as callins
from callins.models import Channel
from groups.models import Group, Incident
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.portal.todo.items import todo_items
from support import actions
from support.models import ContactChannel, FollowUp, SupportCase
from tests import factories as make
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
TODAY = NOW.date()
TEXTS = {
    "person_note": "Kim Kanariefågel",
    "safe_way": "Genom systern Kanarina",
    "next_step": "Ring Kanarios mamma",
    "language": "kanariska",
}


@pytest.fixture(autouse=True)
def _on_a_wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def here():
    place = make.partnership()
    w = SimpleNamespace(place=place)
    w.social = make.agency(place, Kind.SOCIAL_SERVICES, "Socialtjänsten")
    w.worker, w.colleague = make.user(w.social), make.user(w.social)
    w.head = make.user(w.social, Role.MANAGER)
    w.officer = make.user(make.agency(place, Kind.PROBATION, "Frivården"))
    w.police = make.user(make.agency(place, Kind.POLICE, "Polisen"))
    return w


def wish(here, *, hours=1, **facts):
    facts = {"safe_way": "Ring", "channel": Channel.TELEPHONE} | facts
    with act_as(here.officer):
        callins.request_support(
            by=here.officer, to=here.social, asked_at=timezone.now() - timedelta(hours=hours), **facts
        )


def opened(by, *, days=0, **facts):
    facts = {"safe_way": "Ring", "channel": Channel.VISIT} | facts
    with act_as(by):
        return actions.open_case(by=by, asked_at=timezone.now() - timedelta(days=days), **facts)


def contacted(by, *, days=0, **facts):
    case = opened(by, days=days, **facts)
    with act_as(by):
        actions.log_contact(case, by=by, happened_at=case.asked_at, channel=ContactChannel.VISIT, reached="self")
        return SupportCase.objects.get(pk=case.pk)


def follow_up(here, case, *, due_on=TODAY):
    return make.put(FollowUp, here.social, by=here.worker.user.pk, case=case, days=30, due_on=due_on)


def duties(by):
    with act_as(by):
        return todo_items(by)


def fill_the_day(here):
    """Everything else that a day can hold, all of it older and late."""
    wish(here, hours=90)
    opened(here.worker, days=40)
    contacted(here.worker, days=35, next_on=NOW.date() - timedelta(days=9))
    with act_as(here.worker):
        case = SupportCase.objects.exclude(first_contact_at=None).get()
    follow_up(here, case, due_on=NOW.date() - timedelta(days=5))


URGENT = [
    ({"acute": "yes"}, "akut fara"),
    ({"minor": "yes"}, "under 18 år"),
    ({"acute": "yes", "minor": "yes"}, "akut fara"),
]


@pytest.mark.parametrize(("facts", "words"), URGENT)
@pytest.mark.parametrize("as_case", [False, True])
def test_acute_danger_and_a_child_stand_on_top_in_words_and_not_on_the_clock_of_a_day(here, facts, words, as_case):
    fill_the_day(here)
    _ = opened(here.worker, **facts) if as_case else wish(here, hours=2, **facts)
    top = duties(here.worker)[0]
    assert str(top.alarms[0]) == words
    assert "genast" in top.text
    assert "24" not in top.text
    body = browser(here.worker).get("/").content.decode()
    assert body.index(words) < body.index("Ny förfrågan om stöd: ingen")


def test_acute_danger_goes_before_a_child_and_both_before_the_rest_in_the_list_too(here):
    wish(here, hours=90)
    wish(here, hours=2, minor="yes", person_note="Barnet")
    wish(here, hours=1, acute="yes", person_note="Akuten")
    opened(here.worker, days=50, person_note="Gammal")
    opened(here.worker, minor="yes", person_note="Barnfall")
    opened(here.worker, acute="yes", person_note="Akutfall")
    for tab in ("", "?visa=mina", "?visa=alla"):
        page = browser(here.worker).get(reverse("support:cases") + tab)
        assert [row.request.person_note for row in page.context["requests"]] == ["Akuten", "Barnet", ""]
        assert [row.case.person_note for row in page.context["cases"]] == ["Akutfall", "Barnfall", "Gammal"]
        assert page.content.decode().count("akut fara") == 2
    alarms = [str(item.alarms[0]) for item in duties(here.worker) if item.alarms]
    assert alarms == ["akut fara", "akut fara", "under 18 år", "under 18 år"]


def rows_of(page):
    """What each row of the two lists is marked as, by who it is about: with a stripe, and how often in the word."""
    body = page.content.decode().split("<main")[1]
    rows = re.findall(r"<(?:tr|li)( data-late)?>(.*?)</(?:tr|li)>", body, re.S)
    return {
        re.sub(r"<.*?>", "", name).strip(): (bool(late), text.count(">sen<"))
        for late, text in rows
        for name in re.findall(r'<a class="ds-link".*?>(.*?)</a>', text, re.S)[:1]
    }


def test_a_first_contact_that_is_late_is_marked_like_all_else_that_is_late(here):
    yesterday = NOW.date() - timedelta(days=1)
    wish(here, hours=25, person_note="Väntat")
    wish(here, hours=23, person_note="I tid")
    wish(here, hours=2, person_note="Akut förfrågan", acute="yes")
    opened(here.worker, days=2, person_note="Sent fall")
    opened(here.worker, person_note="Nytt fall")
    opened(here.worker, days=1, person_note="Akut fall", acute="yes")
    opened(here.worker, days=2, person_note="Båda", next_on=yesterday)
    contacted(here.worker, days=30, person_note="Sent steg", next_on=yesterday)
    contacted(here.worker, days=30, person_note="Steg i dag", next_on=NOW.date())
    over = opened(here.worker, days=9, person_note="Avbrutet")
    with act_as(here.worker):
        actions.change_state(over, by=here.worker, state="aborted", date=NOW.date(), ending="own_wish")
    shown = rows_of(browser(here.worker).get(reverse("support:cases") + "?visa=alla"))
    late = {"Väntat": 1, "Akut förfrågan": 1, "Sent fall": 1, "Akut fall": 1, "Båda": 1, "Sent steg": 0}
    assert {name: marks for name, (stripe, marks) in shown.items() if stripe} == late
    assert {name for name, (stripe, _marks) in shown.items() if not stripe} == {
        "I tid", "Nytt fall", "Steg i dag", "Avbrutet",
    }  # fmt: skip
    assert not any(marks for name, (stripe, marks) in shown.items() if not stripe)


def test_the_list_of_cases_pages_on_in_its_order(here):
    for number in range(52):
        opened(
            here.worker, days=number, acute="yes" if number % 20 == 0 else "no", minor="yes" if number == 7 else "no"
        )
    page = browser(here.worker)
    first = page.get(reverse("support:cases"))
    second = page.get(reverse("support:cases") + first.context["next_url"])
    rows = [row.case.pk for shown in (first, second) for row in shown.context["cases"]]
    assert len(rows) == len(set(rows)) == 52


def test_late_is_after_an_hour_for_what_cannot_wait(here):
    wish(here, hours=0, acute="yes")
    assert [item.late for item in duties(here.worker)] == [False]
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        (item,) = duties(here.worker)
        assert (item.late, "2 timmar" in item.text) == (True, True)


def test_a_child_stays_on_top_after_contact_until_it_is_noted_as_taken_up(here):
    case = contacted(here.worker, minor="yes")
    url = reverse("support:note_child_case", args=[case.pk])
    page = browser(here.worker)
    assert "skyddsbedömning genast" in page.get(case.get_absolute_url()).content.decode()
    assert [str(item.alarms[0]) for item in duties(here.worker)] == ["under 18 år"]
    assert page.post(url, {"date": "2026-03-05"}).status_code == 422
    assert page.post(url, {"date": "2026-03-04"}).status_code == 302
    shown = page.get(case.get_absolute_url()).content.decode()
    assert ("skyddsbedömning genast" in shown, "4 mars 2026" in shown) == (False, True)
    assert duties(here.worker) == []
    with act_as(here.worker) as by, pytest.raises(NotNow):
        actions.note_child_case(case, by=by, date=NOW.date())


@pytest.mark.parametrize("state", ["ended", "aborted"])
def test_a_closed_case_asks_for_nothing_and_says_no_next_step(here, state):
    case = contacted(here.worker, minor="yes", acute="yes")
    with act_as(here.worker) as by:
        actions.change(case, by=by, next_step="Boka tid", next_on=NOW.date() - timedelta(days=3))
        actions.change_state(case, by=by, state=state, date=NOW.date(), ending="unknown")
    assert duties(here.worker) == []
    for url in (case.get_absolute_url(), reverse("support:cases") + "?visa=alla"):
        shown = browser(here.worker).get(url).content.decode()
        gone = ("Boka tid", "sen</span>", ", sen)", "ring 112", "akut fara")
        assert [words for words in gone if words in shown] == []


def test_no_row_names_a_client_or_repeats_what_was_written_about_one(here):
    wish(here, **{name: text for name, text in TEXTS.items() if name != "next_step"})
    wish(here, acute="yes", **{name: text for name, text in TEXTS.items() if name != "next_step"})
    opened(here.worker, days=3, reference="SOC-1", **TEXTS)
    late = contacted(here.worker, days=40, reference="SOC-2", **TEXTS | {"next_on": NOW.date()})
    bare = contacted(here.worker, days=41, **TEXTS | {"next_on": NOW.date()})
    for case in (late, bare):
        follow_up(here, case)
        for giver, taker in ((here.worker, here.colleague), (here.colleague, here.worker)):
            with act_as(giver):
                actions.assign(case, by=giver, worker=taker.user)
    texts = [item.text for item in duties(here.worker)]
    assert "Uppföljning efter 30 dagar, ärende SOC-2" in texts
    assert len(texts) == 9
    body = browser(here.worker).get("/").content.decode()
    assert [word for word in ("anari", "ANARI", "Kim", "mamma", "systern") if word in body + " ".join(texts)] == []


BACKLOGS = {
    "own cases": lambda here, n: [opened(here.worker, days=2) for _ in range(n)],
    "follow-ups": lambda here, n: [follow_up(here, contacted(here.worker, days=40)) for _ in range(n)],
    "handed over": lambda here, n: [hand_over(here, contacted(here.colleague)) for _ in range(n)],
}


def hand_over(here, case):
    with act_as(here.colleague) as by:
        actions.assign(case, by=by, worker=here.worker.user)


@pytest.mark.parametrize("kind", BACKLOGS)
@pytest.mark.parametrize("n", [8, 9, 23])
def test_a_backlog_of_support_is_counted_whole_and_leads_to_its_list(here, kind, n):
    BACKLOGS[kind](here, n)
    items = duties(here.worker)
    assert sum(item.count for item in items) == n
    page = browser(here.worker)
    assert f">{n}<" in page.get("/").content.decode()
    if n > 8:
        assert f"och {n - 8} " in items[-1].text
        assert str(n) in page.get(items[-1].url).context["count_label"]


@pytest.mark.parametrize("n", [8, 9, 30])
def test_a_backlog_of_cards_and_incidents_is_counted_whole_and_leads_to_its_list(here, n):
    for number in range(n):
        make.put(Group, here.police.agency, reach=Reach.CORE, name=f"G{number}", review_on=NOW.date())
        make.put(Incident, here.police.agency, kind="shooting", area="Ån", happened_on=NOW.date() - timedelta(days=9))
    make.put(Group, here.police.agency, name="Senare", review_on=NOW.date() + timedelta(days=90))
    items = duties(here.police)
    assert sum(item.count for item in items) == 2 * n
    rest = [item for item in items if item.count > 1 or "och " in item.text]
    assert [item.count for item in rest] == ([n - 8] * 2 if n > 8 else [])
    for item in rest:
        assert browser(here.police).get(item.url).context["count_label"] == str(n)


def test_min_dag_costs_the_same_for_few_and_for_many(here, django_assert_max_num_queries):
    page = browser(here.worker)
    page.get("/")
    for n in (1, 25):
        for kind in BACKLOGS.values():
            kind(here, n)
        for _ in range(n):
            wish(here, acute="yes")
        with django_assert_max_num_queries(40):
            page.get("/")


# --- cases that nobody answers for


LEAVES: dict[str, dict[str, Any]] = {
    "ended": {"ends_on": NOW.date() - timedelta(days=1)},
    "closed": {"suspended_at": NOW},
    "another role": {"role": Role.REGISTRAR},
}


@pytest.mark.parametrize("how", LEAVES)
def test_a_case_whose_worker_left_is_everybodys_duty_and_says_so(here, how):
    case = contacted(here.worker, person_note="Robin")
    closed = contacted(here.worker)
    with act_as(here.worker) as by:
        actions.change_state(closed, by=by, state="ended", date=NOW.date(), ending="unknown")
    assert duties(here.colleague) == []
    make.change_affiliation(here.worker, **LEAVES[how])
    (item,) = duties(here.colleague)
    assert item.text == "1 ärende saknar handläggare"
    page = browser(here.colleague)
    (row,) = page.get(item.url).context["cases"]
    assert (row.case.pk, row.case.worker) == (case.pk, None)
    for url in (item.url, case.get_absolute_url(), reverse("support:cases") + "?visa=alla"):
        assert "utan handläggare" in page.get(url).content.decode()
    assert "Ta över ärendet" in page.get(case.get_absolute_url()).content.decode()
    with act_as(here.colleague) as by:
        actions.assign(case, by=by, worker=here.colleague.user)
    assert duties(here.colleague) == []


def test_the_receiver_of_a_hand_over_has_a_row_until_it_is_confirmed(here):
    case = contacted(here.worker)
    with act_as(here.worker) as by:
        actions.assign(case, by=by, worker=here.colleague.user)
        with pytest.raises(SupportCase.DoesNotExist):
            actions.confirm_handover(case, by=by)
    (item,) = duties(here.colleague)
    assert item.text.startswith("Överlämnat till dig: ärende")
    assert browser(here.colleague).post(item.press, {"key": str(item.key)}).status_code == 302
    assert duties(here.colleague) == []
    with act_as(here.colleague) as by:
        actions.assign(case, by=by, worker=here.worker.user)
    with act_as(here.worker) as by:
        actions.confirm_handover(case, by=by)
    assert duties(here.worker) == []
