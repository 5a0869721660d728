"""The people of an agency, kept by its own system manager: the list, changes, the yearly review, and nobody else's."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from gvi.access.policy import Kind, Role, roles_of
from gvi.access.principal import NotEntitled, Principal, act_as, load
from gvi.acts.act import Stale
from gvi.acts.models import LogEntry
from gvi.acts.requires import NotNow
from gvi.jobs import queue
from gvi.jobs.models import Job, JobFailure, JobState
from gvi.jobs.tasks import run_job
from gvi.partnerships.accounts import actions, queries
from gvi.partnerships.models import (
    AccessDecision,
    AccessDecisionKind,
    AccountInvitation,
    AccountInvitationState,
    Affiliation,
    AffiliationStatus,
    User,
)
from tests import factories as make
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PLACE: dict[str, Any] = {"unit": None, "title": ""}


@pytest.fixture
def police() -> Any:
    return make.agency(make.partnership(), Kind.POLICE)


@pytest.fixture
def manager(police: Any) -> Principal:
    return make.user(police, Role.SYSTEM_MANAGER)


@pytest.fixture
def analyst(police: Any) -> Principal:
    return been_in(make.user(police, Role.ANALYST))


def been_in(by: Principal) -> Principal:
    make.change_affiliation(by, last_signed_in_at=timezone.now())
    return by


def page(client: Any, name: str, person: Principal | None = None) -> Any:
    return client.get(reverse(f"partnerships:{name}", args=[person.affiliation.public_id] if person else []))


def post(client: Any, name: str, person: Principal, **facts: Any) -> Any:
    return client.post(reverse(f"partnerships:{name}", args=[person.affiliation.public_id]), facts)


def state(person: Principal) -> AffiliationStatus:
    return Affiliation.objects.get(pk=person.affiliation.pk).status


# --- what is shown


def test_the_list_holds_the_own_agencys_people_and_nobody_else(manager: Any, analyst: Any) -> None:
    make.user(make.agency(manager.partnership, Kind.PROBATION))
    make.user(make.agency(make.partnership(), Kind.POLICE))
    shown = page(browser(manager), "users").context["people"]
    assert {row.affiliation.pk for row in shown} == {manager.affiliation.pk, analyst.affiliation.pk}


def test_ended_access_is_a_list_of_its_own(manager: Any, analyst: Any) -> None:
    gone = make.user(manager.agency, Role.ANALYST)
    make.change_affiliation(gone, ends_on=TODAY() - timedelta(days=1))
    client = browser(manager)
    old = client.get(reverse("partnerships:users") + "?visa=avslutade").context["people"]
    assert [row.affiliation.pk for row in old] == [gone.affiliation.pk]
    assert gone.affiliation.pk not in {row.affiliation.pk for row in page(client, "users").context["people"]}


def test_a_long_list_goes_on_on_the_next_page(manager: Any) -> None:
    for _number in range(52):
        make.user(manager.agency, Role.ANALYST)
    client, seen = browser(manager), []
    address: str | None = ""
    while address is not None:
        answer = client.get(reverse("partnerships:users") + address)
        seen += [row.affiliation.pk for row in answer.context["people"]]
        address = answer.context["next_url"]
    assert len(seen) == len(set(seen)) == 53


def test_the_pages_ask_the_database_as_often_for_many_as_for_few(manager: Any, analyst: Any) -> None:
    client = browser(manager)
    with act_as(manager):
        actions.confirm_access(analyst.affiliation, by=manager)
    page(client, "users")  # the first page of all asks for what is kept afterwards
    few = [_queries(client, name, analyst) for name in ("users", "review", "user")]
    for _number in range(9):
        colleague = been_in(make.user(manager.agency, Role.ANALYST))
        with act_as(manager):
            actions.confirm_access(colleague.affiliation, by=manager)
            actions.invite(
                by=manager, email=f"{colleague.user.pk}@ny.example", name="Ny", role=Role.ANALYST, starts_on=TODAY(),
                ends_on=None, **PLACE,
            )  # fmt: skip
    assert [_queries(client, name, analyst) for name in ("users", "review", "user")] == few


def _queries(client: Any, name: str, person: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert page(client, name, person if name == "user" else None).status_code == 200
    return len(asked)


def test_whoever_gives_a_role_reads_what_it_may_do(manager: Any, analyst: Any) -> None:
    client = browser(manager)
    with override("sv"):
        described = {str(role.description) for role in roles_of(Kind.POLICE)}
    for name, of in (("invite", None), ("change_access", analyst), ("give_role", analyst)):
        shown = html.unescape(page(client, name, of).content.decode())
        assert {text for text in described if text in shown} == described, name
    with override("sv"):
        assert str(Role.ANALYST.description) in html.unescape(page(client, "user", analyst).content.decode())


def test_a_manager_sees_and_vouches_but_does_not_change(police: Any, analyst: Any) -> None:
    client = browser(make.user(police, Role.MANAGER))
    assert page(client, "users").status_code == page(client, "review").status_code == 200
    assert [
        page(client, name, analyst).status_code
        for name in ("change_access", "end_access", "suspend_access", "request_factor_reset")
    ] == [403] * 4
    assert post(client, "confirm_access", analyst).status_code == 302


# --- what is done


def test_a_role_is_changed_among_those_of_the_kind_and_kept_as_a_decision(manager: Any, analyst: Any) -> None:
    with act_as(manager):
        facts = {"starts_on": analyst.affiliation.starts_on, "ends_on": None, **PLACE}
        with pytest.raises(ValidationError, match="role"):
            actions.change_access(analyst.affiliation, by=manager, role=Role.SOCIAL_WORKER, **facts)
        with pytest.raises(ValidationError, match="role"):
            actions.change_access(analyst.affiliation, by=manager, role=Role.SYSTEM, **facts)
        actions.change_access(analyst.affiliation, by=manager, role=Role.MANAGER, **facts)
        (decision,) = AccessDecision.objects.all()
        assert (decision.kind, decision.role, decision.decided_by) == (
            AccessDecisionKind.CHANGED,
            Role.MANAGER,
            manager.user,
        )
        entry = LogEntry.objects.get(verb="partnerships.change_access")
        assert entry.rows == {
            "partnerships.Affiliation": [str(analyst.affiliation.pk)],
            "partnerships.AccessDecision": [str(decision.pk)],
        }
    assert load(analyst.affiliation.pk).role == Role.MANAGER


def test_a_unit_is_of_the_own_agency(manager: Any, analyst: Any) -> None:
    with make.before_any_context():
        other = make.agency(manager.partnership, Kind.PROBATION).units.create(name="Norra")
    with act_as(manager), pytest.raises(ValidationError, match="unit"):
        actions.change_access(
            analyst.affiliation, by=manager, role=Role.ANALYST, unit=other, starts_on=TODAY(), ends_on=None
        )


def test_nobody_decides_about_himself(manager: Any) -> None:
    been_in(manager)
    with act_as(manager):
        for deed, facts in (
            (actions.end_access, {"ends_on": TODAY(), "reason": "x"}),
            (actions.suspend_access, {"reason": "x"}),
            (actions.confirm_access, {}),
            (actions.request_factor_reset, {"reason": "x"}),
            (actions.give_role, {"role": Role.ANALYST, "starts_on": TODAY(), "ends_on": None, **PLACE}),
            (actions.change_access, {"role": Role.ANALYST, "starts_on": TODAY(), "ends_on": None, **PLACE}),
        ):
            with pytest.raises(NotNow):
                deed(manager.affiliation, by=manager, **facts)
    assert page(browser(manager), "end_access", manager).status_code == 409


@pytest.mark.parametrize("elsewhere", ["neighbour", "abroad"])
def test_another_agencys_people_are_out_of_reach(elsewhere: str, manager: Any) -> None:
    place = manager.partnership if elsewhere == "neighbour" else make.partnership()
    theirs = make.user(make.agency(place, Kind.PROBATION))
    with act_as(manager), pytest.raises(PermissionDenied):
        actions.suspend_access(theirs.affiliation, by=manager, reason="x")
    client = browser(manager)
    assert {
        page(client, name, theirs).status_code for name in ("user", "end_access", "suspend_access", "change_access")
    } == {404}
    assert state(theirs) == AffiliationStatus.IN_FORCE


def test_whoever_works_at_two_agencies_keeps_the_other(manager: Any, analyst: Any) -> None:
    other = make.agency(manager.partnership, Kind.PROBATION)
    with make.before_any_context():
        kept = analyst.user.affiliations.create(agency=other, role=Role.PROBATION_OFFICER)
    with act_as(manager):
        actions.suspend_access(analyst.affiliation, by=manager, reason="Slutar.")
    assert state(analyst) == AffiliationStatus.SUSPENDED
    assert load(kept.pk).agency == other
    assert User.objects.get(pk=analyst.user.pk).is_active


def test_closed_in_every_role_here_and_opened_again(manager: Any, analyst: Any) -> None:
    with act_as(manager):
        actions.give_role(analyst.affiliation, by=manager, role=Role.MANAGER, starts_on=TODAY(), ends_on=None, **PLACE)
        actions.suspend_access(analyst.affiliation, by=manager, reason="Borttappad dator.")
        assert {affiliation.status for affiliation in analyst.user.affiliations.all()} == {AffiliationStatus.SUSPENDED}
        actions.restore_access(analyst.affiliation, by=manager, reason="Datorn är spärrad.")
        assert {affiliation.status for affiliation in analyst.user.affiliations.all()} == {AffiliationStatus.IN_FORCE}
        with pytest.raises(NotNow):
            actions.restore_access(analyst.affiliation, by=manager, reason="x")


def test_a_last_day_ahead_keeps_the_access_until_then(manager: Any, analyst: Any) -> None:
    with act_as(manager):
        actions.end_access(analyst.affiliation, by=manager, ends_on=TODAY() + timedelta(days=3), reason="Vikariat.")
    assert state(analyst) == AffiliationStatus.IN_FORCE
    assert load(analyst.affiliation.pk).user == analyst.user


def test_an_ended_access_is_not_changed_and_a_role_is_given_once(manager: Any, analyst: Any) -> None:
    with act_as(manager):
        given = {"role": Role.MANAGER, "starts_on": TODAY(), "ends_on": None, **PLACE}
        actions.give_role(analyst.affiliation, by=manager, **given)
        with pytest.raises(ValidationError, match="role"):
            actions.give_role(analyst.affiliation, by=manager, **given)
        actions.end_access(analyst.affiliation, by=manager, ends_on=TODAY(), reason="Slutar.")
        with pytest.raises(NotNow):
            actions.restore_access(analyst.affiliation, by=manager, reason="x")
    assert {affiliation.status for affiliation in analyst.user.affiliations.all()} == {
        AffiliationStatus.ENDED,
        AffiliationStatus.IN_FORCE,
    }


def test_of_two_managers_the_second_is_told(manager: Any, analyst: Any) -> None:
    with act_as(manager):
        actions.confirm_access(analyst.affiliation, by=manager, version=1)
        with pytest.raises(Stale):
            actions.suspend_access(analyst.affiliation, by=manager, version=1, reason="x")
    answer = post(browser(manager), "suspend_access", analyst, version=1, reason="Slutar.")
    assert answer.status_code == 409
    assert "Slutar." in answer.content.decode()


# --- this minute


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    done: list[Any] = []
    monkeypatch.setitem(queue.job_kinds.entries, "prov", queue.JobKind("prov", lambda target, by: done.append(target)))
    return done


@pytest.mark.parametrize("deed", ["end_access", "suspend_access"])
def test_ending_and_closing_end_a_session_that_is_open(deed: str, manager: Any, analyst: Any) -> None:
    theirs = browser(analyst)
    assert theirs.get("/").status_code == 200
    facts = {"reason": "Slutar.", "ends_on": TODAY()} if deed == "end_access" else {"reason": "Slutar."}
    assert post(browser(manager), deed, analyst, **facts).status_code == 302
    assert theirs.get("/")["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in theirs.session


def test_an_agency_ends_only_the_sessions_in_which_somebody_acts_for_it(manager: Any, analyst: Any) -> None:
    other = make.agency(manager.partnership, Kind.PROBATION)
    with make.before_any_context():
        kept = analyst.user.affiliations.create(agency=other, role=Role.PROBATION_OFFICER)
    here, there = browser(analyst), browser(Principal(kept))
    assert here.get("/").status_code == there.get("/").status_code == 200
    post(browser(manager), "suspend_access", analyst, reason="Slutar.")
    assert here.get("/")["Location"].startswith(reverse("account_login"))
    assert there.get("/").wsgi_request.principal.agency == other  # type: ignore[attr-defined]


def test_a_session_from_before_a_closing_is_none_when_the_account_is_opened_again(manager: Any, analyst: Any) -> None:
    before = browser(analyst)
    with act_as(manager):
        actions.suspend_access(analyst.affiliation, by=manager, reason="Borttappad dator.")
        actions.restore_access(analyst.affiliation, by=manager, reason="Datorn är spärrad.")
    assert before.get("/")["Location"].startswith(reverse("account_login"))
    analyst.affiliation.refresh_from_db()
    assert browser(analyst).get("/").status_code == 200


@pytest.mark.parametrize("was", [JobState.WAITING, JobState.RUNNING])
@pytest.mark.parametrize("deed", ["end_access", "suspend_access"])
def test_ending_and_closing_refuse_the_jobs_in_the_queue(
    deed: str, was: str, manager: Any, analyst: Any, work: list[Any]
) -> None:
    facts = {"target": analyst.affiliation.public_id, "affiliation": analyst.affiliation, "state": was}
    with act_as(analyst):
        job = Job.objects.create(key="prov:1", task="prov", **facts)
    facts = {"reason": "Slutar.", "ends_on": TODAY()} if deed == "end_access" else {"reason": "Slutar."}
    post(browser(manager), deed, analyst, **facts)
    job.refresh_from_db()
    assert (job.state, job.failure) == (JobState.FAILED, JobFailure.NOT_ENTITLED)
    with pytest.raises(NotEntitled):
        run_job.apply(args=[str(job.pk)], headers={"affiliation": analyst.affiliation.pk}, throw=True)
    assert work == []


def test_a_job_that_runs_while_its_principal_is_closed_leaves_nothing(
    manager: Any, analyst: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has begun; what it did is taken back, for its end is written only where it still runs."""

    def slow(_target: Any, by: Principal) -> None:
        LogEntry.write([LogEntry(user=by.user, role=by.role, verb="prov")])
        queue.refuse_all([by.affiliation.pk])

    monkeypatch.setitem(queue.job_kinds.entries, "prov", queue.JobKind("prov", slow))
    with act_as(analyst):
        facts = {"target": analyst.affiliation.public_id, "affiliation": analyst.affiliation}
        job = Job.objects.create(key="prov:2", task="prov", **facts)
    with pytest.raises(Exception, match="went out of sight"):
        queue.perform(job.pk)
    with act_as(analyst):
        assert LogEntry.objects.count() == 0


