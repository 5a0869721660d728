"""Where a pair of servers keeps its files, and what must hold of those places."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ops.errors import OpsError

ROOT = Path(__file__).resolve().parents[1]
NEEDED = 500 * 1024 * 1024  # bytes free before a start; an empty cluster takes about 40 MB


@dataclass(frozen=True)
class Place:
    """The folder of one pair of servers. Everything but the socket is in it."""

    base: Path

    @classmethod
    def at(cls, base: Path) -> Place:
        """The place at `base`, made if need be. Trouble if it is not writable or the disk full."""
        place = cls(base.resolve())
        with clear_sentences(place.base):
            place.logs.mkdir(parents=True, exist_ok=True)
            place.logs.chmod(0o700)
            tempfile.TemporaryFile(dir=place.base).close()
            free = shutil.disk_usage(place.base).free
        if free < NEEDED:
            raise OpsError(
                f"Only {free // 2**20} MB are free on the disk of {place.base}; "
                f"free at least {NEEDED // 2**20} MB and start again."
            )
        return place

    @property
    def logs(self) -> Path:
        return self.base / "log"

    @property
    def postgres(self) -> Path:
        return self.base / "postgres"

    @property
    def valkey(self) -> Path:
        return self.base / "valkey"

    @property
    def keys(self) -> Path:
        return self.base / "secrets.env"

    @property
    def sockets(self) -> Path:
        """A short folder in /tmp: a socket's path is limited to 107 bytes."""
        name = hashlib.sha256(os.fsencode(self.base)).hexdigest()[:12]
        return Path(f"/tmp/gvi-{os.geteuid()}-{name}")  # noqa: S108 - owner and mode are checked

    def open_sockets(self, uid: int, gid: int) -> None:
        """Make the socket folder for `uid` alone. Trouble if somebody else got there first."""
        folder = self.sockets
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), uid}:
            raise OpsError(f"{folder} belongs to somebody else; remove it and start again.")
        folder.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(folder, uid, gid)

    @contextlib.contextmanager
    def locked(self, name: str = "lock") -> Iterator[None]:
        """One process at a time; the lock goes with the process, however it ends."""
        with (self.base / name).open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


@contextlib.contextmanager
def clear_sentences(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals about `path` into Trouble."""
    try:
        yield
    except OSError as error:
        raise OpsError(_sentence(error, path)) from error


def _sentence(error: OSError, path: Path) -> str:
    where = error.filename or path
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk of {path} is full; free some space and start again."
    if isinstance(error, PermissionError):
        return (
            f"{where} cannot be read or written by this user; give it back to yourself "
            f"(sudo chown -R $(id -un) '{path}') or start as the user who made it."
        )
    if error.errno == errno.EROFS:
        return f"{where} lies on a disk that cannot be written."
    return f"{where}: {error.strerror or error}."
