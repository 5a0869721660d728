import uuid

import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gvi.access.guarded
import gvi.access.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("groups", "0001_initial"),
        ("partnerships", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallIn",
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
                ("date", models.DateField(verbose_name="date")),
                ("starts_at", models.TimeField(verbose_name="starts")),
                ("ends_at", models.TimeField(verbose_name="ends")),
                ("venue", models.CharField(max_length=120, verbose_name="venue")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="purpose")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("evening", "evening under way"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
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
                "verbose_name": "call-in",
                "verbose_name_plural": "call-ins",
                "permissions": [
                    ("write_invitation", "Place and tick open seats of the call-in"),
                    ("write_callingroup", "Write the groups of the call-in and their counts"),
                ],
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CallInGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="callins.callin")),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "verbose_name": "grant on a call-in",
                "verbose_name_plural": "grants on call-ins",
                "db_table": "callins_callingrant",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CallInGroup",
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
                ("invited", models.PositiveSmallIntegerField(null=True, verbose_name="invited")),
                ("present", models.PositiveSmallIntegerField(null=True, verbose_name="present")),
                ("absent", models.PositiveSmallIntegerField(null=True, verbose_name="absent")),
                ("declined", models.PositiveSmallIntegerField(null=True, verbose_name="declined")),
                ("turned", models.PositiveSmallIntegerField(null=True, verbose_name="turned away at the door")),
                (
                    "callin",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="scope", to="callins.callin", verbose_name="call-in"
                    ),
                ),
                (
                    "group",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="callins", to="groups.group", verbose_name="group"
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
                "verbose_name": "group of a call-in",
                "verbose_name_plural": "groups of a call-in",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
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
                ("seat", models.PositiveSmallIntegerField(verbose_name="seat")),
                ("slot", models.TimeField(blank=True, null=True, verbose_name="arrives")),
                ("escort", models.CharField(blank=True, max_length=80, verbose_name="escort")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("present", "Present"),
                            ("absent", "Absent"),
                            ("declined", "Declined"),
                            ("turned", "Turned away at the door"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "previous_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("present", "Present"),
                            ("absent", "Absent"),
                            ("declined", "Declined"),
                            ("turned", "Turned away at the door"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField(null=True)),
                ("previous_at", models.DateTimeField(null=True)),
                (
                    "callin",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="invitations", to="callins.callin", verbose_name="call-in"
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
                    "person_code",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="invitations", to="groups.personcode", verbose_name="code"
                    ),
                ),
                (
                    "previous_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="NotificationCount",
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
                ("date", models.DateField(verbose_name="date")),
                ("carried_out", models.PositiveSmallIntegerField(verbose_name="talks carried out")),
                ("attempts", models.PositiveSmallIntegerField(verbose_name="attempts")),
                ("reached", models.PositiveSmallIntegerField(default=0, verbose_name="people reached")),
                ("relatives", models.PositiveSmallIntegerField(default=0, verbose_name="relatives reached")),
                (
                    "group",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="notifications", to="groups.group", verbose_name="group"
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
                "verbose_name": "round of custom notifications",
                "verbose_name_plural": "rounds of custom notifications",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SupportRequest",
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
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="asked"),
                ),
                ("person_note", models.CharField(blank=True, max_length=120, verbose_name="who")),
                ("safe_way", models.CharField(max_length=300, verbose_name="safe way and time")),
                (
                    "language",
                    models.CharField(blank=True, max_length=60, verbose_name="language, if an interpreter is needed"),
                ),
                (
                    "children",
                    models.CharField(
                        choices=[("unknown", "do not know"), ("yes", "yes"), ("no", "no")],
                        default="unknown",
                        max_length=10,
                        verbose_name="children at home",
                    ),
                ),
                (
                    "acute",
                    models.CharField(
                        choices=[("unknown", "do not know"), ("yes", "yes"), ("no", "no")],
                        default="unknown",
                        max_length=10,
                        verbose_name="acute danger",
                    ),
                ),
                (
                    "minor",
                    models.CharField(
                        choices=[("unknown", "do not know"), ("yes", "yes"), ("no", "no")],
                        default="unknown",
                        max_length=10,
                        verbose_name="under 18",
                    ),
                ),
                (
                    "asker",
                    models.CharField(
                        choices=[
                            ("self", "the person himself or herself"),
                            ("relative", "a relative"),
                            ("professional", "somebody in the course of work"),
                        ],
                        default="self",
                        max_length=20,
                        verbose_name="who asks",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("call_in", "at a call-in"),
                            ("telephone", "by telephone"),
                            ("text", "by text message"),
                            ("visit", "at a visit"),
                            ("staff", "told to staff"),
                            ("police", "through the police"),
                            ("probation", "through the probation service"),
                        ],
                        max_length=20,
                        verbose_name="how it reached us",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "new"), ("received", "received")],
                        default="new",
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
                (
                    "teller",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "request for support",
                "verbose_name_plural": "requests for support",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="callin",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="callin_hours"
            ),
        ),
        migrations.AddConstraint(
            model_name="callin",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner",
                    "owners": "anybody",
                    "read": "owner | open",
                    "update": "owner | open & granted(partnership)",
                },
                homes=[],
                name="callins_callin_wall",
                parents=[],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AlterUniqueTogether(
            name="callingrant",
            unique_together={("group", "permission", "content_object")},
        ),
        migrations.AddConstraint(
            model_name="callingroup",
            constraint=models.UniqueConstraint(fields=("callin", "group"), name="one_group_per_callin"),
        ),
        migrations.AddConstraint(
            model_name="callingroup",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner | open & granted(callin)",
                    "owners": "anybody",
                    "read": "owner | open",
                    "update": "owner | open & granted(callin)",
                },
                homes=["callin"],
                name="callins_callingroup_wall",
                parents=["group"],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("callin", "person_code"), name="one_seat_per_code"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("callin", "seat"),
                name="one_code_per_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner | open & granted(callin)",
                    "owners": "anybody",
                    "read": "owner | open",
                    "update": "owner | open & granted(callin)",
                },
                homes=["person_code"],
                name="callins_invitation_wall",
                parents=["callin"],
                reaches=[0, 1],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="notificationcount",
            constraint=models.CheckConstraint(
                condition=models.Q(("carried_out__lte", models.F("attempts"))), name="talks_within_attempts"
            ),
        ),
        migrations.AddConstraint(
            model_name="notificationcount",
            constraint=models.UniqueConstraint(fields=("owner", "group", "date"), name="one_round_per_day"),
        ),
        migrations.AddConstraint(
            model_name="notificationcount",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=[],
                name="callins_notificationcount_wall",
                parents=["group"],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="supportrequest",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "teller", "owners": "request_takers", "read": "owner | open", "update": "owner"},
                homes=[],
                name="callins_supportrequest_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
    ]
