"""Accounts say whether an invitation made them, a reset takes a password too, and a first sign-in is welcomed.

In the demo an invited account enrols a second factor all the same. Whoever has signed in before needs no welcome.
"""

from django.db import migrations, models

KINDS = [("factor", "second factor"), ("password", "password")]
DECISIONS = [
    ("given", "access given"),
    ("changed", "access changed"),
    ("ended", "access ended"),
    ("suspended", "account closed"),
    ("restored", "account opened again"),
    ("confirmed", "reviewed and confirmed"),
    ("factor_reset", "second factor reset"),
    ("password_link", "link to a new password"),
]


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_privileges")]
    operations = [
        migrations.AddField("user", "is_invited", models.BooleanField(default=False)),
        migrations.AddField("affiliation", "welcomed_at", models.DateTimeField(editable=False, null=True)),
        migrations.RunSQL(
            "UPDATE partnerships_affiliation SET welcomed_at = last_signed_in_at WHERE last_signed_in_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddField("factorreset", "kind", models.CharField(choices=KINDS, default="factor", max_length=10)),
        migrations.AlterField("accessdecision", "kind", models.CharField("decision", choices=DECISIONS, max_length=20)),
    ]
