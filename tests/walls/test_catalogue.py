"""What PostgreSQL itself says of the second wall. Walks models and catalogue: a new table is under test by itself."""

import re
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from gvi.access import context, policy
from gvi.access.guarded import Guarded
from gvi.access.policy import Kind
from tests import factories as make
from tests.run_time_role import as_owner
from tests.walls import seed
from tests.walls.connections import column, execute, rows

pytestmark = pytest.mark.django_db
MODELS = sorted(seed.guarded(), key=lambda model: model._meta.label)
TABLES = sorted(seed.tables())
FROZEN = {m._meta.db_table for m in MODELS if policy.POLICY[m._meta.label].update == policy.NOBODY}
RECEIVED = {
    m._meta.db_table for m in MODELS if policy.POLICY[m._meta.label].owners == policy.REQUEST_TAKERS
}  # never the police's
REFS = [(model, field) for model in MODELS for field in seed.refs(model)]

# System tables: accounts, which all read and each agency writes for itself; jobs and receipts.
WITH_RULES_OF_THEIR_OWN = ("partnerships_affiliation", "jobs_job", "acts_receipt")

# Unique without the owner: what a collision tells, and why that is no secret.
UNIQUE_ACROSS_OWNERS = {
    "one_person_code_per_code": "a code is drawn, never typed; a taken one is drawn again",
    "one_message_per_code": "the partnership's business; a code is no secret",
    "one_open_sanction_per_group": "a sanction is open to all who may propose one",
    "one_seat_at_the_table": "who comes to a meeting is open to all who see the meeting",
    "one_code_per_seat": "seats are open to all who may place until the evening closes",
}


def by_model(model: type[Guarded]) -> str:
    return str(model._meta.label)


def by_ref(pair: Any) -> str:
    return str(pair)


@pytest.fixture
def police() -> Any:
    return make.agency(make.partnership(), Kind.POLICE)


@pytest.fixture
def neighbour(police: Any) -> Any:
    return make.agency(police.partnership, Kind.PROBATION)


def test_every_guarded_table_has_row_security_that_binds_its_owner_too() -> None:
    found = rows("SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind IN ('r', 'p')")
    assert {name for name, on, forced in found if on and forced} == set(TABLES)


def test_every_guarded_table_has_one_policy_for_each_command_and_one_for_migrations() -> None:
    found = {
        row[:2]: row[2:] for row in rows("SELECT tablename, policyname, cmd, roles::text, permissive FROM pg_policies")
    }
    expected = {}
    for table in TABLES:
        for name, command in (("read", "SELECT"), ("insert", "INSERT"), ("update", "UPDATE")):
            if name != "update" or table not in FROZEN:
                expected[table, f"{table}_{name}"] = (command, "{public}", "PERMISSIVE")
        expected[table, f"{table}_migrate"] = ("ALL", "{gvi_owner}", "PERMISSIVE")
    for table in WITH_RULES_OF_THEIR_OWN:
        for name, command in (("read", "SELECT"), ("insert", "INSERT"), ("update", "UPDATE")):
            expected[table, f"{table}_{name}"] = (command, "{public}", "PERMISSIVE")
    assert found == expected


