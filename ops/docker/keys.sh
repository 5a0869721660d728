#!/bin/sh
# Once before everything else: the keys, made where none are given, each before the service that needs it.
set -eu
cd "$(dirname "$0")/../.."
exec python -m ops.container keys
