"""The scripts of ops/docker/ as they are: setup twice, web, worker and clock, keys and broker. No engine is needed."""

import os
import stat
import time
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest
import redis

from ops import keys, valkey
from tests.containers.conftest import Host, free_port

TABLES = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
NAMES = ("SECRET_KEY", "GVI_FIELD_KEY", *keys.PASSWORDS)  # what compose hands over, empty where nobody gave it
FORCED = "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def prepared(host: Host) -> Host:
    first = host.run("setup.sh")
    assert first.returncode == 0, first.stdout + first.stderr
    return host


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


def answer(port: int, path: str, **headers: str) -> Answer:
    sent = {"Host": "gvi.example"} | {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers=sent)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())


def test_setup_makes_the_tables_with_forced_row_security_and_may_be_repeated(prepared: Host) -> None:
    with psycopg.connect(prepared.urls.owner) as owner:
        before = owner.execute(TABLES).fetchone(), owner.execute(FORCED).fetchone()
    assert before[1] is not None
    assert before[1][0] > 10
    again = prepared.run("setup.sh")
    assert again.returncode == 0, again.stderr
    assert "No migrations to apply" in again.stdout
    with psycopg.connect(prepared.urls.owner) as owner:
        assert (owner.execute(TABLES).fetchone(), owner.execute(FORCED).fetchone()) == before


def test_the_web_server_answers_behind_tls_and_ends_when_asked(prepared: Host) -> None:
    port = free_port()
    with prepared.running("web.sh", BIND=f"127.0.0.1:{port}") as web:
        web.until(lambda: prepared.run("health.sh", "web", PORT=str(port)).returncode == 0)
        assert answer(port, "/readyz").body == b"ok"
        page = answer(port, "/konto/logga-in/", X_Forwarded_Proto="https", X_Forwarded_For="203.0.113.7")
        assert page.status == 200
        assert "max-age=63072000" in page.headers["Strict-Transport-Security"]
        assert all(cookie.startswith("__Host-") for cookie in page.headers.get_all("Set-Cookie") or [""])
        assert answer(port, "/readyz", Host="elsewhere.example").status == 400
        assert web.ended_by_term() == 0


def test_the_web_server_is_unwell_without_its_database(prepared: Host) -> None:
    assert prepared.run("health.sh", "web", PORT=str(free_port())).returncode != 0


def test_the_web_server_refuses_the_owners_role(prepared: Host) -> None:
    tried = prepared.run("web.sh", BIND=f"127.0.0.1:{free_port()}", DATABASE_URL=prepared.urls.owner)
    assert tried.returncode != 0
    assert "owns nothing and bypasses nothing" in tried.stdout + tried.stderr


def test_worker_and_clock_start_say_they_are_well_and_end_when_asked(prepared: Host, tmp_path: Path) -> None:
    schedule = str(tmp_path / "beat")
    with prepared.running("worker.sh") as worker, prepared.running("beat.sh", GVI_SCHEDULE=schedule) as beat:
        beat.until(lambda: prepared.run("health.sh", "beat", GVI_SCHEDULE=schedule).returncode == 0)
        worker.until(lambda: prepared.run("health.sh", "worker").returncode == 0)
        beat.until(lambda: "gvi.jobs.tasks.sweep" in worker.log.read_text())
        nice = [os.getpriority(os.PRIO_PROCESS, program.process.pid) for program in (worker, beat)]
        assert nice[0] > nice[1], "pages go before papers"
        assert beat.ended_by_term() == 0
        assert worker.ended_by_term() == 0
    assert prepared.run("health.sh", "worker").returncode != 0


def test_a_clock_that_notes_nothing_is_unwell(host: Host, tmp_path: Path) -> None:
    assert host.run("health.sh", "beat", GVI_SCHEDULE=str(tmp_path / "beat")).returncode != 0


def test_the_run_time_role_makes_a_partnership_from_a_file(prepared: Host) -> None:
    made = prepared.run("manage.sh", "create_partnership", "examples/jarfalla-upplands-bro.toml")
    assert made.returncode == 0, made.stderr


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    for name in ("own", "app", "db", "redis"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_each_service_gets_its_own_keys_and_no_others(host: Host, volumes: Path) -> None:
    assert host.run("keys.sh", GVI_KEYS=str(volumes)).returncode == 0
    found = {path.relative_to(volumes).as_posix(): path for path in volumes.rglob("*") if path.is_file()}
    modes = {name: stat.S_IMODE(path.stat().st_mode) for name, path in found.items()}
    assert modes == {
        "own/secrets.env": 0o600,
        "own/superuser": 0o600,
        "own/owner.env": 0o600,
        "app/app.env": 0o600,
        "db/password": 0o644,
        "redis/password": 0o644,
    }
    app = found["app/app.env"].read_text()
    names = {line.split("=")[0] for line in app.splitlines()}
    assert names == {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "GVI_FIELD_KEY"}
    assert "gvi_app:" in app
    assert found["db/password"].read_text() not in app


def test_keys_are_kept_and_given_ones_win(host: Host, volumes: Path) -> None:
    given = {"GVI_KEYS": str(volumes)} | dict.fromkeys(NAMES, "")
    host.run("keys.sh", **given)
    before = (volumes / "app" / "app.env").read_text()
    host.run("keys.sh", **given)
    assert (volumes / "app" / "app.env").read_text() == before
    host.run("keys.sh", **given | {"GVI_APP_PASSWORD": "it's @ll:mine/"})
    after = (volumes / "app" / "app.env").read_text()
    assert "postgres://gvi_app:it%27s%20%40ll%3Amine%2F@db:5432/gvi" in after
    assert before.splitlines()[1:] == after.splitlines()[1:]


def test_what_the_files_say_reaches_the_program(host: Host, volumes: Path) -> None:
    (volumes / "app" / "app.env").write_text("SECRET_KEY='from the ''file'\nREDIS_URL=''\n")
    shown = host.run(
        "manage.sh",
        "shell",
        "-c",
        "from django.conf import settings; print(settings.SECRET_KEY)",
        GVI_KEYS=str(volumes),
    )
    assert "from the file" in shown.stdout, shown.stderr


def test_the_broker_wants_its_password(host: Host, volumes: Path) -> None:
    (volumes / "redis" / "password").write_text("sesame")
    programs, data, port = volumes / "bin", volumes / "data", free_port()
    programs.mkdir()
    data.mkdir()
    (programs / "valkey-server").symlink_to(valkey._binary())
    ways = {"PATH": f"{programs}:/usr/bin:/bin", "BIND": "127.0.0.1", "PORT": str(port), "DATA": str(data)}

    def welcome() -> bool:
        try:
            with redis.Redis(port=port, password="sesame") as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    with host.running("redis.sh", GVI_KEYS=str(volumes), **ways) as broker:
        broker.until(welcome)
        with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        began = time.monotonic()
        assert broker.ended_by_term() == 0
        assert time.monotonic() - began < 10
