"""Emptying var/: the servers first, then the files."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

from ops import services
from ops.errors import OpsError
from ops.instance_dir import clear_sentences


def empty(var: Path, bases: list[Path]) -> None:
    """Stop the servers of `bases` and remove all in `var`. Trouble while `run` is at work there."""
    if not var.is_dir():
        return
    with clear_sentences(var), (var / "run").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OpsError(f"It is running from {var}; stop that first (Ctrl-C), then reset.") from error
        for base in bases:
            services.stop(base)
        for found in var.iterdir():
            shutil.rmtree(found) if found.is_dir() and not found.is_symlink() else found.unlink()
