"""What runs beside a measure: a worker, or the whole site."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.data import BASE, ROOT

WORKER = (
    "-m",
    "celery",
    "-A",
    "gvi",
    "worker",
    "-c",
    "1",
    "--loglevel",
    "INFO",
    "--without-gossip",
    "--without-mingle",
)
START = (
    "import sys; from pathlib import Path; from ops.run import run; "
    "run(Path(sys.argv[1]), port=int(sys.argv[2]), demo=True)"
)
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "GVI_FIELD_KEY", "DEMO", "SECURE")


@contextmanager
def worker(environ: dict[str, str]) -> Iterator[int]:
    """A Celery worker as `make run` starts it, but with one process: nothing is won by doing two things at once.

    Gives the number of its process.
    """
    log = BASE / "log" / "worker.log"
    command = [sys.executable, *WORKER]
    with log.open("w") as out, subprocess.Popen(command, env=environ, stdout=out, stderr=out) as process:  # noqa: S603
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def site(base: Path) -> Iterator[int]:
    """The whole site as `make run` starts it, on 127.0.0.1: the web server, a worker with two processes, the clock.

    Gives its port.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", START, str(base), str(port)]
    clean = {key: value for key, value in os.environ.items() if key not in OURS}
    with subprocess.Popen(command, cwd=ROOT, env=clean, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        said = list(_until_ready(process))
        if process.poll() is not None:
            raise SystemExit("".join(said))
        try:
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _until_ready(process: "subprocess.Popen[str]") -> Iterator[str]:
    for line in process.stdout or ():
        yield line
        if line.startswith("Ready:"):
            return
