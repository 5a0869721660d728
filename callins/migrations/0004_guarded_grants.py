"""Guardian's grants on call-ins stand behind both walls, and belong to the call-in's owner.

Whoever strikes somebody sees the invitation: row security of strikes is written again, and asks.
"""

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
        ("callins", "0003_no_register_of_who_came"),
        ("access", "0003_functions"),
        ("partnerships", "0005_roles_of_social_services"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="strike", name="callins_strike_wall"),
        migrations.AddConstraint(
            model_name="strike",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "teller", "owners": "anybody", "read": "owner | open", "update": "nobody"},
                homes=["invitation"],
                name="callins_strike_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        *guard_grants("callingrant", table="callins_callingrant", parent="callins_callin", reach=Reach.CORE),
        migrations.AlterField(
            model_name="callingrant",
            name="content_object",
            field=gvi.access.guarded.GuardedForeignKey(home=True, to="callins.callin"),
        ),
        migrations.AlterField(
            model_name="callingrant",
            name="group",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="auth.group"),
        ),
        migrations.AlterField(
            model_name="callingrant",
            name="permission",
            field=gvi.access.guarded.CarryingForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="auth.permission"
            ),
        ),
        migrations.AddConstraint(
            model_name="callingrant",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "nobody"},
                homes=["content_object"],
                name="callins_callingrant_wall",
                parents=[],
                reaches=[1, 2],
                revision=1,
            ),
        ),
    ]
