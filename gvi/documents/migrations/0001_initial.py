import uuid

import django.contrib.postgres.fields
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
            name="Document",
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
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                ("subject_id", models.UUIDField(verbose_name="what it is about")),
                (
                    "readers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None, verbose_name="readers"
                    ),
                ),
                ("cut_off", models.DateTimeField(default=django.utils.timezone.now, verbose_name="facts up to")),
                ("figures", models.JSONField(default=dict, editable=False)),
                ("needed_reach", models.PositiveSmallIntegerField(default=1, editable=False)),
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
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Copy",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="copy")),
                ("addressee", models.CharField(max_length=120, verbose_name="addressee")),
                ("html", models.TextField(editable=False)),
                ("html_sha256", models.CharField(editable=False, max_length=64)),
                ("pdf", models.BinaryField(null=True)),
                ("pdf_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("pages", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("ready_at", models.DateTimeField(editable=False, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                        verbose_name="the addressee's agency",
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
                    "document",
                    gvi.access.guarded.GuardedForeignKey(
                        home=True, related_name="copies", to="documents.document", verbose_name="document"
                    ),
                ),
            ],
            options={
                "verbose_name": "copy",
                "verbose_name_plural": "copies",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("partnership", "owner", "number"), name="one_document_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=[],
                name="documents_document_wall",
                parents=[],
                reaches=[0, 1, 2],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="one_copy_per_number"),
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={"insert": "owner", "owners": "anybody", "read": "owner | open", "update": "owner"},
                homes=["document"],
                name="documents_copy_wall",
                parents=[],
                reaches=[0, 1, 2],
                revision=1,
            ),
        ),
    ]
