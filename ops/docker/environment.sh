#!/bin/sh
# Sourced by the others: the program's folder, and the keys this service may read. Without files the environment says it all.
cd "$(dirname "$0")/../.."
keys=${GVI_KEYS:-/keys}
set -a
for file in "$keys/app/app.env" "$keys/own/owner.env"; do
    if [ -r "$file" ]; then
        # shellcheck source=/dev/null
        . "$file"
    fi
done
set +a
