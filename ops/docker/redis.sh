#!/bin/sh
# The broker behind a password that stands neither on the command line nor in the environment.
set -eu
exec valkey-server - <<END
bind ${BIND:-0.0.0.0}
port ${PORT:-6379}
requirepass $(cat "${GVI_KEYS:-/keys}/redis/password")
dir ${DATA:-/data}
save 60 1
maxmemory 256mb
maxmemory-policy noeviction
END
