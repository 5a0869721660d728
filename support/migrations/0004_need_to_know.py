"""A support case is read by whoever works on it, stands in, leads or receives; its parts follow it."""

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
        ("support", "0003_urgent_first"),
        ("access", "0003_functions"),
        ("partnerships", "0005_roles_of_social_services"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="supportcase",
            options={
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "permissions": [
                    ("work_on", "Work on the support case"),
                    ("stand_in", "Stand in for whoever works on the support case"),
                ],
                "verbose_name": "support case",
                "verbose_name_plural": "support cases",
            },
        ),
        migrations.RemoveConstraint(model_name="caseworker", name="one_worker_per_case"),
        migrations.RemoveConstraint(model_name="contact", name="support_contact_wall"),
        migrations.RemoveConstraint(model_name="followup", name="support_followup_wall"),
        migrations.RemoveConstraint(model_name="supportcase", name="support_supportcase_wall"),
        *guard_grants("caseworker", table="support_caseworker", parent="support_supportcase", reach=Reach.OWN),
        migrations.AddField(
            model_name="caseworker",
            name="stands_in",
            field=models.BooleanField(default=False, verbose_name="stands in"),
        ),
        migrations.AddField(
            model_name="caseworker",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="to"),
        ),
        migrations.AlterField(
            model_name="caseworker",
            name="content_object",
            field=gvi.access.guarded.GuardedForeignKey(home=True, to="support.supportcase"),
        ),
        migrations.AlterField(
            model_name="caseworker",
            name="permission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="auth.permission"
            ),
        ),
        migrations.AlterField(
            model_name="caseworker",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="caseworker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stands_in", False)), fields=("content_object",), name="one_worker_per_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseworker",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & seen(content_object)",
                    "owners": "request_takers",
                    "read": "owner | open",
                    "update": "owner & seen(content_object)",
                },
                homes=["content_object"],
                name="support_caseworker_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & seen(case)",
                    "owners": "request_takers",
                    "read": "owner & seen(case)",
                    "update": "owner & seen(case)",
                },
                homes=["case"],
                name="support_contact_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & seen(case)",
                    "owners": "request_takers",
                    "read": "owner & seen(case)",
                    "update": "owner & seen(case)",
                },
                homes=["case"],
                name="support_followup_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="supportcase",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner",
                    "owners": "request_takers",
                    "read": "owner & assigned(support_caseworker) | owner & unassigned(support_caseworker duty_desk exit_coordinator social_worker) | owner & holds(unit_head) | owner & holds(duty_desk) | owner & holds(system)",
                    "update": "owner & assigned(support_caseworker) | owner & unassigned(support_caseworker duty_desk exit_coordinator social_worker) | owner & holds(unit_head) | owner & holds(duty_desk) | owner & holds(system)",
                },
                homes=[],
                name="support_supportcase_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
    ]
