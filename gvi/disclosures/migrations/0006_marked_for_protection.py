"""A decision may be marked for protection, and grounds say whom of the protected they cover."""

from importlib import import_module

import django.contrib.postgres.fields
from django.db import migrations, models

before = import_module("gvi.disclosures.migrations.0005_as_the_database_knows")

PROTECTS = {
    "samtycke": ["protected", "bystander"],
    "10:28": ["minor", "unknown_age"],
    "26:9": ["minor"],
    "25:12": ["minor"],
    "polislagen-6": ["minor", "unknown_age", "protected", "bystander"],
}


# A marked decision goes to social services alone, on a ground that covers somebody of the protected; any other one needs
# a ground that covers persons (0005). Who of those handed over is protected only the act knows.
COVERED = """            AND g.covers_persons
"""
COVERED_OR_MARKED = """            AND CASE WHEN NEW.protection_reason = '' THEN g.covers_persons
                ELSE g.protects <> '{}' AND receiver.kind = 'social_services' END
"""
DECIDE = before.FORWARD[before.FORWARD.index("CREATE FUNCTION gvi.decide_disclosure") :].split("END $$;")[0] + "END $$;"
DECIDE = DECIDE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def say_whom(apps, schema_editor):
    """The help of 10:28 is emptied: `legal_grounds --only-new`, which follows, fills it in."""
    ground = apps.get_model("disclosures", "LegalGround")
    for code, protects in PROTECTS.items():
        ground.objects.filter(code=code, valid_to=None).update(protects=protects)
    ground.objects.filter(code="10:28", valid_to=None).update(help_text="")


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0005_as_the_database_knows")]

    operations = [
        migrations.AddField(
            "disclosure",
            "protection_reason",
            models.CharField(blank=True, default="", max_length=300, verbose_name="marked for protection"),
            preserve_default=False,
        ),
        migrations.AddField(
            "legalground",
            "protects",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), default=list, size=None
            ),
        ),
        migrations.RunPython(say_whom, migrations.RunPython.noop),
        migrations.RunSQL(DECIDE.replace(COVERED, COVERED_OR_MARKED), DECIDE),
    ]
