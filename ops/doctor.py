"""What is missing on this machine, in words. Standard library only: it must always run."""

from __future__ import annotations

import os
import platform
import runpy
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ROOM = 2000  # MB: the packages, a cluster, logs
Finding = tuple[str, str]  # OK, LATER or MISSING, and what
OK, LATER, MISSING = "ok", "later", "MISSING"
SECTIONS = {  # of system-packages.txt: how bad it is without, and what they are for
    "base": (MISSING, "to start at all"),
    "pdf": (LATER, "to make PDF papers"),
    "test": (LATER, "for the whole test suite"),
}


def main(port: int) -> int:
    """Print every finding; status 1 if `make run` could not start."""
    findings = [*_python(), *_rights(), *_packages(), _port(port)]
    for mark, text in findings:
        print(f"{mark:8} {text}")
    return 1 if MISSING in dict(findings) else 0


def _python() -> Iterator[Finding]:
    fits = (3, 11) <= sys.version_info[:2] < (3, 14)
    version = platform.python_version()
    yield _mark(fits), f"Python {version} ({sys.executable}); 3.11, 3.12 or 3.13 is needed"
    supported = platform.system() == "Linux" and platform.machine() in {"x86_64", "aarch64"}
    yield (
        _mark(supported),
        f"{platform.system()} on {platform.machine()}; it must be Linux on x86_64 or aarch64",
    )
    environment = runpy.run_path(str(HERE / "environment.py"))
    ready = environment["_ready"]()
    yield _mark(ready, LATER), "virtual environment .venv; `make run` makes it"
    for lock, maker in (("requirements.lock", "make run"), ("requirements-dev.lock", "make test")):
        done = ready and environment["_installed"](lock)
        yield _mark(done, LATER), f"Python packages of {lock}; `{maker}` installs them"


def _rights() -> Iterator[Finding]:
    for folder in (ROOT, ROOT / "var", Path("/tmp")):  # noqa: S108 - sockets need a short path
        if folder.exists():
            yield _mark(os.access(folder, os.W_OK | os.X_OK)), f"right to write in {folder}"
    free = shutil.disk_usage(ROOT).free // 2**20
    yield (
        _mark(free >= ROOM),
        f"{free} MB free on the disk of {ROOT}; {ROOM} MB are enough for everything",
    )
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv", path="/usr/bin:/bin")
        yield (
            _mark(bool(setpriv)),
            "setpriv (package util-linux), to run PostgreSQL as another than root",
        )


def _packages() -> Iterator[Finding]:
    packages = runpy.run_path(str(HERE / "packages.py"))
    for section, (otherwise, purpose) in SECTIONS.items():
        missing = packages["missing"](section)
        remedy = f"; run: {packages['line'](missing)}" if missing else ""
        yield _mark(not missing, otherwise), f"system packages {purpose}{remedy}"


def _port(port: int) -> Finding:
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", port)) == 0
    return _mark(not taken, LATER), f"port {port} free; it is taken if the program runs, or choose PORT="


def _mark(good: bool, otherwise: str = MISSING) -> str:
    return OK if good else otherwise


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 8000))
