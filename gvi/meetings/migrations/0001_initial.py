import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import gvi.access.guarded
import gvi.access.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("groups", "0001_initial"),
        ("partnerships", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("steering", "steering group"),
                            ("working", "working group"),
                            ("review", "incident review"),
                            ("quick", "quick check-in"),
                            ("planning", "planning"),
                            ("network", "network meeting"),
                        ],
                        default="working",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("starts_at", models.TimeField(verbose_name="starts")),
                ("ends_at", models.TimeField(verbose_name="ends")),
                ("venue", models.CharField(max_length=120, verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("held", "held"), ("cancelled", "cancelled")],
                        default="planned",
                        max_length=20,
                        verbose_name="state",
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
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Attendee",
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
                ("name", models.CharField(blank=True, max_length=80, verbose_name="function or first name")),
                ("comes", models.BooleanField(default=True, verbose_name="comes")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                        verbose_name="agency",
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
                    "meeting",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="attendees", to="meetings.meeting", verbose_name="meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "attendee",
                "verbose_name_plural": "attendees",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decision", "decision"),
                            ("discussion", "discussion"),
                            ("information", "information"),
                        ],
                        default="decision",
                        max_length=20,
                        verbose_name="asked for",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="what")),
                (
                    "options",
                    models.CharField(
                        blank=True,
                        help_text="With / between, for example: Yes / No",
                        max_length=80,
                        verbose_name="choices",
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=200, verbose_name="outcome")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("settled", "settled")],
                        default="open",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "incident",
                    gvi.access.guarded.GuardedForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        related_name="items",
                        to="groups.incident",
                        verbose_name="incident",
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
                    "meeting",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="items", to="meetings.meeting", verbose_name="meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda item",
                "verbose_name_plural": "agenda items",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="meeting_hours"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner",
                    "owners": "anybody",
                    "read": "owner | open",
                    "update": "owner | open & granted(partnership)",
                },
                homes=[],
                name="meetings_meeting_wall",
                parents=[],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="attendee",
            constraint=models.UniqueConstraint(fields=("meeting", "agency", "name"), name="one_seat_at_the_table"),
        ),
        migrations.AddConstraint(
            model_name="attendee",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner",
                    "owners": "anybody",
                    "read": "owner | open",
                    "update": "owner | open & granted(partnership)",
                },
                homes=[],
                name="meetings_attendee_wall",
                parents=["meeting"],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner",
                    "owners": "anybody",
                    "read": "owner | open",
                    "update": "owner | open & granted(partnership)",
                },
                homes=[],
                name="meetings_agendaitem_wall",
                parents=["incident", "meeting"],
                reaches=[1, 2],
                revision=1,
            ),
        ),
    ]
