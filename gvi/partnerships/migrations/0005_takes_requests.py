"""Which agencies requests for support are written to follows from their kind too (domain 2.7)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partnerships", "0004_focus_grant"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="agency",
            name="agency_as_its_kind",
        ),
        migrations.AddField(
            model_name="agency",
            name="takes_requests",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunSQL(
            "UPDATE partnerships_agency SET takes_requests = true WHERE kind = 'social_services'",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("circle", 1),
                        ("keeps_dossiers", False),
                        ("kind__in", ["coordination"]),
                        ("takes_requests", False),
                    ),
                    models.Q(
                        ("circle", 1),
                        ("keeps_dossiers", True),
                        ("kind__in", ["police", "prison", "probation"]),
                        ("takes_requests", False),
                    ),
                    models.Q(
                        ("circle", 1),
                        ("keeps_dossiers", True),
                        ("kind__in", ["social_services"]),
                        ("takes_requests", True),
                    ),
                    models.Q(
                        ("circle", 2),
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
                        ("takes_requests", False),
                    ),
                    _connector="OR",
                ),
                name="agency_as_its_kind",
            ),
        ),
    ]
