"""Two roles of social services: the duty desk and the head of a unit."""

from django.db import migrations, models

ROLES = [
    ("coordinator", "coordinator"),
    ("steering", "steering group"),
    ("analyst", "analyst"),
    ("social_worker", "social worker"),
    ("exit_coordinator", "exit coordinator"),
    ("police_coordinator", "police coordinator"),
    ("police_exit_coordinator", "exit coordinator at the police"),
    ("probation_coordinator", "probation coordinator"),
    ("probation_officer", "probation officer"),
    ("duty_desk", "duty desk"),
    ("unit_head", "unit head"),
    ("manager", "manager (reads)"),
    ("registrar", "registrar"),
    ("log_reviewer", "log reviewer"),
    ("system_manager", "system manager"),
    ("system", "the system"),
    ("outside", "somebody outside"),
]


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_affiliations_in_context")]
    operations = [
        migrations.AlterField(
            model_name=model,
            name="role",
            field=models.CharField(choices=ROLES, max_length=40, verbose_name="role"),
        )
        for model in ("accessdecision", "accountinvitation", "affiliation")
    ]
