"""The connection of the tests: what PostgreSQL sees is the run-time role, and what it may not do the operator does.

A test is one transaction on one connection. What only the operator may write (partnerships, agencies, accounts) must be
in that same transaction, so the connection is a superuser's who has become gvi_app for the session, and who can become
gvi_owner for a moment. Tests of what gvi_app can make of itself sign in as gvi_app (tests.walls.connections.connect).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from environ import Env

from gvi.access import context
from gvi.access.db_roles import APP, OWNER

SETTINGS = ("partnership", "needed_reach", "me", "keeps", "receiver", "person")


def _urls() -> Any:
    from tests.conftest import URLS

    return URLS


def _sign_in(url: str, *, becomes: str = "", **options: str) -> None:
    """Sign in anew, as this role and with these settings; `becomes`: the role that the session then has."""
    role = Env.db_url_config(url)
    connection.close()
    connection.settings_dict.update(
        USER=role["USER"],
        PASSWORD=role["PASSWORD"],
        OPTIONS={
            **connection.settings_dict["OPTIONS"],
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
        },
        BECOMES=becomes,
    )


@receiver(connection_created)
def _change_role(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if becomes := connection.settings_dict.get("BECOMES"):
        with connection.cursor() as cursor:
            cursor.execute(f"SET SESSION AUTHORIZATION {becomes}")


def connect_as_runtime_role() -> None:
    """From here on every statement of the tests is gvi_app's."""
    _sign_in(_urls().admin, becomes=APP)


@contextmanager
def connected_as(url: str, **options: str) -> Iterator[None]:
    """Django's connection as another role, in the same database."""
    before = {key: connection.settings_dict.get(key) for key in ("USER", "PASSWORD", "OPTIONS", "BECOMES")}
    _sign_in(url, **options)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@contextmanager
def as_owner() -> Iterator[None]:
    """The connection as the tables' owner, for what only a migration may do."""
    with connected_as(_urls().owner, **{"gvi.migrating": "on"}):
        yield


@contextmanager
def as_operator() -> Iterator[None]:
    """Inside, the owner writes what the walls are built of, in the transaction of the test."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT session_user::text, current_user::text")
        if cursor.fetchone() != (APP, APP):  # the superuser or the owner, who may do it as it is
            yield
            return
        cursor.execute(f"SET SESSION AUTHORIZATION {OWNER}")
        yield
        cursor.execute(f"SET SESSION AUTHORIZATION {APP}")


@contextmanager
def forget_contexts() -> Iterator[None]:
    """A context ends with its transaction, and a test is one transaction: here it ends where the code leaves it."""
    enter, clear = context.enter_context, ", ".join(f"set_config('gvi.{name}', '', true)" for name in SETTINGS)

    @contextmanager
    def enter_and_forget(*args: Any, **kwargs: Any) -> Iterator[context.Context]:
        with enter(*args, **kwargs) as entered:
            yield entered
        raw, outer = connection.connection, context._current.get()
        if connection.in_atomic_block and not connection.needs_rollback and raw is not None:
            raw.execute(outer.enter_sql() if outer else f"SELECT {clear}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(context, "enter_context", enter_and_forget)
        yield
