"""The order of names: letters with signs that Swedish does not have stand with the letter they are made of."""

from django.db import migrations

from gvi.access.db_roles import APP, BACKUP

# Most names are plain: then a letter takes one byte, and there is nothing to take apart.
FUNCTION = f"""
CREATE FUNCTION gvi.alphabetical(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN octet_length($1) = length($1) THEN lower($1) ELSE regexp_replace(
        normalize(translate(gvi.swedish(normalize($1, NFC)), 'đðħıłŧþßœőűəŋ', 'ddhiltts}}}}yen'), NFD),
        '[\\u0300-\\u036f]', '', 'g') END;
REVOKE ALL ON FUNCTION gvi.alphabetical(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gvi.alphabetical(text) TO {APP}, {BACKUP};
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_functions")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION gvi.alphabetical(text)")]
