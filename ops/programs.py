"""How web server, worker and clock are started: the same lines on one machine and in a container.

`python -m ops.programs web --bind 0.0.0.0:8000` becomes that program.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path

from ops.instance_dir import ROOT

CELERY = ("-m", "celery", "-A", "gvi")
BEHIND = 5  # how much nicer the worker is than the pages: on a full machine it then gets a third of what they get


def web(bind: str) -> list[str]:
    """The pages (ops/web.py)."""
    return ["-m", "ops.web", bind]


def worker() -> list[str]:
    """Two processes; workers need not know of each other, for the job rows are the truth."""
    return [*CELERY, "worker", "-c", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]


def beat(schedule: Path) -> list[str]:
    """The clock. `schedule` is where it notes what it has rung; losing it costs nothing."""
    return [*CELERY, "beat", "--pidfile=", "--schedule", str(schedule)]


def worker_behind_pages() -> list[str]:
    """The worker, started so that it yields: a paper is waited for, a page is looked at."""
    return ["-m", "ops.programs", "worker"]


def _fall_behind() -> None:
    """Lower our priority, and that of our session: Linux shares processors among sessions first (sched(7))."""
    os.nice(BEHIND)
    if os.getsid(0) == os.getpid():  # else it is somebody's terminal
        with contextlib.suppress(OSError):  # a system without such groups
            Path("/proc/self/autogroup").write_text(str(BEHIND))


def main(arguments: list[str]) -> None:
    """Become the program: it has our process number, and gets the signals."""
    parser = argparse.ArgumentParser(prog="python -m ops.programs", description=__doc__)
    parser.add_argument("name", choices=("web", "worker", "beat"))
    parser.add_argument("--bind", default="0.0.0.0:8000")
    parser.add_argument("--schedule", type=Path, default=Path("/tmp/beat"))  # noqa: S108  a tmpfs of its own
    chosen = parser.parse_args(arguments)
    lines = {"web": web(chosen.bind), "worker": worker(), "beat": beat(chosen.schedule)}
    if chosen.name == "worker":
        _fall_behind()
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, *lines[chosen.name]])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
