"""Whether the running database holds the row security that the code would write, table by table.

PostgreSQL rewrites every expression that it stores, so text cannot be compared with text. Instead PostgreSQL itself
says how it would store what the code writes: in a transaction that is rolled back, each guarded table gets an empty
temporary twin of the same name, the code's SQL runs on the twins, and what the catalogue says of both is compared.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from gvi.access import grants, policy
from gvi.access.row_security import row_security_of

Definitions = dict[str, dict[str, str]]  # what the catalogue says: for each table, each named thing and its definition

# Keys and triggers are compared where the code writes them; a table may have others. Nothing may be added to the rest.
MAY_HAVE_MORE = ("constraint", "trigger")
CATALOGUE = """
WITH guarded AS (SELECT * FROM pg_class WHERE relname = ANY (%(tables)s) AND oid = relname::regclass)
SELECT relname, 'row security', concat_ws(' ', relrowsecurity, relforcerowsecurity) FROM guarded
UNION ALL SELECT relname, 'policy ' || polname,
        concat_ws(' ', polcmd, polpermissive, polroles::regrole[], pg_get_expr(polqual, polrelid),
                  'CHECK', pg_get_expr(polwithcheck, polrelid))
    FROM pg_policy JOIN guarded ON guarded.oid = polrelid
UNION ALL SELECT relname, 'constraint ' || conname, concat_ws(' ', convalidated, pg_get_constraintdef(c.oid))
    FROM pg_constraint c JOIN guarded ON guarded.oid = conrelid WHERE contype <> 'n'
UNION ALL SELECT relname, 'trigger ' || tgname, concat_ws(' ', tgenabled, pg_get_triggerdef(t.oid, true))
    FROM pg_trigger t JOIN guarded ON guarded.oid = tgrelid WHERE NOT tgisinternal
UNION ALL SELECT relname, concat_ws(' ', 'grant', grantee::regrole, privilege_type), is_grantable::text
    FROM guarded, aclexplode(coalesce(relacl, acldefault('r', relowner)))
UNION ALL SELECT relname, concat_ws(' ', 'column grant', attname, grantee::regrole, privilege_type), is_grantable::text
    FROM guarded JOIN pg_attribute ON attrelid = guarded.oid, aclexplode(attacl)
"""


def can_be_compared() -> bool:
    """Whether all migrations have run, and the connection is the tables' owner's: nobody else can make the twins."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(tableowner = current_user) FROM pg_tables WHERE schemaname = 'public'")
        if not cursor.fetchone()[0]:
            return False
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def differences() -> dict[str, list[str]]:
    """For each table whose row security is not what the code would write, the names of what differs."""
    models = _guarded()
    tables = [model._meta.db_table for model in models]
    with transaction.atomic():
        found = _definitions(tables)
        missing = {table: ["the table is missing"] for table in tables if table not in found}
        wanted = {} if missing else _wanted(models)
        transaction.set_rollback(True)
    differing = {table: _differing(found[table], definitions) for table, definitions in wanted.items()}
    return missing or {table: names for table, names in differing.items() if names}


def _guarded() -> list[type[Model]]:
    return [model for model in apps.get_models() if row_security_of(model)]


def _differing(found: dict[str, str], wanted: dict[str, str]) -> list[str]:
    changed = {name for name, definition in wanted.items() if found.get(name) != definition}
    added = {name for name in found if name not in wanted and not name.startswith(MAY_HAVE_MORE)}
    return sorted(changed | added)


def _wanted(models: Iterable[type[Model]]) -> Definitions:
    """What the catalogue says of the twins. Their names hide the real tables until the transaction is rolled back."""
    written = [(model, security) for model in models for security in row_security_of(model)]
    tables = [model._meta.db_table for model, _security in written]
    statements = [f"CREATE TEMPORARY TABLE {table} (LIKE public.{table})" for table in tables]
    statements += [statement for model, security in written for statement in security.statements(model)]
    statements += [statement for model, security in written for statement in security.home_keys(model)]
    statements += grants.statements({model._meta.db_table: _verbs(model) for model, _security in written})
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statements))
    return _definitions(tables)


def _verbs(model: type[Model]) -> tuple[str, ...]:
    return grants.of_guarded(policy.for_model(model._meta.label) or policy.CLOSED)


def _definitions(tables: list[str]) -> Definitions:
    definitions: Definitions = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE, {"tables": tables})
        for table, name, definition in cursor.fetchall():
            definitions[table][name] = definition
    return dict(definitions)
