"""What the public page shows, and which agency leads: a partnership file may be read in again and say another."""

from django.db import migrations, models

from gvi.access.roles import APP


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partnerships", "0002_as_its_kind"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="leads",
            field=models.BooleanField(default=False, verbose_name="leads"),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE (leads) ON partnerships_agency TO {APP}",
            f"REVOKE UPDATE (leads) ON partnerships_agency FROM {APP}",
        ),
        migrations.AddField(
            model_name="partnership",
            name="message",
            field=models.JSONField(default=list, verbose_name="the message"),
        ),
        migrations.AddField(
            model_name="partnership",
            name="origin",
            field=models.TextField(blank=True, verbose_name="where it comes from"),
        ),
        migrations.AddField(
            model_name="partnership",
            name="statement_on",
            field=models.DateField(null=True, verbose_name="accessibility statement made on"),
        ),
        migrations.AddField(
            model_name="partnership",
            name="supervisor",
            field=models.CharField(blank=True, max_length=120, verbose_name="supervisory authority for accessibility"),
        ),
        migrations.AddField(
            model_name="partnership",
            name="supervisor_url",
            field=models.URLField(blank=True, verbose_name="address of the supervisory authority"),
        ),
        migrations.AlterField(
            model_name="affiliation",
            name="role",
            field=models.CharField(
                choices=[
                    ("coordinator", "coordinator"),
                    ("steering", "steering group"),
                    ("analyst", "analyst"),
                    ("social_worker", "social worker"),
                    ("exit_coordinator", "exit coordinator"),
                    ("police_coordinator", "police coordinator"),
                    ("probation_coordinator", "probation coordinator"),
                    ("probation_officer", "probation officer"),
                    ("manager", "manager (reads)"),
                    ("registrar", "registrar"),
                    ("log_reviewer", "log reviewer"),
                    ("system_manager", "system manager"),
                    ("system", "the system"),
                    ("outside", "somebody outside"),
                ],
                max_length=40,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(
                condition=models.Q(("leads", True)), fields=("partnership",), name="one_leading_agency"
            ),
        ),
    ]