def test_closing_ends_the_links_somebody_sent_and_the_resets_he_asked_for(manager: Any, analyst: Any) -> None:
    other = been_in(make.user(manager.agency, Role.SYSTEM_MANAGER))
    facts = {"role": Role.ANALYST, "starts_on": TODAY(), "ends_on": None, **PLACE}
    with act_as(other):
        sent = actions.invite(by=other, email="ny@prov.example", name="Ny", **facts)
        asked = actions.request_factor_reset(analyst.affiliation, by=other, reason="Ny telefon.")
    with act_as(manager):
        actions.suspend_access(other.affiliation, by=manager, reason="Misstanke.")
        assert AccountInvitation.objects.get(pk=sent.pk).state == AccountInvitationState.WITHDRAWN
        assert set(queries.pending_resets()) == set()
        with pytest.raises(NotNow):
            actions.confirm_factor_reset(asked, by=manager)


# --- once a year


def duties(client: Any) -> list[tuple[str, bool]]:
    return [(item.url, item.late) for item in client.get("/").context["items"]]


def test_a_year_after_the_last_review_an_access_is_late_and_a_duty(manager: Any, analyst: Any) -> None:
    year = timedelta(days=365)
    rows = Affiliation.objects.filter(pk=analyst.affiliation.pk)
    client = browser(manager)
    with make.before_any_context():
        rows.update(starts_on=TODAY() - 3 * year, confirmed_on=TODAY() - year + timedelta(days=1))
    assert duties(client) == []
    with make.before_any_context():
        rows.update(confirmed_on=TODAY() - year)
    assert duties(client) == [(reverse("partnerships:review"), True)]
    assert [row.review_is_late for row in page(client, "review").context["people"]] == [True, False]
    assert post(client, "confirm_access", analyst)["Location"] == reverse("partnerships:review")
    assert duties(client) == []
    with act_as(manager):
        assert [decision.kind for decision in AccessDecision.objects.all()] == [AccessDecisionKind.CONFIRMED]


def test_what_the_manager_does_never_opens_case_content(manager: Any) -> None:
    client = browser(manager)
    for name in ("groups:groups", "groups:dossiers", "callins:callins", "sanctions:sanctions", "support:cases"):
        assert client.get(reverse(name)).status_code == 403
