import uuid

import django.contrib.postgres.fields
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
        ("partnerships", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportCase",
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
                ("person_note", models.CharField(blank=True, max_length=120, verbose_name="who")),
                ("reference", models.CharField(blank=True, max_length=40, verbose_name="reference in your own system")),
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
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked")),
                ("first_contact_at", models.DateTimeField(editable=False, null=True, verbose_name="first contact")),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("unknown", "not asked yet"),
                            ("yes", "given"),
                            ("no", "not given"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="consent",
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("emergency_housing", "emergency housing"),
                                ("relocation", "moving elsewhere"),
                                ("shelter", "sheltered housing"),
                                ("income", "income"),
                                ("work", "occupation"),
                                ("education", "education"),
                                ("treatment", "treatment"),
                                ("debt", "debt advice"),
                                ("protected_data", "protected personal data"),
                                ("documents", "identity documents"),
                                ("mentor", "contact person"),
                                ("family", "support for the family"),
                                ("tattoo", "tattoo removal"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="needs",
                    ),
                ),
                (
                    "measures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("emergency_housing", "emergency housing"),
                                ("relocation", "moving elsewhere"),
                                ("shelter", "sheltered housing"),
                                ("income", "income"),
                                ("work", "occupation"),
                                ("education", "education"),
                                ("treatment", "treatment"),
                                ("debt", "debt advice"),
                                ("protected_data", "protected personal data"),
                                ("documents", "identity documents"),
                                ("mentor", "contact person"),
                                ("family", "support for the family"),
                                ("tattoo", "tattoo removal"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="measures",
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=140, verbose_name="next step")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "carried through"),
                            ("own_wish", "broken off at own wish"),
                            ("safety", "broken off for safety"),
                            ("moved", "moved away"),
                            ("detained", "deprived of liberty"),
                            ("deceased", "deceased"),
                            ("unknown", "do not know"),
                        ],
                        max_length=20,
                        verbose_name="how it ended",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("contacted", "contact made"),
                            ("assessed", "assessed"),
                            ("ongoing", "support under way"),
                            ("ended", "ended"),
                            ("aborted", "broken off"),
                            ("reopened", "taken up again"),
                        ],
                        default="new",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("state_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="since")),
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
                "verbose_name": "support case",
                "verbose_name_plural": "support cases",
                "permissions": [("work_on", "Work on the support case")],
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                ("days", models.PositiveSmallIntegerField(editable=False, verbose_name="days")),
                ("due_on", models.DateField(editable=False, verbose_name="due")),
                ("done_on", models.DateField(null=True, verbose_name="done")),
                (
                    "reached",
                    models.CharField(
                        blank=True,
                        choices=[("self", "the person"), ("relative", "a relative"), ("nobody", "nobody")],
                        max_length=20,
                        verbose_name="reached",
                    ),
                ),
                (
                    "alive",
                    models.CharField(
                        blank=True,
                        choices=[("unknown", "do not know"), ("yes", "yes"), ("no", "no")],
                        max_length=10,
                        verbose_name="Alive",
                    ),
                ),
                (
                    "unhurt",
                    models.CharField(
                        blank=True,
                        choices=[("unknown", "do not know"), ("yes", "yes"), ("no", "no")],
                        max_length=10,
                        verbose_name="Unhurt since last time",
                    ),
                ),
                (
                    "victim",
                    models.CharField(
                        blank=True,
                        choices=[("unknown", "do not know"), ("yes", "yes"), ("no", "no")],
                        max_length=10,
                        verbose_name="Exposed to new crime",
                    ),
                ),
                (
                    "housing",
                    models.CharField(
                        blank=True,
                        choices=[("unknown", "do not know"), ("yes", "yes"), ("no", "no")],
                        max_length=10,
                        verbose_name="Safe housing",
                    ),
                ),
                (
                    "occupation",
                    models.CharField(
                        blank=True,
                        choices=[("unknown", "do not know"), ("yes", "yes"), ("no", "no")],
                        max_length=10,
                        verbose_name="Occupation",
                    ),
                ),
                (
                    "goal",
                    models.CharField(
                        blank=True,
                        choices=[("unknown", "do not know"), ("yes", "yes"), ("no", "no")],
                        max_length=10,
                        verbose_name="Making progress towards their goal",
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
                    "case",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="follow_ups", to="support.supportcase", verbose_name="case"
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                ("happened_at", models.DateTimeField(verbose_name="when")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("telephone", "telephone"),
                            ("text", "text message"),
                            ("meeting", "meeting"),
                            ("visit", "visit"),
                            ("letter", "letter"),
                        ],
                        max_length=20,
                        verbose_name="how",
                    ),
                ),
                (
                    "reached",
                    models.CharField(
                        choices=[("self", "the person"), ("relative", "a relative"), ("nobody", "nobody")],
                        max_length=20,
                        verbose_name="reached",
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
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="contacts", to="support.supportcase", verbose_name="case"
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CaseWorker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="support.supportcase"),
                ),
            ],
            options={
                "verbose_name": "assigned worker",
                "verbose_name_plural": "assigned workers",
                "db_table": "support_caseworker",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="supportcase",
            index=models.Index(fields=["owner", "asked_at"], name="support_case_by_age"),
        ),
        migrations.AddConstraint(
            model_name="supportcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ended"), _negated=True),
                    models.Q(("ending", ""), _negated=True),
                    _connector="OR",
                ),
                name="support_ended_with_a_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportcase",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "request_takers", "read": "owner | open", "update": "owner"},
                homes=[],
                name="support_supportcase_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("case", "days"), name="one_follow_up_per_day"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "request_takers", "read": "owner | open", "update": "owner"},
                homes=["case"],
                name="support_followup_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "request_takers", "read": "owner | open", "update": "owner"},
                homes=["case"],
                name="support_contact_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="caseworker",
            constraint=models.UniqueConstraint(fields=("content_object",), name="one_worker_per_case"),
        ),
        migrations.AlterUniqueTogether(
            name="caseworker",
            unique_together={("user", "permission", "content_object")},
        ),
    ]
