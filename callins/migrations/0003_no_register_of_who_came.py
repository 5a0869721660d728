"""What each person did at an evening is not kept by an agency that keeps no records of persons, nor by the log."""

from django.db import migrations

FORGET = """
UPDATE callins_invitation i
SET outcome = '', recorded_at = NULL, recorded_by_id = NULL, previous_outcome = '', previous_at = NULL,
    previous_by_id = NULL, version = i.version + 1
FROM callins_callin c, partnerships_agency a
WHERE c.id = i.callin_id AND c.state = 'held' AND a.group_ptr_id = i.owner_id AND NOT a.keeps_dossiers;

UPDATE acts_change
SET before = before - ARRAY['outcome', 'previous_outcome'], after = after - ARRAY['outcome', 'previous_outcome']
WHERE label = 'callins.Invitation';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("callins", "0002_struck_invitations"),
        ("acts", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
