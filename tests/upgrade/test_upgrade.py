"""The demo as the last release left it, brought to today's tables: nothing is lost, and pages and acts go on.

`make release-dump` writes `released.dump` when a release is made. Before the first one a fresh dump stands in for it.
The demo's dates are those of the day of the dump, so nothing here depends on what is due or over.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ops import release_dump, services
from ops.instance_dir import ROOT
from ops.services import Urls
from tests import prepared

RELEASED = Path(__file__).parent / "released.dump"
LOGINS = [f"{name}@norrby.example" for name in ("samordnare", "polis", "frivard", "socialsekreterare", "system")]
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"

pytestmark = pytest.mark.servers


def counts(urls: Urls) -> dict[str, int]:
    """Rows per table, as the backup role sees them: all."""
    with psycopg.connect(urls.backup) as backup:
        names = [name for (name,) in backup.execute(TABLES)]
        query = sql.SQL("SELECT count(*) FROM {}")
        found = {name: backup.execute(query.format(sql.Identifier(name))).fetchone() for name in names}
    return {name: row[0] for name, row in found.items() if row}


def run(*arguments: str, environ: dict[str, str]) -> str:
    """What the program says; it must end well."""
    command = [sys.executable, *arguments]
    environ = prepared.environ() | environ
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> tuple[Path, str]:
    """The file, and the key that its national ids are sealed with."""
    if RELEASED.exists():
        return RELEASED, release_dump.FIELD_KEY
    base = tmp_path_factory.mktemp("release")
    prepared.copy_to(base / "servers", run_folder)
    with services.lease(base / "servers", durable=False) as urls:
        release_dump.dump(urls, base / "fresh.dump")
    shutil.rmtree(base / "servers")
    return base / "fresh.dump", urls.field_key


@pytest.fixture(scope="module")
def upgraded(dump: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Urls, dict[str, int]]]:
    """The servers with the migrated dump, and how many rows each table had before."""
    file, field_key = dump
    with release_dump.servers(tmp_path_factory.mktemp("upgrade"), field_key) as urls:
        release_dump.restore(file, urls)
        before = counts(urls)
        run("-m", "ops.prepare", environ=urls.owner_environ())
        yield urls, before


def test_no_row_of_the_release_is_lost(upgraded: tuple[Urls, dict[str, int]]) -> None:
    urls, before = upgraded
    after = counts(urls)
    assert before["groups_dossier"] > 50
    assert {name: count for name, count in before.items() if after.get(name, 0) < count} == {}


def test_the_database_is_what_the_code_would_write(upgraded: tuple[Urls, dict[str, int]]) -> None:
    """Tables by makemigrations; walls, keys and grants by the system checks that ask the database."""
    urls, _before = upgraded
    run("manage.py", "makemigrations", "--check", "--dry-run", environ=urls.owner_environ())
    run("manage.py", "check", "--database", "default", "--fail-level", "WARNING", environ=urls.environ())


def test_every_page_opens_and_every_form_of_change_saves(upgraded: tuple[Urls, dict[str, int]]) -> None:
    urls, _before = upgraded
    said = run("-m", "tests.upgrade.visit", *LOGINS, environ=urls.environ() | {"DEMO": "1"}).splitlines()
    opened, saved = ([line.split() for line in said if line.startswith(word)] for word in ("open", "save"))
    assert {(path, status) for _open, path, status in opened if status != "200"} == set()
    assert {(path, status) for _save, path, status in saved if status != "302"} == set(), "\n".join(said)
    assert len(opened) > 100
    assert len(saved) > 5
