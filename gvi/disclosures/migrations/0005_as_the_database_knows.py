"""What only the acts saw to holds in the database too: who accepts and when, how long, on which ground, what ended.

A disclosure is accepted once, by the person in whose context it is done, and the database says when. How it ended is
said once, and it is disposed of when it is over. It lasts 366 days at most, on a ground that covers persons from the
one kind of agency to the other on that day (domain 2.11 rule 16; 4.2).
"""

from django.db import migrations

from gvi.access.db_roles import APP

FORWARD = f"""
CREATE OR REPLACE FUNCTION gvi.keep_disclosure() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine text[] := ARRAY['version', 'valid_until', 'readable_until', 'end_reason'];
    theirs text[] := mine || ARRAY['accepted_at', 'accepted_by_id', 'disposed_at'];
    may text[] := CASE WHEN NEW.owner_id = gvi.me() THEN mine ELSE theirs END;
BEGIN
    IF to_jsonb(NEW) - may <> to_jsonb(OLD) - may THEN
        RAISE EXCEPTION 'a disclosure stands as it was decided' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.valid_until > OLD.valid_until
       OR (NEW.readable_until > OLD.readable_until AND (OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL))
       OR (NEW.readable_until < OLD.readable_until AND OLD.accepted_at IS NOT NULL AND NEW.owner_id = gvi.me())
    THEN
        RAISE EXCEPTION 'a disclosure is not prolonged' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.accepted_at, NEW.accepted_by_id) IS DISTINCT FROM (OLD.accepted_at, OLD.accepted_by_id) THEN
        IF OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL
           OR NEW.accepted_by_id IS NULL OR NEW.accepted_by_id IS DISTINCT FROM gvi.person() THEN
            RAISE EXCEPTION 'a disclosure is accepted once, in one''s own name'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        NEW.accepted_at := statement_timestamp();
    END IF;
    IF NEW.end_reason <> OLD.end_reason AND (OLD.end_reason <> '' OR NEW.valid_until >= OLD.valid_until) THEN
        RAISE EXCEPTION 'how a disclosure ended is said once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.disposed_at IS DISTINCT FROM OLD.disposed_at
       AND (OLD.disposed_at IS NOT NULL OR NEW.valid_until > NEW.disposed_at) THEN
        RAISE EXCEPTION 'a disclosure is disposed of once, when it is over' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

ALTER FUNCTION gvi.keep_disclosed_record() SET search_path = pg_catalog, pg_temp;

CREATE FUNCTION gvi.decide_disclosure() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (NEW.decided_at AT TIME ZONE 'Europe/Stockholm')::date;
BEGIN
    IF NEW.valid_until > NEW.decided_at + interval '367 days'
       OR NEW.decided_until IS DISTINCT FROM NEW.valid_until OR NEW.readable_until > NEW.valid_until
       OR NEW.accepted_at IS NOT NULL OR NEW.disposed_at IS NOT NULL OR NEW.end_reason <> '' THEN
        RAISE EXCEPTION 'a disclosure is decided for a year at most' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM public.disclosures_legalground g,
            public.partnerships_agency giver, public.partnerships_agency receiver
        WHERE g.id = NEW.ground_id AND giver.group_ptr_id = NEW.owner_id AND receiver.group_ptr_id = NEW.receiver_id
            AND g.covers_persons
            AND (g.givers = '{{}}' OR giver.kind = ANY (g.givers))
            AND (g.receivers = '{{}}' OR receiver.kind = ANY (g.receivers))
            AND (g.valid_from IS NULL OR g.valid_from <= today) AND (g.valid_to IS NULL OR g.valid_to >= today)
    ) THEN
        RAISE EXCEPTION 'the ground does not cover this' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION gvi.decide_disclosure() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gvi.decide_disclosure() TO {APP};
CREATE TRIGGER disclosures_disclosure_limits AFTER INSERT ON disclosures_disclosure
    FOR EACH ROW EXECUTE FUNCTION gvi.decide_disclosure();
"""
BACK = """
DROP TRIGGER disclosures_disclosure_limits ON disclosures_disclosure;
DROP FUNCTION gvi.decide_disclosure();
ALTER FUNCTION gvi.keep_disclosed_record() RESET search_path;
"""


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0004_one_person_withdrawn"), ("access", "0003_functions")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
