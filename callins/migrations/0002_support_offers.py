"""Wishes for support, written to social services by others (domain 2.7)."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gvi.access.walls


class Migration(migrations.Migration):
    dependencies = [
        ("callins", "0001_initial"),
        ("partnerships", "0005_takes_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportOffer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reach",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "own agency only"),
                            (1, "the core agencies"),
                            (2, "every agency of the partnership"),
                        ],
                        editable=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="asked")),
                ("who", models.CharField(blank=True, max_length=120, verbose_name="who")),
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
                "constraints": [
                    gvi.access.walls.Wall(
                        homes=[],
                        name="callins_supportoffer_wall",
                        parents=[],
                        reaches=[0],
                        received=True,
                        told_by="teller",
                    )
                ],
            },
        ),
    ]
