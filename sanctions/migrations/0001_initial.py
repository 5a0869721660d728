import datetime
import uuid

import django.db.models.deletion
import django.db.models.expressions
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
            name="Sanction",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("decided", "decided"),
                            ("active", "under way"),
                            ("evaluated", "evaluated"),
                            ("ended", "ended"),
                            ("group_informed", "group informed"),
                            ("rejected", "rejected"),
                        ],
                        default="proposed",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("proposed_on", models.DateField(verbose_name="proposed")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("motive", models.CharField(blank=True, max_length=300, verbose_name="about the message")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="started")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="review by")),
                ("evaluation", models.CharField(blank=True, max_length=400, verbose_name="evaluation")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("effect", "effect seen"),
                            ("no_violence", "no new violence"),
                            ("felt", "the group has felt the focus"),
                            ("resources", "resources needed elsewhere"),
                            ("superseded", "replaced by another focus"),
                        ],
                        max_length=20,
                        verbose_name="end reason",
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=300, verbose_name="what was seen")),
                ("informed_on", models.DateField(blank=True, null=True, verbose_name="group informed")),
                (
                    "informed_through",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("notification", "in custom notifications"),
                            ("callin", "at the next call-in"),
                            ("probation", "through the probation service"),
                            ("other", "in another way"),
                        ],
                        max_length=20,
                        verbose_name="how",
                    ),
                ),
                (
                    "group",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="sanctions", to="groups.group", verbose_name="group"
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
                    "trigger",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="sanctions", to="groups.attribution", verbose_name="triggering event"
                    ),
                ),
            ],
            options={
                "verbose_name": "sanction",
                "verbose_name_plural": "sanctions",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Measure",
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
                ("lever", models.CharField(max_length=40, verbose_name="measure")),
                ("responsible", models.CharField(max_length=80, verbose_name="responsible function")),
                ("starts_on", models.DateField(verbose_name="planned start")),
                ("due_on", models.DateField(verbose_name="planned end")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("ongoing", "under way"),
                            ("done", "done"),
                            ("aborted", "broken off"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("began_on", models.DateField(blank=True, null=True, verbose_name="began")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="number")),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="of what")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="latest report")),
                ("nothing_new", models.BooleanField(default=False, verbose_name="nothing to report")),
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
                    "sanction",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="measures", to="sanctions.sanction", verbose_name="sanction"
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SanctionDecision",
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
                        choices=[("begin", "increased focus"), ("extend", "extended"), ("reject", "rejected")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("by_telephone", models.BooleanField(default=False, verbose_name="by telephone")),
                ("late_reason", models.CharField(blank=True, max_length=200, verbose_name="why it is noted later")),
                ("noted_at", models.DateTimeField(verbose_name="noted")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("motive", models.CharField(blank=True, max_length=300, verbose_name="why one more group")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="review by")),
                (
                    "review_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why the review is later than usual"),
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
                    "sanction",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="decisions", to="sanctions.sanction", verbose_name="sanction"
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on a sanction",
                "verbose_name_plural": "decisions on sanctions",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DecisionPart",
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
                    "decision",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="parts", to="sanctions.sanctiondecision", verbose_name="decision"
                    ),
                ),
            ],
            options={
                "verbose_name": "part in a decision",
                "verbose_name_plural": "parts in decisions",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "decided", "active", "evaluated"])),
                fields=("partnership", "group"),
                name="one_open_sanction_per_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "rejected"]), ("review_on__isnull", False), _connector="OR"
                ),
                name="sanction_has_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["ended", "group_informed"]), _negated=True),
                    models.Q(models.Q(("end_reason", ""), _negated=True), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="sanction_ends_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner",
                    "owners": "anybody",
                    "read": "owner | open",
                    "update": "owner | open & granted(partnership)",
                },
                homes=[],
                name="sanctions_sanction_wall",
                parents=["group", "trigger"],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
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
                name="sanctions_measure_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("starts_on"))), name="measure_dates"
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=[],
                name="sanctions_measure_wall",
                parents=["sanction"],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctiondecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("review_on", None),
                    (
                        "review_on__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("decided_on"), "+", models.Value(datetime.timedelta(days=28))
                        ),
                    ),
                    models.Q(("review_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="late_review_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctiondecision",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "nobody"},
                homes=[],
                name="sanctions_sanctiondecision_wall",
                parents=["sanction"],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionpart",
            constraint=models.UniqueConstraint(fields=("decision", "agency"), name="one_part_per_agency"),
        ),
        migrations.AddConstraint(
            model_name="decisionpart",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "nobody"},
                homes=["decision"],
                name="sanctions_decisionpart_wall",
                parents=[],
                reaches=[1, 2],
                revision=1,
            ),
        ),
    ]
