"""The two servers: they start anywhere, keep what they hold, and refuse in whole sentences."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from ops import keys, packages, postgres, run, services
from ops.errors import OpsError
from ops.instance_dir import Place

ANOTHER = """
import sys
from pathlib import Path
from ops import services
with services.lease(Path(sys.argv[1]), durable=False) as urls:
    print(urls.app, flush=True)
    sys.stdin.read()
"""

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a space in its name, deeper than a unix socket's path may be."""
    found = tmp_path_factory.mktemp("with space") / ("deep" * 30)
    yield found
    services.stop(found)


@pytest.fixture(scope="module")
def urls(base: Path) -> services.Urls:
    return services.ensure(base, durable=False)


def rows(url: str, query: str) -> set[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return set(connection.execute(query).fetchall())


def refused(url: str, statement: str) -> bool:
    with psycopg.connect(url) as connection:
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
    return False


def test_each_role_enters_by_its_own_address(urls: services.Urls) -> None:
    found = {next(iter(rows(url, "SELECT current_user"))) for url in (urls.owner, urls.app, urls.backup)}
    assert found == {("gvi_owner",), ("gvi_app",), ("gvi_backup",)}


def test_roles_have_exactly_these_powers(urls: services.Urls) -> None:
    query = """SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication
               FROM pg_roles WHERE rolname LIKE 'gvi%'"""
    assert rows(urls.admin, query) == {
        ("gvi_owner", False, True, False, False, False),
        ("gvi_app", False, False, False, False, False),
        ("gvi_backup", False, False, False, True, False),
    }


def test_only_the_application_and_the_backup_may_enter_beside_the_owner(urls: services.Urls) -> None:
    query = """SELECT grantee::regrole::text, privilege_type
               FROM pg_database, aclexplode(datacl) WHERE datname = 'gvi'"""
    assert rows(urls.admin, query) == {
        ("gvi_owner", "CREATE"),
        ("gvi_owner", "TEMPORARY"),
        ("gvi_owner", "CONNECT"),
        ("gvi_app", "CONNECT"),
        ("gvi_backup", "CONNECT"),
    }


@pytest.mark.parametrize("statement", ["CREATE TABLE t ()", "CREATE TEMP TABLE t ()", "CREATE SCHEMA s"])
def test_the_application_can_make_nothing(urls: services.Urls, statement: str) -> None:
    assert refused(urls.app, statement)


def test_the_application_does_not_wait_for_ever(urls: services.Urls) -> None:
    names = "('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')"
    assert rows(urls.app, f"SELECT name, setting FROM pg_settings WHERE name IN {names}") == {
        ("statement_timeout", "30000"),
        ("lock_timeout", "5000"),
        ("idle_in_transaction_session_timeout", "60000"),
    }


def test_a_wrong_password_is_refused(urls: services.Urls, base: Path) -> None:
    wrong = postgres.address(Place(base.resolve()), user="gvi_app", password="wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    wrong = urls.redis.replace("redis://:", "redis://:x")
    with redis.Redis.from_url(wrong) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_a_failed_statement_leaves_no_data_in_the_log(urls: services.Urls, base: Path) -> None:
    with psycopg.connect(urls.app) as connection, pytest.raises(psycopg.DataError):
        connection.execute("SELECT 'Canary Kanariesson'::text, %s::int", ["kanarie"])
    assert "anarie" not in (base / "log" / "postgres.log").read_text().partition("invalid input")[0]
    assert "Canary" not in (base / "log" / "postgres.log").read_text()


def test_keys_are_made_once_and_only_their_owner_reads_them(urls: services.Urls, base: Path) -> None:
    assert keys.load(Place(base.resolve()))["SECRET_KEY"] == urls.secret_key
    assert (base / "secrets.env").stat().st_mode & 0o777 == 0o600


def test_many_may_ask_at_once_and_get_the_same_answer(urls: services.Urls, base: Path) -> None:
    found: list[services.Urls] = []
    callers = [threading.Thread(target=lambda: found.append(services.ensure(base, durable=False))) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert found == [urls] * 8


def test_data_and_addresses_outlive_a_stop(urls: services.Urls, base: Path) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
    services.stop(base)
    assert services.ensure(base, durable=False) == urls
    assert rows(urls.owner, "SELECT number FROM kept") == {(7,)}


def test_a_killed_server_is_restarted(urls: services.Urls, base: Path) -> None:
    pid = int((base / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, 9)
    services.ensure(base, durable=False)
    assert rows(urls.app, "SELECT 1") == {(1,)}


def test_the_last_to_leave_stops_the_servers(tmp_path: Path) -> None:
    with services.lease(tmp_path, durable=False) as urls:
        other = subprocess.Popen(
            [sys.executable, "-c", ANOTHER, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert other.stdout is not None
        assert other.stdout.readline().strip() == urls.app
    assert rows(urls.app, "SELECT 1") == {(1,)}
    other.communicate("")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(urls.app)
    with redis.Redis.from_url(urls.redis) as client, pytest.raises(redis.ConnectionError):
        client.ping()


def test_lost_keys_are_named_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18\n")
    with pytest.raises(OpsError, match=r"secrets\.env is gone but the database remains"):
        keys.load(Place(tmp_path))


def test_a_taken_port_is_one_sentence_that_names_another() -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OpsError) as found:
            run.check_port(port)
    assert str(found.value) == (f"Port {port} is taken by another program; choose another: make run PORT={port + 1}")


def test_a_folder_that_is_no_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OpsError) as found:
        services.ensure(tmp_path / "file")
    assert "\n" not in str(found.value)


def test_every_system_package_has_a_mark_that_can_be_checked() -> None:
    kinds = {mark.split(" ", 1)[0] for _section, _package, mark in packages.entries()}
    sections = {section for section, _package, _mark in packages.entries()}
    assert (kinds, sections) == (
        {"module", "library", "command", "file"},
        {"base", "pdf", "test"},
    )
    assert not packages.present("library libnosuch.so.9")
    assert not packages.present("command nosuch|norsuch")
