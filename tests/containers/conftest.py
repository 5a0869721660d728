"""The containers' scripts, run on this machine: same scripts, same environment, servers of their own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops import keys, services
from ops.instance_dir import Place

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
BASIC = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Host:
    """Two servers and the environment that the containers would have."""

    urls: services.Urls
    environ: dict[str, str]
    logs: Path

    def run(self, script: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "ops" / "docker" / script), *arguments]
        environ = BASIC | self.environ | more
        return subprocess.run(command, cwd="/", env=environ, capture_output=True, text=True, check=False, timeout=300)

    @contextmanager
    def running(self, script: str, **more: str) -> Iterator["Running"]:
        """A script that does not end by itself; afterwards it has ended."""
        log = self.logs / f"{script}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [str(ROOT / "ops" / "docker" / script)],
                cwd="/",
                env=BASIC | self.environ | more,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield Running(process, log)
        finally:
            process.kill()
            process.wait()


@dataclass
class Running:
    """A program that a script has become."""

    process: subprocess.Popen[bytes]
    log: Path

    def until(self, well: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not well():
            assert self.process.poll() is None, f"it ended by itself:\n{self.log.read_text()}"
            assert time.monotonic() < end, f"it never got well:\n{self.log.read_text()}"
            time.sleep(0.2)

    def ended_by_term(self) -> int:
        """Its status after the signal a container is stopped with. The script must have become the program."""
        self.process.terminate()
        return self.process.wait(20)


@pytest.fixture(scope="package")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    base = tmp_path_factory.mktemp("containers")
    with services.lease(base / "var", durable=False) as urls:
        known = keys.load(Place((base / "var").resolve()))
        environ = urls.environ() | {
            "DATABASE_OWNER_URL": urls.owner,
            "DATABASE_ADMIN_URL": urls.admin,
            **{name: known[name] for name in keys.PASSWORDS if name.startswith("GVI_")},
            "ALLOWED_HOSTS": "gvi.example",
            "GVI_KEYS": str(base / "nothing"),
            "STATIC_ROOT": os.environ["STATIC_ROOT"],
            "TRUSTED_PROXIES": "1",
            "SECURE": "1",
            "DEMO": "0",
            "HOME": str(base),
        }
        yield Host(urls, environ, base)
    shutil.rmtree(base, ignore_errors=True)
