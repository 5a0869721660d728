#!/bin/sh
# Status 0 when the program in this container does its work: health.sh web|worker|beat
set -eu
. "$(dirname "$0")/environment.sh"
if [ "$1" = worker ]; then
    exec python -m celery -A gvi inspect ping --timeout 10 --destination "celery@$(hostname)" >/dev/null
fi
exec python -m ops.container "$1"
