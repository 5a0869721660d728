import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gvi.access.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnerships", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reach",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "own agency only"),
                            (1, "the core agencies"),
                            (2, "every agency of the partnership"),
                            (3, "nobody"),
                        ],
                        editable=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("entry", models.UUIDField()),
                ("label", models.CharField(max_length=80)),
                ("row", models.UUIDField(db_index=True)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
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
                    "teller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    gvi.access.row_security.RowSecurity(
                        clauses={"insert": "teller", "owners": "anybody", "read": "owner | open", "update": "nobody"},
                        homes=[],
                        name="acts_change_wall",
                        parents=[],
                        reaches=[0],
                        revision=1,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reach",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "own agency only"),
                            (1, "the core agencies"),
                            (2, "every agency of the partnership"),
                            (3, "nobody"),
                        ],
                        editable=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("logged_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
                ("role", models.CharField(max_length=40, verbose_name="role")),
                ("verb", models.CharField(max_length=80, verbose_name="what")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "done"), ("seen", "seen"), ("refused", "refused")],
                        default="done",
                        max_length=10,
                    ),
                ),
                ("rows", models.JSONField(default=dict)),
                ("fields", models.JSONField(default=dict)),
                ("request", models.UUIDField(null=True)),
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
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "log entry",
                "verbose_name_plural": "log entries",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["owner", "-logged_at"], name="entry_owner_at")],
                "constraints": [
                    gvi.access.row_security.RowSecurity(
                        clauses={
                            "insert": "owner | visitor",
                            "owners": "anybody",
                            "read": "owner | open",
                            "update": "nobody",
                        },
                        homes=[],
                        name="acts_logentry_wall",
                        parents=[],
                        reaches=[0],
                        revision=1,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                ("act", models.CharField(max_length=80)),
                ("model", models.CharField(blank=True, max_length=80)),
                ("result", models.CharField(blank=True, max_length=40)),
                ("pressed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="one_receipt_per_key")],
            },
        ),
    ]
