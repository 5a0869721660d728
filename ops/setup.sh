#!/bin/sh
# Make .venv ready: setup.sh LOCK SECTION... (sections of system-packages.txt).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
lock=$1
shift
python=$(sh "$here/python.sh")
"$python" -I "$here/packages.py" base "$@"
exec "$python" -I "$here/environment.py" "$lock"
