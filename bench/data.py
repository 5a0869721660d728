"""Databases with many rows: filled once by the owner, kept between runs, filled anew when their tables have changed."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from ops.services import Urls

ROOT = Path(__file__).resolve().parent.parent
FILL = ROOT / "bench" / "fill.sql"
HANDED = ROOT / "bench" / "handed.sql"


@dataclass(frozen=True)
class Place:
    """A partnership in a database: how many codes, how many percent of them the restricted viewer sees, and how many
    disclosures there are."""

    slug: str
    size: int
    share: int
    everything: bool = False
    named: bool = True
    handed: int = 0


TEN = Place("ten", 1_000_000, 10)
ONE = Place("one", 1_000_000, 1, everything=True, named=False)
DATABASES: dict[str, list[Place]] = {
    "gvi_bench_10k": [Place("ten", 10_000, 10)],
    "gvi_bench_100k": [Place("ten", 100_000, 20)],  # as in the first trials
    "gvi_bench_handed": [Place("ten", 100_000, 20, handed=100_000)],  # ten about each code that the police share
    "gvi_bench_1m": [TEN, ONE],
}
BASELINE = "gvi_bench_baseline"
DEMO = "gvi_bench_demo"


def at(url: str, database: str) -> str:
    """The same server and role, another database."""
    address, _, query = url.partition("?")
    return f"{address.rpartition('/')[0]}/{database}?{query}"


def environ(urls: Urls, database: str, **more: str) -> dict[str, str]:
    """What a process of ours needs to work on that database as the run-time role."""
    return {
        **os.environ,
        **urls.environ(),
        "DATABASE_URL": at(urls.app, database),
        "BARE_URL": at(urls.admin, database),
        "STATIC_ROOT": str(ROOT / "var" / "bench" / "static"),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DEMO": "0",
        "SECURE": "1",
        **more,
    }


def ready(urls: Urls, database: str) -> None:
    """The database as DATABASES says, migrated to what the code says."""
    with psycopg.connect(urls.admin, autocommit=True) as admin:
        found = _stamp(admin, database)
        if found is not None and not _still_holds(found):
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
            found = None
        if found is None:
            print(f"Filling {database} …", file=sys.stderr, flush=True)
            _create(admin, urls, database)
        if found != _made_of():
            _migrate(urls, database)
        if found is None:
            _fill(urls, database)
        if found != _made_of():
            _settle(urls, database)
            _mark(admin, database, _made_of())


def ready_baseline(urls: Urls, source: str, viewer: str) -> None:
    """The baseline's database, filled from the application's database `source`; anew when that is newer."""
    with psycopg.connect(urls.admin, autocommit=True) as admin:
        wanted = _made_of() | {
            str(f.relative_to(ROOT)): _hash(f) for f in sorted((ROOT / "bench/baseline").glob("*.py"))
        }
        if _stamp(admin, BASELINE) == wanted:
            return
        print(f"Filling {BASELINE} …", file=sys.stderr, flush=True)
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(BASELINE)))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(BASELINE)))
        _run("bench.baseline.fill", at(urls.admin, source), viewer, env=environ(urls, BASELINE))
        _mark(admin, BASELINE, wanted)


def ready_demo(urls: Urls) -> None:
    """A new database with the demo partnership."""
    with psycopg.connect(urls.admin, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DEMO)))
        _create(admin, urls, DEMO)
    _migrate(urls, DEMO)
    env = environ(urls, DEMO, DEMO="1", SECURE="0", DJANGO_SETTINGS_MODULE="gvi.settings")
    _run("django", "demo", env=env)


def _stamp(admin: psycopg.Connection, database: str) -> dict[str, str] | None:
    """What the database was made of, by file; {} where it was never finished; None where there is none."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = admin.execute(query, [database]).fetchone()
    return None if row is None else json.loads(row[0] or "{}")


def _mark(admin: psycopg.Connection, database: str, made_of: dict[str, str]) -> None:
    comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
    admin.execute(comment.format(sql.Identifier(database), sql.Literal(json.dumps(made_of))))


def _made_of() -> dict[str, str]:
    found = [
        FILL,
        HANDED,
        *(file for app in ("gvi", "groups", "callins") for file in (ROOT / app).glob("**/migrations/0*.py")),
    ]
    places = {name: repr(places) for name, places in DATABASES.items()}
    return {str(file.relative_to(ROOT)): _hash(file) for file in sorted(found)} | places


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def _still_holds(stamp: dict[str, str]) -> bool:
    """Nothing it was made of has changed. Migrations that came later are simply run."""
    return bool(stamp) and stamp.items() <= _made_of().items()


def _create(admin: psycopg.Connection, urls: Urls, database: str) -> None:
    admin.execute(sql.SQL("CREATE DATABASE {} OWNER gvi_owner").format(sql.Identifier(database)))
    with psycopg.connect(at(urls.owner, database), autocommit=True) as owner:
        owner.execute((ROOT / "ops" / "database.sql").read_bytes())


def _migrate(urls: Urls, database: str) -> None:
    owner = environ(urls, database, DATABASE_URL=at(urls.owner, database), GVI_MIGRATING="1")
    _run("ops.prepare", env=owner | {"DJANGO_SETTINGS_MODULE": "gvi.settings"})


def _run(module: str, *arguments: str, env: dict[str, str]) -> None:
    """Run one of our modules to its end. Raises SystemExit with what it said where it fails."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stderr}")


def _fill(urls: Urls, database: str) -> None:
    """As the owner, behind the flag that only a migration sets."""
    for place in DATABASES[database]:
        with psycopg.connect(
            at(urls.owner, database), cursor_factory=psycopg.ClientCursor, options="-c gvi.migrating=on"
        ) as owner:
            owner.execute(FILL.read_text(), vars(place))
            if place.handed:
                owner.execute(HANDED.read_text(), vars(place))


def _settle(urls: Urls, database: str) -> None:
    """Statistics and visibility map, as autovacuum would have left them overnight."""
    with psycopg.connect(at(urls.owner, database), autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE)")
