import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import gvi.access.guarded
import gvi.access.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnerships", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
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
                        choices=[("action", "action"), ("promise", "promise"), ("task", "task")],
                        default="action",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="what")),
                ("function", models.CharField(blank=True, max_length=80, verbose_name="function")),
                ("made_on", models.DateField(verbose_name="agreed on")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("kept", "kept"), ("not_kept", "not kept"), ("dropped", "dropped")],
                        default="open",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="settled")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what came of it")),
                ("origin", models.CharField(blank=True, editable=False, max_length=20)),
                ("origin_id", models.UUIDField(editable=False, null=True)),
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
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CommitmentEvent",
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
                ("date", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="noted")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("made", "written down"),
                            ("moved", "new day"),
                            ("changed", "changed"),
                            ("kept", "kept"),
                            ("not_kept", "not kept"),
                            ("dropped", "dropped"),
                            ("reopened", "opened again"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="why")),
                (
                    "commitment",
                    gvi.access.guarded.GuardedForeignKey(
                        related_name="events", to="commitments.commitment", verbose_name="commitment"
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
                "verbose_name": "event of a commitment",
                "verbose_name_plural": "events of commitments",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["partnership", "due_on"], name="commitment_open"
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("origin_id__isnull", False)), fields=["origin_id"], name="commitment_origin"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("made_on"))), name="commitment_due_after_made"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "open"), ("settled_on__isnull", False), _connector="OR"),
                name="commitment_settled_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["not_kept", "dropped"]), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="commitment_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner",
                    "owners": "anybody",
                    "read": "owner | open",
                    "update": "owner | open & granted(partnership)",
                },
                homes=[],
                name="commitments_commitment_wall",
                parents=[],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentevent",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "nobody"},
                homes=[],
                name="commitments_commitmentevent_wall",
                parents=["commitment"],
                reaches=[1, 2],
                revision=1,
            ),
        ),
    ]
