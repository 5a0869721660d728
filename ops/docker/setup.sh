#!/bin/sh
# Once before the programs start: roles and database as superuser, tables as the owner, then the demo (DEMO=1).
set -eu
. "$(dirname "$0")/environment.sh"
python -m ops.container furnish
owner() { DATABASE_URL="$DATABASE_OWNER_URL" GVI_MIGRATING=1 python manage.py "$@"; }
owner migrate --no-input
owner grants
owner legal_grounds --only-new
owner check --tag database --database default
if [ "${DEMO:-0}" = 1 ]; then
    DATABASE_URL="$DATABASE_OWNER_URL" python manage.py demo
    python manage.py demo --logins
fi
