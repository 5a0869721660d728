"""Named readers stand behind both walls, and what hangs by a named dossier is named too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gvi.access.guarded
import gvi.access.row_security
from gvi.access.guard_grants import guard_grants
from gvi.access.policy import Reach


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("groups", "0003_imports_that_can_be_undone"),
        ("access", "0003_functions"),
        ("partnerships", "0005_roles_of_social_services"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="groups_membership_wall"),
        migrations.RemoveConstraint(model_name="retraction", name="groups_retraction_wall"),
        migrations.RemoveConstraint(model_name="importedrow", name="groups_importedrow_wall"),
        *guard_grants("dossierreader", table="groups_dossierreader", parent="groups_dossier", reach=Reach.OWN),
        migrations.AlterField(
            model_name="dossierreader",
            name="content_object",
            field=gvi.access.guarded.GuardedForeignKey(home=True, to="groups.dossier"),
        ),
        migrations.AlterField(
            model_name="dossierreader",
            name="permission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="auth.permission"
            ),
        ),
        migrations.AlterField(
            model_name="dossierreader",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierreader",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & seen(content_object)",
                    "owners": "keepers",
                    "read": "owner | open",
                    "update": "nobody",
                },
                homes=["content_object"],
                name="groups_dossierreader_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & seen(dossier)",
                    "owners": "keepers",
                    "read": "owner & seen(dossier)",
                    "update": "owner & seen(dossier)",
                },
                homes=["dossier", "group"],
                name="groups_membership_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="retraction",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & seen(dossier)",
                    "owners": "anybody",
                    "read": "owner & seen(dossier)",
                    "update": "owner & seen(dossier)",
                },
                homes=["dossier"],
                name="groups_retraction_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="importedrow",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & seen(dossier) & seen(membership)",
                    "owners": "keepers",
                    "read": "owner & seen(dossier) & seen(membership)",
                    "update": "nobody",
                },
                homes=["dossier", "list_import", "membership"],
                name="groups_importedrow_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
    ]
