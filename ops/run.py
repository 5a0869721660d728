"""`make run`: servers, database, web, worker and beat, until Ctrl-C."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import http.client
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from ops import programs, services
from ops.catalogues import compile_all
from ops.errors import OpsError, tail
from ops.instance_dir import Place, clear_sentences
from ops.processes import HOUR, MOST_RESTARTS, Part, ending
from ops.service_user import reap
from ops.services import Urls

WEB = "web server"
PATIENCE = 60.0  # seconds until the first page must have come


class Stopped(BaseException):
    """Somebody asked us to end."""


def run(base: Path, *, port: int, demo: bool) -> None:
    """Start everything, say so, and watch until asked to end. Trouble if a part fails."""
    place = Place.at(base)
    parts: list[Part] = []
    with _alone(place):
        check_port(port)
        _heed_signals()
        with contextlib.suppress(Stopped), _servers(place) as urls, ending(parts):
            _prepare(place, parts, urls, demo=demo)
            _start(place, parts, _environ(urls.environ(), demo=demo), port)
            logins = _logins(place).read_text() if demo else ""
            print(f"Ready: http://127.0.0.1:{port}\n{logins}Stop with Ctrl-C. Logs: {place.logs}", flush=True)
            _watch(place, parts)


def prepare(base: Path, *, demo: bool) -> None:
    """What `run` does before it starts the site, and no more: `run` on a copy of `base` then starts at once."""
    place = Place.at(base)
    parts: list[Part] = []
    with _alone(place), _servers(place) as urls, ending(parts):
        _prepare(place, parts, urls, demo=demo)


def _prepare(place: Place, parts: list[Part], urls: Urls, *, demo: bool) -> None:
    """Everything that is done once, by the role that owns the tables; then the demo data, once."""
    print("Preparing the database …", flush=True)
    compile_all()
    owner = _environ(urls.owner_environ(), demo=demo)
    log = place.logs / "prepare.log"
    _step(parts, Part.start("preparation", ["-m", "ops.prepare"], log, owner))
    if demo and not _logins(place).exists():
        _fill(place, parts, _environ(urls.operator_environ(), demo=demo))


def _fill(place: Place, parts: list[Part], environ: dict[str, str]) -> None:
    """The demo data, once, as the operator; then who may sign in."""
    print("Filling in the demo …", flush=True)
    _step(parts, Part.start("demo", ["manage.py", "demo"], place.logs / "demo.log", environ))
    log = place.logs / "logins.log"
    _step(parts, Part.start("list of logins", ["manage.py", "demo", "--logins"], log, environ))
    log.chmod(0o600)
    log.replace(_logins(place))


def _logins(place: Place) -> Path:
    """Who may sign in to the demo; the file is there when the demo is."""
    return place.base / "logins.txt"


def _step(parts: list[Part], part: Part) -> None:
    parts.append(part)
    part.finish()
    parts.remove(part)


def _start(place: Place, parts: list[Part], environ: dict[str, str], port: int) -> None:
    """The web server first: worker and clock wake while the first page is read."""

    def start(title: str, name: str, arguments: list[str]) -> None:
        parts.append(Part.start(title, arguments, place.logs / f"{name}.log", environ))

    start(WEB, "web", programs.web(f"127.0.0.1:{port}"))
    _await(parts, port)
    start("worker", "worker", programs.worker_behind_pages())
    start("clock (beat)", "beat", programs.beat(place.base / "beat"))


def _await(parts: list[Part], port: int) -> None:
    """Return when the web server answers, whatever it says."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for part in parts:
            part.check()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/livez")
            connection.getresponse()
            return
        time.sleep(0.1)
    raise OpsError(parts[0].complaint(f"gave no answer within {PATIENCE:.0f} seconds"))


def _watch(place: Place, parts: list[Part]) -> None:
    """Until asked to end. What ends by itself is started again: pages, worker and clock do without each other.

    Raises OpsError if a server stops more often than it may.
    """
    stopped: list[float] = []
    while True:
        for part in parts:
            part.keep()
        for log in reap():
            stopped = [then for then in stopped if then > time.monotonic() - HOUR] + [time.monotonic()]
            if len(stopped) > MOST_RESTARTS:
                raise OpsError(f"The {log.stem} server keeps stopping by itself. The end of {log}:\n{tail(log)}")
            print(f"The {log.stem} server stopped by itself and is started again.", flush=True)
            services.revive(place.base)
        time.sleep(0.5)


@contextlib.contextmanager
def _servers(place: Place) -> Iterator[Urls]:
    """Our own servers, or those that DATABASE_URL with DATABASE_OWNER_URL and REDIS_URL name."""
    with services.lease(place.base, tied=True) as urls:
        app = os.environ.get("DATABASE_URL", urls.app)
        owner = os.environ.get("DATABASE_OWNER_URL", urls.owner if app == urls.app else "")
        if not owner:
            raise OpsError("DATABASE_URL is set: set DATABASE_OWNER_URL too, for the role that migrates.")
        redis = os.environ.get("REDIS_URL", urls.redis)
        yield dataclasses.replace(urls, app=app, owner=owner, redis=redis)


def _environ(ours: dict[str, str], *, demo: bool) -> dict[str, str]:
    return {
        "LC_ALL": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        **os.environ,
        **ours,
        "DEMO": "1" if demo else "0",
    }


@contextlib.contextmanager
def _alone(place: Place) -> Iterator[None]:
    """One `run` per folder."""
    with clear_sentences(place.base):
        handle = (place.base / "run").open("a")
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OpsError(f"It is already running from {place.base}; stop that one first.") from error
        yield


def check_port(port: int) -> None:
    """Trouble if nobody can listen on `port` of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise OpsError(f"Port {port} needs root; choose another: make run PORT=8000") from error
        except (OSError, OverflowError) as error:
            raise OpsError(
                f"Port {port} is taken by another program; choose another: make run PORT={port + 1}"
            ) from error


def _heed_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup leaves it
        signal.signal(signal.SIGHUP, stop)
