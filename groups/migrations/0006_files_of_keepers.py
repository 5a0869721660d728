"""Notes on an incident name persons: only an agency that keeps dossiers may have such a file (domain 4.1 rule 5)."""

from django.db import migrations

from gvi.access.walls import Wall


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0005_incident_shared_at"),
    ]

    operations = [
        migrations.RemoveConstraint("incidentfile", "groups_incidentfile_wall"),
        migrations.AddConstraint(
            "incidentfile",
            Wall(name="groups_incidentfile_wall", homes=["incident"], parents=[], reaches=[0], keepers_only=True),
        ),
    ]
