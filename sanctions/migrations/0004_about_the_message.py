"""The motive is headed by its matter: that the group was not told may be just what it denies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sanctions", "0003_late_review")]

    operations = [
        migrations.AlterField(
            model_name="sanction",
            name="motive",
            field=models.CharField(blank=True, max_length=300, verbose_name="about the message"),
        ),
    ]
