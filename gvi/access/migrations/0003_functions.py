"""The functions name what they use once and for all; a reach below the core is no reach for the rows of others.

`gvi.sees` asks whether a row is seen, from inside the policy of a table that the row's own policy asks about, where a
sub-select would ask in a circle.
"""

from django.db import migrations

from gvi.access.db_roles import APP, BACKUP


def setting(name: str, kind: str) -> str:
    return f"nullif(current_setting('gvi.{name}', true), '')::{kind}"


FORWARD = f"""
CREATE OR REPLACE FUNCTION gvi.partnership() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN {setting("partnership", "bigint")};
CREATE OR REPLACE FUNCTION gvi.me() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
    RETURN {setting("me", "integer")};
CREATE OR REPLACE FUNCTION gvi.needed_reach() RETURNS smallint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN {setting("needed_reach", "smallint")} IS NOT NULL
           THEN greatest({setting("needed_reach", "smallint")}, 1::smallint) END;
CREATE OR REPLACE FUNCTION gvi.person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN {setting("person", "bigint")};
CREATE OR REPLACE FUNCTION gvi.receiver() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
    RETURN {setting("receiver", "integer")};
CREATE OR REPLACE FUNCTION gvi.keeps() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce({setting("keeps", "boolean")}, false);
CREATE OR REPLACE FUNCTION gvi.swedish(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(lower($1), 'åäæöøéèüÅÄÖ', '{{||}}}}eey{{|}}');
ALTER FUNCTION gvi.enter(bigint, integer[], bigint) SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION gvi.keep_owner() SET search_path = pg_catalog, pg_temp;

CREATE FUNCTION gvi.sees(parent text, parent_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    seen boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I WHERE id = $1)', parent) INTO seen USING parent_id;
    RETURN seen;
END $$;
REVOKE ALL ON FUNCTION gvi.sees(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gvi.sees(text, uuid) TO {APP}, {BACKUP};
"""
# The functions say the same as before; they need not be written back.
BACK = "DROP FUNCTION gvi.sees(text, uuid);"


class Migration(migrations.Migration):
    dependencies = [("access", "0002_grants_from_zero")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
