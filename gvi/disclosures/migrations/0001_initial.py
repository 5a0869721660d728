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
        ("partnerships", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Disclosure",
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
                ("valid_until", models.DateTimeField(verbose_name="valid until")),
                ("readable_until", models.DateTimeField(editable=False, verbose_name="readable until")),
                ("purpose", models.CharField(max_length=200, verbose_name="what for")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None, verbose_name="information"
                    ),
                ),
                ("people_count", models.PositiveSmallIntegerField(verbose_name="people")),
                ("ground_confirmed", models.BooleanField(verbose_name="ground confirmed")),
                ("reasons", models.CharField(blank=True, max_length=1000, verbose_name="assessment")),
                ("consent_on", models.DateField(blank=True, null=True, verbose_name="written consent")),
                ("decided_by", models.CharField(max_length=120, verbose_name="decided by")),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="decided")),
                ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="accepted")),
                ("decided_until", models.DateTimeField(editable=False, verbose_name="decided to hold until")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[("withdrawn", "withdrawn"), ("returned", "returned")],
                        editable=False,
                        max_length=20,
                        verbose_name="ended as",
                    ),
                ),
                ("disposed_at", models.DateTimeField(editable=False, null=True, verbose_name="disposed of")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                        verbose_name="receiver",
                    ),
                ),
            ],
            options={
                "verbose_name": "disclosure",
                "verbose_name_plural": "disclosures",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DisclosedRecord",
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
                ("valid_until", models.DateTimeField(verbose_name="valid until")),
                ("readable_until", models.DateTimeField(editable=False, verbose_name="readable until")),
                ("person_code_id", models.UUIDField(editable=False, null=True)),
                ("code", models.CharField(blank=True, max_length=30, verbose_name="code")),
                ("facts", models.JSONField(verbose_name="information")),
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
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                        verbose_name="receiver",
                    ),
                ),
                (
                    "disclosure",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="records", to="disclosures.disclosure", verbose_name="disclosure"
                    ),
                ),
            ],
            options={
                "verbose_name": "disclosed record",
                "verbose_name_plural": "disclosed records",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DisclosureSource",
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
                ("label", models.CharField(max_length=80)),
                ("row", models.UUIDField(db_index=True)),
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
                    "record",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True,
                        related_name="sources",
                        to="disclosures.disclosedrecord",
                        verbose_name="disclosed record",
                    ),
                ),
            ],
            options={
                "verbose_name": "source of a disclosed record",
                "verbose_name_plural": "sources of disclosed records",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="LegalGround",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("statute", models.CharField(max_length=120, verbose_name="statute")),
                (
                    "givers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "receivers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("covers_persons", models.BooleanField(default=True)),
                ("needs_assessment", models.BooleanField(default=True)),
                ("needs_consent", models.BooleanField(default=False)),
                ("valid_from", models.DateField(null=True, verbose_name="from")),
                ("valid_to", models.DateField(null=True, verbose_name="to")),
                ("help_text", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "verbose_name": "legal ground",
                "verbose_name_plural": "legal grounds",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "valid_from"), name="one_ground_per_day", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroundConfirmation",
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
                ("confirmed_by", models.CharField(max_length=120, verbose_name="confirmed by")),
                ("confirmed_on", models.DateField(verbose_name="confirmed on")),
                ("revoked_on", models.DateField(null=True, verbose_name="taken back on")),
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
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosures.legalground",
                        verbose_name="ground",
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmed ground",
                "verbose_name_plural": "confirmed grounds",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="disclosure",
            name="ground",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosures.legalground",
                verbose_name="ground",
            ),
        ),
        migrations.AddIndex(
            model_name="disclosedrecord",
            index=models.Index(
                condition=models.Q(("person_code_id", None), _negated=True),
                fields=["person_code_id"],
                name="disclosed_record_by_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosedrecord",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & local_receiver",
                    "owners": "anybody",
                    "read": "owner | receiver",
                    "update": "nobody",
                },
                homes=["disclosure"],
                name="disclosures_disclosedrecord_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosuresource",
            constraint=models.UniqueConstraint(fields=("record",), name="one_source_per_record"),
        ),
        migrations.AddConstraint(
            model_name="disclosuresource",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "nobody"},
                homes=["record"],
                name="disclosures_disclosuresource_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="groundconfirmation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_on", None)), fields=("owner", "ground"), name="one_confirmation_per_ground"
            ),
        ),
        migrations.AddConstraint(
            model_name="groundconfirmation",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=[],
                name="disclosures_groundconfirmation_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(
                models.F("owner"),
                models.OrderBy(models.F("decided_at"), descending=True),
                models.F("id"),
                name="disclosure_given",
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(
                models.F("receiver"),
                models.OrderBy(models.F("decided_at"), descending=True),
                models.F("id"),
                name="disclosure_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("receiver", models.F("owner")), _negated=True), name="disclosure_to_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.UniqueConstraint(
                fields=("id", "receiver", "valid_until", "readable_until"), name="disclosure_as_its_records"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & local_receiver",
                    "owners": "anybody",
                    "read": "owner | receiver",
                    "update": "owner | receiver",
                },
                homes=[],
                name="disclosures_disclosure_wall",
                parents=[],
                reaches=[0],
                revision=1,
            ),
        ),
    ]