def test_an_agency_writes_its_own_affiliations_only_and_deletes_none(police: Any, neighbour: Any) -> None:
    mine, theirs = make.user(police).affiliation, make.user(neighbour).affiliation
    with context.enter_context(context.for_agencies(police)):
        assert execute("UPDATE partnerships_affiliation SET role = 'analyst'") == 2  # and its system user's
        assert execute("UPDATE partnerships_affiliation SET role = role WHERE id = %s", [mine.pk]) == 1
        for statement in (
            "UPDATE partnerships_affiliation SET agency_id = %s WHERE id = %s",
            "INSERT INTO partnerships_affiliation (agency_id, user_id, role, title, starts_on, version, invited_as)"
            " SELECT %s, user_id, 'manager', '', starts_on, 1, '' FROM partnerships_affiliation WHERE id = %s",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                execute(statement, [neighbour.pk, mine.pk])
        with pytest.raises(DatabaseError), transaction.atomic():
            execute("DELETE FROM partnerships_affiliation WHERE id = %s", [theirs.pk])


def test_no_policy_calls_the_context_once_per_row() -> None:
    """Outside a scalar sub-select PostgreSQL asks again for each row (traps 13). `gvi.sees` is about the row."""
    for name, using, check in rows("SELECT policyname, qual, with_check FROM pg_policies"):
        text = f"{using} {check}".replace("gvi.sees(", "")
        assert text.count("gvi.") - text.count("'gvi.") == len(re.findall(r"SELECT gvi\.", text)), name


@pytest.mark.parametrize("table", TABLES)
def test_the_runtime_role_may_do_with_a_guarded_table_what_acts_need_and_no_more(table: str) -> None:
    may = column(
        "SELECT p FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) p"
        " WHERE has_table_privilege('gvi_app', %s, p)",
        [table],
    )
    assert may == {"SELECT", "INSERT"} | ({"UPDATE"} if table not in FROZEN else set())
    by_column = column(
        "SELECT p FROM unnest(ARRAY['UPDATE','REFERENCES']) p WHERE has_any_column_privilege('gvi_app', %s, p)", [table]
    )
    assert by_column == may & {"UPDATE"}


def test_the_runtime_role_may_truncate_reference_and_trigger_no_table_at_all() -> None:
    assert (
        column(
            "SELECT c.relname || ' ' || p FROM pg_class c, unnest(ARRAY['TRUNCATE','REFERENCES','TRIGGER']) p"
            " WHERE c.relkind IN ('r', 'p') AND c.relnamespace IN ('public'::regnamespace, 'gvi'::regnamespace)"
            " AND has_table_privilege('gvi_app', c.oid, p)"
        )
        == set()
    )


def test_the_runtime_role_makes_nothing_in_the_database() -> None:
    makes = rows(
        "SELECT has_schema_privilege('gvi_app', 'public', 'CREATE'), has_schema_privilege('gvi_app', 'gvi', 'CREATE'),"
        " has_database_privilege('gvi_app', current_database(), 'CREATE'),"
        " has_database_privilege('gvi_app', current_database(), 'TEMP')"
    )
    assert makes == [(False, False, False, False)]


def test_the_tests_connect_as_the_runtime_role_which_owns_and_bypasses_nothing() -> None:
    assert rows("SELECT session_user::text, current_user::text, current_setting('row_security')") == [
        ("gvi_app", "gvi_app", "on")
    ]
    assert rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
        " FROM pg_roles WHERE rolname = 'gvi_app'"
    ) == [(False, False, False, False, False)]
    assert column("SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'gvi_app'::regrole") == set()
    assert column("SELECT relname FROM pg_class WHERE relowner = 'gvi_app'::regrole") == set()


def test_every_table_belongs_to_a_model_or_is_named_as_a_system_table() -> None:
    known = {m._meta.db_table for m in apps.get_models(include_auto_created=True)} | set(policy.SYSTEM_TABLES)
    found = column(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'f')"
        " AND relnamespace IN ('public'::regnamespace, 'gvi'::regnamespace)"
    )
    assert found == known


def test_views_look_with_the_eyes_of_the_one_who_asks_and_nothing_is_materialised() -> None:
    found = rows(
        "SELECT c.relname, c.relkind, coalesce(array_to_string(c.reloptions, ','), '') FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
    )
    assert [name for name, kind, options in found if kind == "m" or "security_invoker=true" not in options] == []


def test_no_function_runs_with_its_owners_rights() -> None:
    assert (
        column(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        )
        == set()
    )


def test_every_function_says_itself_where_it_finds_what_it_uses() -> None:
    """Parsed when it was made, or with a search path of its own: nobody's settings change what it means."""
    assert (
        column(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'gvi'::regnamespace"
            " AND p.prosqlbody IS NULL AND NOT coalesce(p.proconfig::text LIKE '%%search_path%%', false)"
        )
        == set()
    )


def test_a_reach_that_somebody_sets_to_nothing_opens_nothing_of_others(police: Any, neighbour: Any) -> None:
    """The context is not signed: who sets it by hand still meets the reach of the core."""
    hidden = seed.row(next(m for m in MODELS if m._meta.label == "groups.Group"), neighbour)
    with context.enter_context(context.for_agencies(police)):
        execute("SELECT set_config('gvi.needed_reach', '0', true)")
        assert column("SELECT id FROM groups_group WHERE id = %s", [hidden.pk]) == set()


