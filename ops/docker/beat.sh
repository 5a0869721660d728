#!/bin/sh
# The clock, as the run-time role. Exactly one of it.
set -eu
. "$(dirname "$0")/environment.sh"
exec python -m ops.programs beat --schedule "${GVI_SCHEDULE:-/tmp/beat}"
