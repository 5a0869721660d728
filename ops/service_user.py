"""The unprivileged user that runs the servers when we are root: PostgreSQL refuses to be root."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.errors import OpsError
from ops.instance_dir import ROOT, Place

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
_started: list[tuple[subprocess.Popen[bytes], Path]] = []  # with its log; kept to be reaped by us


@dataclass(frozen=True)
class Servant:
    """Who runs the servers of a place, and with which powers (options of setpriv)."""

    name: str
    uid: int
    gid: int
    powers: tuple[str, ...] = ()

    @classmethod
    def of_place(cls, place: Place) -> Servant:
        """Ourselves; for root the owner of the data, which is `nobody` at first."""
        if os.geteuid() != 0:
            return cls(_name(os.geteuid()), os.geteuid(), os.getegid())
        owner = place.postgres.stat().st_uid if place.postgres.exists() else 0
        try:
            entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
        except KeyError as error:
            raise OpsError("There is no user `nobody` to run PostgreSQL; run as an ordinary user.") from error
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid, _powers(place, entry))

    def own(self, path: Path) -> Path:
        """Make `path` a folder for the servant alone. Trouble if it belongs to somebody else."""
        path.mkdir(mode=0o700, exist_ok=True)
        owner = path.stat().st_uid
        if os.geteuid() == 0 and owner != self.uid:
            os.chown(path, self.uid, self.gid)
        elif owner != self.uid:
            raise OpsError(f"{path} belongs to {_name(owner)}; start as root again, or `sudo make reset`.")
        return path

    def give(self, path: Path, text: str) -> Path:
        """Write a small file that the servant can read."""
        path.write_text(text)
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)
        return path

    def command(self, command: list[str], *, tied: bool = False) -> list[str]:
        """`command` as the servant. `tied`: the kernel interrupts it if we are killed."""
        options = [*self.powers, *(("--pdeathsig", "INT") if tied else ())]
        setpriv = shutil.which("setpriv", path="/usr/bin:/bin")
        if not setpriv and self.powers:
            raise OpsError("`setpriv` (package util-linux) is missing; install it or run as an ordinary user.")
        return [setpriv, *options, *command] if setpriv and options else command

    def start(self, command: list[str], log: Path, *, feed: str = "", tied: bool = False) -> subprocess.Popen[bytes]:
        """Start a server in its own session, out of reach of the terminal's Ctrl-C.

        `feed` is its standard input: what must be seen neither on a command line nor in a file.
        """
        with log.open("ab") as out:
            child = subprocess.Popen(
                self.command(command, tied=tied),
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd="/",
                env=ENVIRONMENT,
            )
        _started.append((child, log))
        if child.stdin:
            with (
                contextlib.suppress(BrokenPipeError),
                child.stdin,
            ):  # it died at once; its log says why
                child.stdin.write(feed.encode())
        return child


def reap() -> list[Path]:
    """Collect the servers of ours that have ended since the last call; their logs say why."""
    ended = [(child, log) for child, log in _started if child.poll() is not None]
    for each in ended:
        _started.remove(each)
    return [log for _child, log in ended]


def running(pid: int, name: str) -> bool:
    """Whether process `pid` is alive and called `name`. A zombie that nobody reaps is not alive."""
    reap()
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    called, _, rest = status.partition("(")[2].rpartition(")")
    return called.startswith(name) and rest.split()[0] not in {"Z", "X"}


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError as error:
        raise OpsError(f"User number {uid} has no name on this machine, and PostgreSQL needs one.") from error


def _powers(place: Place, entry: pwd.struct_passwd) -> tuple[str, ...]:
    """Options that make root's child this user.

    A checkout below a closed folder (/root) keeps other users out. Only then the servers keep the
    one power that opens folders.
    """
    options = (f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups")
    if all(_open(folder, entry.pw_uid) for folder in (place.base, ROOT)):
        return options
    return (*options, "--inh-caps=+dac_override", "--ambient-caps=+dac_override")


def _open(folder: Path, uid: int) -> bool:
    """Whether everybody, or `uid` as the owner, may pass through all the way down to `folder`."""
    found = [path.stat() for path in (folder, *folder.parents)]
    return all(item.st_mode & (stat.S_IXUSR if item.st_uid == uid else stat.S_IXOTH) for item in found)
