import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gvi.access.guarded
import gvi.access.row_security
import gvi.text.swedish


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partnerships", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
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
                ("given_name", models.CharField(max_length=60, verbose_name="first name")),
                ("family_name", models.CharField(blank=True, max_length=60, verbose_name="surname")),
                ("alias", models.CharField(blank=True, max_length=60, verbose_name="also called")),
                (
                    "national_id",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="national identity number"
                    ),
                ),
                ("national_id_key", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year of birth",
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="municipality")),
                ("protected", models.BooleanField(default=False, verbose_name="protected identity")),
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
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "permissions": [("read_protected", "Read a dossier with protected identity")],
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Group",
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
                ("source_date", models.DateField(editable=False, null=True, verbose_name="told")),
                (
                    "source_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("orally", "orally"),
                            ("meeting", "at a meeting"),
                            ("telephone", "by telephone"),
                            ("paper", "on paper"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="how",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("local", "local network"),
                            ("area", "area based"),
                            ("mc", "motorcycle club"),
                            ("family", "family based"),
                            ("ad_hoc", "ad hoc"),
                            ("unknown", "kind not known"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("active", "active"),
                            ("dormant", "dormant"),
                            ("dissolved", "dissolved"),
                        ],
                        default="proposed",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("area", models.CharField(blank=True, max_length=80, verbose_name="area")),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="municipality")),
                ("size_low", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at least")),
                ("size_high", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at most")),
                (
                    "violence",
                    models.CharField(
                        choices=[("high", "high"), ("medium", "medium"), ("low", "low"), ("none_known", "none known")],
                        default="none_known",
                        max_length=20,
                        verbose_name="violence",
                    ),
                ),
                ("known_since", models.DateField(blank=True, null=True, verbose_name="known since")),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="picture in one line")),
                ("next_step", models.CharField(blank=True, max_length=160, verbose_name="next step")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="review by")),
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
                    "source_agency",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                        verbose_name="according to",
                    ),
                ),
            ],
            options={
                "verbose_name": "group",
                "verbose_name_plural": "groups",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                ("source_date", models.DateField(editable=False, null=True, verbose_name="told")),
                (
                    "source_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("orally", "orally"),
                            ("meeting", "at a meeting"),
                            ("telephone", "by telephone"),
                            ("paper", "on paper"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="how",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="date")),
                ("time", models.TimeField(blank=True, null=True, verbose_name="time")),
                ("area", models.CharField(max_length=80, verbose_name="area")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("deadly_shooting", "deadly shooting"),
                            ("shooting_injured", "shooting, somebody hurt"),
                            ("shooting", "shooting, nobody hurt"),
                            ("explosion", "explosion"),
                            ("attempt", "attempt or preparation"),
                            ("assault", "aggravated assault or knife"),
                            ("arson", "arson"),
                            ("kidnapping", "kidnapping"),
                            ("weapon_found", "weapon found (context only)"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("deaths", models.PositiveSmallIntegerField(default=0, verbose_name="dead")),
                ("injured", models.PositiveSmallIntegerField(default=0, verbose_name="injured")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="public summary")),
                (
                    "state",
                    models.CharField(
                        choices=[("reported", "reported"), ("verified", "verified"), ("reviewed", "reviewed")],
                        default="reported",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="reviewed")),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="shared")),
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
                    "source_agency",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                        verbose_name="according to",
                    ),
                ),
            ],
            options={
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Attribution",
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
                ("source_date", models.DateField(editable=False, null=True, verbose_name="told")),
                (
                    "source_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("orally", "orally"),
                            ("meeting", "at a meeting"),
                            ("telephone", "by telephone"),
                            ("paper", "on paper"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="how",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("perpetrator", "perpetrator side"),
                            ("victim", "victim side"),
                            ("both", "both sides"),
                            ("unclear", "side unclear"),
                        ],
                        max_length=20,
                        verbose_name="side",
                    ),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("confirmed", "confirmed"),
                            ("likely", "likely"),
                            ("possible", "possible"),
                            ("dropped", "dropped"),
                        ],
                        max_length=20,
                        verbose_name="certainty",
                    ),
                ),
                ("judged_at", models.DateTimeField(verbose_name="made")),
                ("replaced_at", models.DateTimeField(editable=False, null=True, verbose_name="replaced")),
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
                    "source_agency",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                        verbose_name="according to",
                    ),
                ),
                (
                    "group",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="attributions", to="groups.group", verbose_name="group"
                    ),
                ),
                (
                    "incident",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="attributions", to="groups.incident", verbose_name="incident"
                    ),
                ),
            ],
            options={
                "verbose_name": "attribution",
                "verbose_name_plural": "attributions",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="IncidentFile",
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
                ("case_number", models.CharField(blank=True, max_length=40, verbose_name="K number")),
                ("notes", models.TextField(blank=True, max_length=4000, verbose_name="own notes")),
                (
                    "incident",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="files", to="groups.incident", verbose_name="incident"
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
                "verbose_name": "own file of an incident",
                "verbose_name_plural": "own files of incidents",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("leading", "leading"),
                            ("driving", "driving"),
                            ("active", "active"),
                            ("peripheral", "peripheral"),
                            ("recruit", "young recruit"),
                            ("message_carrier", "possible message carrier"),
                            ("relative", "relative"),
                            ("contact", "contact, not suspected"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("confirmed", "confirmed"),
                            ("likely", "likely"),
                            ("possible", "possible"),
                            ("dropped", "dropped"),
                        ],
                        max_length=20,
                        verbose_name="certainty",
                    ),
                ),
                (
                    "reliability",
                    models.CharField(
                        choices=[
                            ("A", "A – reliable"),
                            ("B", "B – usually reliable"),
                            ("C", "C – fairly reliable"),
                            ("D", "D – usually not reliable"),
                            ("E", "E – unreliable"),
                            ("F", "F – cannot be judged"),
                        ],
                        default="F",
                        max_length=1,
                        verbose_name="source",
                    ),
                ),
                (
                    "accuracy",
                    models.CharField(
                        choices=[
                            ("1", "1 – confirmed by other sources"),
                            ("2", "2 – probably true"),
                            ("3", "3 – possibly true"),
                            ("4", "4 – doubtful"),
                            ("5", "5 – improbable"),
                            ("6", "6 – cannot be judged"),
                        ],
                        default="6",
                        max_length=1,
                        verbose_name="accuracy",
                    ),
                ),
                ("grounds", models.CharField(blank=True, max_length=200, verbose_name="grounds")),
                ("known_since", models.DateField(blank=True, null=True, verbose_name="known since")),
                ("review_on", models.DateField(verbose_name="review by")),
                (
                    "dossier",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="memberships", to="groups.dossier", verbose_name="person"
                    ),
                ),
                (
                    "group",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="memberships", to="groups.group", verbose_name="group"
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
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PersonCode",
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
                ("code", models.CharField(max_length=30, verbose_name="code")),
                (
                    "group",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="person_codes", to="groups.group", verbose_name="group"
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
                "verbose_name": "code",
                "verbose_name_plural": "codes",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="dossier",
            name="person_code",
            field=gvi.access.guarded.GuardedForeignKey(
                blank=True, null=True, related_name="dossiers", to="groups.personcode", verbose_name="code"
            ),
        ),
        migrations.CreateModel(
            name="DossierReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="groups.dossier")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "named reader",
                "verbose_name_plural": "named readers",
                "db_table": "groups_dossierreader",
                "abstract": False,
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source_agency", None), ("source_channel", ""), ("source_date", None)),
                    models.Q(
                        ("reach__gte", 1),
                        ("source_agency__isnull", False),
                        ("source_date__isnull", False),
                        models.Q(("source_channel", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="groups_group_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                models.F("partnership"), models.F("owner"), gvi.text.swedish.Swedish("name"), name="one_group_per_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("size_low", None), ("size_high", None), ("size_high__gte", models.F("size_low")), _connector="OR"
                ),
                name="group_size",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=[],
                name="groups_group_wall",
                parents=[],
                reaches=[0, 1],
                revision=1,
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                models.F("partnership"),
                models.OrderBy(models.F("happened_on"), descending=True),
                name="incident_by_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source_agency", None), ("source_channel", ""), ("source_date", None)),
                    models.Q(
                        ("reach__gte", 1),
                        ("source_agency__isnull", False),
                        ("source_date__isnull", False),
                        models.Q(("source_channel", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="groups_incident_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=[],
                name="groups_incident_wall",
                parents=[],
                reaches=[0, 1],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source_agency", None), ("source_channel", ""), ("source_date", None)),
                    models.Q(
                        ("reach__gte", 1),
                        ("source_agency__isnull", False),
                        ("source_date__isnull", False),
                        models.Q(("source_channel", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="groups_attribution_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)), fields=("incident", "group"), name="one_judgement_per_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=["incident"],
                name="groups_attribution_wall",
                parents=["group"],
                reaches=[0, 1],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentfile",
            constraint=models.UniqueConstraint(fields=("incident",), name="one_file_per_incident"),
        ),
        migrations.AddConstraint(
            model_name="incidentfile",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "keepers", "read": "owner | open", "update": "owner"},
                homes=["incident"],
                name="groups_incidentfile_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("dossier", "group"), name="one_membership"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "keepers", "read": "owner | open", "update": "owner"},
                homes=["dossier", "group"],
                name="groups_membership_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddIndex(
            model_name="personcode",
            index=models.Index(
                models.F("partnership"),
                models.F("code"),
                gvi.access.guarded.VisibilityKey("owner", "reach"),
                name="person_code_by_code",
            ),
        ),
        migrations.AddIndex(
            model_name="personcode",
            index=models.Index(
                models.F("partnership"),
                gvi.access.guarded.VisibilityKey("owner", "reach"),
                include=("id", "owner", "reach"),
                name="person_code_by_visibility",
            ),
        ),
        migrations.AddConstraint(
            model_name="personcode",
            constraint=models.UniqueConstraint(fields=("partnership", "code"), name="one_person_code_per_code"),
        ),
        migrations.AddConstraint(
            model_name="personcode",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=["group"],
                name="groups_personcode_wall",
                parents=[],
                reaches=[0, 1],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("national_id_key", ""), _negated=True),
                fields=("partnership", "owner", "national_id_key"),
                name="one_dossier_per_national_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                fields=("partnership", "owner", "person_code"), name="one_dossier_per_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "keepers", "read": "owner & named(protected)", "update": "owner"},
                homes=[],
                name="groups_dossier_wall",
                parents=["person_code"],
                reaches=[0],
                revision=1,
            ),
        ),
    ]
