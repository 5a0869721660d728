"""The demo that nobody has touched: filled in once in a run, copied by every test that needs servers of its own."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

from ops import services

ROOT = Path(__file__).resolve().parent.parent
PREPARE = "import sys; from pathlib import Path; from ops.run import prepare; prepare(Path(sys.argv[1]), demo=True)"
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "GVI_FIELD_KEY", "DEMO", "SECURE")
UNTOUCHED = "untouched"  # the database that the demo is brought back from


def environ() -> dict[str, str]:
    """The environment without what this suite's own servers are reached by."""
    return {key: value for key, value in os.environ.items() if key not in OURS}


def run_folder(run: str) -> Path:
    """What the workers of this run share; what earlier runs left is gone."""
    runs = ROOT / "var" / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    with (runs / "lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not (runs / run).exists():
            for old in runs.iterdir():
                shutil.rmtree(old, ignore_errors=True)
            (runs / run).mkdir()
    return runs / run


def copy_to(base: Path, folder: Path) -> None:
    """A pair of stopped servers in `base` with the demo; the first call of a run fills it in."""
    subprocess.run(["cp", "-a", str(_prepared(folder)), str(base)], check=True)


def _prepared(folder: Path) -> Path:
    prepared = folder / "prepared"
    with (folder / "lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not prepared.exists():
            draft = folder / "draft"
            subprocess.run([sys.executable, "-c", PREPARE, str(draft)], cwd=ROOT, env=environ(), check=True)
            with services.lease(draft) as urls, psycopg.connect(urls.admin, autocommit=True) as admin:
                admin.execute(f"CREATE DATABASE {UNTOUCHED} TEMPLATE gvi")
            (draft / "valkey.port").unlink()  # each copy finds one of its own
            draft.rename(prepared)
    return prepared