def test_every_guarded_table_keeps_its_owner_by_trigger() -> None:
    found = column(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgfoid = 'gvi.keep_owner'::regproc AND t.tgenabled = 'O'"
    )
    assert found == set(TABLES)


def test_a_unique_key_holds_the_owner_so_that_a_collision_tells_nothing_of_others() -> None:
    owners = {"owner_id", "id"}
    homes = {(m._meta.db_table, f.column) for m, f in REFS if f.home}
    keys = rows(
        "SELECT c.relname, i.relname, array(SELECT a.attname::text FROM pg_attribute a"
        " WHERE a.attrelid = c.oid AND a.attnum = ANY (x.indkey)) FROM pg_index x"
        " JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid"
        " WHERE x.indisunique AND c.relname = ANY (%s)",
        [TABLES],
    )
    telling = {
        index
        for table, index, columns in keys
        if not owners & set(columns) and not any((table, name) in homes for name in columns)
    }
    assert telling == set(UNIQUE_ACROSS_OWNERS)


@pytest.mark.django_db(transaction=True)
def test_without_a_context_every_guarded_table_is_empty_and_cannot_be_written() -> None:
    police = make.agency(make.partnership(), Kind.POLICE)
    for model in MODELS:
        seed.row(model, police, reach=seed.widest(model))
    connection.close()
    assert rows("SELECT current_setting('gvi.partnership', true)") == [(None,)]
    _nothing_is_there()
    with context.enter_context(context.for_agencies(police)):
        assert {t for t in TABLES if rows(f"SELECT count(*) FROM {t}") == [(0,)]} == RECEIVED
    assert rows("SELECT current_setting('gvi.partnership', true)") == [("",)]
    _nothing_is_there()


def _nothing_is_there() -> None:
    for table in TABLES:
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
        if table not in FROZEN:
            assert execute(f"UPDATE {table} SET version = version") == 0, table
        for refused in (f"DELETE FROM {table}", f"TRUNCATE {table}", f"INSERT INTO {table} DEFAULT VALUES"):
            with pytest.raises(DatabaseError):
                execute(refused)


@pytest.mark.parametrize("model", MODELS, ids=by_model)
def test_a_row_of_another_agency_is_neither_read_nor_changed_nor_made(model: type[Guarded], police: Any) -> None:
    other = make.agency(make.partnership(), Kind.POLICE)
    hidden = seed.row(model, other, reach=seed.widest(model))
    table = model._meta.db_table
    with context.enter_context(context.for_agencies(police)):
        assert column(f"SELECT id FROM {table}") == set()
        if table not in FROZEN:
            assert execute(f"UPDATE {table} SET version = version WHERE id = %s", [hidden.pk]) == 0
    copy = model(**{f.attname: getattr(hidden, f.attname) for f in model._meta.concrete_fields})
    copy.pk = uuid.uuid4()
    with pytest.raises(DatabaseError), transaction.atomic(), context.enter_context(context.for_agencies(police)):
        _insert_and_ask(copy)


def _insert_and_ask(row: Guarded) -> None:
    """Insert, and let what is deferred speak at once."""
    seed.insert(row)
    execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("model", [m for m in MODELS if not seed.refs(m)], ids=by_model)
def test_no_row_is_made_in_another_partnership(model: type[Guarded], police: Any) -> None:
    elsewhere = make.partnership()
    row = seed.build(model, police)
    row.partnership_id = elsewhere.pk
    with pytest.raises(DatabaseError), transaction.atomic(), context.enter_context(context.for_agencies(police)):
        seed.insert(row)


@pytest.mark.parametrize("model", MODELS, ids=by_model)
def test_a_row_reaches_no_further_than_the_policy_says(model: type[Guarded], police: Any) -> None:
    for reach in {0, 1, 2, 3} - set(policy.POLICY[model._meta.label].reaches):
        with pytest.raises(DatabaseError), transaction.atomic():
            seed.row(model, police, reach=reach)


