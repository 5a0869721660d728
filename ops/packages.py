"""System packages: what is missing, and installing it where we may.

`python -I packages.py base pdf`, before there is an environment: standard library only.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

LIST = Path(__file__).with_name("system-packages.txt")
PATH = f"{os.environ.get('PATH', '')}:/usr/bin:/bin:/usr/sbin:/sbin"


def missing(*sections: str) -> list[str]:
    """The packages of these sections whose mark is not found on this machine."""
    return [package for section, package, mark in entries() if section in sections and not present(mark)]


def entries() -> list[tuple[str, str, str]]:
    """(section, package, mark) for each line of the list."""
    found, section = [], ""
    for line in LIST.read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif line and not line.startswith("#"):
            package, mark = line.replace("{python}", "{}.{}".format(*sys.version_info)).split(": ", 1)
            found.append((section, package, mark))
    return found


def present(mark: str) -> bool:
    """Whether the thing named by `mark` is there, however it was installed."""
    kind, name = mark.split(" ", 1)
    if kind == "module":
        return importlib.util.find_spec(name) is not None
    if kind == "library":
        return _loads(name)
    if kind == "command":
        return any(shutil.which(each, path=PATH) for each in name.split("|"))
    return Path(name).exists()


def install(packages: list[str]) -> bool:
    """Install with apt as root or by passwordless sudo. False when we may not or it failed."""
    apt = _apt()
    if not apt:
        return False
    print(f"Installing system packages: {' '.join(packages)}", file=sys.stderr, flush=True)
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return _quiet(command) or (_quiet([*apt, "update"]) and _quiet(command, loud=True))


def line(packages: list[str]) -> str:
    """The one line a person runs to install them."""
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _apt() -> list[str]:
    """apt-get with the right to use it; empty when there is none."""
    if not shutil.which("apt-get", path=PATH):
        return []
    apt = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-o",
        "DPkg::Lock::Timeout=300",
    ]
    if os.geteuid() == 0:
        return apt
    return ["sudo", "-n", *apt] if shutil.which("sudo", path=PATH) and _quiet(["sudo", "-n", "true"]) else []


def _quiet(command: list[str], *, loud: bool = False) -> bool:
    """Run; True if it went well. The end of its words is shown when `loud` and it did not."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": PATH})
    if done.returncode and loud:
        print("\n".join(done.stderr.strip().splitlines()[-5:]), file=sys.stderr)
    return done.returncode == 0


def main(sections: list[str]) -> int:
    """Install what is missing, else say the line to run. Only `base` is so needed that we stop."""
    wanted = missing(*sections)
    if wanted and install(wanted):
        wanted = missing(*sections)
    if wanted:
        print(f"System packages are missing; to install them, run:\n  {line(wanted)}", file=sys.stderr)
    return 1 if missing(*{"base"} & set(sections)) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
