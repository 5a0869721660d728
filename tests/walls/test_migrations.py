"""The walls are in migrations, and a migration can be reversed and applied again."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from gvi.access.policy import POLICY
from tests.conftest import TEMPLATE
from tests.run_time_role import as_owner
from tests.walls.connections import OWNER, execute

SCRATCH = "gvi_back_and_forth"
APPS = sorted({label.split(".")[0] for label in POLICY} - {"access", "partnerships"})

CATALOGUE = """
SELECT 'policy', tablename, policyname, cmd || coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE conrelid <> 0
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'row security', oid::regclass::text, relrowsecurity::text, relforcerowsecurity::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
UNION ALL SELECT 'privilege', oid::regclass::text, coalesce(relacl::text, ''), '' FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""


@pytest.fixture
def scratch(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of its own with all tables and no case data, as its owner."""
    with django_db_blocker.unblock(), as_owner():
        before = connections["default"].settings_dict["NAME"]
        execute(f"DROP DATABASE IF EXISTS {SCRATCH}")
        execute(f"CREATE DATABASE {SCRATCH} TEMPLATE {TEMPLATE}")
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = SCRATCH
        yield
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = before
        execute(f"DROP DATABASE {SCRATCH}")


def _catalogue() -> set[tuple[Any, ...]]:
    with psycopg.connect(OWNER, dbname=SCRATCH) as owner:
        return set(owner.execute(CATALOGUE).fetchall())


@pytest.mark.servers
def test_every_app_with_case_data_migrates_back_to_nothing_and_forth_to_the_same_walls(scratch: None) -> None:
    first = _catalogue()
    for app in APPS:
        call_command("migrate", app, "zero", verbosity=0)
    gone = _catalogue()
    assert [row for row in gone if row[0] == "policy" and row[1].split("_")[0] in APPS] == []
    call_command("migrate", verbosity=0)
    assert _catalogue() == first
