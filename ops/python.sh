#!/bin/sh
# Print a Python that fits; PYTHON= chooses it. Else .venv's, else the newest on the PATH.
# A name on the PATH proves nothing (version managers leave stubs that fail): each candidate is run.
here=$(cd "$(dirname "$0")" && pwd)

choose() {
    for each in ${1+"$@"}; do
        if "$each" -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            echo "$each"
            return
        fi
    done
    return 1
}

any() {
    choose "$here/../.venv/bin/python" python3.13 python3.12 python3.11 python3 \
        /usr/local/bin/python3 /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 /usr/bin/python3
}

if [ -n "${PYTHON:-}" ]; then
    choose "$PYTHON" && exit
    echo "PYTHON=$PYTHON does not run, or is not 3.11, 3.12 or 3.13." >&2
    exit 1
fi
any && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Python …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null 2>&1
    apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends python3 >/dev/null 2>&1
    any && exit
fi
echo "Python 3.11, 3.12 or 3.13 is needed; on Debian or Ubuntu: sudo apt-get install -y python3 python3-venv" >&2
exit 1
