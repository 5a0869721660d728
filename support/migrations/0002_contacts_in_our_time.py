"""A contact of a year that nobody can have meant is set to 1900, and no such year is stored again."""

import datetime

from django.conf import settings
from django.db import migrations, models

MEND = """
UPDATE support_contact SET happened_at = '1900-01-01 00:00+00' WHERE happened_at < '1900-01-01 00:00+00';
UPDATE support_supportcase SET first_contact_at = asked_at WHERE first_contact_at < '1900-01-01 00:00+00';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_privileges"),
        ("support", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("happened_at__gte", datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.UTC))),
                name="support_contact_in_our_time",
            ),
        ),
    ]
