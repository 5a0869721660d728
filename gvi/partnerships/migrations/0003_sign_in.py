"""An account says whether an invitation made it: in the demo it enrols a second factor all the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_privileges")]
    operations = [migrations.AddField("user", "is_invited", models.BooleanField(default=False))]
