"""Grounds say who may use them and when; two dangerous lines are corrected; each person is assessed."""

from django.db import migrations, models

# What was shipped and was wrong. The help of all is emptied: `legal_grounds --only-new`, which follows, fills it in.
CORRECTED = {
    "2025:170-4": {"covers_persons": False, "needs_assessment": True},
    "2025:170-5": {"givers": ["probation", "prison", "enforcement", "tax", "county_board"]},
    "2025:170-6": {"givers": ["coordination", "region", "social_services"]},
    "10:19": {"receivers": ["police", "prosecutor", "tax", "enforcement", "prison", "probation"]},
    "10:21": {"givers": ["social_services", "region"]},
    "10:23": {"givers": ["social_services", "region"]},
    "10:24": {
        "givers": ["coordination", "police", "probation", "prison", "prosecutor", "enforcement", "tax", "county_board"]
    },
}


def correct(apps, schema_editor):
    ground = apps.get_model("disclosures", "LegalGround")
    for code, facts in CORRECTED.items():
        ground.objects.filter(code=code, valid_to=None).update(**facts)
    ground.objects.filter(valid_to=None).update(help_text="")


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0002_as_decided")]

    operations = [
        migrations.AddField("legalground", "needs_cooperation", models.BooleanField(default=False)),
        migrations.AddField(
            "disclosure", "assessed_each", models.BooleanField(default=False, verbose_name="assessed for each person")
        ),
        migrations.AddField(
            "disclosure",
            "cooperation_on",
            models.DateField(blank=True, null=True, verbose_name="decision on cooperation"),
        ),
        migrations.AddField(
            "disclosure",
            "cooperation_reference",
            models.CharField(
                blank=True, default="", max_length=80, verbose_name="reference of the decision on cooperation"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "disclosuresource",
            "assessment",
            models.CharField(blank=True, default="", max_length=300, verbose_name="assessment"),
            preserve_default=False,
        ),
        migrations.RunPython(correct, migrations.RunPython.noop),
    ]