@pytest.mark.parametrize(("model", "field"), REFS, ids=by_ref)
def test_a_hidden_parent_and_a_missing_one_are_refused_with_the_same_words(
    model: type[Guarded], field: Any, police: Any, neighbour: Any
) -> None:
    abroad = make.agency(make.partnership(), Kind.POLICE)
    keeper = policy.POLICY[field.related_model._meta.label]
    narrow = min(keeper.reaches)
    hidden = [seed.row(field.related_model, abroad, reach=narrow).pk]
    if narrow == policy.Reach.OWN:
        hidden.append(seed.row(field.related_model, neighbour, reach=narrow).pk)
    refusals = {_refusal(model, field, pk, police) for pk in (uuid.uuid4(), *hidden)}
    assert len(refusals) == 1
    assert refusals != {None}


def _refusal(model: type[Guarded], field: Any, parent: uuid.UUID, owner: Any) -> tuple[str, str] | None:
    """The error's class and words, ids aside; None if the row was accepted."""
    try:
        with transaction.atomic():
            facts: dict[str, Any] = {field.attname: parent}
            seed.row(model, owner, **facts)
            execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        return type(error).__name__, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|=\([^)]*\)", "…", str(error))
    return None


@pytest.mark.parametrize(("model", "field"), REFS, ids=by_ref)
def test_a_row_cannot_be_moved_under_a_parent_that_its_writer_does_not_see(
    model: type[Guarded], field: Any, police: Any
) -> None:
    if policy.POLICY[model._meta.label].update == policy.NOBODY:
        return
    hidden = seed.row(field.related_model, make.agency(make.partnership(), Kind.POLICE))
    child = seed.row(model, police)
    as_writer = context.for_agencies(child.owner, user=getattr(child, "user_id", None))
    with pytest.raises(DatabaseError), transaction.atomic(), context.enter_context(as_writer):
        _move_and_ask(child, field, hidden.pk)


def _move_and_ask(child: Guarded, field: Any, parent: uuid.UUID) -> None:
    """Hang a row under another parent, and let what is deferred speak at once."""
    execute(f"UPDATE {child._meta.db_table} SET {field.column} = %s WHERE id = %s", [parent, child.pk])
    execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db(transaction=True)
def test_a_foreign_key_that_a_migration_adds_is_really_validated() -> None:
    """FORCE makes the owner's own check read nothing; the migration's flag mends that (traps 28)."""
    orphan = (
        "INSERT INTO groups_personcode (id, partnership_id, owner_id, reach, version, code, group_id)"
        " VALUES (gen_random_uuid(), %s, %s, 0, 1, 'Föräldralös 1', gen_random_uuid())"
    )
    police = make.agency(make.partnership(), Kind.POLICE)
    add = (
        "ALTER TABLE groups_personcode ADD CONSTRAINT again FOREIGN KEY (partnership_id, owner_id, group_id)"
        " REFERENCES groups_group (partnership_id, owner_id, id)"
    )
    with as_owner(), transaction.atomic():
        execute("ALTER TABLE groups_personcode DROP CONSTRAINT groups_personcode_group_home")
        execute(orphan, [police.partnership_id, police.pk])
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="violates foreign key"):
            execute(add)
        transaction.set_rollback(True)


def test_the_migrations_flag_opens_nothing_to_the_runtime_role(police: Any) -> None:
    from_elsewhere = seed.row(MODELS[0], make.agency(make.partnership(), Kind.POLICE))
    with context.enter_context(context.for_agencies(police)):
        execute("SET LOCAL gvi.migrating = 'on'")
        assert column(f"SELECT id FROM {from_elsewhere._meta.db_table}") == set()


def test_the_models_and_the_migrations_say_the_same() -> None:
    written = MigrationLoader(None).project_state()
    missing = MigrationAutodetector(written, ProjectState.from_apps(apps)).changes(MigrationGraph())
    assert {app: [m.operations for m in found] for app, found in missing.items()} == {}


def test_the_systems_own_checks_pass() -> None:
    assert [str(error) for error in run_checks(databases=["default"]) if not error.is_silenced()] == []


def test_a_model_that_the_policy_forgets_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    for known, error in ((policy.POLICY, "groups.Group"), (policy.SYSTEM, "jobs.Job")):
        monkeypatch.delitem(known, error)
    assert {e.id for e in run_checks(tags=["security"])} >= {"gvi.E001"}
