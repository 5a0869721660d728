"""The databases of the measures: made once, kept between runs, made again when what they are made of has changed."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from bench import population, scale
from ops.instance_dir import Place
from ops.services import Urls

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "var" / "bench" / ("small" if scale.SMALL else "")
EMPTY = "gvi_bench_empty"  # migrated, without rows: the template of the others
DEMO = "gvi_bench_demo"  # with the demo: a template too
BASELINE = "gvi_bench_baseline"
Make = Callable[[psycopg.Connection], None]


@contextmanager
def alone() -> Iterator[None]:
    """One measurement at a time: they share databases, and the figures of two at once say nothing."""
    with Place.at(BASE).locked("measuring"):
        yield


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
        "STATIC_ROOT": str(BASE / "static"),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DEMO": "0",
        "SECURE": "1",
        **more,
    }


def demo_environ(urls: Urls, database: str, **more: str) -> dict[str, str]:
    """The same for a database with the demo, with the application's own settings."""
    return environ(urls, database, DEMO="1", SECURE="0", DJANGO_SETTINGS_MODULE="gvi.settings", **more)


def ready(urls: Urls, database: str) -> None:
    """The database with its populations."""
    populations = population.DATABASES[database]

    def make(admin: psycopg.Connection) -> None:
        _copy_of_empty(admin, urls, database)
        _run("bench.fill", database, env=environ(urls, database, DATABASE_URL=at(urls.admin, database)))
        _settle(urls, database)

    made_of = _digest([*_migrations(), *_own("fill.py", "population.py")], repr(populations))
    _keep(urls, database, made_of, make)


def ready_baseline(urls: Urls, viewer: str) -> None:
    """The baseline's database, with the same population as the application's."""

    def make(admin: psycopg.Connection) -> None:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(BASELINE)))
        _run("bench.baseline.fill", viewer, env=environ(urls, BASELINE))

    made_of = _digest([*_own("baseline/*.py", "population.py")], repr(population.DATABASES))
    _keep(urls, BASELINE, made_of, make)


def copy_of_demo(urls: Urls, database: str) -> None:
    """A new database with the demo partnership as it is today."""

    def make(admin: psycopg.Connection) -> None:
        _copy_of_empty(admin, urls, DEMO)
        _run("django", "demo", env=demo_environ(urls, DEMO, DATABASE_URL=at(urls.owner, DEMO)))

    _keep(urls, DEMO, _digest(_application("*.py"), f"{datetime.now(UTC):%Y-%m-%d}"), make)
    with psycopg.connect(urls.admin, autocommit=True) as admin:
        _drop(admin, database)
        _copy(admin, urls, database, template=DEMO)


def _copy_of_empty(admin: psycopg.Connection, urls: Urls, database: str) -> None:
    """A new database with all tables and no rows."""

    def make(admin: psycopg.Connection) -> None:
        _copy(admin, urls, EMPTY, template="template1")
        _run("ops.prepare", env=_owner_environ(urls, EMPTY))

    _keep(urls, EMPTY, _digest([*_migrations(), *(ROOT / "gvi" / "access").rglob("*.py")]), make)
    _copy(admin, urls, database, template=EMPTY)


def _keep(urls: Urls, database: str, made_of: str, make: Make) -> None:
    """Make the database unless there is one that was made of the same. Its comment says of what."""
    with psycopg.connect(urls.admin, autocommit=True) as admin:
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        if admin.execute(query, [database]).fetchone() == (made_of,):
            return
        print(f"Making {database} …", file=sys.stderr, flush=True)
        _drop(admin, database)
        make(admin)
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        admin.execute(comment.format(sql.Identifier(database), sql.Literal(made_of)))


def _drop(admin: psycopg.Connection, database: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _copy(admin: psycopg.Connection, urls: Urls, database: str, *, template: str) -> None:
    """A database like the template. Who may enter it is said again: a copy does not take that along."""
    names = [sql.Identifier(name) for name in (database, template)]
    admin.execute(sql.SQL("CREATE DATABASE {} OWNER gvi_owner TEMPLATE {}").format(*names))
    with psycopg.connect(at(urls.admin, database), autocommit=True) as admin_of_it:
        admin_of_it.execute((ROOT / "ops" / "database.sql").read_bytes())


def _settle(urls: Urls, database: str) -> None:
    """Statistics and visibility map, as autovacuum would have left them overnight."""
    with psycopg.connect(at(urls.owner, database), autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE)")


def _owner_environ(urls: Urls, database: str) -> dict[str, str]:
    """The environment of the role that owns the tables, behind the flag that only a migration sets."""
    owner = urls.owner_environ() | {"DATABASE_URL": at(urls.owner, database)}
    return environ(urls, database, DJANGO_SETTINGS_MODULE="gvi.settings") | owner


def _migrations() -> Iterable[Path]:
    return _application("migrations/*.py")


def _application(pattern: str) -> Iterable[Path]:
    """The files of all packages that hold a Django app."""
    apps = [*ROOT.glob("*/apps.py"), *ROOT.glob("*/*/apps.py")]
    packages = {ROOT / app.relative_to(ROOT).parts[0] for app in apps}
    return (file for package in packages for file in package.rglob(pattern))


def _own(*patterns: str) -> Iterable[Path]:
    return (file for pattern in patterns for file in (ROOT / "bench").glob(pattern))


def _digest(files: Iterable[Path], *words: str) -> str:
    """A mark that differs as soon as one of the files or words does."""
    parts = [f"{file.relative_to(ROOT)}\n{file.read_text()}" for file in sorted(files)]
    return hashlib.sha256("\0".join([*parts, *words]).encode()).hexdigest()[:16]


def _run(module: str, *arguments: str, env: dict[str, str]) -> None:
    """Run one of our modules to its end. Raises SystemExit with what it said where it fails."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stderr}")
