"""The log kept values of rows that only some people of an agency read: they are erased. Which fields changed stays."""

from django.db import migrations

NAMED = ("groups.Dossier", "groups.Membership", "support.SupportCase", "support.Contact", "support.FollowUp")
LABELS = ", ".join(f"'{label}'" for label in NAMED)


class Migration(migrations.Migration):
    dependencies = [("acts", "0003_receipts_of_their_user")]
    operations = [
        migrations.RunSQL(
            f"UPDATE acts_change SET before = '{{}}', after = '{{}}' WHERE label IN ({LABELS})",
            migrations.RunSQL.noop,
        )
    ]
