"""An agency ends the sessions in which somebody acts for it, and no others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0009_own_affiliations"),
    ]

    operations = [
        migrations.AddField(
            model_name="affiliation",
            name="generation",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
