"""Fill the baseline's database with the rows of the application's: the same codes, a grant for each that is seen."""

import os
import sys

import django
import psycopg

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.baseline.settings"
django.setup()

from django.contrib.auth.models import Group as Agency  # noqa: E402
from django.contrib.auth.models import Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

TABLES = {
    "auth_group": "SELECT id, name FROM auth_group",
    "baseline_group (id, name, owner_id)": "SELECT id, name, owner_id FROM groups_group",
    "baseline_individual (id, code, group_id, owner_id)": "SELECT id, code, group_id, owner_id FROM groups_personcode",
}
GRANT = """
INSERT INTO guardian_groupobjectpermission (object_pk, content_type_id, group_id, permission_id)
SELECT id, %s, %s, %s FROM seen
"""


def main(source: str, viewer: str) -> None:
    call_command("migrate", verbosity=0)
    connection.ensure_connection()
    with psycopg.connect(source) as application, connection.cursor() as cursor:
        for table, query in TABLES.items():
            _copy(application, cursor, query, table)
        cursor.execute("CREATE TEMPORARY TABLE seen (id uuid)")
        agency = Agency.objects.get(name__endswith=f": {viewer}")
        seen = f"SELECT id FROM groups_personcode WHERE owner_id = {int(agency.pk)} OR reach > 0"  # noqa: S608  a number
        _copy(application, cursor, seen, "seen")
        may = Permission.objects.get(codename="view_individual", content_type__app_label="baseline")
        cursor.execute(GRANT, [may.content_type_id, agency.pk, may.pk])
    user = User.objects.create(username=viewer, is_staff=True)
    user.groups.add(agency)
    user.user_permissions.add(may)  # the admin asks for it; which rows, guardian says
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _copy(application: psycopg.Connection, cursor: object, query: str, table: str) -> None:
    with (
        application.cursor().copy(f"COPY ({query}) TO STDOUT") as out,
        cursor.cursor.copy(f"COPY {table} FROM STDIN") as into,  # type: ignore[attr-defined]
    ):
        for block in out:
            into.write(block)


if __name__ == "__main__":
    main(*sys.argv[1:])
