"""The contact person in increased focus, and the grant by which coordination ends anybody's participation in it."""

from typing import Any

from django.db import migrations, models

CODENAME, WORDS = "write_focusparticipation", "End open participation in increased focus"
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
    ("focus_contact", "contact person in increased focus"),
    ("duty_desk", "duty desk"),
    ("unit_head", "unit head"),
    ("manager", "manager (reads)"),
    ("registrar", "registrar"),
    ("log_reviewer", "log reviewer"),
    ("system_manager", "system manager"),
    ("system", "the system"),
    ("outside", "somebody outside"),
]
GRANTS = [
    ("write_meeting", "Write open meetings of the partnership"),
    ("write_attendee", "Write who attends open meetings"),
    ("write_agendaitem", "Write agenda items of open meetings"),
    ("write_callin", "Write open call-ins of the partnership"),
    ("write_sanction", "Write open sanctions of the partnership"),
    (CODENAME, WORDS),
    ("write_commitment", "Write open commitments of the partnership"),
]


def grant(apps: Any, _schema_editor: Any) -> None:
    """What setting up a partnership grants to its coordination, for those that are set up already."""
    kind, _new = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="partnerships", model="partnership"
    )
    permission, _new = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=kind, codename=CODENAME, defaults={"name": WORDS}
    )
    for agency in apps.get_model("partnerships.Agency").objects.filter(kind="coordination"):
        apps.get_model("partnerships.PartnershipGrant").objects.get_or_create(
            group_id=agency.pk, permission_id=permission.pk, content_object_id=agency.partnership_id
        )


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0005_roles_of_social_services"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="partnership",
            options={"permissions": GRANTS, "verbose_name": "partnership", "verbose_name_plural": "partnerships"},
        ),
        *(
            migrations.AlterField(
                model_name=model,
                name="role",
                field=models.CharField(choices=ROLES, max_length=40, verbose_name="role"),
            )
            for model in ("accessdecision", "accountinvitation", "affiliation")
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
