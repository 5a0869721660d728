#!/bin/sh
# manage.py as the run-time role: manage.sh create_partnership FILE.toml
set -eu
. "$(dirname "$0")/environment.sh"
exec python manage.py "$@"
