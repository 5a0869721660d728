"""The schema `gvi`: who is looking, as PostgreSQL knows it. Runs before every table, so that all get their privileges."""

from django.db import migrations

from gvi.access.db_roles import APP, BACKUP

FUNCTIONS = f"""
CREATE SCHEMA gvi;
GRANT USAGE ON SCHEMA gvi TO {APP}, {BACKUP};

CREATE FUNCTION gvi.partnership() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('gvi.partnership', true), '')::bigint $$;
CREATE FUNCTION gvi.me() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('gvi.me', true), '')::integer $$;
CREATE FUNCTION gvi.needed_reach() RETURNS smallint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('gvi.needed_reach', true), '')::smallint $$;
CREATE FUNCTION gvi.person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('gvi.person', true), '')::bigint $$;
CREATE FUNCTION gvi.receiver() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('gvi.receiver', true), '')::integer $$;
CREATE FUNCTION gvi.keeps() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(nullif(current_setting('gvi.keeps', true), '')::boolean, false) $$;

-- The caller only names the agencies; the database looks up in its own tables what they are. An audience of no agency is
-- a public visitor: no row has the reach 3 and nobody is "me", so every read is empty; what the visitor
-- leaves goes to the leading agency, the receiver.
CREATE FUNCTION gvi.enter(place bigint, audience integer[], person bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found integer; needed smallint; keep boolean; leader integer;
BEGIN
    SELECT count(*), max(needed_reach), bool_and(keeps_dossiers) INTO found, needed, keep
    FROM public.partnerships_agency WHERE group_ptr_id = ANY (audience) AND partnership_id = place;
    IF cardinality(audience) = 0 THEN
        SELECT group_ptr_id INTO leader FROM public.partnerships_agency WHERE partnership_id = place AND leads;
        needed := 3; keep := false;
    END IF;
    IF (found = 0 AND leader IS NULL) OR found <> cardinality(audience) THEN
        RAISE EXCEPTION 'no such audience' USING ERRCODE = 'invalid_authorization_specification';
    END IF;
    PERFORM set_config('gvi.partnership', place::text, true),
            set_config('gvi.needed_reach', needed::text, true),
            set_config('gvi.me', CASE WHEN found = 1 THEN audience[1]::text ELSE '' END, true),
            set_config('gvi.keeps', (keep AND found = 1)::text, true),
            set_config('gvi.receiver', coalesce(leader::text, ''), true),
            set_config('gvi.person', coalesce(person::text, ''), true);
END $$;

-- Whose a row is never changes; how far it reaches is its owner's to say.
CREATE FUNCTION gvi.keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('gvi.migrating', true) = 'on' AND NOT pg_has_role(current_user, '{APP}', 'MEMBER') THEN
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.partnership_id, NEW.owner_id) IS DISTINCT FROM (OLD.id, OLD.partnership_id, OLD.owner_id)
       OR (NEW.reach IS DISTINCT FROM OLD.reach AND OLD.owner_id IS DISTINCT FROM gvi.me()) THEN
        RAISE EXCEPTION 'a row stays with its owner' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- Swedish order without ICU, the same on every server.
CREATE FUNCTION gvi.swedish(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT translate(lower($1), 'åäæöøéèüÅÄÖ', '{{||}}}}eey{{|}}') $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA gvi FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA gvi TO {APP}, {BACKUP};

ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {APP};
"""

UNDO = f"""
ALTER DEFAULT PRIVILEGES REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM {APP};
ALTER DEFAULT PRIVILEGES REVOKE USAGE, SELECT ON SEQUENCES FROM {APP};
DROP SCHEMA gvi CASCADE;
"""


class Migration(migrations.Migration):
    initial = True
    run_before = [
        ("contenttypes", "0001_initial"),
        ("auth", "0001_initial"),
        ("sessions", "0001_initial"),
    ]
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
