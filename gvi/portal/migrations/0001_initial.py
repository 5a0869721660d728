import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import gvi.access.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnerships", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicMessage",
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
                ("number", models.CharField(max_length=20, verbose_name="register number")),
                (
                    "kind",
                    models.CharField(
                        choices=[("barrier", "an accessibility problem"), ("format", "another format")],
                        max_length=20,
                        verbose_name="about",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("telephone", "read aloud by telephone"),
                            ("large", "large print on paper"),
                            ("audio", "recorded sound"),
                            ("braille", "braille"),
                            ("easy", "easy to read"),
                            ("file", "a tagged PDF or a text file"),
                            ("other", "in another way, as I write"),
                        ],
                        max_length=20,
                        verbose_name="wanted format",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="page or paper")),
                ("text", models.TextField(max_length=3000, verbose_name="message")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="how to reach you")),
                ("received", models.DateTimeField(default=django.utils.timezone.now, verbose_name="received")),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "waiting"), ("answered", "answered"), ("closed", "closed without an answer")],
                        default="new",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("done_on", models.DateField(null=True, verbose_name="answered or closed")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="what was done")),
                ("dispose_on", models.DateField(verbose_name="to be removed")),
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
                "verbose_name": "message from the public",
                "verbose_name_plural": "messages from the public",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "number"), name="one_message_per_number"),
                    gvi.access.row_security.RowSecurity(
                        clauses={
                            "insert": "owner | visitor",
                            "owners": "anybody",
                            "read": "owner | open",
                            "update": "owner",
                        },
                        homes=[],
                        name="portal_publicmessage_wall",
                        parents=[],
                        reaches=[0],
                        revision=1,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("latest", models.PositiveIntegerField(default=0)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.partnership"
                    ),
                ),
            ],
            options={
                "verbose_name": "diary",
                "verbose_name_plural": "diaries",
                "constraints": [models.UniqueConstraint(fields=("partnership", "year"), name="one_diary_per_year")],
            },
        ),
    ]
