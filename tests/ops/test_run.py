"""`make run` goes on when a part of it ends, is not held up by slow visitors, and leaves nothing behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from ops.processes import MOST_RESTARTS, Part
from ops.service_user import running
from tests import prepared
from tests.journeys.conftest import START

pytestmark = pytest.mark.servers
PATIENCE = 60.0
HELD = 64
UNFINISHED = [
    b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /konto/logga-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nlogin=a",
    b"",
]


def until(holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def descendants(pid: int) -> dict[int, str]:
    """The processes that this one started and those that they started, with their names."""
    parents: dict[int, tuple[int, str]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
            parents[int(stat.parent.name)] = int(rest.split()[1]), name
    found = {child: name for child, (parent, name) in parents.items() if parent == pid}
    for child in list(found):
        found |= descendants(child)
    return found


@dataclass
class Running:
    """`make run` in a folder of its own."""

    process: subprocess.Popen[bytes]
    port: int

    def status(self, path: str) -> int:
        """What a page answers; 0 for none within two seconds."""
        with contextlib.closing(HTTPConnection("127.0.0.1", self.port, timeout=2)) as connection:
            try:
                connection.request("GET", path)
                return connection.getresponse().status
            except (OSError, HTTPException):
                return 0

    def kill(self, mark: str) -> None:
        """End, without courtesy, the program with this on its command line; it must come back by itself."""
        (before,) = self.pids(mark)
        os.kill(before, signal.SIGKILL)
        until(lambda: set(self.pids(mark)) - {before} != set(), f"{mark} did not come back")
        assert self.process.poll() is None

    def pids(self, mark: str) -> list[int]:
        """Of the programs that it started itself."""
        found = []
        for pid in descendants(self.process.pid):
            with contextlib.suppress(OSError):
                line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                leads = os.getsid(pid) == pid
                if leads and mark in line:
                    found.append(pid)
        return found


@contextlib.contextmanager
def started(base: Path, run_folder: Path) -> Iterator[Running]:
    prepared.copy_to(base, run_folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", START, str(base), str(port)]
    with subprocess.Popen(command, cwd=prepared.ROOT, env=prepared.environ(), stdout=subprocess.DEVNULL) as process:
        site = Running(process, port)
        try:
            until(lambda: site.pids("celery -A gvi beat") != [], "it did not start")
            yield site
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[Running]:
    with started(tmp_path_factory.mktemp("run") / "var", run_folder) as site:
        yield site


def test_slow_and_unfinished_requests_hold_nobody_up(site: Running) -> None:
    with contextlib.ExitStack() as held:
        for number in range(HELD):
            connection = held.enter_context(socket.create_connection(("127.0.0.1", site.port)))
            connection.sendall(UNFINISHED[number % len(UNFINISHED)])
        time.sleep(0.5)
        assert [site.status(path) for path in ("/livez", "/konto/logga-in/", "/livez")] == [200, 200, 200]


def test_a_silent_connection_is_closed(site: Running) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=40) as connection:
        connection.sendall(UNFINISHED[0])
        assert connection.recv(1) == b""


def test_nobody_sets_where_the_site_lies(site: Running) -> None:
    with contextlib.closing(HTTPConnection("127.0.0.1", site.port, timeout=5)) as connection:
        connection.request("GET", "/konto/logga-in/", headers={"SCRIPT_NAME": "/x", "Script-Name": "/x"})
        assert connection.getresponse().status == 200


@pytest.mark.parametrize("mark", ["valkey-server", "celery -A gvi worker", "ops.web", "celery -A gvi beat"])
def test_what_ends_by_itself_is_started_again(site: Running, mark: str) -> None:
    site.kill(mark)
    until(lambda: site.status("/readyz") == 200, "no page")


def test_what_it_started_ends_with_it_when_it_is_killed_outright(tmp_path: Path, run_folder: Path) -> None:
    with started(tmp_path / "var", run_folder) as site:
        left = descendants(site.process.pid)
        assert {"postgres", "valkey-server"} < set(left.values())
        site.process.kill()
        site.process.wait()
        until(lambda: not any(running(pid, name) for pid, name in left.items()), "something lives on", 30)


def test_a_program_that_keeps_ending_is_left_alone_for_an_hour_and_ends_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    part = Part.start("worker", ["-c", "raise SystemExit(3)"], tmp_path / "log", dict(os.environ))
    for _time in range(MOST_RESTARTS + 3):
        part.process.wait()
        part.keep()
    said = capsys.readouterr().out
    assert said.count("is started again") == MOST_RESTARTS
    assert said.count("goes on without it") == 1
    later = time.monotonic() + 3601
    monkeypatch.setattr("ops.processes.time.monotonic", lambda: later)
    part.keep()
    assert "is started again" in capsys.readouterr().out
    part.process.wait()
