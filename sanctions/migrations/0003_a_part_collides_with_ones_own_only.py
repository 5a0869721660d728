"""The key of a part holds its owner: who tries another agency's part learns nothing from the refusal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sanctions", "0002_parts_confirmed_by_their_own")]

    operations = [
        migrations.RemoveConstraint(model_name="decisionpart", name="one_part_per_agency"),
        migrations.AddConstraint(
            model_name="decisionpart",
            constraint=models.UniqueConstraint(fields=("owner", "decision", "agency"), name="one_part_per_agency"),
        ),
    ]
