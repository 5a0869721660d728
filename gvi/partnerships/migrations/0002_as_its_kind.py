"""What an agency is follows from its kind, and the run-time role changes neither: it would be a way past the walls."""

from django.db import migrations, models

from gvi.access.roles import APP

TABLE = "partnerships_agency"
MAY_CHANGE = "title, short, municipality, logs_in"


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partnerships", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="agency",
            name="agency_circle",
        ),
        migrations.RunSQL(
            f"REVOKE UPDATE ON {TABLE} FROM {APP}; GRANT UPDATE ({MAY_CHANGE}) ON {TABLE} TO {APP}",
            f"REVOKE UPDATE ({MAY_CHANGE}) ON {TABLE} FROM {APP}; GRANT UPDATE ON {TABLE} TO {APP}",
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("circle", 1), ("keeps_dossiers", False), ("kind__in", ["coordination"])),
                    models.Q(
                        ("circle", 1),
                        ("keeps_dossiers", True),
                        ("kind__in", ["police", "prison", "probation", "social_services"]),
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
                    ),
                    _connector="OR",
                ),
                name="agency_as_its_kind",
            ),
        ),
    ]
