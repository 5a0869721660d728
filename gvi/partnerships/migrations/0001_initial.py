import uuid

import django.contrib.auth.models
import django.contrib.postgres.functions
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gvi.access.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                ("full_name", models.CharField(max_length=120, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("is_system", models.BooleanField(default=False)),
                ("is_demo", models.BooleanField(default=False)),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
                ("generation", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "group_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="auth.group",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coordination", "municipal coordination"),
                            ("social_services", "social services"),
                            ("police", "police"),
                            ("probation", "probation service"),
                            ("prison", "prison or remand prison"),
                            ("prosecutor", "prosecutor"),
                            ("enforcement", "enforcement authority"),
                            ("tax", "tax agency"),
                            ("region", "region (health care)"),
                            ("county_board", "county administrative board"),
                            ("community", "community organisation"),
                            ("adviser", "adviser"),
                            ("research", "research"),
                            ("national_support", "national support team"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="name")),
                ("short_name", models.CharField(max_length=40, verbose_name="short name")),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="municipality")),
                ("logs_in", models.BooleanField(default=True, verbose_name="logs in")),
                ("leads", models.BooleanField(default=False, verbose_name="leads")),
                ("needed_reach", models.PositiveSmallIntegerField(editable=False)),
                ("keeps_dossiers", models.BooleanField(editable=False)),
                ("takes_requests", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
            },
            bases=("auth.group",),
            managers=[
                ("objects", django.contrib.auth.models.GroupManager()),
            ],
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("brand", models.CharField(blank=True, max_length=120, verbose_name="local name")),
                ("police_area", models.CharField(blank=True, max_length=120, verbose_name="local police area")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("initiated", "initiated"),
                            ("intent", "letter of intent signed"),
                            ("building", "building up"),
                            ("audit", "problem analysis"),
                            ("operative", "operative"),
                            ("line", "permanent work"),
                            ("paused", "paused"),
                            ("closed", "closed"),
                        ],
                        default="initiated",
                        max_length=20,
                        verbose_name="phase",
                    ),
                ),
                ("emergency", models.CharField(default="112", max_length=40, verbose_name="in an emergency")),
                ("about", models.TextField(blank=True, verbose_name="about the strategy")),
                ("origin", models.TextField(blank=True, verbose_name="where it comes from")),
                ("message", models.JSONField(default=list, verbose_name="the message")),
                ("goals", models.JSONField(default=list, verbose_name="goals")),
                ("contacts", models.JSONField(default=list, verbose_name="contact and support")),
                ("links", models.JSONField(default=list, verbose_name="elsewhere")),
                ("secrecy_line", models.CharField(blank=True, max_length=200, verbose_name="secrecy line on papers")),
                ("updated_on", models.DateField(null=True, verbose_name="last updated")),
                (
                    "supervisor",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="supervisory authority for accessibility"
                    ),
                ),
                ("supervisor_url", models.URLField(blank=True, verbose_name="address of the supervisory authority")),
                ("statement_on", models.DateField(null=True, verbose_name="accessibility statement made on")),
            ],
            options={
                "verbose_name": "partnership",
                "verbose_name_plural": "partnerships",
                "permissions": [
                    ("write_meeting", "Write open meetings of the partnership"),
                    ("write_attendee", "Write who attends open meetings"),
                    ("write_agendaitem", "Write agenda items of open meetings"),
                    ("write_callin", "Write open call-ins of the partnership"),
                    ("write_sanction", "Write open sanctions of the partnership"),
                    ("write_commitment", "Write open commitments of the partnership"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
                    ),
                ),
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
                ("starts_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("generation", models.PositiveIntegerField(default=0, editable=False)),
                ("invited_as", models.CharField(blank=True, editable=False, max_length=120)),
                ("confirmed_on", models.DateField(editable=False, null=True, verbose_name="last reviewed")),
                ("last_signed_in_at", models.DateTimeField(editable=False, null=True, verbose_name="last signed in")),
                ("suspended_at", models.DateTimeField(editable=False, null=True, verbose_name="closed")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliations",
                        to="partnerships.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "affiliation",
                "verbose_name_plural": "affiliations",
            },
        ),
        migrations.AddField(
            model_name="agency",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="agencies", to="partnerships.partnership"
            ),
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
                            ("given", "access given"),
                            ("changed", "access changed"),
                            ("ended", "access ended"),
                            ("suspended", "account closed"),
                            ("restored", "account opened again"),
                            ("confirmed", "reviewed and confirmed"),
                            ("factor_reset", "second factor reset"),
                        ],
                        max_length=20,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
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
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(null=True, verbose_name="to")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "affiliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.affiliation"
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
            },
        ),
        migrations.CreateModel(
            name="PartnershipGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="partnerships.partnership"),
                ),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "verbose_name": "grant on a partnership",
                "verbose_name_plural": "grants on partnerships",
                "db_table": "partnerships_partnershipgrant",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Training",
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
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("organiser", models.CharField(max_length=120, verbose_name="organiser")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="to")),
                ("about", models.TextField(blank=True, verbose_name="content")),
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
                "verbose_name": "training",
                "verbose_name_plural": "trainings",
                "ordering": ["starts_on", "pk"],
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="partnerships.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
            },
        ),
        migrations.AddField(
            model_name="affiliation",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="affiliations",
                to="partnerships.unit",
            ),
        ),
        migrations.CreateModel(
            name="AccountInvitation",
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
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(null=True, verbose_name="to")),
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
                    "sent_by",
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
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                ("date", models.DateField(null=True, verbose_name="date")),
                ("date_in_words", models.CharField(blank=True, max_length=40, verbose_name="when, in words")),
                ("text", models.CharField(max_length=200, verbose_name="what")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="what shows it")),
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
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["date", "pk"],
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    gvi.access.row_security.RowSecurity(
                        clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                        homes=[],
                        name="partnerships_milestone_wall",
                        parents=[],
                        reaches=[1, 2],
                        revision=1,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyMessage",
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
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("text", models.CharField(max_length=400, verbose_name="text")),
                ("approved_on", models.DateField(null=True, verbose_name="approved")),
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
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["code", "pk"],
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "code"), name="one_message_per_code"),
                    gvi.access.row_security.RowSecurity(
                        clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                        homes=[],
                        name="partnerships_keymessage_wall",
                        parents=[],
                        reaches=[1, 2],
                        revision=1,
                    ),
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
                            (3, "nobody"),
                        ],
                        editable=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "waits for a second person"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "affiliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.affiliation"
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
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "verbose_name": "reset of a second factor",
                "verbose_name_plural": "resets of second factors",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "requested")),
                        fields=("owner", "affiliation"),
                        name="one_open_factor_reset",
                    ),
                    gvi.access.row_security.RowSecurity(
                        clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                        homes=[],
                        name="partnerships_factorreset_wall",
                        parents=[],
                        reaches=[0],
                        revision=1,
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("keeps_dossiers", False),
                        ("kind__in", ["coordination"]),
                        ("needed_reach", 1),
                        ("takes_requests", False),
                    ),
                    models.Q(
                        ("keeps_dossiers", True),
                        ("kind__in", ["police", "prison", "probation"]),
                        ("needed_reach", 1),
                        ("takes_requests", False),
                    ),
                    models.Q(
                        ("keeps_dossiers", True),
                        ("kind__in", ["social_services"]),
                        ("needed_reach", 1),
                        ("takes_requests", True),
                    ),
                    models.Q(
                        ("keeps_dossiers", False),
                        (
                            "kind__in",
                            [
                                "adviser",
                                "community",
                                "county_board",
                                "enforcement",
                                "national_support",
                                "prosecutor",
                                "region",
                                "research",
                                "tax",
                            ],
                        ),
                        ("needed_reach", 2),
                        ("takes_requests", False),
                    ),
                    _connector="OR",
                ),
                name="agency_as_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(fields=("partnership", "title"), name="one_agency_per_title"),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(
                condition=models.Q(("leads", True)), fields=("partnership",), name="one_leading_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessdecision",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "nobody"},
                homes=[],
                name="partnerships_accessdecision_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AlterUniqueTogether(
            name="partnershipgrant",
            unique_together={("group", "permission", "content_object")},
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=[],
                name="partnerships_training_wall",
                parents=[],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("agency", "name"), name="one_unit_per_name"),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.UniqueConstraint(fields=("user", "agency", "role", "starts_on"), name="one_affiliation"),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="affiliation_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountinvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("owner", "email"), name="one_open_account_invitation"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountinvitation",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=[],
                name="partnerships_accountinvitation_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
    ]
