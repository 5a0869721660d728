"""Real parts: the suite starts its own PostgreSQL and Valkey, makes the tables as the owner and connects as gvi_app."""

import atexit
import fcntl
import importlib
import os
import random
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
import psycopg
import pytest

from ops import catalogues, prepare, services
from tests import prepared

ROOT = Path(__file__).resolve().parent.parent
_services = ExitStack()
atexit.register(_services.close)
URLS = _services.enter_context(services.lease(ROOT / "var" / "test", durable=False))
BASE = ROOT / "var" / "test"
os.environ.update(
    URLS.environ()
    | {"STATIC_ROOT": str(BASE / "static")}
    | {"DEMO": "0", "SECURE": "0", "DJANGO_SETTINGS_MODULE": "gvi.settings"}
)
catalogues.compile_all()  # before anything is translated
django.setup()

from gvi.acts import act  # noqa: E402  (needs Django's settings)
from tests.run_time_role import as_owner, connect_as_runtime_role, forget_contexts  # noqa: E402

REAL_ACTS: dict[str, act.Act] = {}


@pytest.fixture(scope="session", autouse=True)
def templates_know_what_they_show() -> Iterator[None]:
    """A template that asks an object for what it does not have fails; Django would leave the place empty.

    What may be missing is context, a key of a dictionary, a place of a list, and everything of nothing.
    """
    from django.template.base import Variable, VariableDoesNotExist
    from django.template.context import BaseContext

    resolve = Variable.resolve

    def resolve_or_fail(self: Variable, context: Any) -> Any:
        try:
            return resolve(self, context)
        except VariableDoesNotExist as error:
            name, asked = error.params
            if not isinstance(asked, BaseContext | dict | list | str | None):
                raise AssertionError(
                    f"{context.template_name}: {self.var}: {type(asked).__name__} has no {name}"
                ) from error
            raise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Variable, "resolve", resolve_or_fail)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings_parallel_suffix: None,
    testrun_uid: str,
) -> Iterator[None]:
    """Make the test database as the owner, then go on as the run-time role."""
    from django.test.utils import teardown_databases

    with django_db_blocker.unblock():
        with as_owner(), (BASE / "template.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            made = _make_database(testrun_uid)
        connect_as_runtime_role()
        with forget_contexts():
            yield
        with as_owner():
            teardown_databases(made, verbosity=0)


TEMPLATE = "test_gvi_template"


def _make_database(run: str) -> Any:
    """The first worker of a run migrates and leaves a template; the others copy it."""
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_databases

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [TEMPLATE])
        is_there = cursor.fetchone() == (run,)
    if is_there:
        connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    with psycopg.connect(URLS.admin, dbname=connection.settings_dict["NAME"], autocommit=True) as admin:
        admin.execute((ROOT / "ops" / "database.sql").read_bytes())
    if not is_there:
        call_command("grants")
        call_command("legal_grounds", only_new=True, verbosity=0)
        _keep_as_template(run)
    return made


def _keep_as_template(run: str) -> None:
    from django.db import connection

    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        cursor.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {connection.settings_dict['NAME']}")
        cursor.execute(f"COMMENT ON DATABASE {TEMPLATE} IS '{run}'")


@pytest.fixture(autouse=True, scope="session")
def _static_files() -> Iterator[None]:
    """Hashed names as in production; collected again only when a file has changed, and listed once for all browsers."""
    from whitenoise.base import WhiteNoise

    with (BASE / "static.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        prepare.collect(BASE / "static")
    read = WhiteNoise.update_files_dictionary
    files: dict[str, Any] = {}

    def read_once(self: Any, root: str, prefix: str) -> None:
        if not files:
            read(self, root, prefix)
            files.update(self.files)
        self.files.update(files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", read_once)
        yield


@pytest.fixture(scope="session")
def run_folder(testrun_uid: str) -> Path:
    """What the workers of this run share."""
    return prepared.run_folder(testrun_uid)


@pytest.fixture(scope="module")
def shared_rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For a fixture that makes rows for a whole module: each test finds them as they were made, the last one ends them.

    Not in a module that commits, or that changes the connection's role.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


SPARED = {"django_migrations", "auth_permission", "django_content_type", "disclosures_legalground"}


@pytest.fixture(autouse=True, scope="session")
def _flush_as_owner() -> Iterator[None]:
    """Tests that commit are cleaned after by the owner: the run-time role may not delete."""
    from django.db import connection
    from django.test import TransactionTestCase

    def truncate(_test: Any) -> None:
        tables = set(connection.introspection.table_names()) - SPARED
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(sorted(tables))} RESTART IDENTITY CASCADE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", truncate)
        yield


# What the order of the tests is drawn from; the workers inherit it, so that all of them draw the same.
SEED = os.environ.setdefault("GVI_TEST_SEED", str(random.SystemRandom().randrange(100_000)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Modules, and the tests of each, in an order drawn from the seed; what is long and sets much up comes first.

    Idle workers take from the end, so a module at the beginning stays with one of them. Inside this order
    pytest-django puts what commits after what is rolled back.
    """
    draw = random.Random(SEED)
    modules: dict[str, list[pytest.Item]] = {}
    for item in sorted(items, key=lambda item: item.nodeid):
        modules.setdefault(item.nodeid.split("::")[0], []).append(item)
    drawn = draw.sample(list(modules.values()), len(modules))
    items[:] = [item for module in drawn for item in draw.sample(module, len(module))]
    yield
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    """Servers before browsers, whose event loop would forbid Django the database."""
    return 0 if item.get_closest_marker("servers") else 1 if item.get_closest_marker("browser") else 2


def pytest_collection() -> None:
    """Import every act before a test module declares one by the same name, or a page of the tests does."""
    importlib.import_module("gvi.urls")
    REAL_ACTS.update(act.REGISTRY)
    importlib.import_module("tests.walls.pages")


def pytest_collection_finish() -> None:
    """An act that a test declares by the name of a real one does not replace it."""
    act.REGISTRY.update(REAL_ACTS)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how to get the same order again."""
    terminalreporter.write_line(f"The order of the tests: GVI_TEST_SEED={SEED}")
