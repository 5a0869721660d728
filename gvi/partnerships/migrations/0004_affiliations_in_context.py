"""The run-time role writes affiliations in the context of their own agency only; before, also where there was none.

Setting up a partnership and its first accounts is the owner's, whom this does not bind.
"""

from django.db import migrations

AFFILIATION = "partnerships_affiliation"
MINE = "(agency_id = (select gvi.me()))"
BEFORE = "((select gvi.me()) IS NULL OR agency_id = (select gvi.me()))"


def policies(rule: str) -> str:
    return f"""
ALTER POLICY {AFFILIATION}_insert ON {AFFILIATION} WITH CHECK {rule};
ALTER POLICY {AFFILIATION}_update ON {AFFILIATION} USING {rule} WITH CHECK {rule};
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_sign_in"), ("access", "0002_grants_from_zero")]
    operations = [migrations.RunSQL(policies(MINE), policies(BEFORE))]
