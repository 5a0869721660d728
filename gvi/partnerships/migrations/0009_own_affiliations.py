"""An agency writes its own affiliations only, and nobody deletes one. Who reads them is asked before any context.

Without a context (a command that makes a partnership, the note of a sign-in, an invitation's own page before its act)
every one may be written; so this stops a forgotten filter in what people do, and not an intruder in the process.
"""

from django.db import migrations

from gvi.access.roles import APP

TABLE = "partnerships_affiliation"
MINE = "((select gvi.me()) IS NULL OR agency_id = (select gvi.me()))"

ON = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {TABLE}_read ON {TABLE} FOR SELECT USING (true);
CREATE POLICY {TABLE}_insert ON {TABLE} FOR INSERT WITH CHECK {MINE};
CREATE POLICY {TABLE}_update ON {TABLE} FOR UPDATE USING {MINE} WITH CHECK {MINE};
REVOKE DELETE ON {TABLE} FROM {APP};
"""
OFF = f"""
GRANT DELETE ON {TABLE} TO {APP};
DROP POLICY {TABLE}_update ON {TABLE};
DROP POLICY {TABLE}_insert ON {TABLE};
DROP POLICY {TABLE}_read ON {TABLE};
ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0008_accounts")]
    operations = [migrations.RunSQL(ON, OFF)]
