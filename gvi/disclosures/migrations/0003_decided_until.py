"""Until when it was decided to hold stands beside until when it held."""

from django.db import migrations, models

TABLE = "disclosures_disclosure"
FILL = f"""
ALTER TABLE {TABLE} DISABLE TRIGGER disclosures_disclosure_decided;
UPDATE {TABLE} SET decided_until = valid_until;
ALTER TABLE {TABLE} ENABLE TRIGGER disclosures_disclosure_decided;
"""


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0002_as_decided")]
    operations = [
        migrations.AddField(
            "disclosure",
            "decided_until",
            models.DateTimeField(editable=False, null=True, verbose_name="decided to hold until"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "disclosure",
            "decided_until",
            models.DateTimeField(editable=False, verbose_name="decided to hold until"),
        ),
        migrations.AlterField(
            "disclosure", "readable_until", models.DateTimeField(editable=False, verbose_name="readable until")
        ),
        migrations.AlterField(
            "extract", "readable_until", models.DateTimeField(editable=False, verbose_name="readable until")
        ),
        migrations.AlterField(
            "disclosure",
            "ended_as",
            models.CharField(
                blank=True,
                choices=[("withdrawn", "withdrawn"), ("returned", "returned")],
                editable=False,
                max_length=20,
                verbose_name="ended as",
            ),
        ),
    ]
