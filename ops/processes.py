"""The programs that `run` starts and must not leave behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ops.errors import OpsError, tail
from ops.instance_dir import ROOT

MOST_RESTARTS = 5  # in an hour
HOUR = 3600.0  # seconds
COURTESY = 10.0  # seconds between asking a program to end and ending it


@dataclass
class Part:
    """A running program in its own session, with its log."""

    title: str
    log: Path
    process: subprocess.Popen[bytes]
    again: Callable[[], subprocess.Popen[bytes]]
    restarts: list[float] = field(default_factory=list)  # in the last hour, by the monotonic clock
    given_up: bool = False

    @classmethod
    def start(cls, title: str, arguments: Sequence[str], log: Path, environ: Mapping[str, str]) -> Part:
        """Start `python -m …` here. The kernel asks it to end if we die unasked."""
        setpriv = shutil.which("setpriv", path="/usr/bin:/bin")
        tie = [setpriv, "--pdeathsig", "TERM"] if setpriv else []

        def launch(mode: str = "ab") -> subprocess.Popen[bytes]:
            with log.open(mode) as out:
                return subprocess.Popen(
                    [*tie, sys.executable, *arguments],
                    cwd=ROOT,
                    env=environ,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

        return cls(title, log, launch("wb"), launch)

    def keep(self) -> None:
        """Restart the program when it has ended by itself. One that keeps ending waits until an hour has passed."""
        status = self.process.poll()
        if status is None:
            return
        self.restarts = [then for then in self.restarts if then > time.monotonic() - HOUR]
        if len(self.restarts) < MOST_RESTARTS:
            print(f"The {self.title} stopped by itself (status {status}) and is started again.", flush=True)
            self.signal(signal.SIGKILL)  # what its leader left
            self.process, self.given_up = self.again(), False
            self.restarts.append(time.monotonic())
        elif not self.given_up:
            stopped = f"stopped by itself {MOST_RESTARTS + 1} times within an hour; the rest goes on without it for now"
            print(self.complaint(stopped), flush=True)
            self.given_up = True

    def check(self) -> None:
        """Trouble with the end of the log when the program has ended by itself."""
        status = self.process.poll()
        if status is not None:
            raise OpsError(self.complaint(f"stopped by itself (status {status})"))

    def finish(self) -> None:
        """Wait for a program that is meant to end. Trouble if it failed."""
        if self.process.wait():
            raise OpsError(self.complaint("failed"))

    def complaint(self, what: str) -> str:
        return f"The {self.title} {what}. The end of {self.log}:\n{tail(self.log)}"

    def signal(self, sign: signal.Signals) -> None:
        """Reach the program and all it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, sign)


@contextlib.contextmanager
def ending(parts: list[Part]) -> Iterator[None]:
    """Whatever happens inside, `parts` have ended afterwards; a second Ctrl-C changes nothing."""
    try:
        yield
    finally:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, signal.SIG_IGN)
        for part in parts:
            part.signal(signal.SIGTERM)
        until = time.monotonic() + COURTESY
        for part in parts:
            with contextlib.suppress(subprocess.TimeoutExpired):
                part.process.wait(max(0.0, until - time.monotonic()))
            part.signal(signal.SIGKILL)  # also what its leader left
            part.process.wait()
