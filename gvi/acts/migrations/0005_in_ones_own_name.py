"""A log entry is of the person in whose context it is written, and of the moment that the database knows."""

from django.db import migrations

import gvi.access.row_security
from gvi.access.db_roles import APP

AT_ONCE = f"""
CREATE FUNCTION gvi.log_now() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user = '{APP}' THEN
        NEW.logged_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION gvi.log_now() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gvi.log_now() TO {APP};
CREATE TRIGGER acts_logentry_now BEFORE INSERT ON acts_logentry FOR EACH ROW EXECUTE FUNCTION gvi.log_now();
"""
BACK = """
DROP TRIGGER acts_logentry_now ON acts_logentry;
DROP FUNCTION gvi.log_now();
"""


class Migration(migrations.Migration):
    dependencies = [("acts", "0004_no_values_of_named_rows"), ("access", "0003_functions")]
    operations = [
        migrations.RunSQL(AT_ONCE, BACK),
        migrations.RemoveConstraint(model_name="logentry", name="acts_logentry_wall"),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & writer | visitor & writer",
                    "owners": "anybody",
                    "read": "owner | open",
                    "update": "nobody",
                },
                homes=[],
                name="acts_logentry_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
    ]
