"""Somebody outside: an audience of no agency, that sees nothing and may leave rows with the leading agency."""

from django.db import migrations

import gvi.access.walls
from gvi.access.roles import APP, BACKUP

ENTER = """
CREATE OR REPLACE FUNCTION gvi.enter(place bigint, audience integer[], person bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found integer; ring smallint; keep boolean;%(declare)s
BEGIN
    SELECT count(*), max(circle), bool_and(keeps_dossiers) INTO found, ring, keep
    FROM public.partnerships_agency WHERE group_ptr_id = ANY (audience) AND partnership_id = place;%(outside)s
    IF %(missing)s OR found <> cardinality(audience) THEN
        RAISE EXCEPTION 'no such audience' USING ERRCODE = 'invalid_authorization_specification';
    END IF;
    PERFORM set_config('gvi.partnership', place::text, true),
            set_config('gvi.circle', ring::text, true),
            set_config('gvi.me', CASE WHEN found = 1 THEN audience[1]::text ELSE '' END, true),
            set_config('gvi.keeps', (keep AND found = 1)::text, true),%(receiver)s
            set_config('gvi.person', coalesce(person::text, ''), true);
END $$;
"""

FORWARD = (
    f"""
CREATE FUNCTION gvi.receiver() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('gvi.receiver', true), '')::integer $$;
REVOKE ALL ON FUNCTION gvi.receiver() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gvi.receiver() TO {APP}, {BACKUP};
"""
    + ENTER
    % {
        "declare": " leader integer;",
        # Circle 3 is wider than any row reaches, and nobody is "me": every reading is empty.
        "outside": """
    IF cardinality(audience) = 0 THEN
        SELECT group_ptr_id INTO leader FROM public.partnerships_agency WHERE partnership_id = place AND leads;
        ring := 3; keep := false;
    END IF;""",
        "missing": "(found = 0 AND leader IS NULL)",
        "receiver": "\n            set_config('gvi.receiver', coalesce(leader::text, ''), true),",
    }
)

BACK = ENTER % {"declare": "", "outside": "", "missing": "found = 0", "receiver": ""} + "DROP FUNCTION gvi.receiver();"


class Migration(migrations.Migration):
    dependencies = [("access", "0004_refused")]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.RemoveConstraint("entry", "access_entry_wall"),
        migrations.AddConstraint(
            "entry",
            gvi.access.walls.Wall(
                name="access_entry_wall", reaches=[0], homes=[], parents=[], frozen=True, from_outside=True
            ),
        ),
    ]
