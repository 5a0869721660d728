"""The run-time role cannot change what an agency is, and writes affiliations for its own agency only.

What an agency is follows from its kind; changing it would be a way past the walls. Affiliations are read before any
context exists. Without a context (a command that sets up a partnership, the note of a sign-in, an invitation's own page
before its act) every affiliation may be written, so this stops a forgotten filter and not an intruder in the process.
"""

from django.db import migrations

from gvi.access.db_roles import APP

AGENCY = "partnerships_agency"
MAY_CHANGE = "title, short_name, municipality, logs_in, leads"
AFFILIATION = "partnerships_affiliation"
MINE = "((select gvi.me()) IS NULL OR agency_id = (select gvi.me()))"

FORWARD = f"""
REVOKE UPDATE ON {AGENCY} FROM {APP};
GRANT UPDATE ({MAY_CHANGE}) ON {AGENCY} TO {APP};

ALTER TABLE {AFFILIATION} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {AFFILIATION}_read ON {AFFILIATION} FOR SELECT USING (true);
CREATE POLICY {AFFILIATION}_insert ON {AFFILIATION} FOR INSERT WITH CHECK {MINE};
CREATE POLICY {AFFILIATION}_update ON {AFFILIATION} FOR UPDATE USING {MINE} WITH CHECK {MINE};
REVOKE DELETE ON {AFFILIATION} FROM {APP};
"""
BACK = f"""
GRANT DELETE ON {AFFILIATION} TO {APP};
DROP POLICY {AFFILIATION}_update ON {AFFILIATION};
DROP POLICY {AFFILIATION}_insert ON {AFFILIATION};
DROP POLICY {AFFILIATION}_read ON {AFFILIATION};
ALTER TABLE {AFFILIATION} DISABLE ROW LEVEL SECURITY;
REVOKE UPDATE ({MAY_CHANGE}) ON {AGENCY} FROM {APP};
GRANT UPDATE ON {AGENCY} TO {APP};
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
