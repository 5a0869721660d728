"""Other roles than the run-time role, for what a test must see from outside the walls."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, transaction

from gvi.access.db_roles import APP
from tests.conftest import URLS
from tests.run_time_role import connected_as

__all__ = [
    "BACKUP",
    "OWNER",
    "RUNTIME",
    "SUPERUSER",
    "behind_the_wall",
    "column",
    "connect",
    "connected_as",
    "execute",
    "rows",
]


def connect(url: str) -> "psycopg.Connection[Any]":
    """A connection of its own to the test database, past Django."""
    database = connection.settings_dict["NAME"]
    return psycopg.connect(url, dbname=database, autocommit=True)


@contextmanager
def behind_the_wall() -> Iterator[None]:
    """Inside, a superuser's statements run as gvi_app does: row security stands. Outside it does not."""
    with transaction.atomic():
        execute(f"SET LOCAL ROLE {APP}")
        yield
        if not connection.needs_rollback:
            execute("SET LOCAL ROLE NONE")


def execute(statement: str, params: Any = None) -> int:
    """Run a statement as it stands. Returns the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


def rows(statement: str, params: Any = None) -> list[tuple[Any, ...]]:
    """The result of a query taken literally."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def column(statement: str, params: Any = None) -> set[Any]:
    """The first column of a query."""
    return {row[0] for row in rows(statement, params)}


SUPERUSER, OWNER, BACKUP, RUNTIME = URLS.admin, URLS.owner, URLS.backup, URLS.app
