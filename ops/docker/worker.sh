#!/bin/sh
# The worker that renders papers, as the run-time role.
set -eu
. "$(dirname "$0")/environment.sh"
exec python -m ops.programs worker
