"""The police's exit coordinators have a role of their own: support is the social services' (domain 2.7)."""

from django.db import migrations, models

MOVE = (
    "UPDATE partnerships_affiliation SET role = '{}' FROM partnerships_agency a"
    " WHERE a.group_ptr_id = agency_id AND a.kind = 'police' AND role = '{}'"
)


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0006_promise_grant"),
    ]

    operations = [
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
                    ("police_exit_coordinator", "exit coordinator at the police"),
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
        migrations.RunSQL(
            MOVE.format("police_exit_coordinator", "exit_coordinator"),
            MOVE.format("exit_coordinator", "police_exit_coordinator"),
        ),
    ]
