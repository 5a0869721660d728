from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="commitment",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("kept", "kept"),
                    ("not_kept", "not kept"),
                    ("dropped", "dropped"),
                    ("struck", "struck"),
                ],
                default="open",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="commitmentevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("made", "written down"),
                    ("moved", "new day"),
                    ("changed", "changed"),
                    ("kept", "kept"),
                    ("not_kept", "not kept"),
                    ("dropped", "dropped"),
                    ("reopened", "opened again"),
                    ("struck", "struck"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
    ]
