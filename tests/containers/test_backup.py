"""The commands of docs/operations.md for backup and restore, with the demo in the database."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ops import services
from ops.postgres import binary
from ops.services import Urls
from tests import prepared
from tests.containers.conftest import ROOT

TABLES = """SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
                   (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),
                   coalesce(c.relacl, acldefault('r', c.relowner))::text
            FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"""

pytestmark = pytest.mark.servers


def block(heading: str) -> str:
    """The shell block under a heading of docs/operations.md."""
    text = (ROOT / "docs" / "operations.md").read_text()
    return text.split(f"\n### {heading}\n")[1].split("```sh\n")[1].split("```")[0]


def run(commands: str, **environ: str) -> subprocess.CompletedProcess[str]:
    path = f"{binary('pg_dump').parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-eu", "-c", commands],
        env=environ | {"PATH": path},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def counts(url: str) -> dict[str, int]:
    """Rows per table, as the backup role sees them: all."""
    with psycopg.connect(url) as backup:
        names = [row[0] for row in backup.execute(TABLES)]
        query = sql.SQL("SELECT count(*) FROM {}")
        found = {name: backup.execute(query.format(sql.Identifier(name))).fetchone() for name in names}
    return {name: row[0] for name, row in found.items() if row}


def walls(url: str) -> set[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return set(connection.execute(TABLES))


def other(url: str, database: str) -> str:
    return url.replace("/gvi?", f"/{database}?").replace("/postgres?", f"/{database}?")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[Urls]:
    base = tmp_path_factory.mktemp("backup") / "var"
    prepared.copy_to(base, run_folder)
    with services.lease(base, durable=False) as urls:
        yield urls
    shutil.rmtree(base)


def test_a_backup_restores_every_row_and_every_wall(filled: Urls, tmp_path: Path) -> None:
    file = str(tmp_path / "gvi.dump")
    dumped = run(block("Backup"), DATABASE_BACKUP_URL=filled.backup, FILE=file)
    assert dumped.returncode == 0, dumped.stderr
    names = {
        "FILE": file,
        "DATABASE_ADMIN_URL": filled.admin,
        "DATABASE_RESTORED_URL": other(filled.admin, "gvi_restored"),
    }
    restored = run(block("Restore"), **names)
    assert restored.returncode == 0, restored.stderr
    before, after = counts(filled.backup), counts(other(filled.backup, "gvi_restored"))
    assert before == after
    assert before["groups_dossier"] > 50
    assert walls(filled.backup) == walls(other(filled.backup, "gvi_restored"))
    with psycopg.connect(other(filled.app, "gvi_restored")) as app:
        assert app.execute("SELECT count(*) FROM groups_dossier").fetchone() == (0,), "the walls are down"


def test_the_application_cannot_make_a_backup(filled: Urls, tmp_path: Path) -> None:
    refused = run(block("Backup"), DATABASE_BACKUP_URL=filled.app, FILE=str(tmp_path / "gvi.dump"))
    assert refused.returncode != 0


def test_a_backup_holds_no_national_id_in_the_clear(filled: Urls, tmp_path: Path) -> None:
    """Names are in the clear: the file must be encrypted where it is kept, as docs/operations.md says."""
    file = tmp_path / "gvi.sql"
    command = [str(binary("pg_dump")), "--dbname", filled.backup, "--file", str(file)]
    subprocess.run(command, check=True)
    text = file.read_text()
    listed = (ROOT / "examples" / "grupplista.csv").read_text()
    numbers = set(re.findall(r"\b(?:\d{8}|\d{6})[-+]\d{4}\b", listed))
    assert numbers
    assert {number for number in numbers if number in text or number.replace("-", "") in text} == set()
