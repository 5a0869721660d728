#!/bin/sh
# The web server, as the run-time role.
set -eu
. "$(dirname "$0")/environment.sh"
exec python -m ops.programs web --bind "${BIND:-0.0.0.0:8000}"
