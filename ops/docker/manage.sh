#!/bin/sh
# manage.py for the operator, as the owner where its key is there (in the service setup): manage.sh create_partnership FILE.toml
set -eu
. "$(dirname "$0")/environment.sh"
DATABASE_URL=${DATABASE_OWNER_URL:-$DATABASE_URL}
export DATABASE_URL
exec python manage.py "$@"
