"""A new table gives the run-time role nothing: gvi/access/grants.py writes its privileges from the policy."""

from django.db import migrations

from gvi.access.db_roles import APP

FORWARD = f"""
ALTER DEFAULT PRIVILEGES REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM {APP};
ALTER DEFAULT PRIVILEGES REVOKE USAGE, SELECT ON SEQUENCES FROM {APP};
"""
BACK = f"""
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {APP};
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_schema")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
