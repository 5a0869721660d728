"""The demo in the tables of a release, for the test that upgrades it: `python -m ops.release_dump FILE`."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ops import services
from ops.instance_dir import ROOT
from ops.postgres import binary
from ops.services import Urls

# Seals the national ids of the demo's invented people, so that whoever restores the dump can read them.
FIELD_KEY = "Z3ZpLXNhbXZlcmthbjogdGhlIGRlbW8sIHVwZ3JhZGU="


@contextlib.contextmanager
def servers(base: Path, field_key: str = FIELD_KEY) -> Iterator[Urls]:
    """Servers of their own in `base`, which is emptied before and after, with the key of the dump."""
    shutil.rmtree(base, ignore_errors=True)
    try:
        with services.lease(base, durable=False) as urls:
            yield dataclasses.replace(urls, field_key=field_key)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def make(target: Path, base: Path = ROOT / "var" / "release") -> None:
    """Fill new tables with the demo and dump them to `target`. CalledProcessError if a step fails."""
    with servers(base) as urls:
        _python("-m", "ops.prepare", environ=urls.owner_environ())
        _python("manage.py", "demo", environ=urls.operator_environ() | {"DEMO": "1"})
        dump(urls, target)


def dump(urls: Urls, target: Path) -> None:
    """Write the database of `urls` to a file. CalledProcessError if that fails."""
    command = [str(binary("pg_dump")), "--dbname", urls.backup, "--format", "custom", "--compress", "9"]
    subprocess.run([*command, "--file", str(target)], check=True)


def restore(source: Path, urls: Urls) -> None:
    """Put the dump into the empty database of `urls`. CalledProcessError if that fails."""
    address = urls.admin.replace("/postgres?", "/gvi?")
    command = [str(binary("pg_restore")), "--exit-on-error", "--dbname", address, str(source)]
    subprocess.run(command, check=True)


def _python(*arguments: str, environ: dict[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env={**os.environ, **environ}, check=True)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
