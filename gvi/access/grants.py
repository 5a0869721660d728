"""What the run-time role may do with each table, written from the policy after every migration: from zero.

No table has default privileges. A table that the policy does not know is out of reach.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction

from gvi.access import policy
from gvi.access.db_roles import APP
from gvi.access.policy.system import INSERT, READ, UPDATE

HELD = """
SELECT relname, privilege_type FROM pg_class, aclexplode(relacl)
WHERE relnamespace = 'public'::regnamespace AND grantee = %s::regrole AND relkind IN ('r', 'p', 'v', 'm', 'S')
UNION SELECT relname, privilege_type || ' (' || attname || ')'
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid, aclexplode(attacl)
WHERE relnamespace = 'public'::regnamespace AND grantee = %s::regrole
"""
Privileges = dict[str, tuple[str, ...]]  # the verbs on each table


def wanted() -> Privileges:
    """The verbs of the run-time role on each table, as the policy says."""
    found = {name: table.verbs for name, table in policy.SYSTEM_TABLES.items()}
    for model in apps.get_models(include_auto_created=True):
        label, name = model._meta.label, model._meta.db_table
        if label in policy.SYSTEM:
            found[name] = policy.SYSTEM[label].verbs
        elif label in policy.POLICY:
            found[name] = of_guarded(policy.POLICY[label])
    return found


def of_guarded(rule: policy.TablePolicy) -> tuple[str, ...]:
    """The verbs on a guarded table; row security says on which rows. Nothing is ever deleted."""
    return (READ, INSERT) if rule.update == policy.NOBODY else (READ, INSERT, UPDATE)


def held() -> Privileges:
    """The verbs that the run-time role has now, on tables, sequences and single columns."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [APP, APP])
        found: dict[str, list[str]] = {}
        for name, verb in cursor.fetchall():
            found.setdefault(name, []).append(verb)
    return {name: tuple(sorted(verbs)) for name, verbs in found.items()}


def differences() -> list[str]:
    """The tables on which the run-time role may do more or less than the policy says."""
    there = set(connection.introspection.table_names())
    expected = {name: tuple(sorted(verbs)) for name, verbs in wanted().items() if verbs and name in there}
    now = held()
    return sorted(name for name in expected.keys() | now.keys() if expected.get(name) != now.get(name))


def statements(privileges: Privileges) -> Iterator[str]:
    """The SQL that gives the run-time role these verbs and no others on these tables."""
    for name, verbs in sorted(privileges.items()):
        yield f"REVOKE ALL ON TABLE {name} FROM {APP}"
        if verbs:
            yield f"GRANT {', '.join(verbs)} ON TABLE {name} TO {APP}"


def apply() -> None:
    """Write them for every table that is there. Does nothing for whoever does not own the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, pg_has_role(relowner, 'USAGE') FROM pg_class"
                       " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace")  # fmt: skip
        tables = dict(cursor.fetchall())
    if not all(tables.values()):
        return
    privileges = {name: wanted().get(name, ()) for name in tables}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {APP}")
        for statement in statements(privileges):
            cursor.execute(statement)
