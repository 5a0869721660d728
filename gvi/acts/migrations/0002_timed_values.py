"""What is remembered for a while gets a table of its own, of JSON; Django's cache, which was pickled, goes."""

from django.db import migrations, models

from gvi.access.db_roles import APP

GRANT = f"GRANT SELECT, INSERT, UPDATE, DELETE ON acts_timedvalue TO {APP}"


class Migration(migrations.Migration):
    dependencies = [("acts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TimedValue",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "value remembered for a while",
                "verbose_name_plural": "values remembered for a while",
            },
        ),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
        migrations.RunSQL("DROP TABLE IF EXISTS cache", migrations.RunSQL.noop),
    ]
