from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="agendaitem",
            name="state",
            field=models.CharField(
                choices=[("open", "open"), ("settled", "settled"), ("struck", "struck")],
                default="open",
                max_length=20,
                verbose_name="state",
            ),
        ),
    ]
