"""An agency outside the core is asked to take part in one focus, and sees that focus as long as it does.

What it was told stands as it was told. It changes its answer and nothing else; only who asked says how long it is seen,
and what has ended does not begin again.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import gvi.access.guarded
import gvi.access.row_security
from gvi.access.db_roles import APP

AS_TOLD = f"""
CREATE FUNCTION gvi.keep_participation() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asking text[] := ARRAY['version', 'readable_until', 'ended_on'];
    asked text[] := ARRAY['version', 'declined_on', 'decline_reason'];
    may text[] := CASE WHEN OLD.receiver_id = gvi.me() THEN asked ELSE asking END;
BEGIN
    IF to_jsonb(NEW) - may <> to_jsonb(OLD) - may THEN
        RAISE EXCEPTION 'a participation stands as it was told' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.ended_on IS NOT NULL
       AND (NEW.ended_on IS DISTINCT FROM OLD.ended_on OR NEW.readable_until > OLD.readable_until) THEN
        RAISE EXCEPTION 'a participation that has ended does not begin again' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION gvi.keep_participation() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gvi.keep_participation() TO {APP};
CREATE TRIGGER sanctions_focusparticipation_told BEFORE UPDATE ON sanctions_focusparticipation
    FOR EACH ROW EXECUTE FUNCTION gvi.keep_participation();
"""
UNDO = """
DROP TRIGGER sanctions_focusparticipation_told ON sanctions_focusparticipation;
DROP FUNCTION gvi.keep_participation();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0004_guarded_readers"),
        ("partnerships", "0006_focus_contact_and_grant"),
        ("access", "0003_functions"),
        ("sanctions", "0003_a_part_collides_with_ones_own_only"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="sanction",
            name="sanctions_sanction_wall",
        ),
        migrations.CreateModel(
            name="FocusParticipation",
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
                ("group_name", models.CharField(max_length=60, verbose_name="group")),
                (
                    "asked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="measures asked for",
                    ),
                ),
                ("request", models.CharField(max_length=300, verbose_name="what is asked")),
                ("message", models.CharField(blank=True, max_length=300, verbose_name="what the group has been told")),
                ("invited_on", models.DateField(verbose_name="invited on")),
                ("readable_until", models.DateTimeField(verbose_name="can be seen until")),
                ("declined_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                (
                    "decline_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why there is no measure"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "participation in increased focus",
                "verbose_name_plural": "participations in increased focus",
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="focusparticipation",
            name="owner",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.agency"
            ),
        ),
        migrations.AddField(
            model_name="focusparticipation",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddField(
            model_name="focusparticipation",
            name="receiver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.agency",
                verbose_name="agency",
            ),
        ),
        migrations.AddField(
            model_name="focusparticipation",
            name="sanction",
            field=gvi.access.guarded.GuardedForeignKey(
                related_name="participations", to="sanctions.sanction", verbose_name="sanction"
            ),
        ),
        migrations.AddConstraint(
            model_name="focusparticipation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("owner", "sanction", "receiver"),
                name="one_going_participation_per_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="focusparticipation",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner & local_receiver",
                    "owners": "open",
                    "read": "owner | open | receiver",
                    "update": "owner | open & granted(partnership) | receiver",
                },
                homes=[],
                name="sanctions_focusparticipation_wall",
                parents=["sanction"],
                reaches=[1],
                revision=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=gvi.access.row_security.RowSecurity(
                clauses={
                    "insert": "owner",
                    "owners": "anybody",
                    "read": "owner | open | invited(sanctions_focusparticipation)",
                    "update": "owner | open & granted(partnership)",
                },
                homes=[],
                name="sanctions_sanction_wall",
                parents=["group", "trigger"],
                reaches=[1, 2],
                revision=1,
            ),
        ),
        migrations.RunSQL(AS_TOLD, UNDO),
    ]
