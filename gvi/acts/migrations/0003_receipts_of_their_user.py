"""A receipt tells what somebody did and what came of it: only its own user sees and writes it."""

from django.db import migrations

RECEIPT = "acts_receipt"
MINE = "(user_id = (select gvi.person()))"

FORWARD = f"""
ALTER TABLE {RECEIPT} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {RECEIPT}_read ON {RECEIPT} FOR SELECT USING {MINE};
CREATE POLICY {RECEIPT}_insert ON {RECEIPT} FOR INSERT WITH CHECK {MINE};
CREATE POLICY {RECEIPT}_update ON {RECEIPT} FOR UPDATE USING {MINE} WITH CHECK {MINE};
"""
BACK = f"""
DROP POLICY {RECEIPT}_update ON {RECEIPT};
DROP POLICY {RECEIPT}_insert ON {RECEIPT};
DROP POLICY {RECEIPT}_read ON {RECEIPT};
ALTER TABLE {RECEIPT} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("acts", "0002_timed_values"), ("access", "0002_grants_from_zero")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
