"""Whom somebody works for can be shut at once and is reviewed once a year; decisions, invitations and resets are kept."""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gvi.access.walls


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0007_police_exit"),
    ]

    operations = [
        migrations.AddField(
            model_name="affiliation",
            name="called",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="confirmed_on",
            field=models.DateField(editable=False, null=True, verbose_name="last reviewed"),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="handle",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
            ),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="last_in",
            field=models.DateTimeField(editable=False, null=True, verbose_name="last signed in"),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="shut_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="closed"),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="generation",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="AccessDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reach",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "own agency only"),
                            (1, "the core agencies"),
                            (2, "every agency of the partnership"),
                        ],
                        editable=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("given", "access given"),
                            ("changed", "access changed"),
                            ("ended", "access ended"),
                            ("shut", "account closed"),
                            ("opened", "account opened again"),
                            ("confirmed", "reviewed and confirmed"),
                            ("factor_reset", "second factor reset"),
                        ],
                        max_length=20,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
                (
                    "role",
                    models.CharField(
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
                ("unit", models.CharField(blank=True, max_length=120, verbose_name="unit")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="function")),
                ("starts", models.DateField(verbose_name="from")),
                ("ends", models.DateField(null=True, verbose_name="to")),
                (
                    "affiliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.affiliation"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on access",
                "verbose_name_plural": "decisions on access",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    gvi.access.walls.Wall(
                        frozen=True, homes=[], name="partnerships_accessdecision_wall", parents=[], reaches=[0]
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FactorReset",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reach",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "own agency only"),
                            (1, "the core agencies"),
                            (2, "every agency of the partnership"),
                        ],
                        editable=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "waits for a second person"), ("done", "done"), ("cancelled", "cancelled")],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "affiliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.affiliation"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reset of a second factor",
                "verbose_name_plural": "resets of second factors",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("owner", "affiliation"), name="one_open_reset"
                    ),
                    gvi.access.walls.Wall(homes=[], name="partnerships_factorreset_wall", parents=[], reaches=[0]),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invite",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reach",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "own agency only"),
                            (1, "the core agencies"),
                            (2, "every agency of the partnership"),
                        ],
                        editable=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "role",
                    models.CharField(
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
                ("title", models.CharField(blank=True, max_length=80, verbose_name="function")),
                ("starts", models.DateField(verbose_name="from")),
                ("ends", models.DateField(null=True, verbose_name="to")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "waits"), ("accepted", "accepted"), ("withdrawn", "withdrawn")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to an account",
                "verbose_name_plural": "invitations to accounts",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("owner", "email"), name="one_open_invite"
                    ),
                    gvi.access.walls.Wall(homes=[], name="partnerships_invite_wall", parents=[], reaches=[0]),
                ],
            },
        ),
    ]
