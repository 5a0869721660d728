"""A job tells who has ordered what of which row: an agency sees its own. Worker and clock see all, outside any context.

A job is ordered in the context of the agency that it runs for. One that an agency's system user runs may be ordered by
the other agencies of the partnership (seats are returned when an evening closes) and by the clock.
"""

from django.db import migrations

JOB = "jobs_job"
OURS = (
    "((select gvi.partnership()) IS NULL OR EXISTS (SELECT 1 FROM partnerships_affiliation a"
    f" WHERE a.id = {JOB}.affiliation_id AND a.agency_id = (select gvi.me())))"
)
ORDERED = (
    "(EXISTS (SELECT 1 FROM partnerships_affiliation a JOIN partnerships_agency g ON g.group_ptr_id = a.agency_id"
    f" WHERE a.id = {JOB}.affiliation_id AND (a.agency_id = (select gvi.me()) OR (a.role = 'system'"
    " AND g.partnership_id = coalesce((select gvi.partnership()), g.partnership_id)))))"
)

FORWARD = f"""
ALTER TABLE {JOB} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {JOB}_read ON {JOB} FOR SELECT USING {OURS};
CREATE POLICY {JOB}_insert ON {JOB} FOR INSERT WITH CHECK {ORDERED};
CREATE POLICY {JOB}_update ON {JOB} FOR UPDATE USING {OURS} WITH CHECK {OURS};
"""
BACK = f"""
DROP POLICY {JOB}_update ON {JOB};
DROP POLICY {JOB}_insert ON {JOB};
DROP POLICY {JOB}_read ON {JOB};
ALTER TABLE {JOB} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
        ("partnerships", "0001_initial"),
        ("access", "0002_grants_from_zero"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
