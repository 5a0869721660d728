"""Traps that others have met (docs/traps.md): contexts that outlive their transaction, and the like."""

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from groups.models import Dossier, Group, PersonCode
from gvi.access import context
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry, Outcome
from gvi.text import national_ids
from tests import factories as make
from tests.run_time_role import as_owner
from tests.signed_in import browser
from tests.walls import seed
from tests.walls.connections import RUNTIME, column, connect, execute, rows

pytestmark = pytest.mark.django_db
COUNT = "SELECT count(*) FROM groups_group"


@pytest.fixture
def police() -> Any:
    return make.agency(make.partnership(), Kind.POLICE)


@pytest.fixture
def probation(police: Any) -> Any:
    return make.agency(police.partnership, Kind.PROBATION)


@pytest.fixture
def reader(police: Any) -> Any:
    return make.user(police)


@pytest.fixture
def code(police: Any) -> PersonCode:
    return seed.row(PersonCode, police, code="Lönn 1")


@pytest.fixture
def pages(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.walls.pages"


# --- the context and its transaction


@pytest.mark.django_db(transaction=True)
def test_one_connection_for_many_users_shows_each_of_them_their_own() -> None:
    place = make.partnership()
    agencies = [make.agency(place, kind) for kind in (Kind.POLICE, Kind.PROBATION, Kind.COORDINATION)]
    mine = {agency.pk: {seed.row(Group, agency).pk} for agency in agencies}
    process = rows("SELECT pg_backend_pid()")
    for agency in agencies * 3 + agencies[::-1] * 3:
        with context.enter_context(context.for_agencies(agency)):
            assert column("SELECT id FROM groups_group") == mine[agency.pk]
            assert {group.pk for group in Group.objects.all()} == mine[agency.pk]
        assert rows(COUNT) == [(0,)]
    assert rows("SELECT pg_backend_pid()") == process


@pytest.mark.django_db(transaction=True)
def test_a_context_outside_a_transaction_holds_for_nothing(police: Any) -> None:
    seed.row(Group, police)
    assert connection.get_autocommit()
    execute(context.for_agencies(police).enter_sql())
    assert rows(COUNT) == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_prepared_statements_follow_the_context(police: Any, probation: Any) -> None:
    seed.row(Group, police)
    with connect(RUNTIME) as own:
        seen: list[Any] = []
        for agency in (police, probation, police, None, police):
            with own.transaction():
                if agency:
                    own.execute(context.for_agencies(agency).enter_sql().encode())
                seen += own.execute(COUNT, prepare=True).fetchone() or ()
        assert own.execute("SELECT count(*) > 0 FROM pg_prepared_statements").fetchone() == (True,)
    assert seen == [1, 0, 1, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_two_threads_do_not_see_through_each_others_eyes(police: Any, probation: Any) -> None:
    expected = {agency.pk: {seed.row(Group, agency).pk} for agency in (police, probation)}
    seen: dict[int, set[Any]] = {}
    meeting = threading.Barrier(2, timeout=10)

    def look(agency: Any) -> None:
        try:
            with context.enter_context(context.for_agencies(agency)):
                meeting.wait()
                seen[agency.pk] = {group.pk for group in Group.objects.all()} | column("SELECT id FROM groups_group")
                meeting.wait()
        finally:
            connection.close()

    threads = [threading.Thread(target=look, args=[agency]) for agency in (police, probation)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == expected


def test_a_new_thread_has_no_audience(police: Any) -> None:
    raised: list[type[BaseException]] = []

    def look() -> None:
        try:
            list(Group.objects.all())
        except context.NoAudience:
            raised.append(context.NoAudience)
        finally:
            connection.close()

    with context.enter_context(context.for_agencies(police)):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert raised == [context.NoAudience]


def test_a_rollback_to_a_savepoint_takes_the_inner_audience_with_it(police: Any, probation: Any) -> None:
    group = seed.row(Group, police)
    with context.seen_by(police):
        with pytest.raises(ZeroDivisionError), context.seen_by(police, probation):
            raise ZeroDivisionError
        assert column("SELECT id FROM groups_group") == {group.pk} == {g.pk for g in Group.objects.all()}


def test_after_a_database_error_inside_the_outer_audience_is_back(police: Any, probation: Any) -> None:
    group = seed.row(Group, police)
    with context.seen_by(police):
        with pytest.raises(DatabaseError), context.seen_by(police, probation):
            execute("SELECT 1/0")
        assert column("SELECT id FROM groups_group") == {group.pk} == {g.pk for g in Group.objects.all()}


def test_a_savepoint_inside_keeps_the_audience(police: Any) -> None:
    group = seed.row(Group, police)
    with context.seen_by(police):
        with pytest.raises(DatabaseError), transaction.atomic():
            execute("SELECT 1/0")
        assert column("SELECT id FROM groups_group") == {group.pk}


def test_the_database_refuses_an_audience_of_two_partnerships_or_of_nobody(police: Any) -> None:
    abroad = make.agency(make.partnership(), Kind.POLICE)
    for agencies in (f"{{{abroad.pk}}}", f"{{{police.pk},{abroad.pk}}}", "{}", "{999999999}"):
        with pytest.raises(DatabaseError, match="no such audience"), transaction.atomic():
            execute("SELECT gvi.enter(%s, %s::integer[], null)", [police.partnership_id, agencies])


def test_row_security_cannot_be_switched_off(police: Any) -> None:
    seed.row(Group, police)
    with transaction.atomic():
        execute("SET LOCAL row_security = off")
        with pytest.raises(DatabaseError, match="row-level security"):
            rows(COUNT)
        transaction.set_rollback(True)


# --- what crosses an owner's border by itself


def test_the_same_person_is_kept_by_two_agencies_and_neither_notices(police: Any, probation: Any) -> None:
    number = national_ids.parse("19900101-2385")
    for agency in (police, probation):
        seed.row(Dossier, agency, national_id_key=national_ids.blind(number, owner=agency.pk), person_code=None)
    keys = set()
    for agency in (police, probation):
        with context.enter_context(context.for_agencies(agency)):
            (dossier,) = Dossier.objects.all()
            keys.add(dossier.national_id_key)
    assert len(keys) == 2, "one agency's key says nothing to the other"
    with pytest.raises(DatabaseError), transaction.atomic():
        seed.row(Dossier, police, national_id_key=national_ids.blind(number, owner=police.pk), person_code=None)


# --- a request


def test_a_page_writes_what_it_read_of_persons(pages: None, reader: Any, code: PersonCode) -> None:
    for address, name in (("/prov/las/", "read"), ("/prov/sen/", "late")):
        assert browser(reader).get(address).content.decode() == "Lönn 1"
        with act_as(reader):
            entry = LogEntry.objects.get(verb=name)
            assert (entry.outcome, entry.rows) == (Outcome.SEEN, {"groups.PersonCode": [str(code.pk)]})
            assert entry.user_id == reader.user.pk


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_reading_cannot_be_logged_is_not_shown(
    pages: None, reader: Any, code: PersonCode, caplog: Any
) -> None:
    page = browser(reader)
    with as_owner():
        execute("REVOKE INSERT ON acts_logentry FROM gvi_app")
    try:
        answer = page.get("/prov/las/")
    finally:
        with as_owner():
            execute("GRANT INSERT ON acts_logentry TO gvi_app")
    assert answer.status_code == 503
    assert "Lönn" not in answer.content.decode()
    assert [record.msg["why"] for record in caplog.records if isinstance(record.msg, dict)] == ["read log"]
    assert page.get("/prov/las/").status_code == 200


def test_a_get_cannot_write(pages: None, reader: Any) -> None:
    assert browser(reader).get("/prov/skriv/").status_code == 500
    with act_as(reader):
        assert (Group.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_a_post_writes(pages: None, reader: Any) -> None:
    assert browser(reader).post("/prov/skriv/").status_code == 200
    with act_as(reader):
        assert (Group.objects.count(), LogEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500])
def test_an_answer_that_says_no_leaves_nothing_behind_but_the_refusal_itself(
    status: int, pages: None, reader: Any, caplog: Any
) -> None:
    assert browser(reader).post(f"/prov/nej/{status}/").status_code == status
    refusal = [("refuse", Outcome.REFUSED)] if status in (403, 404) else []
    with act_as(reader):
        assert Group.objects.count() == 0
        assert [(entry.verb, entry.outcome) for entry in LogEntry.objects.all()] == refusal
    (line,) = [r.msg for r in caplog.records if isinstance(r.msg, dict) and r.msg.get("event") == "refused"]
    assert (line["why"], line["view"], line["user"]) == (str(status), "refuse", reader.user.pk)


def test_whoever_signs_in_sees_as_much_as_reach_allows(pages: None, police: Any, probation: Any) -> None:
    seed.row(PersonCode, police, code="Hemlig 1")
    seed.row(PersonCode, police, code="Öppen 2", reach=Reach.CORE)
    answers = {
        agency.pk: browser(make.user(agency)).get("/prov/las/").content.decode() for agency in (police, probation)
    }
    assert answers == {police.pk: "Hemlig 1,Öppen 2", probation.pk: "Öppen 2"}


def test_every_order_ends_in_the_key_so_that_the_plan_cannot_tell_of_hidden_rows() -> None:
    assert Group.objects.order_by("state", "-name").query.order_by == ("state", "-name", "pk")
    assert Group.objects.order_by("-pk").query.order_by == ("-pk",)
    assert PersonCode.objects.order_by("code").query.order_by == ("code",), "unique in a partnership"
    assert Group.objects.order_by().query.order_by == ()
    open_ended = {model for model in seed.guarded() if model._meta.ordering and model._meta.ordering[-1] != "pk"}
    assert open_ended == set()
