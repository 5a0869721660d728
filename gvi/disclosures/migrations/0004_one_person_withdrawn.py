"""One person can be withdrawn from a disclosure: the record's end is its own from then on, and it is in the past.

`ends_with` ties a record to its disclosure, whose end it shares. A record without it has been withdrawn. The wall gets
a policy for UPDATE beside those that it has: making it anew would take the keys of other tables along.
"""

from django.db import migrations, models

import gvi.access.row_security
from gvi.access.db_roles import APP

OLD, NEW = (
    "disclosure_id, receiver_id, valid_until, readable_until",
    "ends_with, receiver_id, valid_until, readable_until",
)
ENDS = "REFERENCES disclosures_disclosure (id, receiver_id, valid_until, readable_until) ON UPDATE CASCADE"
OWN = "partnership_id = (select gvi.partnership()) AND owner_id = (select gvi.me())"

ALONE = f"""
ALTER TABLE disclosures_disclosedrecord DROP CONSTRAINT disclosures_disclosedrecord_ends;
UPDATE disclosures_disclosedrecord SET ends_with = disclosure_id;
ALTER TABLE disclosures_disclosedrecord ADD CONSTRAINT disclosures_disclosedrecord_ends FOREIGN KEY ({NEW}) {ENDS};

CREATE POLICY disclosures_disclosedrecord_update ON disclosures_disclosedrecord FOR UPDATE
    USING ({OWN}) WITH CHECK ({OWN});
GRANT UPDATE ON disclosures_disclosedrecord TO {APP};

-- A record is tied to its disclosure from the start. Its giver may cut the tie, which ends it now and for good; all
-- else about it stands. An end that comes from the disclosure is held by the key.
CREATE FUNCTION gvi.keep_disclosed_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := ARRAY['version', 'valid_until', 'readable_until', 'ends_with'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.ends_with := NEW.disclosure_id;
        RETURN NEW;
    END IF;
    IF OLD.ends_with IS NULL THEN
        may := ARRAY['version'];
    ELSIF NEW.ends_with IS NULL THEN
        NEW.valid_until := least(OLD.valid_until, statement_timestamp());
        NEW.readable_until := NEW.valid_until;
    ELSIF NEW.ends_with <> OLD.ends_with THEN
        may := ARRAY[]::text[];
    END IF;
    IF to_jsonb(NEW) - may <> to_jsonb(OLD) - may THEN
        RAISE EXCEPTION 'a disclosed record stands as it was' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION gvi.keep_disclosed_record() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gvi.keep_disclosed_record() TO {APP};
CREATE TRIGGER disclosures_disclosedrecord_decided BEFORE INSERT OR UPDATE ON disclosures_disclosedrecord
    FOR EACH ROW EXECUTE FUNCTION gvi.keep_disclosed_record();
"""

UNDO = f"""
DROP TRIGGER disclosures_disclosedrecord_decided ON disclosures_disclosedrecord;
DROP FUNCTION gvi.keep_disclosed_record();
REVOKE UPDATE ON disclosures_disclosedrecord FROM {APP};
DROP POLICY disclosures_disclosedrecord_update ON disclosures_disclosedrecord;
ALTER TABLE disclosures_disclosedrecord DROP CONSTRAINT disclosures_disclosedrecord_ends;
ALTER TABLE disclosures_disclosedrecord ADD CONSTRAINT disclosures_disclosedrecord_ends FOREIGN KEY ({OLD}) {ENDS};
"""

WALL = {
    "homes": ["disclosure"],
    "name": "disclosures_disclosedrecord_wall",
    "parents": [],
    "reaches": [0],
    "revision": 1,
    "clauses": {
        "insert": "owner & local_receiver",
        "owners": "anybody",
        "read": "owner | receiver",
        "update": "owner",
    },
}


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0003_grounds_corrected"),
        ("partnerships", "0002_privileges"),
    ]

    operations = [
        migrations.AddField(
            model_name="disclosedrecord",
            name="ends_with",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(ALONE, UNDO)],
            state_operations=[
                migrations.RemoveConstraint(model_name="disclosedrecord", name=WALL["name"]),
                migrations.AddConstraint(
                    model_name="disclosedrecord", constraint=gvi.access.row_security.RowSecurity(**WALL)
                ),
            ],
        ),
    ]
