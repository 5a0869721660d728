"""The virtual environment: made, and filled from a lock file, only when the lock has changed.

`python -I environment.py requirements.lock`, before there is an environment: standard library only.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed"
CHAIN = {"requirements-dev.lock": ["requirements.lock"]}  # what a larger lock installs along with its own


def main(lock: str) -> int:
    """Bring .venv in line with `lock`; one sentence and status 1 if that fails."""
    try:
        with (ROOT / ".venv.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)  # several makes at once
            if not _ready():
                _create()
            if not _installed(lock):
                _install(lock)
    except subprocess.CalledProcessError as error:
        print(
            f"{_reason(error)}\nThe Python packages could not be installed; see above.",
            file=sys.stderr,
        )
    except OSError as error:
        print(f"{error.filename or VENV}: {error.strerror}; .venv could not be made.", file=sys.stderr)
    else:
        return 0
    return 1


def _ready() -> bool:
    """Whether .venv runs, with the version of the Python that runs us."""
    code = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        found = _run([str(PYTHON), "-I", "-c", code]).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return False
    return found == "{}.{}".format(*sys.version_info)


def _create() -> None:
    _say("Making the virtual environment .venv")
    real = os.path.realpath(sys.executable)
    _run([real, "-m", "venv", "--clear", str(VENV)])


def _installed(lock: str) -> bool:
    return STAMP.exists() and _mark(lock) in STAMP.read_text().splitlines()


def _install(lock: str) -> None:
    _say(f"Installing the packages of {lock} (the first time takes about a minute)")
    STAMP.unlink(missing_ok=True)
    _run(
        [
            *(str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
            *(
                "--require-hashes",
                "--no-compile",
                "--no-warn-script-location",
                "-r",
                str(ROOT / lock),
            ),
        ]
    )
    STAMP.write_text("".join(f"{_mark(each)}\n" for each in (lock, *CHAIN.get(lock, []))))


def _mark(lock: str) -> str:
    return f"{lock} {hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()}"


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=True)


def _reason(error: subprocess.CalledProcessError) -> str:
    """The end of what the command said; pip and venv use both streams."""
    return "\n".join(f"{error.stdout}\n{error.stderr}".strip().splitlines()[-8:])


def _say(text: str) -> None:
    print(f"{text} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
