"""A decided disclosure is immutable, its records end with it, and the run-time role only reads the legal grounds."""

from django.db import migrations

from gvi.access.db_roles import APP

ENDS = "receiver_id, valid_until, readable_until"

AS_DECIDED = f"""
-- The decision is frozen, and nobody prolongs it. Only the receiver accepts, returns and disposes of it. What is accepted
-- is the receiver's own record: the giver can end its use, but not take it away.
CREATE FUNCTION gvi.keep_disclosure() RETURNS trigger LANGUAGE plpgsql AS $$
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
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION gvi.keep_disclosure() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gvi.keep_disclosure() TO {APP};
CREATE TRIGGER disclosures_disclosure_decided BEFORE UPDATE ON disclosures_disclosure
    FOR EACH ROW EXECUTE FUNCTION gvi.keep_disclosure();

-- A record is readable exactly as long as its disclosure: the database copies each change to it at once.
ALTER TABLE disclosures_disclosedrecord ADD CONSTRAINT disclosures_disclosedrecord_ends
    FOREIGN KEY (disclosure_id, {ENDS}) REFERENCES disclosures_disclosure (id, {ENDS}) ON UPDATE CASCADE;

REVOKE INSERT, UPDATE, DELETE ON disclosures_legalground FROM {APP};
"""

UNDO = f"""
GRANT INSERT, UPDATE, DELETE ON disclosures_legalground TO {APP};
ALTER TABLE disclosures_disclosedrecord DROP CONSTRAINT disclosures_disclosedrecord_ends;
DROP TRIGGER disclosures_disclosure_decided ON disclosures_disclosure;
DROP FUNCTION gvi.keep_disclosure();
"""


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_initial")]
    operations = [
        migrations.RunSQL(AS_DECIDED, UNDO),
    ]
