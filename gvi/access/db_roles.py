"""Roles in PostgreSQL: the owner migrates, the run-time role works, the backup role dumps."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

OWNER, APP, BACKUP = "gvi_owner", "gvi_app", "gvi_backup"

PRIVILEGES_OF_CURRENT_ROLE = """
select r.rolsuper, r.rolbypassrls,
       exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname in ('public', 'gvi') and pg_has_role(r.oid, c.relowner, 'MEMBER'))
from pg_roles r where r.rolname = current_user
"""


def require_operator() -> None:
    """Refuse to set up partnerships and accounts as the run-time role, which may not. Raises ImproperlyConfigured."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('partnerships_agency', 'INSERT')")
        (may,) = cursor.fetchone()
    if not may:
        raise ImproperlyConfigured(
            "The application's own role may not do this: only the owner of the tables writes agencies and their "
            'grants. Run it again with DATABASE_URL="$DATABASE_OWNER_URL".'
        )


def require_unprivileged_role() -> None:
    """Refuse to serve as superuser, table owner or with BYPASSRLS: row security would not hold.

    Raises ImproperlyConfigured.
    """
    with connection.cursor() as cursor:
        cursor.execute(PRIVILEGES_OF_CURRENT_ROLE)
        superuser, bypass, owner = cursor.fetchone()
    connection.close()
    if superuser or bypass or owner:
        raise ImproperlyConfigured(
            f"Web and worker run as a role that owns nothing and bypasses nothing, such as {APP}. "
            "Check DATABASE_URL: it names a superuser, a table owner or a role with BYPASSRLS."
        )
