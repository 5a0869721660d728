"""A decision may be marked for protection, and grounds say whom of the protected they cover."""

import django.contrib.postgres.fields
from django.db import migrations, models

PROTECTS = {
    "samtycke": ["protected", "bystander"],
    "10:28": ["minor", "unknown_age"],
    "26:9": ["minor"],
    "25:12": ["minor"],
    "polislagen-6": ["minor", "unknown_age", "protected", "bystander"],
}


def say_whom(apps, schema_editor):
    """The help of 10:28 is emptied: `legal_grounds --only-new`, which follows, fills it in."""
    ground = apps.get_model("disclosures", "LegalGround")
    for code, protects in PROTECTS.items():
        ground.objects.filter(code=code, valid_to=None).update(protects=protects)
    ground.objects.filter(code="10:28", valid_to=None).update(help_text="")


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0004_one_person_withdrawn")]

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
    ]
